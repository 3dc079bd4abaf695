"""Columns and tables, where print stands side by side: columns are read one after the other, tables row by row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.loaders.formats.pdf.characters import WIDE_EM
from index.loaders.formats.pdf.grids import is_grid, table_column
from index.loaders.formats.pdf.rows import line_of, rows_of, runs_left
from index.loaders.formats.pdf.types import Column, Piece, Row

_BAND_EM = 0.7  # lines of two columns do not stand at the same height, always
_GUTTER_EM = 0.6
_SURE_GUTTER_EM = 1.5
_SECTION_RATIO = 2.5  # to the step from line to line: a gap through all columns
_TAIL_RATIO = 1.6
_MAX_DEPTH = 4

_Gap = tuple[float, float]


def columns_of(rows: Sequence[Row]) -> list[Column]:
    """Return the columns and tables of a page in the order in which they are read."""
    is_single = all(len(row) == 1 for row in rows) and all(
        above[0].base - below[0].base > _BAND_EM * min(above[0].size, below[0].size) for above, below in pairwise(rows)
    )
    if is_single:
        return [Column(tuple(map(line_of, rows)))] if rows else []
    return [*_layout([piece for row in rows for piece in row], 0)]


def _layout(pieces: Sequence[Piece], depth: int) -> Iterator[Column]:
    bands = rows_of(pieces, _BAND_EM)
    plain: list[Piece] = []
    start = 0
    while start < len(bands):
        gaps, end = _gutters(bands, start) if depth < _MAX_DEPTH else ([], start)
        if not gaps:
            plain += bands[start]
            start += 1
            continue
        if plain:
            yield _lines(plain)
            plain = []
        yield from _parted(bands[start:end], gaps, depth)
        start = end
    if plain:
        yield _lines(plain)


def _lines(pieces: Sequence[Piece]) -> Column:
    return Column(tuple(map(line_of, rows_of(pieces))))


def _parted(bands: Sequence[Row], gaps: Sequence[_Gap], depth: int) -> Iterator[Column]:
    """Yield what stands between the gaps, as a table or as columns."""
    middles = [(left + right) / 2 for left, right in gaps]
    cells: list[list[Row]] = [[[] for _ in range(len(gaps) + 1)] for _ in bands]
    for band, row in zip(bands, cells, strict=True):
        for piece in band:
            row[sum(middle < (piece.left + piece.right) / 2 for middle in middles)].append(piece)
    if is_grid(cells):
        yield table_column(cells)
        return
    columns = [[piece for row in cells for piece in row[number]] for number in range(len(gaps) + 1)]
    if runs_left("".join(piece.text for band in bands for piece in band)):
        columns.reverse()
    for column in columns:
        yield from _layout(column, depth + 1)


def _gutters(bands: Sequence[Row], start: int) -> tuple[list[_Gap], int]:
    """Return the gaps that run down the page from a band on, and the band where the last of them ends."""
    gaps = _gaps(bands[start])
    if not gaps:
        return [], start
    end = start + 1
    steps: list[float] = []
    while end < len(bands):
        step = bands[end - 1][0].base - bands[end][0].base
        if len(steps) > 2 and step > _SECTION_RATIO * median(steps):
            break
        left = _narrowed(gaps, bands[end])
        if not left:
            break
        gaps = left
        steps.append(step)
        end += 1
    while end > start + 1 and _ends_alone(bands, end, gaps, steps):
        end -= 1
        steps.pop()
    size = bands[start][0].size
    both = sum(_is_on_both_sides(band, gaps) for band in bands[start:end])
    is_sure = both > 2 or (both > 1 and min(right - left for left, right in gaps) > _SURE_GUTTER_EM * size)
    return (gaps, end) if is_sure else ([], start)


def _gaps(band: Row) -> list[_Gap]:
    found: list[_Gap] = []
    right = band[0].right
    for piece in band[1:]:
        if piece.left - right >= WIDE_EM * piece.size:
            found.append((right, piece.left))
        right = max(right, piece.right)
    return found


def _narrowed(gaps: Sequence[_Gap], band: Row) -> list[_Gap]:
    """Return what is left of the gaps beside the print of one more band."""
    kept = []
    for begin, finish in gaps:
        left, right = begin, finish
        for piece in band:
            if piece.left >= right or piece.right <= left:
                continue
            if piece.left > left and piece.right >= right:
                right = piece.left
            elif piece.left <= left and piece.right < right:
                left = piece.right
            else:
                right = left  # it runs across, or stands within
        if right - left >= _GUTTER_EM * band[0].size:
            kept.append((left, right))
    return kept


def _is_on_both_sides(band: Row, gaps: Sequence[_Gap]) -> bool:
    return any(band[0].right <= right and band[-1].left >= left for left, right in gaps) and len(band) > 1


def _ends_alone(bands: Sequence[Row], end: int, gaps: Sequence[_Gap], steps: Sequence[float]) -> bool:
    """Tell whether the last band stands apart below the columns, on their left side alone."""
    last = bands[end - 1]
    if max(piece.right for piece in last) > gaps[0][1]:
        return False
    return len(steps) > 1 and steps[-1] > _TAIL_RATIO * median(steps)
