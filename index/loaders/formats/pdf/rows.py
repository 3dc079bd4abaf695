"""From pieces to rows of print, and from a row to the text of its line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.loaders.formats.pdf.characters import HYPHENS
from index.loaders.formats.pdf.fractions import with_slashes
from index.loaders.formats.pdf.glyphs import turned
from index.loaders.formats.pdf.joints import joined
from index.loaders.formats.pdf.types import Line, Piece, Row

_ROW_EM = 0.3
_GAP_EM = 0.1
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def main_angle(pieces: Iterable[Piece]) -> int:
    """Return the angle of most of the print."""
    letters: Counter[int] = Counter()
    for piece in pieces:
        letters[piece.angle] += len(piece.text)
    return letters.most_common(1)[0][0] if letters else 0


def rows_of(pieces: Iterable[Piece], within_em: float = _ROW_EM) -> list[Row]:
    """Return the pieces by the line they stand on, from the top down; `within_em` is how far they may stand apart."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if rows and rows[-1][0].base - piece.base <= within_em * min(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def turned_box(box: tuple[float, float, float, float], angle: int) -> tuple[float, float, float, float]:
    """Return a box (left, bottom, right, top) as seen along lines that run at `angle` degrees."""
    corners = [turned(x, y, angle) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def runs_left(text: str) -> bool:
    """Tell whether most letters of a text are of a script that is written from right to left."""
    return 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))


def line_of(row: Sequence[Piece]) -> Line:
    """Return the row as one line."""
    if len(row) == 1:
        return Line(with_slashes(row[0].text), *row[0][1:5], row[0].is_bold)
    largest = max(row, key=lambda piece: len(piece.text))
    left, right = min(piece.left for piece in row), max(piece.right for piece in row)
    return Line(
        with_slashes(text_of(row)), left, right, largest.base, largest.size, all(piece.is_bold for piece in row)
    )


def text_of(row: Sequence[Piece]) -> str:
    """Return what a row says."""
    if not row:
        return ""
    if runs_left("".join(piece.text for piece in row)):
        row = row[::-1]
    text = row[0].text
    for before, piece in pairwise(row):
        gap = max(piece.left - before.right, before.left - piece.right)
        if text[-1] in HYPHENS:
            text = joined(text, piece.text, frozenset())
        else:
            text += (" " if gap > _GAP_EM * min(before.size, piece.size) else "") + piece.text
    return text
