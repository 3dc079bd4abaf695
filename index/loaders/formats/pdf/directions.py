"""Print that does not run from left to right: lines that run down the page, and what PDFium leaves to be turned."""

import re
from collections.abc import Iterator, Sequence

from index.loaders.formats.pdf.types import Piece

UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]")
_MIN_DOWNWARD, _MAX_ACROSS = 4, 2  # letters
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
# In lines from right to left PDFium leaves brackets as they look, and puts a hyphen behind the number it leads to.
_MIRRORED = re.compile(r" ?\) ?([^()]*[^() ]) ?\((?!\w)")
_NUMBER_BEHIND = re.compile("(?<=[\u0590-\u08ff]) ?([0-9]+(?:[.,][0-9]+)*)-(?= |$)")


def as_written(text: str) -> str:
    """Return print as it is written: brackets and hyphens of lines from right to left where they belong."""
    if _RIGHT_TO_LEFT.search(text) is None:
        return text
    return _MIRRORED.sub(r" (\1)", _NUMBER_BEHIND.sub(r"-\1", text))


def downward(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those of one letter that stand one under the other as lines that run down the page."""
    line: list[Piece] = []
    for piece in [*pieces, None]:
        if line and not (piece and _stands_under(piece, line[-1])):
            yield from line if len(line) < _MIN_DOWNWARD else [_run_down(line)]
            line = []
        if piece and piece.angle == 0 and len(piece.text) <= _MAX_ACROSS and UNSPACED.search(piece.text):
            line.append(piece)
        elif piece:
            yield piece


def _stands_under(piece: Piece, above: Piece) -> bool:
    middle, step = (piece.left + piece.right) / 2, above.base - piece.base
    return (
        abs(middle - (above.left + above.right) / 2) < 0.3 * above.size and 0.5 * above.size < step < 1.3 * above.size
    )


def _run_down(line: Sequence[Piece]) -> Piece:
    first, last = line[0], line[-1]
    text = "".join(piece.text for piece in line)
    return first._replace(text=text, left=-first.base - first.size, right=-last.base, base=first.left, angle=270)
