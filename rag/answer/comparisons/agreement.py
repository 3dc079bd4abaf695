"""Agreement: whether two are of one mind is answered by what each says."""

import re

from index import Article, Span
from rag.answer.citations import cite
from rag.answer.comparisons.neighbours import paragraphs_of
from rag.answer.request import Gathered, Request, best_articles
from rag.question.kind import Kind
from rag.question.subject import find_sides, topic_stems
from rag.types import Point
from rag.words import content_stems, words

ARTICLES = 3  # of the best hits, in which the two are looked for
_AGREE = re.compile(r"\b(?:dis)?agree\b|\bof one mind\b|\bsame view\b", re.IGNORECASE)


def asks_whether_agreed(question: str) -> bool:
    """Tell whether a question asks if two agree: what each says answers that."""
    return _AGREE.search(question) is not None and find_sides(question) is not None


def gather_agreement(request: Request, first: str, second: str, rest: str) -> Gathered | None:
    """Return the paragraphs of one article that are of each of two, with words of what is asked about; else None.

    First the one that names both: "My opinion, and Orr shares it, is …".
    """
    if not asks_whether_agreed(request.question):
        return None
    topic = topic_stems(rest)
    # "Musk" is who was introduced as Elon Musk.
    names = [
        frozenset([word.stem for word in words(side) if not word.is_stop][-1:]) - content_stems(other)
        for side, other in ((first, second), (second, first))
    ]
    if not all(names):
        return None
    found: tuple[int, tuple[Point, ...]] = (0, ())
    for article in best_articles(request.search(), ARTICLES):
        own, other = (_told(article, mine, theirs, topic) for mine, theirs in (names, names[::-1]))
        both = _told(article, names[0] | names[1], frozenset(), topic)
        worth = sum(max((count for count, _ in several), default=0) for several in (own, other, both))
        if ((own and other) or both) and worth > found[0]:
            room = max(1, (request.most - min(1, len(both))) // len(names))
            sides = (("", both[:1]), (first, own[:room]), (second, other[:room]))
            points = [Point(name, (cite(article, span),)) for name, several in sides for _, span in several]
            found = worth, tuple(points)
    return Gathered(Kind.COMPARISON, found[1], score=1.0) if found[1] else None


def _told(
    article: Article, own: frozenset[str], others: frozenset[str], topic: frozenset[str]
) -> list[tuple[int, Span]]:
    """Return the paragraphs of one and not the other with how many words of the topic they have, most first."""
    spans = paragraphs_of(article, own, others)
    told = [(len(topic & content_stems(span.of(article.text))), span) for span in spans]
    return sorted((one for one in told if one[0]), key=lambda one: -one[0]) if topic else [(1, span) for span in spans]
