"""PDFium's characters: what was drawn in one go, and where it stands; each question costs about 1 µs."""

import ctypes
import math
import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_NAME_BYTES = 128
_LAST_FIGURE = re.compile(r"[0-9](?![0-9])")
_RISE_OF_HEIGHT = 0.35  # of a figure's own height: how far above the line its font draws a mark, at least
_RAISED_ZERO = 0x10FF00  # for private use: stands for a raised 0 until it is written as a mark
RAISED = re.compile(f"(?:(?<=10)[−–-])?[{chr(_RAISED_ZERO)}-{chr(_RAISED_ZERO + 9)}]+")
_FORMULA_LETTER = re.compile("[\U0001d400-\U0001d7ff]+")
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)


class Run(NamedTuple):
    """Print that was drawn in one go, as a range of characters."""

    first: int
    last: int
    left: float
    right: float
    base: float
    size: float


class Glyphs:
    """The characters of a page, measured along the line that `turn_to` was told last."""

    def __init__(self, textpage: "PdfTextPage") -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = textpage.raw
        count = raw.FPDFText_CountChars(self._handle)
        text = textpage.get_text_range()
        # Characters without a letter are in the count but not in the text; a zero keeps the numbers the same.
        self._is_exact = len(text) == count
        self.text = text if self._is_exact else "".join(map(self._letter, range(count)))
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._refs = [ctypes.byref(buffer) for buffer in (self._box, self._matrix, self._x, self._y)]
        # Bound once: a page asks thousands of times.
        self._read_box, self._read_origin = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
        self._read_size = raw.FPDFText_GetFontSize
        # The address alone is asked for: to make a pointer of it takes as long as the call.
        address = ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
        self._read_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)
        self._drawn: dict[int, int] = {}
        self.angle = 0
        self._scale = 1.0
        for last in [figure.start() for figure in _LAST_FIGURE.finditer(self.text)]:
            self._tell_raised(last)

    def _letter(self, position: int) -> str:
        code = self._raw.FPDFText_GetUnicode(self._handle, position)
        return chr(code) if code < 0x110000 else "\0"

    def _tell_raised(self, last: int) -> None:
        """Mark the figures up to `last` that their font draws small and high in a line of their own size."""
        first = last + 1
        while first and self.text[first - 1] in "0123456789" and self._is_raised(first - 1):
            first -= 1
        if first <= last:
            raised = "".join(chr(_RAISED_ZERO + int(figure)) for figure in self.text[first : last + 1])
            self.text = self.text[:first] + raised + self.text[last + 1 :]

    def _is_raised(self, position: int) -> bool:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._raw.FPDFText_GetCharBox(self._handle, position, left, right, bottom, top)
        self._read_origin(self._handle, position, *self._refs[2:])
        return bottom.value - self._y.value > _RISE_OF_HEIGHT * (top.value - bottom.value) > 0

    def read(self, first: int, last: int) -> str:
        """Return what the characters from `first` to `last` say, letters of formulas as plain ones."""
        text = self.text[first : last + 1]
        if not self._is_exact:
            text = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            text = _FORMULA_LETTER.sub(lambda letter: normalize("NFKC", letter[0]), text)
        return text

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
            self._drawn[position] = self._read_object(self._handle, position) or 0
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

    def run(self, first: int, last: int) -> Run:
        """Return the characters from `first` to `last` with their measures."""
        left, right = self.edges(first)
        if last > first:
            other_left, other_right = self.edges(last)
            left, right = (left if left < other_left else other_left), (right if right > other_right else other_right)
        self._read_origin(self._handle, first, *self._refs[2:])
        base = self._y.value if self.angle == 0 else turned(self._x.value, self._y.value, self.angle)[1]
        return Run(first, last, left, right, base, self._read_size(self._handle, first) * self._scale)


def plain_figures(raised: str) -> str:
    """Return what raised figures, and the sign before them, stand for."""
    return "".join(str(ord(sign) - _RAISED_ZERO) if ord(sign) >= _RAISED_ZERO else sign for sign in raised)


def turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """Return a point of the page as seen along lines that run at `angle` degrees."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine
