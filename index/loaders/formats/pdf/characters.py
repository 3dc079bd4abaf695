"""From PDFium's characters to pieces of print; it asks for boxes only where it must, as each costs about 1 µs."""

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.loaders.formats.pdf.marks import MARK_RATIO, with_mark, with_marks
from index.loaders.formats.pdf.types import Piece

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

WIDE_EM = 0.8  # a gap that parts columns or cells, unless the line goes on across it
_GAP_EM = 0.1
_SAME_BASE_EM = 0.12
_SPELLED = 5
_LOOSE_EM = 0.62  # a letter's mean width above which a line holds wide gaps, or capitals
_WORD = re.compile(r"\S+")
_LONG = 18
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_LONG + 1},}}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]")
_NAME_BYTES = 128
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
# PDFium writes a hyphen at a line's end as one of these, and the next line right behind it.
HYPHENS = "\ufffe\x02\xad"
_WRITTEN_LINE = re.compile(rf"[^\r\n{HYPHENS}]*[{HYPHENS}]+|[^\r\n{HYPHENS}]+")


class _Run(NamedTuple):
    """Print that was drawn in one go, as a range of characters."""

    first: int
    last: int
    left: float
    right: float
    base: float
    size: float


def read_pieces(page: "PdfPage") -> list[Piece]:
    """Return the print of a page in the order in which it was drawn."""
    textpage = page.get_textpage()
    try:
        print_ = _Print(textpage)
        return with_marks(
            [
                piece
                for written in _WRITTEN_LINE.finditer(print_.text)
                for piece in _written_line(print_, written.start(), written.end())
            ]
        )
    finally:
        textpage.close()


class _Print:
    """The characters of a page, measured along the line that `turn_to` was told last."""

    def __init__(self, textpage: "PdfTextPage") -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = textpage.raw
        count = raw.FPDFText_CountChars(self._handle)
        text = textpage.get_text_range()
        # Characters without a letter are in the count but not in the text; a zero keeps the numbers the same.
        self.text = text if len(text) == count else "".join(map(self._letter, range(count)))
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._refs = [ctypes.byref(buffer) for buffer in (self._box, self._matrix, self._x, self._y)]
        # Bound once: a page asks thousands of times.
        self._read_box, self._read_origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
        self._read_size, self._read_object = raw.FPDFText_GetFontSize, raw.FPDFText_GetTextObject
        self._drawn: dict[int, int] = {}
        self.angle = 0
        self._scale = 1.0

    def _letter(self, position: int) -> str:
        code = self._raw.FPDFText_GetUnicode(self._handle, position)
        return chr(code) if code < 0x110000 else "\0"

    def turn_to(self, position: int) -> None:
        """Measure from now on along the line of the character at `position`."""
        self._raw.FPDFText_GetMatrix(self._handle, position, self._refs[1])
        matrix = self._matrix
        if matrix.b == 0 and matrix.a > 0:
            self.angle, self._scale = 0, abs(matrix.d) or 1.0
            return
        self.angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        self._scale = math.hypot(matrix.c, matrix.d) or 1.0

    def drawn_with(self, position: int) -> int:
        """Return a number that is the same for all characters drawn in one go."""
        if position not in self._drawn:
            drawn = self._read_object(self._handle, position)
            self._drawn[position] = ctypes.addressof(drawn.contents) if drawn else 0
        return self._drawn[position]

    def edges(self, position: int) -> tuple[float, float]:
        """Return where a character begins and ends along its line."""
        self._read_box(self._handle, position, self._refs[0])
        box = self._box
        if self.angle == 0:
            return box.left, box.right
        if self.angle % 90:
            self._read_origin(self._handle, position, *self._refs[2:])
            along, _ = turned(self._x.value, self._y.value, self.angle)
            return along, along + 0.5 * self._read_size(self._handle, position) * self._scale
        corners = (turned(box.left, box.bottom, self.angle)[0], turned(box.right, box.top, self.angle)[0])
        return min(corners), max(corners)

    def is_generated(self, position: int) -> bool:
        """Tell whether PDFium has made a character up, as a space in a gap."""
        return bool(self._raw.FPDFText_IsGenerated(self._handle, position) == 1)

    def is_bold(self, position: int) -> bool:
        """Tell whether a character's font is a bold one by its name."""
        length = self._raw.FPDFText_GetFontInfo(self._handle, position, self._name, _NAME_BYTES, None)
        return 0 < length <= _NAME_BYTES and _BOLD.search(self._name.value) is not None

    def run(self, first: int, last: int) -> _Run:
        """Return the characters from `first` to `last` with their measures."""
        left, right = self.edges(first)
        if last > first:
            other_left, other_right = self.edges(last)
            left, right = (left if left < other_left else other_left), (right if right > other_right else other_right)
        self._read_origin(self._handle, first, *self._refs[2:])
        base = self._y.value if self.angle == 0 else turned(self._x.value, self._y.value, self.angle)[1]
        return _Run(first, last, left, right, base, self._read_size(self._handle, first) * self._scale)


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """Return a point of the page as seen along lines that run at `angle` degrees."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine


def _written_line(print_: _Print, start: int, end: int) -> Iterator[Piece]:
    text = print_.text[start:end]
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    if first <= last:
        print_.turn_to(first)
        yield from _pieces(print_, [*_runs(print_, first, last)])


def _runs(print_: _Print, first: int, last: int) -> Iterator[_Run]:
    """Yield the runs of a written line; one that may hold gaps that PDFium does not tell comes word by word."""
    text = print_.text
    for start, end in _drawn_ranges(print_, first, last):
        run = print_.run(start, end)
        length = end + 1 - start
        spaces = text.count(" ", start, end)
        if spaces > 0.4 * length > 0.8 * _SPELLED:
            yield from (print_.run(at, at) for at in range(start, end + 1) if not text[at].isspace())
        elif (spaces > 1 and "  " in text[start:end]) or run.right - run.left > _LOOSE_EM * run.size * length:
            for word in _WORD.finditer(text, start, end + 1):
                yield from _words(print_, print_.run(word.start(), word.end() - 1))
        elif length <= _LONG:
            yield run
        else:
            yield from _words(print_, run)


def _drawn_ranges(print_: _Print, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last character of what was drawn in one go, asking for as few characters as may be."""
    behind = print_.drawn_with(last)
    if first == last or print_.drawn_with(first) == behind:
        yield first, last
        return
    words = [word.span() for word in _WORD.finditer(print_.text, first, last + 1)]
    number = 0
    while (drawn := print_.drawn_with(words[number][0])) != behind:
        start = words[number][0]
        number, ended = _first_of_other(print_, words, number, drawn)
        begun, end = words[number]
        while print_.drawn_with(begun) == drawn:  # a word that two have drawn
            begun += 1
            ended = begun
        words[number] = (begun, end)
        yield start, ended - 1
    yield words[number][0], last


