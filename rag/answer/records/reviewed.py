"""Reviewed: the things that an article tests or compares one after the other, each under its own name.

"**Brask Solo (£29).** A plain kettle …" stands at the head of a paragraph; together such heads are what was tested.
"""

import re
from collections.abc import Iterator

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.records.entries import ARTICLES, MOST_CHARS, is_of_article
from rag.answer.request import Gathered, Request, best_articles
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.types import Point
from rag.words import content_stems

LEAST = 2
KINDS = (Kind.LISTING, Kind.FACT, Kind.EXPLANATION)
_ASKS = re.compile(
    r"^\W*(?:which|what|list|name)\b.*\b(?:tested|reviewed|compared|tried(?: out)?|rated|looked at|examined)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"^\W*(?:which|what)\b.*\b(?:best|worst|won|winner|most|least|\w+est|highest|lowest)\b", re.IGNORECASE
)
_HEAD = re.compile(
    r"[*_#\s]*(?P<name>[A-ZÀ-Þ0-9][^().:;\n]{1,50}?)\s*"
    r"(?:\([^()\n]{0,12}\d[^()\n]{0,20}\)|, [£$€]\d[\d.,]*)\s*[.:]?[*_]*(?=\s|$)"
)
_TESTING = content_stems(
    "test tested review reviewed compare compared try tried rate rated look looked examine examined"
)


def gather_reviewed(request: Request, kind: Kind) -> Gathered | None:
    """Return all that an article found tests, in order, asked which things were; None where none has such heads."""
    question = request.question
    if kind not in KINDS or not _ASKS.match(question) or _ONE.match(question):
        return None
    wanted = topic_stems(question) - _TESTING
    for article in best_articles(request.hits or request.search(), ARTICLES):
        heads = list(read_heads(article))
        if len(heads) >= LEAST and is_of_article(wanted, question, article):
            names = [name for name, _ in heads]
            short = f"{', '.join(names[:-1])} and {names[-1]}"
            points = tuple(Point(article.title, (cite(article, span),)) for _, span in heads)
            return Gathered(Kind.LISTING, points, f"{len(points):,} entries of “{article.title}”.", 1.0, short=short)
    return None


def read_heads(article: Article) -> Iterator[tuple[str, Span]]:
    """Yield the name at the head of each paragraph that begins with one and its price, with the sentence behind it."""
    text = article.text[:MOST_CHARS]
    for block in split_blocks(text):
        head = _HEAD.match(text, block.span.start, block.span.end)
        if head is not None:
            behind = next((one.end for one in sentences_within(text, block.span) if one.end > head.end()), head.end())
            yield head["name"].strip(), Span(block.span.start, behind)
