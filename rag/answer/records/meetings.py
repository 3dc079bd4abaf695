"""Meetings: what one was about, from its minutes, item by item: motions and decisions, no attendance."""

import re
from collections.abc import Iterator, Sequence

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.rows import is_row
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.records.entries import ARTICLES, MOST_CHARS
from rag.answer.records.minutes import decisions_of
from rag.answer.request import Gathered, Request, best_articles
from rag.question.kind import Kind
from rag.types import Point

_OF_MEETING = re.compile(
    r"\b(?:meetings?|minutes|sessions?|sitting|sitzung|protokoll|séance|réunion|reunión|sesión)\b", re.IGNORECASE
)
# What of minutes tells nothing of what the meeting was about: who was there, its hours, the minutes of the last one.
FORMAL = re.compile(
    r"^\W*(?:minutes of|present|apologies|absent|(?:also )?in attendance|attendance|held (?:in|at|on)|venue|chair"
    r"|anwesend|entschuldigt)\b"
    r"|\bmeeting (?:was )?(?:opened|began|started|closed|ended|adjourned at)\b|^\W*(?:the )?next meeting\b"
    r"|\bminutes of .{0,80}\b(?:were|was) (?:\w+ )?(?:approved|agreed|confirmed|adopted|signed|accepted)\b"
    r"|^\W*meeting (?:of|on) \d",
    re.IGNORECASE | re.DOTALL,
)
_FORMAL_ITEM = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:minutes of|(?:previous|last) minutes|apologies|attendance"
    r"|(?:date of )?(?:the )?next meeting)\b",
    re.I,
)
_NUMBERED = re.compile(r"^\W*\d{1,2}[.)]\s")
ITEM_CHARS = 600  # of one item, that are quoted in one piece
HEAD_OF_ITEM_CHARS = 300  # of a longer one, before what was decided


def gather_meeting(request: Request, kind: Kind) -> Gathered | None:
    """Return what the one meeting that a question names was about; None without its minutes."""
    if kind is not Kind.OVERVIEW or not _OF_MEETING.search(request.question):
        return None
    for article in best_articles(request.hits or request.search(), ARTICLES):
        if points := _gist(article, request.question, request.most):
            note = f"This leaves out who was there and other formalities of “{article.title}”."
            return Gathered(kind, points, note, 1.0)
    return None


def _gist(article: Article, question: str, most: int) -> tuple[Point, ...]:
    """Return what a meeting was about, item by item; of a long item how it begins and what was decided.

    Of more than `most` items those that led to a decision come before the others.
    """
    decided = [span for _, span in decisions_of(article, question)]
    text = article.text[:MOST_CHARS]
    items = [(heading, [span for span in told if not FORMAL.search(span.of(text))]) for heading, told in _items(text)]
    numbered = [item for item in items if item[1] and _NUMBERED.match(item[0] or item[1][0].of(text))]
    found: list[tuple[bool, str, list[Span]]] = []
    for heading, told in (numbered or items) if decided else ():
        if told and not _FORMAL_ITEM.match(heading or told[0].of(text)):
            ends = [span for span in decided if any(span.start <= one.start < span.end for one in told)]
            found.append((not ends, heading or article.title, _quoted(told, ends)))
    kept = sorted(range(len(found)), key=lambda row: (found[row][0], row))[:most]
    return tuple(Point(found[row][1], (cite(article, span),)) for row in sorted(kept) for span in found[row][2])


def _quoted(told: Sequence[Span], decided: Sequence[Span]) -> list[Span]:
    """Return an item's sentences in one piece, of a long one its beginning and what was decided behind that."""
    begin = told[0].start
    if told[-1].end - begin <= ITEM_CHARS or not decided:
        return [Span(begin, max(one.end for one in told if one is told[0] or one.end - begin <= ITEM_CHARS))]
    head = [one.end for one in told if one.end <= decided[0].start and one.end - begin <= HEAD_OF_ITEM_CHARS]
    return [*([Span(begin, head[-1])] if head else []), *decided]


def _items(text: str) -> Iterator[tuple[str, list[Span]]]:
    """Yield the items of minutes, each with its heading, "" where it has a number alone, and its sentences."""
    heading, sentences = "", list[Span]()
    for block in split_blocks(text):
        is_heading, said = block.kind == "heading", block.span.of(text)
        if is_heading or _NUMBERED.match(said):
            if sentences:
                yield heading, sentences
            heading, sentences = said.strip("#*_ \t") if is_heading else "", []
        if is_heading:
            continue
        if not is_row(text, block.span):
            sentences += sentences_within(text, block.span)
    if sentences:
        yield heading, sentences
