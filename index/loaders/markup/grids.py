"""Tables of a page as grids: each cell in every row and column that it spans."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from index.loaders.elements import Element

MAX_SPAN = 50  # columns; wider ones are for the look
MAX_CELLS = 200_000  # above it each cell stands once: spans can make a grid of any size out of a short page
_SECTIONS = ("thead", "tbody", "tfoot")
_BLOCKS_IN_LAYOUT = "self::pre or self::article or self::section or self::h1 or self::h2 or self::h3 or self::table"


@dataclass(frozen=True, slots=True)
class TableGrid:
    """Rows of cells; the first `titles` name the table, the next `heads` its columns."""

    rows: list[list[str]]
    titles: int
    heads: int


def is_layout(table: Element) -> bool:
    """Tell whether a table only puts blocks beside each other, as mails and old pages do."""
    if table.get("role", "") in ("presentation", "none"):
        return True
    if table.find(".//th") is not None or table.find("caption") is not None:
        return table.find(".//pre") is not None
    return bool(table.xpath(f"boolean(descendant::*[{_BLOCKS_IN_LAYOUT}])"))


def cells_of(table: Element) -> Iterator[Element]:
    """Yield the cells of a table, not those of tables in it, but no numbers of lines."""
    for row in _rows(table):
        for cell in row.iterchildren("td", "th"):
            if not re.search(r"line-?n(?:o|um)|gutter|blob-num", cell.get("class", "")):
                yield cell


def table_grid(table: Element, text_of: Callable[[Element], str]) -> TableGrid:
    """Return the table's grid; a cell that spans all columns stands in the first alone."""
    rows = list(_rows(table))
    width = max((sum(_span(cell, "colspan") for cell in row.iterchildren("td", "th")) for row in rows), default=0)
    below: dict[int, tuple[int, str]] = {}
    spans = len(rows) * width <= MAX_CELLS
    grid = [_filled(row, text_of, below, width if spans else 0) for row in rows]
    titles = sum(1 for _ in takewhile(lambda row: len(_filled_cells(row)) == 1 and _is_head(row), rows))
    heads = _heads(rows[titles:])
    return TableGrid(grid, titles if heads else 0, heads)


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in _SECTIONS:
            yield from part.iterchildren("tr")


def _heads(rows: list[Element]) -> int:
    """Return how many rows name the columns: those of the table's head, else those of head cells alone."""
    stated = sum(1 for _ in takewhile(lambda row: row.getparent().tag == "thead", rows))
    found = stated or sum(1 for _ in takewhile(_is_head, rows))
    return found if found < len(rows) or found == 1 else 0


def _is_head(row: Element) -> bool:
    cells = _filled_cells(row)
    return bool(cells) and all(cell.tag == "th" or _is_bold(cell) for cell in cells)


def _filled_cells(row: Element) -> list[Element]:
    return [cell for cell in row.iterchildren("td", "th") if "".join(cell.itertext()).strip()]


def _is_bold(cell: Element) -> bool:
    said = "".join(cell.itertext()).split()
    return any("".join(bold.itertext()).split() == said for bold in cell.iter("b", "strong"))


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 4 else 1


def _filled(
    row: Element, text_of: Callable[[Element], str], below: dict[int, tuple[int, str]], width: int
) -> list[str]:
    """Return the row's cells; `below` holds what goes on from rows above: by column, for how many rows yet."""
    cells: list[str] = []

    def carry_on() -> None:
        while len(cells) in below:
            left, text = below.pop(len(cells))
            if left > 1:
                below[len(cells)] = (left - 1, text)
            cells.append(text)

    for cell in row.iterchildren("td", "th"):
        carry_on()
        text = text_of(cell)
        columns = min(_span(cell, "colspan"), MAX_SPAN) if width else 1
        spans_all = columns == width > 1
        for offset in range(columns):
            if width and _span(cell, "rowspan") > 1:
                below[len(cells)] = (_span(cell, "rowspan") - 1, text)
            cells.append("" if spans_all and offset else text)
    carry_on()
    return cells
