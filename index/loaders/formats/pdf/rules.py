"""Upright lines drawn on a page, which part cells and boxes however close the print of both stands to them."""

from collections.abc import Sequence
from typing import NamedTuple

from index.loaders.formats.pdf.types import Piece

_MOST = 3000  # parts of drawings beyond which a page is a map or a plan
_LINE_POINTS = 2.5
_MIN_POINTS = 6.0
_MIN_BOX_POINTS = 12.0
_LEAST_POINTS = 24.0  # of a rule: about two lines, more than the ground behind a word in a sentence
_CLEAR_EM = 0.45  # two of them make a gap that parts columns
_SAME_POINTS = 1.5

Box = tuple[float, float, float, float]


class Rule(NamedTuple):
    """An upright line at `x`, from `bottom` to `top`."""

    x: float
    bottom: float
    top: float


def find_rules(boxes: Sequence[Box]) -> list[Rule]:
    """Return the upright lines, and the sides of the boxes (left, bottom, right, top), that are drawn on a page."""
    if len(boxes) > _MOST:
        return []
    sides = []
    for left, bottom, right, top in boxes:
        if right - left <= _LINE_POINTS and top - bottom >= _MIN_POINTS:
            sides.append(Rule((left + right) / 2, bottom, top))
        elif min(right - left, top - bottom) >= _MIN_BOX_POINTS:
            sides += [Rule(left, bottom, top), Rule(right, bottom, top)]
    rules: list[Rule] = []
    for side in sorted(sides, key=lambda side: (round(side.x / _SAME_POINTS), side.bottom)):
        if rules and abs(rules[-1].x - side.x) <= _SAME_POINTS and side.bottom <= rules[-1].top + 2 * _SAME_POINTS:
            rules[-1] = rules[-1]._replace(top=max(rules[-1].top, side.top))
        else:
            rules.append(side)
    return [rule for rule in rules if rule.top - rule.bottom >= _LEAST_POINTS]


def kept_clear(piece: Piece, rules: Sequence[Rule]) -> Piece:
    """Return a piece with a gap to the rules that it stands close to, wide enough to part columns."""
    clear = _CLEAR_EM * piece.size
    for x, bottom, top in rules:
        if not bottom <= piece.base <= top:
            continue
        if piece.right - _SAME_POINTS <= x < piece.right + clear:
            piece = piece._replace(right=x - clear)
        if piece.left - clear < x <= piece.left + _SAME_POINTS:
            piece = piece._replace(left=x + clear)
    return piece
