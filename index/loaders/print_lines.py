"""Lines of print seen on a picture: the order in which they are read, and the paragraphs they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_LIST_MARK = re.compile(r"[-–*•‣▪◦●■]\s|\(?\d{1,3}[.)]\s")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_FEW = 3  # lines that make a column
_PROSE = 8.0  # widths of a column's lines, in heights: the cells of a table are shorter


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line, or a part of one, and its box; y grows downwards. `confidence` is between 0 and 1."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height at which the line lies."""
        return (self.top + self.bottom) / 2


def in_reading_order(lines: Sequence[PrintedLine]) -> tuple[PrintedLine, ...]:
    """Return the lines as they are read: columns of prose one after the other, else from top to bottom.

    A heading or a picture's caption that crosses the columns parts them: what is above it is read before it.
    """
    gutter = _find_gutter(lines)
    if gutter is None:
        return tuple(line for row in _rows(lines) for line in row)
    ordered: list[PrintedLine] = []
    beside: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if line.left < gutter < line.right:
            ordered += [*_columns(beside, gutter), line]
            beside = []
        else:
            beside.append(line)
    return (*ordered, *_columns(beside, gutter))


def _columns(lines: Sequence[PrintedLine], gutter: float) -> tuple[PrintedLine, ...]:
    left, right = _parted(lines, gutter)
    return (*in_reading_order(left), *in_reading_order(right))


def _parted(lines: Sequence[PrintedLine], gutter: float) -> tuple[list[PrintedLine], list[PrintedLine]]:
    return [line for line in lines if line.right <= gutter], [line for line in lines if line.left >= gutter]


def _find_gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Return an x that few lines cross, with prose on both sides of it."""
    if len(lines) < 2 * _FEW:
        return None
    height = median(line.height for line in lines)
    found: list[tuple[int, float]] = []
    for line in lines:
        gutter = line.left - height / 4
        left, right = _parted(lines, gutter)
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _FEW or 2 * crossing > min(len(left), len(right)):
            continue
        overlap = min(_lowest(left), _lowest(right)) - max(_highest(left), _highest(right))
        if overlap > 2 * height and all(_is_prose(side, height) for side in (left, right)):
            found.append((crossing, gutter))
    return min(found)[1] if found else None


def _lowest(lines: Sequence[PrintedLine]) -> float:
    return max(line.bottom for line in lines)


def _highest(lines: Sequence[PrintedLine]) -> float:
    return min(line.top for line in lines)


def _is_prose(lines: Sequence[PrintedLine], height: float) -> bool:
    return median(line.right - line.left for line in lines) >= _PROSE * height


def _rows(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield what stands on one line, from left to right."""
    row: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if row and not _is_level(row[-1], line):
            yield sorted(row, key=lambda line: line.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda line: line.left)


def _is_level(one: PrintedLine, other: PrintedLine) -> bool:
    return abs(one.middle - other.middle) < min(one.height, other.height) / 2


def paragraphs(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield the paragraphs of lines that are in reading order; a word that was broken at a line's end is one again."""
    if not lines:
        return
    words = {word for line in lines for word in re.findall(r"\w+-\w+", line.text.lower())}
    steps = [after.middle - before.middle for before, after in pairwise(lines) if not _is_level(before, after)]
    down = sorted(step for step in steps if step > 0)
    pitch = down[len(down) // 4] if down else 0.0  # the lower quartile, as larger ones part paragraphs
    text = lines[0].text
    first = lines[0]  # where the paragraph begins
    for before, line in pairwise(lines):
        if _begins(before, line, first, pitch):
            yield text
            text, first = line.text, line
        else:
            text = _joined(text, line.text, words)
    yield text


def _begins(before: PrintedLine, line: PrintedLine, first: PrintedLine, pitch: float) -> bool:
    """Tell whether a paragraph begins with `line`."""
    if _is_level(before, line):
        return False
    step = line.middle - before.middle
    if step < 0:  # the head of the next column, over which a sentence may go on
        return bool(_SENTENCE_END.search(before.text)) or not line.text[0].islower()
    if step > 1.35 * min(pitch, 2.2 * line.height) or _LIST_MARK.match(line.text):
        return True
    if not 0.65 < line.height / before.height < 1.55:
        return True
    indented = line.left > min(first.left, before.left) + line.height
    return bool(_SENTENCE_END.search(before.text)) and (indented or before.right < line.right - 4 * line.height)


def _joined(text: str, more: str, words: set[str]) -> str:
    if (broken := re.search(r"(\w+)[-\xad]$", text)) and (rest := re.match(r"\w+", more)):
        keep = f"{broken[1]}-{rest[0]}".lower() in words or not more[0].islower()
        return text + more if keep else text[:-1] + more
    if _UNSPACED.match(text[-1]) and _UNSPACED.match(more):
        return text + more
    return f"{text} {more}"
