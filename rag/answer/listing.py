"""Lists: whole ones where an article has them, else what names several, over the whole library, each cited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Article, Hit, Span
from index.search import rank_articles
from index.splitting import split_sentences
from rag.answer import counting, explanation
from rag.answer.citations import cite
from rag.answer.records.listed import Listed, find_lists
from rag.answer.refusal import LEAST_FIT_OF_WORDS, judge_fit
from rag.answer.request import Gathered, Request
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import Quote, is_within
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.demonyms import is_people
from rag.support.grammar import find_clauses
from rag.support.names import Name, find_names, is_held
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import content_stems

_ENUMERATES = re.compile(
    r"(?:[^,;.]{2,60}[,;]\s*){2,}(?:and|or|und|et|y|&)?\s*\S|^\s*(?:[-*+•‣◦▪■●►·]|\(?\d{1,3}[.)])\s"
)

# What a writer, painter or composer does.
_MADE = re.compile(
    r"\b(?:writes?|wrote|written|writing|authors?|(?:co-)?authored|publish(?:es|ed)|compos(?:es|ed)|paint(?:s|ed)|directed"
    r"|memoirs?|novels?|best-?sellers?)\b",
    re.IGNORECASE,
)
_MAKING = content_stems("write wrote written author publish compose paint direct")
_WORKS = re.compile(r"\b(?:authors?|(?:co-)?authored|memoirs?|novels?|best-?sellers?)\b", re.IGNORECASE)
HITS, READ = 80, 48
NEAR = 0.6  # of the best score, for the best sentence of another article
ENUMERATION = 0.05
PER_NAME, MOST_NAMES = 0.03, 4  # for each name that a sentence has and the question has not
LED_TO = 0.1  # for the line that leads to a list
# A list goes on over sentences that fit far less than the one it begins with: "Kelp College did so in May."
LIST_CHARS, BESIDE, BRIDGED = 800, 0.4, 250
LOOKED_AT = 12  # sentences, the best, that tell which list is asked for
OF_SECTIONS = 3  # of its sections, in which they stand


def gather(request: Request) -> Gathered:
    """Return a row an article where articles are asked for, else the sentences that list what is."""
    if counting.asks_of_articles(request.question):
        return counting.gather(request)
    hits = request.search(k=HITS)

    def bonus(sentence: Sentence) -> float:
        names = [name for name in find_names(sentence.text) if not is_held(name, request.question)]
        several = ENUMERATION if _ENUMERATES.search(sentence.text) else 0.0
        is_lead = any(one.span.start == sentence.span.start for one in find_lists(sentence.article.text))
        return max(several, PER_NAME * min(MOST_NAMES, len(names))) + LED_TO * is_lead

    embedder = request.library.embedder
    ranked = rank_sentences(request.question, hits, embedder, request.vectors, bonus=bonus, read=READ)
    score, answerable = judge_fit(request.question, ranked)
    answerable = answerable or _is_of_matter(request.question, score, hits) or _lists_it(request.question, ranked)
    answerable = answerable and _tells_of_works(request.question, hits)
    if not answerable:
        told = explanation.gather(request)
        answerable = told.answerable and _tells_of_works(request.question, hits)
        note = "" if answerable else "No sentence of your articles clearly belongs in this list."
        return replace(told, kind=Kind.LISTING, note=note, answerable=answerable)
    if sections := _find_sections(ranked):
        return Gathered(Kind.LISTING, _of_sections(*sections), "", score)
    quotes = choose(ranked, request.most, near=NEAR, growth=BESIDE, longest=LIST_CHARS, bridged=BRIDGED)
    return Gathered(Kind.LISTING, to_points(_whole(quotes), _title), "", score)


def _find_sections(ranked: Sequence[Ranked]) -> tuple[Article, Listed] | None:
    """Return the list of sections in several of which the best sentences stand; None where there is none."""
    best = ranked[:LOOKED_AT]
    for article in {item.sentence.article.id: item.sentence.article for item in best}.values():
        own = [item.sentence.span for item in best if item.sentence.article.id == article.id]
        for listed in find_lists(article.text):
            held = [one for one in listed.sections if any(one.span.overlaps(span) for span in own)]
            if len(held) >= OF_SECTIONS:
                return article, listed
    return None


def _of_sections(article: Article, listed: Listed) -> tuple[Point, ...]:
    """Return a point a section, under the heading that groups it."""
    return tuple(Point(one.group or article.title, (cite(article, one.shown),)) for one in listed.sections)


def _whole(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotations, each grown over the list that it touches, without those inside another."""
    for quote in quotes:
        for listed in find_lists(quote.article.text):
            if not listed.sections and listed.span.overlaps(quote.span):
                quote.span = Span(min(quote.span.start, listed.span.start), max(quote.span.end, listed.span.end))
    return [quote for place, quote in enumerate(quotes) if not is_within(quote, quotes[:place])]


def _lists_it(question: str, ranked: Sequence[Ranked]) -> bool:
    """Tell whether a good sentence names several, and has, with what it stands under, the question's names and words.

    Half of the words are enough: an article says "nominated" where a reader asks who was "up for" a prize.
    """
    names = [name for name in find_names(question) if not all(is_people(word.text) for word in name.words)]
    named = frozenset(word.stem for name in names for word in name.words)
    plain = topic_stems(question) - named
    return any(_lists(item, names, plain) for item in ranked[:LOOKED_AT])


def _lists(item: Ranked, names: Sequence[Name], plain: frozenset[str]) -> bool:
    sentence = item.sentence
    own = [name for name in find_names(sentence.text) if name not in names]
    if item.fit < LEAST_FIT_OF_WORDS or not (len(own) > 1 or _ENUMERATES.search(sentence.text)):
        return False
    around = f"{sentence.article.title}\n{sentence.heading}\n{sentence.paragraph}"
    told = content_stems(around)
    known = [stem for stem in plain if stem in told or is_alike(stem, told)]
    return len(plain) > 1 and 2 * len(known) >= len(plain) and all(is_held(name, around) for name in names)


def _is_of_matter(question: str, score: float, hits: Sequence[Hit]) -> bool:
    """Tell whether the article found first has the question's names in its title and half of its other words."""
    names = find_names(question)
    if not names or not hits or score < LEAST_FIT_OF_WORDS:
        return False
    first = next(hit.article for hit in hits if hit.article.id == rank_articles(hits)[0])
    named = frozenset(word.stem for name in names for word in name.words)
    plain, told = topic_stems(question) - named, content_stems(f"{first.title}\n{first.text}")
    is_titled = all(is_held(name, first.title) for name in names)
    return is_titled and len(plain) > 1 and 2 * len(plain & told) >= len(plain)


def _tells_of_works(question: str, hits: Sequence[Hit]) -> bool:
    """Tell whether anything found has somebody write, asked for the books that he wrote: accounts are none of his."""
    names = find_names(question)
    if not names or not _MADE.search(question):
        return True
    lasts = frozenset(name.words[-1].stem for name in names)
    sentences = (span.of(hit.passage.text) for hit in hits for span in split_sentences(hit.passage.text))
    named = (one for one in sentences if _MADE.search(one) and any(is_held(name, one) for name in names))
    return any(_WORKS.search(one) or _makes(one, lasts) for one in named)


def _makes(sentence: str, lasts: frozenset[str]) -> bool:
    """Tell whether a clause has one of the names, by their last words, as who wrote, painted or directed."""
    doers = (one for clause in find_clauses(sentence) if clause.act in _MAKING for one in clause.doer)
    return any(lasts & one.words for one in doers)


def _title(quote: Quote) -> str:
    return quote.article.title
