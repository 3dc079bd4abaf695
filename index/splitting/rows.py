"""Rows of tables as they stand in a text, "Harbour: Kellin | 2019: 1,204": their cells, each with its column's name."""

import re
from dataclasses import dataclass

from index.types import Span

MOST_ROW_CHARS = 400  # a row of whole paragraphs is read sentence by sentence
_BORDER = re.compile(r"\s\|\s")
_NAME = re.compile(r"(?P<name>[^\s:|][^:|\n]{0,59}):\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row, `text[span.start:span.end]`, behind the name of its column."""

    name: str
    span: Span


def read_cells(text: str, start: int = 0, end: int | None = None) -> tuple[Cell, ...]:
    """Return the named cells of `text[start:end]` where that is one line of a table, else ().

    Two cells at least have the names of their columns in front; those that have none are left out.
    """
    end = len(text) if end is None else end
    if text.find("\n", start, end) >= 0 or text.find(" | ", start, end) < 0:
        return ()
    cells = []
    begin = start
    for stop, after in [*((border.start(), border.end()) for border in _BORDER.finditer(text, start, end)), (end, end)]:
        if named := _NAME.match(text, begin, stop):
            cells.append(Cell(named["name"], Span(named.end(), stop)))
        begin = after
    return tuple(cells) if len(cells) > 1 else ()


def is_row(text: str, span: Span) -> bool:
    """Tell whether a stretch of `text` is one row of a table, which is read as one whatever stands in its cells."""
    if span.end - span.start > MOST_ROW_CHARS or text.find("\n", span.start, span.end) >= 0:
        return False
    return text.count(" | ", span.start, span.end) > 1 or bool(read_cells(text, span.start, span.end))
