"""A long text in parts: a browser lays out those that are looked at, and not 200 kB for one sentence of them."""

import math
from collections.abc import Iterator, Sequence

from index import Span

PART_CHARS = 2_000  # about a screen
LINE_CHARS = 60


def cut_parts(text: str, start: int, end: int, whole: Sequence[Span]) -> Iterator[Span]:
    """Yield spans that cover `text[start:end]`, each but the last ending with a line; none cuts a span of `whole`."""
    left = start
    while end - left > 2 * PART_CHARS:
        at = _end_of_line(text, left + PART_CHARS, end)
        while at and (inside := [span.end for span in whole if span.start < at < span.end]):
            at = _end_of_line(text, max(inside) - 1, end)
        if not at or at == end:
            break
        yield Span(left, at)
        left = at
    yield Span(left, end)


def count_lines(text: str, part: Span) -> int:
    """Return about how many lines a part takes."""
    return sum(max(1, math.ceil(len(line) / LINE_CHARS)) for line in part.of(text).splitlines())


def _end_of_line(text: str, place: int, end: int) -> int:
    """Return where the line ends that `place` stands in, behind its line feed; 0 when there is none before `end`."""
    return text.find("\n", place, end) + 1
