"""Agreement: whether two are of one mind is answered by what each says."""

import re

from rag.answer.citations import cite
from rag.answer.comparisons.neighbours import paragraphs_of
from rag.answer.request import Gathered, Request, best_articles
from rag.question.kind import Kind
from rag.question.subject import find_sides, topic_stems
from rag.types import Point
from rag.words import content_stems

ARTICLES = 3  # of the best hits, in which the two are looked for
_AGREE = re.compile(r"\b(?:dis)?agree\b|\bof one mind\b|\bsame view\b", re.IGNORECASE)


def asks_whether_agreed(question: str) -> bool:
    """Tell whether a question asks if two agree: what each says answers that."""
    return _AGREE.search(question) is not None and find_sides(question) is not None


def gather_agreement(request: Request, first: str, second: str, rest: str) -> Gathered | None:
    """Return the paragraphs of one article that are of each of two, with a word of what is asked about; else None."""
    if not asks_whether_agreed(request.question):
        return None
    topic = topic_stems(rest)
    names = content_stems(first) - content_stems(second), content_stems(second) - content_stems(first)
    for article in best_articles(request.search(), ARTICLES):
        told = [paragraphs_of(article, own, other) for own, other in (names, names[::-1])]
        said = content_stems(" ".join(span.of(article.text) for spans in told for span in spans))
        if all(names) and all(told) and (not topic or topic & said):
            points = [
                Point(name, (cite(article, span),))
                for name, spans in zip((first, second), told, strict=True)
                for span in spans[: max(1, request.most // len(names))]
            ]
            return Gathered(Kind.COMPARISON, tuple(points), score=1.0)
    return None
