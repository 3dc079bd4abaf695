"""Beginnings: quotations that begin with what only the sentence before them explains are given that sentence."""

import re
from collections.abc import Sequence

from index import Span
from index.splitting.rows import is_row
from rag.evidence.leaning import is_bare_quotation, leans
from rag.evidence.sentences import MOST_LEAN_CHARS
from rag.evidence.telling import telling_spans

MOST_SENTENCES = 3
MOST_QUOTED_CHARS = 400
MOST_GIVEN_CHARS = 700  # of a sentence with the one before it, where that ends another stretch
_GAP = "\n\n"
_END = re.compile(r"\w[.!?][\"”’)]*\s")


def is_opening(text: str, start: int) -> bool:
    """Tell whether no sentence of an article stands before `start`."""
    return _END.search(text, 0, start) is None


def mend_beginnings(text: str, spans: Sequence[Span]) -> list[Span | None]:
    """Return stretches of one text, each with what it leans on; None for one that went over into another.

    Where another stretch ends with that, as one that is full does, it is given the leaning sentence instead: then no
    words stand without the name of whoever says them.
    """
    mended: list[Span | None] = list(spans)
    for place in sorted(range(len(spans)), key=lambda one: spans[one].start):
        for _ in range(MOST_SENTENCES):
            span = mended[place]
            if span is None or is_row(text, span) or (pair := _leaning(text, span)) is None:
                break
            before, first = pair
            owner = next((one for one, other in enumerate(mended) if one != place and _ends_with(other, before)), None)
            if first.end - before.start > (MOST_LEAN_CHARS if owner is None else MOST_GIVEN_CHARS):
                break
            if owner is None:
                mended[place] = Span(before.start, span.end)
            else:
                mended[owner] = Span(mended[owner].start, min(first.end, span.end))  # type: ignore[union-attr]
                rest = text[first.end : span.end]
                start = first.end + len(rest) - len(rest.lstrip())
                mended[place] = Span(start, span.end) if start < span.end else None
    return mended


def _ends_with(span: Span | None, sentence: Span) -> bool:
    return span is not None and span.start <= sentence.start and sentence.end <= span.end


def _leaning(text: str, span: Span) -> tuple[Span, Span] | None:
    """Return the sentence before a stretch and the stretch's first, which leans on it; None where it does not."""
    start = text.rfind(_GAP, 0, max(0, text.rfind(_GAP, 0, span.start)))
    start = start + len(_GAP) if start >= 0 else 0
    stop = text.find(_GAP, span.start)
    stop = len(text) if stop < 0 else stop
    told = [one for one, _ in telling_spans(text[start:stop], start)]
    row = next((row for row, one in enumerate(told) if one.start == span.start), 0)
    if not row:
        return None
    before, first = told[row - 1], told[row]
    between = text[before.end : first.start]
    if between.strip():
        return None
    said = text[first.start : min(stop, first.start + MOST_QUOTED_CHARS)]
    is_torn = _GAP not in between and is_bare_quotation(said)
    return (before, first) if is_torn or leans(first.of(text)) else None
