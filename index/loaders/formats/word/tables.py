"""Tables of Word: their rows and cells as a grid, and how many rows name the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.loaders.elements import Element
from index.loaders.formats.word.package import W, is_on, value
from index.loaders.formats.word.styles import Styles
from index.loaders.tables import guess_head

_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_MAX_SPAN = 63  # Word's own limit for columns


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, None for a place that the row leaves out: how many columns it spans, whether the one above spans it."""

    element: Element | None
    span: int = 1
    continues: bool = False


def table_rows(table: Element) -> list[list[Cell]]:
    """Return the rows with their cells, without those that are hidden or that a tracked change deleted."""
    rows = [row for row in _within(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    rows = [row for row in rows if not is_on(row.find(f"{W}trPr/{W}hidden"))]
    return [[*_cells(row)] for row in rows]


def _within(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _cells(row: Element) -> Iterator[Cell]:
    before = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    if before:
        yield Cell(None, before)
    for cell in _within(row, f"{W}tc"):
        if cell.find(f"{W}tcPr/{W}cellDel") is None:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            continues = merge is not None and value(merge, "continue") == "continue"
            yield Cell(cell, max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)), continues)


def _number(element: Element | None, otherwise: int) -> int:
    text = value(element)
    return min(int(text), _MAX_SPAN) if text.isdecimal() else otherwise


def fill_grid(rows: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the cells' texts by row and column: a merged cell's in all that it spans, but once across a whole row."""
    grid: list[list[str]] = []
    for cells, written in zip(rows, texts, strict=True):
        row: list[str] = []
        for cell, text in zip(cells, written, strict=True):
            above = grid[-1][len(row)] if cell.continues and grid and len(row) < len(grid[-1]) else text
            row += [above] * cell.span if len(cells) > 1 else [above] + [""] * (cell.span - 1)
        grid.append(row)
    return grid


def count_heads(
    table: Element, rows: Sequence[Sequence[Cell]], grid: Sequence[Sequence[str]], styles: Styles, *, above: int
) -> int:
    """Return how many rows of the grid, which begins `above` rows below the table's first, name the columns.

    They are those that Word repeats on each page; else the first, where it is bold, set off by the table's
    style or told by the values below it, and with it a second one that parts the columns of the first.
    """
    marked = 0
    for row in [*_within(table, f"{W}tr")][above:]:
        if not is_on(row.find(f"{W}trPr/{W}tblHeader")):
            break
        marked += 1
    if 0 < marked < len(grid):
        return marked
    parted = len(rows) > 2 and any(cell.span > 1 for cell in rows[0]) and any(cell.continues for cell in rows[1])
    if parted:
        return 2
    if len(grid) < 2 or len(grid[0]) < 2:
        return 0
    bold = _is_bold(rows[0]) and not _is_bold(rows[1])
    return int(bold or (not above and styles.marks_first_row(table)) or guess_head(grid, otherwise=False))


def _is_bold(cells: Sequence[Cell]) -> bool:
    """Tell whether all text of a row is bold."""
    runs = [run for cell in cells if cell.element is not None for run in cell.element.iter(f"{W}r")]
    filled = [run for run in runs if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(filled) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in filled)
