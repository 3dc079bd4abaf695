"""Fractions that are set one number over another: what stands over and under a short bar becomes "3/4"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.loaders.formats.pdf.glyphs import Run
from index.loaders.formats.pdf.rules import Box
from index.loaders.formats.pdf.types import Piece

_MOST = 3000  # parts of drawings beyond which a page is a map or a plan
_MOST_BARS = 200  # beyond which a page is a table
_BAR_POINTS = 1.6
_MEETS_POINTS = 1.0
_LEAST_POINTS = 2.0
_LONGEST_POINTS = 260.0
_OVER_EM = (0.1, 0.75)  # from the bar up to the line that the upper part stands on, in its own size
_UNDER_EM = (0.6, 1.35)  # from there down to that of the lower part
_REACH_EM = 0.45  # how far print may stand out beyond its bar
_FILLED_RATIO = 0.45  # of a bar, by the longer of what stands over and under it
_BESIDE_EM = 1.6
_AXIS_EM = (0.1, 0.5)  # from the line of the text up to the bar
_SPACE_EM = 0.2
_ONE_WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_NUMBER = re.compile(r"\d{1,4}")
_SLASHED = re.compile(r"\s?\[(\d{1,3})\]\s?[/⁄]\s?(?=\d)")  # a raised number before a slash was taken for a note's mark


class Bar(NamedTuple):
    """A level line at the height `y`."""

    left: float
    right: float
    y: float


def find_bars(boxes: Sequence[Box]) -> list[Bar]:
    """Return the short level lines among the boxes (left, bottom, right, top) that are drawn on a page."""
    if len(boxes) > _MOST:
        return []
    level = [
        box for box in boxes if box[3] - box[1] <= _BAR_POINTS and _LEAST_POINTS <= box[2] - box[0] <= _LONGEST_POINTS
    ]
    if len(level) > _MOST_BARS:
        return []
    return [Bar(box[0], box[2], (box[1] + box[3]) / 2) for box in level if not _is_of_a_grid(box, boxes)]


def _is_of_a_grid(bar: Box, boxes: Sequence[Box]) -> bool:
    """Tell whether a level line meets another one at an end, as the sides of cells do."""
    left, bottom, right, top = bar
    near = _MEETS_POINTS
    return any(
        min(abs(x - end) for x in (box[0], box[2]) for end in (left, right)) < near
        for box in boxes
        if box != bar and box[1] - near < top and bottom < box[3] + near
    )


def parted_at_bars(runs: Sequence[Run], bars: Sequence[Bar]) -> list[int]:
    """Return the runs, by number, that begin a part of a fraction, or follow one."""
    near = [bar for bar in bars if abs(bar.y - runs[0].base) < 2 * runs[0].size] if runs else []
    if not near:
        return []
    kept = [next((bar for bar in near if _stands_over(run, bar) or _stands_under(run, bar)), None) for run in runs]
    return [number for number in range(1, len(runs)) if kept[number] != kept[number - 1]]


def with_fractions(pieces: Sequence[Piece], bars: Sequence[Bar]) -> list[Piece]:
    """Return the pieces with those over and under a bar as one, on the line of the text beside it."""
    found = list(pieces)
    reach = 2 * max((one.size for one in pieces), default=0.0)
    for bar in bars:
        around = [one for one in found if abs(one.base - bar.y) < reach]
        over = sorted((one for one in around if _stands_over(one, bar)), key=lambda one: one.left)
        under = sorted((one for one in around if _stands_under(one, bar)), key=lambda one: one.left)
        if not over or not under or not _fills(bar, [*over, *under]):
            continue
        top, bottom = " ".join(one.text for one in over), " ".join(one.text for one in under)
        others = [one for one in around if one not in over and one not in under]
        beside = [*_beside(bar, others)]
        if not beside and not (_NUMBER.fullmatch(top) and _NUMBER.fullmatch(bottom)):
            continue
        made = _set(bar, over[0], f"{_whole(top)}/{_whole(bottom)}", beside)
        place = min(found.index(one) for one in (*over, *under))
        gone = {*map(id, over), *map(id, under)}
        found = [one for one in [*found[:place], made, *found[place:]] if id(one) not in gone]
    return found


def with_slashes(text: str) -> str:
    """Return a line in which a number raised before a slash is the upper part of a fraction.

    >>> with_slashes("Add[3]/4 cup")
    'Add 3/4 cup'
    """
    if "]/" not in text and "⁄" not in text:
        return text
    return _SLASHED.sub(r" \1/", text).replace("⁄", "/").strip()


def _stands_over(print_: Run | Piece, bar: Bar) -> bool:
    return _is_within(print_, bar) and _OVER_EM[0] <= (print_.base - bar.y) / print_.size <= _OVER_EM[1]


def _stands_under(print_: Run | Piece, bar: Bar) -> bool:
    return _is_within(print_, bar) and _UNDER_EM[0] <= (bar.y - print_.base) / print_.size <= _UNDER_EM[1]


def _is_within(print_: Run | Piece, bar: Bar) -> bool:
    reach = _REACH_EM * print_.size
    return print_.size > 0 and bar.left - reach <= print_.left and print_.right <= bar.right + reach


def _fills(bar: Bar, parts: Sequence[Piece]) -> bool:
    longest = max(one.right for one in parts) - min(one.left for one in parts)
    return longest >= _FILLED_RATIO * (bar.right - bar.left) and len({one.angle for one in parts} - {0}) == 0


def _beside(bar: Bar, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the print of the line that a fraction stands in: the bar is at the height of its plus sign."""
    for one in pieces:
        if one.size <= 0:
            continue
        gap = max(bar.left - one.right, one.left - bar.right)
        is_near = one.angle == 0 and -_REACH_EM < gap / one.size < _BESIDE_EM
        if is_near and _AXIS_EM[0] <= (bar.y - one.base) / one.size <= _AXIS_EM[1]:
            yield one


def _set(bar: Bar, over: Piece, text: str, beside: Sequence[Piece]) -> Piece:
    """Return the fraction as print of the line beside it, apart from a number before it: "2 3/4"."""
    if not beside:
        return over._replace(text=text, left=bar.left, right=bar.right, base=bar.y - _AXIS_EM[0] * over.size)
    line = max(beside, key=lambda one: one.size)
    space = _SPACE_EM * line.size
    before = max((one.right for one in beside if one.left < bar.left), default=bar.left - space)
    behind = min((one.left for one in beside if one.left >= bar.left), default=bar.right + space)
    left = max(bar.left, before + space)
    return line._replace(text=text, left=left, right=max(left, min(bar.right, behind - space)))


def _whole(part: str) -> str:
    return part if _ONE_WORD.fullmatch(part) else f"({part})"
