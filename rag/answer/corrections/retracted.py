"""Retracted: what a paper got wrong, told by its own corrections."""

import re
from collections.abc import Iterator

from index import Article, Filter, Span
from index.search import rank_articles
from index.splitting import split_blocks
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request
from rag.answer.scope import called_sources
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.corrections import CORRECTS, OWN_REPORT, RETRACTS, TAKES_BACK
from rag.support.terms import holds_any
from rag.types import Point
from rag.words import content_stems

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?what\s+(?:(?:else|exactly)\s+)?(?:did|does|has|have|had|do)\s+(?P<who>.{2,60}?)\s+"
    r"(?:(?:get|got|gotten)\s+wrong|(?:have\s+to\s+|had\s+to\s+)?(?:correct(?:ed)?|retract(?:ed)?|take\s+back))\b(?P<what>.*)$"
    r"|^\W*(?:what|which)\s+(?:mistakes?|errors?|corrections?)\s+(?:did|has|have|had)\s+(?P<whose>.{2,60}?)\s+"
    r"(?:make|made|print(?:ed)?|correct(?:ed)?|admit(?:ted)?|publish(?:ed)?)\b(?P<on>.*)$",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"(?:the|my|any|our)?\s*(?:news)?(?:papers?|articles?|reports?|press|journalists)", re.IGNORECASE)
_OF_PAPERS = content_stems("reporting reports coverage article articles story stories paper error mistake correction")
_LOOKED_FOR = "Correction: in our report we wrote that; this was wrong, the correct number is; we apologise"
_BEGINS = re.compile(r"^\W*(?:corrections?|clarification|erratum|errata|berichtigung|rectificati\w+)\b", re.IGNORECASE)
MOST_ARTICLES = 40


def gather_retractions(request: Request) -> Gathered | None:
    """Return the corrections of the paper that a question asks of, of all for "the papers"; None for other questions.

    Where it asks of something ("wrong about the bridge") those that speak of that come alone, if any does.
    """
    asked = _ASKS.match(request.question.strip().rstrip(" ?.!"))
    if asked is None:
        return None
    who, what = asked["who"] or asked["whose"], asked["what"] or asked["on"] or ""
    sources = called_sources(who, request.library.articles(request.only))
    if not sources and not _PAPERS.fullmatch(who.strip()):
        return None
    only = request.only.within(Filter(sources=frozenset(sources))) if sources else request.only
    found = [
        (article, span) for article in _articles(request, f"{_LOOKED_FOR} {what}", only) for span in _told(article)
    ]
    topic = topic_stems(what) - _OF_PAPERS
    about = [(article, span) for article, span in found if _speaks_of(topic, article, span)]
    points = tuple(Point(article.title, (cite(article, span),)) for article, span in (about or found)[: request.most])
    if not points:
        note = f"No article from {' and '.join(sources) or 'your sources'} corrects anything."
        return Gathered(Kind.OVERVIEW, (), note, answerable=False)
    return Gathered(Kind.OVERVIEW, points, score=1.0)


def _articles(request: Request, looked_for: str, only: Filter) -> list[Article]:
    """Return the articles that may hold a correction: those whose titles say so, then those found for its words."""
    titled = [row.id for row in request.library.articles(only) if CORRECTS.search(row.title)]
    ids = dict.fromkeys((*titled, *rank_articles(request.search(looked_for, only=only))))
    return [request.library.article(id) for id in list(ids)[:MOST_ARTICLES]]


def _told(article: Article) -> Iterator[Span]:
    """Yield the paragraphs of an article that take something back."""
    text = article.text
    is_correction = CORRECTS.search(article.title) is not None
    for block in split_blocks(text):
        said = block.span.of(text)
        if block.kind == "heading" or said.strip() == article.title.strip():
            continue
        takes_back = RETRACTS.search(said) or OWN_REPORT.search(said) or TAKES_BACK.search(said)
        if takes_back and (is_correction or _BEGINS.match(said)):
            yield block.span


def _speaks_of(topic: frozenset[str], article: Article, span: Span) -> bool:
    said = content_stems(f"{article.title}\n{span.of(article.text)}")
    return holds_any(topic, said)