def _first_of_other(print_: _Print, words: list[tuple[int, int]], number: int, drawn: int) -> tuple[int, int]:
    """Return the first word from `number` on that something else ends, and where the word before it ends."""
    low, high, step = number - 1, number, 1
    while high < len(words) - 1 and print_.drawn_with(words[high][1] - 1) == drawn:
        low, high, step = high, min(high + step, len(words) - 1), 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if print_.drawn_with(words[middle][1] - 1) == drawn:
            low = middle
        else:
            high = middle
    return high, words[low][1]


def _words(print_: _Print, run: _Run) -> Iterator[_Run]:
    """Yield the words of a run that was drawn without spaces, by its gaps; any other run as it is."""
    long_word = _LONG_WORD.search(print_.text, run.first, run.last + 1)
    if long_word is None or _UNSPACED.search(long_word[0]):
        yield run
        return
    edges = [print_.edges(position) for position in range(run.first, run.last + 1)]
    gaps = [max(after[0] - before[1], before[0] - after[1]) for before, after in pairwise(edges)]
    least = _least_gap(gaps, run.size)
    begun = run.first
    for position, gap in enumerate(gaps, start=run.first):
        if gap > least:
            yield print_.run(begun, position)
            begun = position + 1
    yield print_.run(begun, run.last)


def _least_gap(gaps: list[float], size: float) -> float:
    """Return the least gap that parts words, where most of `gaps` part letters."""
    return _GAP_EM * size + (1.6 * max(median(gaps), 0.0) if gaps else 0.0)


def _pieces(print_: _Print, runs: list[_Run]) -> Iterator[Piece]:
    main = runs[0]
    words = [print_.text[main.first : main.last + 1]]
    left, right, size = main.left, main.right, main.size
    for run, (gap, is_parted) in zip(runs[1:], _gaps(print_, runs), strict=True):
        text = print_.text[run.first : run.last + 1]
        rise = run.base - main.base
        is_near = -size < gap < WIDE_EM * (run.size if run.size < size else size)
        if is_near and abs(rise) <= _SAME_BASE_EM * size:
            words.append(" " + text if is_parted else text)
            size = size if len(words) > 2 or len(words[0]) >= len(text) else run.size
        elif is_near and run.size <= MARK_RATIO * size and abs(rise) < size:
            words = [with_mark("".join(words), text, is_raised=rise > 0)]
        else:
            yield _piece(print_, main, words, left, right, size)
            main, words = run, [text]
            left, right, size = run.left, run.right, run.size
            continue
        left, right = min(left, run.left), max(right, run.right)
    yield _piece(print_, main, words, left, right, size)


def _gaps(print_: _Print, runs: list[_Run]) -> list[tuple[float, bool]]:
    """Return the gap behind each run but the last, and whether it parts words."""
    gaps = [max(after.left - before.right, before.left - after.right) for before, after in pairwise(runs)]
    spaces = [after.first > before.last + 1 for before, after in pairwise(runs)]
    letters = sum(run.first == run.last for run in runs)
    if letters < max(_SPELLED, 0.8 * len(runs)):
        return [(gap, space or gap > _GAP_EM * run.size) for gap, space, run in zip(gaps, spaces, runs, strict=False)]
    # Letters that were drawn one by one: where a gap parts most of them, PDFium takes it for a space.
    is_spread = sum(spaces) > 0.6 * len(spaces) and print_.is_generated(runs[0].last + 1)
    least = _least_gap([gap for gap, space in zip(gaps, spaces, strict=True) if is_spread or not space], runs[0].size)
    return [(gap, gap > least or (space and not is_spread)) for gap, space in zip(gaps, spaces, strict=True)]


def _piece(print_: _Print, run: _Run, words: list[str], left: float, right: float, size: float) -> Piece:
    return Piece("".join(words), left, right, run.base, size, print_.angle, print_.is_bold(run.first))
