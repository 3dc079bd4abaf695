"""Print over or beside the text: watermarks, stamps at the side, and the numbers of lines in the margin."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.loaders.formats.pdf.rows import text_of
from index.loaders.formats.pdf.types import Page, Piece, Row

_OFTEN_RATIO = 0.6
_LARGE_RATIO = 1.8
_MIN_NUMBERED = 3
_MARGIN_EM = 0.6
_STEPS = (1, 2, 5, 10)

_Spot = tuple[str, int, int, int]


def without_stamps(pages: Sequence[Page], body_size: float) -> list[Page]:
    """Return the pages without what most of them bear at one spot across their text or at another angle.

    `body_size` is that of the document's text in points.
    """
    if len(pages) < 2:
        return list(pages)
    often = max(2, round(_OFTEN_RATIO * len(pages)))
    spots = Counter(spot for page in pages for spot in {_spot(piece) for row in page.rows for piece in row})
    asides = Counter(text for page in pages for text in {_pattern(row) for row in page.asides})
    recurring = {spot for spot, times in spots.items() if times >= often}
    cleaned = []
    for page in pages:
        rows = page.rows
        if recurring:
            least = _LARGE_RATIO * body_size
            stamps = [
                piece
                for number, row in enumerate(rows)
                for piece in row
                if _spot(piece) in recurring and _lies_across(piece, rows, number, is_large=piece.size >= least)
            ]
            rows = (
                rows
                if not stamps
                else tuple(left for row in rows if (left := [piece for piece in row if piece not in stamps]))
            )
        beside = tuple(row for row in page.asides if asides[_pattern(row)] < often)
        cleaned.append(replace(page, rows=rows, asides=beside))
    return cleaned


def _pattern(row: Row) -> str:
    return re.sub(r"\d+", "#", text_of(row))


def _spot(piece: Piece) -> _Spot:
    return piece.text, round(piece.left), round(piece.base), round(piece.size)


def _lies_across(stamp: Piece, rows: Sequence[Row], number: int, is_large: bool) -> bool:
    """Tell whether a piece of the row `number` is printed over others, or large and below them."""
    if is_large and rows[0][0].base > stamp.base + stamp.size:
        return True
    inside = 0.2 * stamp.size
    return any(
        piece is not stamp
        and piece.left < stamp.right - inside
        and stamp.left < piece.right - inside
        and -0.5 * stamp.size < piece.base - stamp.base < 0.6 * stamp.size
        for row in (rows if is_large else rows[max(0, number - 1) : number + 2])
        for piece in row
    )


def without_line_numbers(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without numbers that count them in the left or the right margin, as in laws and transcripts."""
    for side in (0, -1):
        numbered = _line_numbers(rows, side)
        if numbered:
            kept = [row for position, row in enumerate(rows) if position not in numbered or len(row) > 1]
            return [[piece for piece in row if piece not in numbered.values()] for row in kept]
    return list(rows)


def _line_numbers(rows: Sequence[Row], side: int) -> dict[int, Piece]:
    """Return the pieces that number rows, by row; none where they may be what the text is about."""
    found = {position: row[side] for position, row in enumerate(rows) if re.fullmatch(r"\d{1,4}", row[side].text)}
    if len(found) < _MIN_NUMBERED or not _stands_out(found, rows):
        return {}
    numbers = [int(piece.text) for piece in found.values()]
    steps = {after - before for before, after in pairwise(numbers)}
    rests = [row[1:] if side == 0 else row[:-1] for position, row in enumerate(rows) if position in found]
    # A list or a table counts things; the numbers of lines fall into the middle of sentences.
    flows = any(rest and rest[0].text[:1].islower() for rest in rests)
    is_table = 2 * sum(len(rest) > 1 for rest in rests) > len(rests)
    return found if len(steps) == 1 and steps <= set(_STEPS) and flows and not is_table else {}


def _stands_out(found: dict[int, Piece], rows: Sequence[Row]) -> bool:
    """Tell whether the numbers stand in one line down the page, beside all text."""
    numbers = list(found.values())
    texts = [piece for position, row in enumerate(rows) for piece in row if found.get(position) is not piece]
    if not texts:
        return False
    size = numbers[0].size
    is_left = numbers[0].left < min(piece.left for piece in texts)
    edges = [piece.right for piece in numbers], [piece.left for piece in numbers]
    if min(max(edge) - min(edge) for edge in edges) > 0.5 * size:
        return False
    if is_left:
        return max(edges[0]) < min(piece.left for piece in texts) - _MARGIN_EM * size
    return min(edges[1]) > max(piece.right for piece in texts) + _MARGIN_EM * size
