"""From PDFium's characters to pieces of print; it asks for boxes only where it must, as each costs about 1 µs."""

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.loaders.formats.pdf.marks import with_mark
from index.loaders.formats.pdf.types import Piece

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

WIDE_EM = 0.8  # a gap that parts columns or cells, unless the line goes on across it
_GAP_EM = 0.1
_MARK_RATIO = 0.87
_SAME_BASE_EM = 0.12
_LOOSE_EM = 0.62  # a letter's mean width above which a line holds wide gaps, or capitals
_WORD = re.compile(r"\S+")
_LONG_WORD = re.compile(r"[^\W\d_]{19,}")
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
        return [
            piece
            for written in _WRITTEN_LINE.finditer(print_.text)
            for piece in _written_line(print_, written.start(), written.end())
        ]
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
        drawn = self._raw.FPDFText_GetTextObject(self._handle, position)
        return ctypes.addressof(drawn.contents) if drawn else 0

    def edges(self, position: int) -> tuple[float, float]:
        """Return where a character begins and ends along its line."""
        self._raw.FPDFText_GetLooseCharBox(self._handle, position, self._refs[0])
        box = self._box
        if self.angle == 0:
            return box.left, box.right
        if self.angle % 90:
            along, _ = self._turned(*self._origin(position))
            return along, along + 0.5 * self.size(position)
        corners = (self._turned(box.left, box.bottom)[0], self._turned(box.right, box.top)[0])
        return min(corners), max(corners)

    def base(self, position: int) -> float:
        """Return the height of the line that a character stands on."""
        return self._turned(*self._origin(position))[1]

    def size(self, position: int) -> float:
        """Return the size of a character's print, as scaled on the page."""
        return float(self._raw.FPDFText_GetFontSize(self._handle, position)) * self._scale

    def is_bold(self, position: int) -> bool:
        """Tell whether a character's font is a bold one by its name."""
        length = self._raw.FPDFText_GetFontInfo(self._handle, position, self._name, _NAME_BYTES, None)
        return 0 < length <= _NAME_BYTES and _BOLD.search(self._name.value) is not None

    def run(self, first: int, last: int) -> _Run:
        """Return the characters from `first` to `last` with their measures."""
        left, right = self.edges(first)
        if last > first:
            other_left, other_right = self.edges(last)
            left, right = min(left, other_left), max(right, other_right)
        return _Run(first, last, left, right, self.base(first), self.size(first))

    def _origin(self, position: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._handle, position, self._refs[2], self._refs[3])
        return self._x.value, self._y.value

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        if self.angle == 0:
            return x, y
        return turned(x, y, self.angle)


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
    if print_.drawn_with(first) == print_.drawn_with(last):
        ranges = iter([(first, last)])
    else:
        ranges = _drawn_ranges(print_, first, last)
    for start, end in ranges:
        run = print_.run(start, end)
        written = text[start : end + 1]
        if "  " in written or abs(run.right - run.left) > _LOOSE_EM * run.size * len(written):
            for word in _WORD.finditer(text, start, end + 1):
                yield from _words(print_, print_.run(word.start(), word.end() - 1))
        else:
            yield from _words(print_, run)


def _drawn_ranges(print_: _Print, first: int, last: int) -> Iterator[tuple[int, int]]:
    begun, ended, drawn = first, first, print_.drawn_with(first)
    for word in _WORD.finditer(print_.text, first, last + 1):
        start, end = word.start(), word.end() - 1
        is_whole = print_.drawn_with(start) == (behind := print_.drawn_with(end))
        for position in (start,) if is_whole else range(start, end + 1):
            now = behind if is_whole else print_.drawn_with(position)
            if now != drawn:
                yield begun, ended
                begun, drawn = position, now
            ended = position
        ended = end
    yield begun, ended


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
    if len(runs) == 1:
        yield _piece(print_, runs[0], [print_.text[runs[0].first : runs[0].last + 1]])
        return
    gaps = [max(after.left - before.right, before.left - after.right) for before, after in pairwise(runs)]
    close = [gap for gap, (before, after) in zip(gaps, pairwise(runs), strict=True) if after.first == before.last + 1]
    is_spelled = len(close) > 1 and runs[-1].last - runs[0].first < 2 * len(runs)
    least = _least_gap(close if is_spelled else [], 1.0)
    main = runs[0]
    words = [print_.text[main.first : main.last + 1]]
    for gap, (before, run) in zip(gaps, pairwise(runs), strict=True):
        text = print_.text[run.first : run.last + 1]
        rise = run.base - main.base
        is_near = -main.size < gap < WIDE_EM * min(main.size, run.size)
        if is_near and abs(rise) <= _SAME_BASE_EM * main.size:
            is_parted = run.first > before.last + 1 or gap > (least if is_spelled else _GAP_EM * main.size)
            words.append(" " + text if is_parted else text)
            size = main.size if len(words) > 2 or len(words[0]) >= len(text) else run.size
            main = main._replace(right=max(main.right, run.right), left=min(main.left, run.left), size=size)
        elif is_near and run.size <= _MARK_RATIO * main.size and abs(rise) < main.size:
            words = [with_mark("".join(words), text, is_raised=rise > 0)]
            main = main._replace(right=max(main.right, run.right), left=min(main.left, run.left))
        elif is_near and main.size <= _MARK_RATIO * run.size and 0 < -rise < run.size and main.last - main.first < 3:
            words = ["".join(words), " ", text]  # the raised number of a note, at its head
            main = run._replace(left=min(main.left, run.left))
        else:
            yield _piece(print_, main, words)
            main, words = run, [text]
    yield _piece(print_, main, words)


def _piece(print_: _Print, run: _Run, words: list[str]) -> Piece:
    return Piece("".join(words), run.left, run.right, run.base, run.size, print_.angle, print_.is_bold(run.first))
