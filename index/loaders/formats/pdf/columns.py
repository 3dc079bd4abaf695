"""Columns and tables, where print stands side by side: columns are read one after the other, tables row by row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.loaders.formats.pdf.grids import is_grid, table_column
from index.loaders.formats.pdf.rows import line_of, rows_of, runs_left
from index.loaders.formats.pdf.types import Column, Piece, Row

_BAND_EM = 0.7  # lines of two columns do not stand at the same height, always
_GUTTER_EM = 0.6
_SURE_GUTTER_EM = 1.5
_SECTION_RATIO = 2.5  # to the step from line to line: a gap through all columns
_TAIL_RATIO = 1.6
_APART_RATIO = 1.35  # what has fewer columns, so far below others, is another table
_FAR_EM = 1.6
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
        above = _begun_above(bands, start, gaps) if plain else 0
        plain = plain[: len(plain) - sum(map(len, bands[start - above : start]))]
        if plain:
            yield _lines(plain)
            plain = []
        yield from _parted(bands[start - above : end], gaps, depth)
        start = end
    if plain:
        yield _lines(plain)


def _begun_above(bands: Sequence[Row], start: int, gaps: Sequence[_Gap]) -> int:
    """Return how many bands above `start` are of the columns on the right alone, which begin higher than the left."""
    above = 0
    while start > above and bands[start - above - 1][0].left >= gaps[0][1]:
        band, below = bands[start - above - 1 : start - above + 1]
        if band[0].base - below[0].base > _FAR_EM * band[0].size:
            break
        above += 1
    return above


def _lines(pieces: Sequence[Piece]) -> Column:
    return Column(tuple(map(line_of, rows_of(pieces))))


def _parted(bands: Sequence[Row], gaps: Sequence[_Gap], depth: int) -> Iterator[Column]:
    """Yield what stands between the gaps, as a table or as columns."""
    middles = [(left + right) / 2 for left, right in gaps]
    cells: list[list[Row]] = [[[] for _ in range(len(gaps) + 1)] for _ in bands]
    for band, row in zip(bands, cells, strict=True):
        for piece in band:
            row[sum(middle < (piece.left + piece.right) / 2 for middle in middles)].append(piece)
    is_left = runs_left("".join(piece.text for band in bands for piece in band))
    if is_grid(cells):
        yield table_column([row[::-1] for row in cells] if is_left else cells)
        return
    columns = [[piece for row in cells for piece in row[number]] for number in range(len(gaps) + 1)]
    if is_left:
        columns.reverse()
    for column in columns:
        yield from _layout(column, depth + 1)


def _gutters(bands: Sequence[Row], start: int) -> tuple[list[_Gap], int]:
    """Return the gaps that run down the page from a band on, and the band where the last of them ends."""
    gaps = _gaps(bands[start])
    if not gaps:
        return [], start
    end = start + 1
    if end < len(bands) and bands[start][0].left - bands[end][0].right >= _GUTTER_EM * bands[start][0].size:
        gaps = [(bands[end][0].right, bands[start][0].left), *gaps]  # the head of a table leaves its corner free
    steps: list[float] = []
    while end < len(bands):
        step = bands[end - 1][0].base - bands[end][0].base
        if len(steps) > 2 and step > _SECTION_RATIO * median(steps):
            break
        left = _narrowed(gaps, bands[end])
        is_apart = len(steps) > 1 and step > _APART_RATIO * median(steps)
        if not left or (is_apart and len(left) < len(gaps)):
            break
        gaps = left
        steps.append(step)
        end += 1
    while end > start + 1 and _ends_alone(bands, end, gaps, steps):
        end -= 1
        steps.pop()
    size = bands[start][0].size
    both = [band for band in bands[start:end] if _is_on_both_sides(band, gaps)]
    is_sure = len(both) > 2 or (len(both) > 1 and min(right - left for left, right in gaps) > _SURE_GUTTER_EM * size)
    is_sure = is_sure or (len(both) > 1 and len(gaps) == 1 and _are_in_line(both, gaps[0]))
    return (gaps, end) if is_sure else ([], start)


def _gaps(band: Row) -> list[_Gap]:
    found: list[_Gap] = []
    right = band[0].right
    for piece in band[1:]:
        if piece.left - right >= _GUTTER_EM * piece.size:
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


def _are_in_line(bands: Sequence[Row], gap: _Gap) -> bool:
    """Tell whether all bands go on at the same place behind a gap."""
    starts = [min(piece.left for piece in band if piece.left >= gap[1]) for band in bands]
    return max(starts) - min(starts) < 1


def _is_on_both_sides(band: Row, gaps: Sequence[_Gap]) -> bool:
    return any(band[0].right <= right and band[-1].left >= left for left, right in gaps) and len(band) > 1


def _ends_alone(bands: Sequence[Row], end: int, gaps: Sequence[_Gap], steps: Sequence[float]) -> bool:
    """Tell whether the last band stands apart below the columns, on their left side alone."""
    last = bands[end - 1]
    if max(piece.right for piece in last) > gaps[0][1]:
        return False
    return len(steps) > 1 and steps[-1] > _TAIL_RATIO * median(steps)
