"""Reading of tables: the rows of an article, all together, or one table after the other under its heading."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import Span
from index.splitting.rows import Cell, read_cells
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.support.terms import content

MOST_ROWS = 5_000  # of an article: a larger one is asked by search alone
MOST_NAME_CHARS = 40
_NUMBER = re.compile(r"[^\w]*\d")
_BORDER = re.compile(r"\s\|\s")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its place in the article."""

    span: Span
    cells: tuple[Cell, ...]
    values: tuple[str, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Return the stems of what stands in its cells."""
        return frozenset[str]().union(*map(content, self.values))

    def value(self, column: str) -> str:
        """Return what stands in a column; "" where nothing does."""
        return next((value for cell, value in zip(self.cells, self.values, strict=True) if cell.name == column), "")

    def number(self, column: str) -> float:
        """Return the number that a column gives, nan where it gives words or several."""
        value = self.value(column)
        found = [one for one in quantities(value) if one.kind is not QuantityKind.DATE]
        return found[0].value if len(found) == 1 and _NUMBER.match(value) else math.nan


def _named_rows(text: str, lines: Iterable[Span]) -> Iterator[Row]:
    """Yield the rows among `lines` that name their columns."""
    for line in lines:
        if cells := read_cells(text, line.start, line.end):
            yield Row(line, cells, tuple(cell.span.of(text).strip() for cell in cells))


@dataclass(frozen=True, slots=True)
class TableOfText:
    """The rows of one table and the heading, or the line, above it; `columns` as its rows name them."""

    heading: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(dict.fromkeys(cell.name for row in self.rows for cell in row.cells))


@lru_cache(maxsize=8)
def read_rows(text: str) -> tuple[Row, ...]:
    """Return the rows of an article that name their columns; () where there are more than `MOST_ROWS`."""
    found = tuple(_named_rows(text, (Span(*line.span()) for line in _LINE.finditer(text))))
    return found if len(found) <= MOST_ROWS else ()


@lru_cache(maxsize=16)
def read_tables(text: str) -> tuple[TableOfText, ...]:
    """Return the tables of an article, of named cells or under a line of names; () of more than `MOST_ROWS` lines."""
    if text.count(" | ") > MOST_ROWS * 20:
        return ()
    found, lines, heading = [], list[Span](), ""
    for match in _LINE.finditer(text):
        span = Span(*match.span())
        if " | " in match.group():
            lines.append(span)
            continue
        if lines:
            found.append(_table(text, heading, lines))
            lines = []
        if match.group().strip():
            heading = match.group().strip("#* _\t")
    found += [_table(text, heading, lines)] if lines else []
    return tuple(table for table in found if table.rows)


def _table(text: str, heading: str, lines: Sequence[Span]) -> TableOfText:
    rows = list(_named_rows(text, lines))
    if rows:
        return TableOfText(heading, tuple(rows))
    names, *bodies = (_cells(text, line) for line in lines)
    if len(names) < 2 or not all(0 < len(cell.of(text)) <= MOST_NAME_CHARS for cell in names):
        return TableOfText(heading, ())
    for line, body in zip(lines[1:], bodies, strict=True):
        cells = tuple(
            Cell(name.of(text), cell) for name, cell in zip(names, body, strict=False) if cell.end > cell.start
        )
        if len(body) <= len(names) and cells:
            rows.append(Row(line, cells, tuple(cell.span.of(text) for cell in cells)))
    return TableOfText(heading, tuple(rows))


def _cells(text: str, line: Span) -> list[Span]:
    """Return the cells of a line without names, each without the space around it."""
    begin, found = line.start, []
    for stop, after in [
        *((one.start(), one.end()) for one in _BORDER.finditer(text, line.start, line.end)),
        (line.end, line.end),
    ]:
        said = text[begin:stop]
        start = begin + len(said) - len(said.lstrip(" |"))
        found.append(Span(start, max(start, begin + len(said.rstrip(" |")))))
        begin = after
    return found
