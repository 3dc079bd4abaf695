"""Grids of a spreadsheet or of separated values as text: each table in them found, with its caption and its head."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from index.loaders.tables import Grid, guess_head, join_heads, table_lines

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")


def sheet_text(rows: Iterable[Sequence[str]], *, certain_from: int = 3) -> str:
    """Return the rows as text, a line a row that names its columns, and a blank line where the sheet has one.

    Rows behind a blank one that have no head of their own go on under the one above. From `certain_from` columns on,
    a year beside words is the name of a column, and not a value ("Opened | 1911").
    """
    blocks = []
    head: list[str] = []
    for is_filled, block in groupby(rows, key=lambda row: any(cell.strip() for cell in row)):
        if is_filled:
            captions, table = _without_captions([[*row] for row in block])
            head, lines = _lines(table, head, certain_from)
            # Lines of one cell stand apart, or they would be read as a paragraph that was wrapped.
            apart = "\n\n" if max(map(_filled, table)) < 2 else "\n"
            blocks.append(apart.join([*captions, *lines]))
    return "\n\n".join(blocks)


def _without_captions(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the lines above a table, each one cell or one that spans others from the first on, and the table."""
    widest = max(len(_said(row)) for row in rows)
    above = 0
    while widest > 1 and above < len(rows) and _is_caption(rows[above]):
        above += 1
    return [_said(rows[row])[0] for row in range(above)], rows[above:]


def _is_caption(row: Sequence[str]) -> bool:
    said = _said(row)
    return len(said) == 1 and (_filled(row) == 1 or (bool(row[0].strip()) and not said[0].isdecimal()))


def _said(row: Sequence[str]) -> list[str]:
    """Return what the cells of a row say, each once."""
    return [*dict.fromkeys(filter(None, map(str.strip, row)))]


def _lines(rows: list[list[str]], head: list[str], certain_from: int) -> tuple[list[str], list[str]]:
    """Return the head of a table, that of the one above where it has none, and its lines."""
    joined = join_heads(rows, 2)
    if len(rows) > 2 and any(left and left == right for left, right in pairwise(rows[0])) and _has_head(joined, 2):
        rows = joined
    if _has_head(rows, certain_from):
        return rows[0], table_lines(_narrow(rows), has_head=True)
    if head and _places(rows) <= {place for place, name in enumerate(head) if name.strip()}:
        return head, [*_under(head, rows)]
    return [], table_lines(rows, has_head=False)


def _under(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    named = {name.strip() for name in head if name.strip()}
    for line in table_lines([head, *rows], has_head=True):
        if set(line.split(" | ")) != named:
            yield line


def _has_head(rows: Grid, certain_from: int) -> bool:
    """Tell whether the first row names the columns; columns behind its last name may have none."""
    head, *body = _narrow(rows)
    width = max((place for place, name in enumerate(head, start=1) if name.strip()), default=0)
    head, body = head[:width], [row[:width] for row in body]
    if len(head) >= certain_from:
        head = [f"year {name}" if _YEAR.fullmatch(name.strip()) else name for name in head]
    return guess_head([head, *body], otherwise=True)


def _narrow(rows: Grid) -> list[list[str]]:
    """Return the rows without the columns that are empty in all of them."""
    kept = sorted(_places(rows))
    return [[row[place] if place < len(row) else "" for place in kept] for row in rows]


def _places(rows: Grid) -> set[int]:
    return {place for row in rows for place, cell in enumerate(row) if cell.strip()}


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())
