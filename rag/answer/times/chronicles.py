"""Chronicles: an article that is a list of days, "Sept. 23: …", which is a timeline by itself and is told whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Article, Span
from index.splitting import Block, split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.overviews.about import begins_with
from rag.answer.request import Gathered, Request, best_articles
from rag.answer.times.matters import OF_TIME
from rag.evidence.date_names import MONTHS, NAMED
from rag.evidence.event_dates import told_as
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.names import find_names, is_held
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import content_stems, fold

ARTICLES = 10
LEAST = 3  # dated entries that make a list
MOST = 60
HEAD_CHARS = 600
ENTRY_CHARS = 360  # of an entry, with its heading
_MARKUP = re.compile(r"[\s#*_>•·–-]*(?:\*\*)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\*\*|__)?\s*(?:[:–—]|-\s|$)")
LEAST_RUN_IN = 5  # days in one paragraph that make a list
_HEADS = re.compile(r"\s+(?=[A-Z])")  # "April 12 The mayor is fined"
_MONTH_ALONE = re.compile(rf"(?<=[.!?”\"] )(?P<month>{'|'.join(MONTHS)})\b", re.IGNORECASE)
_IN_SENTENCE = re.compile(
    r"(?:\b(?:on|in|by|of|since|until|till|from|to|before|after|the|and|for|last|this|next|early|late|an?|\w+day),?|[,(])\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][\"”’')\]*_]*$")


@dataclass(frozen=True, slots=True)
class _Entry:
    span: Span
    year: int
    month: int
    day: int


def gather_chronicle(request: Request) -> Gathered | None:
    """Return the whole list of days that an article about what is asked consists of; None without any."""
    topic = topic_stems(request.question) - OF_TIME
    for article in best_articles(request.search(), ARTICLES):
        if not _is_about(request.question, topic, article):
            continue
        entries = list(_entries(article))
        if len(entries) >= LEAST:
            dated = _in_order(entries, article.published.year if article.published else 0)
            points = tuple(
                Point(told_as(one.year, one.month, one.day).label, (cite(article, one.span),)) for one in dated[:MOST]
            )
            return Gathered(Kind.TIMELINE, points, score=1.0)
    return None


def _is_about(question: str, topic: frozenset[str], article: Article) -> bool:
    """Tell whether an article begins with what a question names, and tells of what it asks of that."""
    names = find_names(question)
    if not topic or not names:
        return bool(topic) and begins_with(topic, article)
    head = f"{article.title}\n{article.text[:HEAD_CHARS]}"
    stems = content_stems(article.text)
    return all(is_held(name, head) for name in names) and all(is_alike(stem, stems) or stem in stems for stem in topic)


def _entries(article: Article) -> Iterator[_Entry]:
    """Yield the blocks that begin with a day and a colon or a dash, or are one; each to its first sentences."""
    text = article.text
    blocks = list(split_blocks(text))
    for row, block in enumerate(blocks):
        run_in = list(_run_in(text, block.span))
        if run_in:
            yield from run_in
            continue
        said = block.span.of(text).rstrip()
        start = _MARKUP.match(said).end()  # type: ignore[union-attr]
        for pattern in NAMED:
            found = pattern.match(said, start)
            if found is None or not (end := _BEHIND.match(said, found.end())):
                continue
            parts = found.groupdict()
            month = MONTHS[fold(parts["month"])] if parts.get("month") else int(parts.get("number") or 0)
            is_bare = end.end() == len(said)
            span = _told(text, block, blocks[row + 1] if row + 1 < len(blocks) else None, is_bare=is_bare)
            if span is not None:
                known = int(parts.get("year") or 0), month, int(parts.get("day") or 0)
                yield _Entry(span, *known)
                if (
                    span == block.span
                    and block.kind == "heading"
                    and (below := _behind_picture(text, blocks[row + 1 :]))
                ):
                    yield _Entry(below, *known)
            break


def _run_in(text: str, block: Span) -> Iterator[_Entry]:
    """Yield the days of a list that has run into one paragraph: "… by law. April 12 The mayor is fined. May 3 He …"."""
    said = block.of(text)
    found = [one for pattern in (*NAMED, _MONTH_ALONE) for one in pattern.finditer(said)]
    found = [one for one in found if _HEADS.match(said, one.end())]
    found = [one for one in found if one.groupdict().get("month") and not _IN_SENTENCE.search(said[: one.start()])]
    starts = list[re.Match[str]]()
    for one in sorted(found, key=lambda match: (match.start(), -match.end())):
        if not starts or one.start() >= starts[-1].end():
            starts.append(one)
    if len(starts) < LEAST_RUN_IN:
        return
    for one, end in zip(starts, [*(match.start() for match in starts[1:]), len(said)], strict=True):
        entry = Span(block.start + one.start(), block.start + end)
        spans = [span for span in sentences_within(text, entry) if span.end - entry.start <= ENTRY_CHARS]
        if spans:
            parts = one.groupdict()
            yield _Entry(
                Span(entry.start, spans[-1].end),
                int(parts.get("year") or 0),
                MONTHS[fold(parts["month"])],
                int(parts.get("day") or 0),
            )


def _told(text: str, block: Block, behind: Block | None, *, is_bare: bool) -> Span | None:
    """Return an entry from its day on, with the sentences right below it that fit; of a day alone only those."""
    begin, end = block.span.start, block.span.end
    is_line = not _ENDS.search(block.span.of(text).rstrip())  # a heading tells by itself
    if (is_bare or is_line) and behind is not None and behind.kind == "paragraph":
        spans = [span for span in sentences_within(text, behind.span) if _ENDS.search(span.of(text).rstrip())]
        fitting = [span for span in spans if span.end - begin <= ENTRY_CHARS] or (spans[:1] if is_bare else [])
        if fitting and fitting[0].start - behind.span.start <= 1:
            return Span(fitting[0].start if is_bare else begin, fitting[-1].end)
    if is_bare:
        return None
    spans = [span for span in sentences_within(text, block.span) if span.end - begin <= ENTRY_CHARS]
    return Span(begin, spans[-1].end if spans and not is_line else end)


def _behind_picture(text: str, blocks: Sequence[Block]) -> Span | None:
    """Return the first sentence below the line beneath a picture, which ends without a full stop."""
    if len(blocks) < 2 or any(block.kind != "paragraph" for block in blocks[:2]):
        return None
    if re.search(r"[.!?:…][\"”’')\]*_]*$", blocks[0].span.of(text).rstrip()):
        return None
    spans = list(sentences_within(text, blocks[1].span))
    return spans[0] if spans and _ENDS.search(spans[0].of(text).rstrip()) else None


def _in_order(entries: Sequence[_Entry], written: int) -> list[_Entry]:
    """Return the entries oldest first; one without a year has that of the day before it, or the next year's.

    The list itself tells: where its months go back a year has passed. `written` is the year of its article, 0 where it
    has no date: the last entry of a list without any year is of that year.
    """
    falls = sum(
        (one.month, one.day) > (two.month, two.day)
        for one, two in pairwise(entries)
        if one.month and two.month and not (one.year or two.year)
    )
    listed = list(entries) if falls <= len(entries) // 2 else list(reversed(entries))
    dated = list[_Entry]()
    year, month = 0, 0
    for one in listed:
        if one.year:
            year = one.year
        elif one.month < month and (year or written):
            year += 1
        month = one.month or month
        dated.append(_Entry(one.span, one.year or year, one.month, one.day))
    if written and not any(one.year for one in entries):
        dated = [_Entry(one.span, written - year + one.year, one.month, one.day) for one in dated]
    return dated
