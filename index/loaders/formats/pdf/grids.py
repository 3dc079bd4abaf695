"""Tables of a page: told from columns of text by their cells, and read as rows that name their columns."""

import re
from collections.abc import Sequence
from statistics import median

from index.loaders.formats.pdf.joints import joined
from index.loaders.formats.pdf.rows import text_of
from index.loaders.formats.pdf.types import Column, Line, Row
from index.loaders.tables import guess_head, join_heads, table_lines

_MIN_ROWS_RATIO = 0.5
_PROSE_WORDS = 4
_PROSE_UNSPACED_CHARS = 9
_FEW_LINES, _FLOWING_WORDS = 3, 8
_WRAP_EM = 1.4
_MARK = re.compile(r"[-–*•‣▪◦●■]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]")
_VALUE = re.compile(r"[^\w\s]*\d[\d\W]*\w{0,3}\W*|[-–—]")

Cells = Sequence[Sequence[Row]]  # by band, then by column


def is_grid(cells: Cells) -> bool:
    """Tell whether what stands side by side is a table: its rows have several cells, and not all hold prose."""
    several = sum(sum(map(bool, row)) > 1 for row in cells)
    if several < _MIN_ROWS_RATIO * len(cells):
        return False
    columns = [[text_of(row[number]) for row in cells if row[number]] for number in range(len(cells[0]))]
    if len(columns) == 2 and any(_flows(texts) for texts in columns):
        return False
    return not all(map(_is_prose, columns))


def _flows(texts: Sequence[str]) -> bool:
    """Tell whether lines are sentences that go on from one to the next, beside which a box may stand."""
    if len(texts) <= _FEW_LINES or median(len(text.split()) for text in texts) < _FLOWING_WORDS:
        return False
    return 2 * sum(text[:1].islower() for text in texts[1:]) >= len(texts) - 1


def _is_prose(texts: Sequence[str]) -> bool:
    if not texts:
        return True
    words = median(len(text.split()) for text in texts)
    if words == 1 and not any(map(str.isspace, "".join(texts))) and texts[0][:1] > "\u2e80":
        return median(map(len, texts)) >= _PROSE_UNSPACED_CHARS
    low = sum(text[:1].islower() for text in texts)
    return words >= _PROSE_WORDS or (words > 1 and 2 * low >= len(texts))


def table_column(cells: Cells) -> Column:
    """Return a table as lines, one for each of its rows."""
    rows: list[list[str]] = []
    below = 0.0
    heads = 0
    for number, row in enumerate(cells):
        texts = [text_of(cell) for cell in row]
        first = next(cell[0] for cell in row if cell)
        if rows and below - first.base <= _WRAP_EM * first.size and (_goes_on(texts) or _ends_label(rows[-1], texts)):
            rows[-1] = [joined(above, text, frozenset()) if above and text else above or text
                        for above, text in zip(rows[-1], texts, strict=True)]  # fmt: skip
        else:
            rows.append(texts)
            heads += heads == number and all(piece.is_bold for cell in row for piece in cell)
        below = first.base
    pieces = [piece for row in cells for cell in row for piece in cell]
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    top = pieces[0]
    return Column(tuple(Line(text, left, right, top.base, top.size) for text in _written(rows, heads)), is_table=True)


def _goes_on(texts: Sequence[str]) -> bool:
    """Tell whether a row is the rest of the cells above it."""
    filled = [text for text in texts if text]
    if any(_VALUE.fullmatch(text) for text in filled):
        return False
    return not texts[0] or (len(filled) == 1 and texts[0][0].islower())


def _ends_label(above: list[str], texts: list[str]) -> bool:
    """Tell whether a row of values stands at the foot of a label that began in the row above."""
    return bool(above[0]) and not any(above[1:]) and texts[0][:1].islower()


def _written(rows: list[list[str]], heads: int) -> list[str]:
    labels = sum(row[0].rstrip().endswith(":") for row in rows)
    is_list = all(_MARK.fullmatch(row[0]) for row in rows)
    if len(rows[0]) == 2 and (is_list or 2 * labels > len(rows)):
        return [" ".join(filter(None, row)) for row in rows]
    if 0 < heads < len(rows):
        return table_lines(join_heads(rows, heads), has_head=True)
    return table_lines(rows, has_head=guess_head(rows, otherwise=False))
