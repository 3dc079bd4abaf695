"""Tables as text: a line a row, in which each value stands behind the name of its column.

A grid is rows of cells. What reads a format fills it so: a cell that spans several rows stands in each of them, one
that spans some columns in each of those, and one that spans all columns in the first alone.
"""

import re
from collections.abc import Sequence

Grid = Sequence[Sequence[str]]

_VALUE = re.compile(r"[^\w(]*\(?[+−–-]?\d[\d.,:/ '’\u00a0\u202f-]*\)?\s?\S{0,12}|[-–—]|n/?a", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:\s?[/–-]\s?\d{2,4})?")


def table_lines(rows: Grid, has_head: bool) -> list[str]:
    """Return the rows that hold text as lines, "Harbour: Kellin | 2019: 1,204 | 2020: 990".

    Without a head: "Kellin | 1,204 | 990". Empty cells are left out. A row of which the first cell alone is filled
    stands over the rows below it and goes without a name. The head is a line of its own where a column's name would
    be lost otherwise, as in a table that has no other row.
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    if not has_head or not cells:
        return [line for row in cells if (line := " | ".join(filter(None, row)))]
    head, *body = cells
    columns = [name.rstrip(": ") for name in head]
    lines = [_named(columns, row) for row in body]
    filled = [row for row in body if not _stands_over(row, columns)]
    named = {name for row in filled for name, cell in zip(head, row, strict=False) if cell}
    first = [] if named >= set(filter(None, head)) else [" | ".join(filter(None, head))]
    return [*first, *filter(None, lines)]


def _named(columns: Sequence[str], row: Sequence[str]) -> str:
    if _stands_over(row, columns):
        return row[0]
    names = [*columns, *[""] * len(row)]
    return " | ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell)


def _stands_over(row: Sequence[str], columns: Sequence[str]) -> bool:
    return len(columns) > 1 and bool(row) and not any(row[1:])


def join_heads(rows: Grid, heads: int) -> list[list[str]]:
    """Return the grid with its first `heads` rows as one: "Arrivals" over "2019" becomes "Arrivals 2019"."""
    above = rows[:heads]
    width = max(map(len, above), default=0)
    columns = [[row[column].strip() for row in above if column < len(row)] for column in range(width)]
    head = [" ".join(dict.fromkeys(filter(None, column))) for column in columns]
    return [*([head] if head else []), *(list(row) for row in rows[heads:])]


def guess_head(rows: Grid, otherwise: bool) -> bool:
    """Tell whether the first row names the columns, where the format does not say so.

    It does where it has no values but years, and a column has values below it. It does not where a name is missing
    behind the first column, comes twice, or is itself a value, as a single year beside a word is ("Opened | 1911").
    `otherwise` is for grids of words alone.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    head = [cell.strip() for cell in rows[0]]
    if len(head) == 2 and all(row and row[0].strip().endswith(":") for row in rows):
        return False  # labels and their values, a pair a row
    if not all(head[1:]) or len(set(head)) < len(head):
        return False
    years = sum(_YEAR.fullmatch(name) is not None for name in head)
    if sum(_VALUE.fullmatch(name) is not None for name in head) > years or (years == 1 and head[0]):
        return False
    below = [[row[column].strip() for row in rows[1:] if column < len(row)] for column in range(len(head))]
    if any(_has_values(cells) and not _has_years(cells, name) for name, cells in zip(head, below, strict=True)):
        return True
    return otherwise and not years


def _has_values(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(_VALUE.fullmatch(cell) is not None for cell in filled) > len(filled)


def _has_years(cells: Sequence[str], name: str) -> bool:
    """Tell whether a column is years from its first row on, as in a list of years without a head."""
    return bool(_YEAR.fullmatch(name)) and all(_YEAR.fullmatch(cell) for cell in cells if cell)
