"""Text of a PDF page that a reader does not see: invisible, off the page, tiny, like its ground, painted over."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ctypes import _Pointer

    from pypdfium2 import PdfPage
    from pypdfium2.raw import fpdf_pageobject_t__

    _Handle = _Pointer[fpdf_pageobject_t__]

_TINY_POINTS = 1.0
_FAINT = 12  # of 255
_ALIKE = 13  # of 255
_RECTANGLE_SEGMENTS = 5
_MAX_DEPTH = 15
_Box = tuple[float, float, float, float]
_Colour = tuple[int, int, int, int]
_WHITE: _Colour = (255, 255, 255, 255)


class _Item(NamedTuple):
    """An object of the page; `form` is the one that it stands in, if any."""

    handle: "_Handle"
    kind: int
    form: "_Handle | None"


class _Painted(NamedTuple):
    """An area that something fills; `colour` is None where it is not one colour."""

    order: int
    box: _Box
    colour: _Colour | None
    is_rectangle: bool


def remove_hidden(page: "PdfPage") -> list[_Box]:
    """Take the text out of `page` that a reader does not see; return the boxes of what is drawn on it with lines.

    The file stays as it is. A box is left, bottom, right and top in points. The unseen text that recognition
    (OCR) puts over or under the picture of a page stays.
    """
    from pypdfium2 import raw

    look = _Look()
    texts: list[tuple[int, _Item]] = []
    painted: list[_Painted] = []
    drawn: list[_Box] = []
    for order, item in enumerate(look.items(page)):
        if item.kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append((order, item))
        elif item.form is None:
            if item.kind == raw.FPDF_PAGEOBJ_PATH:
                drawn.append(look.box(item))
            area = look.painted(item, order)
            if area is not None:
                painted.append(area)
    box = page.get_bbox()
    for text in [text for order, text in texts if _is_unseen(look, text, order, painted, box)]:
        if text.form is None:
            raw.FPDFPage_RemoveObject(page.raw, text.handle)
        else:
            raw.FPDFFormObj_RemoveObject(text.form, text.handle)
        raw.FPDFPageObj_Destroy(text.handle)
    return drawn


def _is_unseen(look: "_Look", text: _Item, order: int, painted: Sequence[_Painted], page: _Box) -> bool:
    raw = look.raw
    mode = raw.FPDFTextObj_GetTextRenderMode(text.handle)
    is_inked = mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE and mode != raw.FPDF_TEXTRENDERMODE_CLIP
    if text.form is not None:
        # In a form the coordinates are the form's, so nothing is known of what lies where.
        return not is_inked and not painted
    box = look.box(text)
    if box[2] < page[0] or box[0] > page[2] or box[3] < page[1] or box[1] > page[3]:
        return True
    under = [area for area in painted if _holds(area.box, box)] if painted else []
    if not is_inked:
        return all(area.colour is not None for area in under)
    if mode != raw.FPDF_TEXTRENDERMODE_FILL:
        return False
    colour = look.colour(text)
    if colour[3] <= _FAINT or look.points(text) <= _TINY_POINTS:
        return True
    ground = next((area.colour for area in reversed(under) if area.order < order), _WHITE) if under else _WHITE
    if ground is not None and _are_alike(colour, ground):
        return True
    return bool(under) and any(area.order > order and area.is_rectangle and area.colour is not None for area in under)


def _are_alike(one: _Colour, other: _Colour) -> bool:
    return abs(one[0] - other[0]) <= _ALIKE and abs(one[1] - other[1]) <= _ALIKE and abs(one[2] - other[2]) <= _ALIKE


def _holds(outer: _Box, inner: _Box) -> bool:
    """Tell whether the middle of `inner` lies in `outer`."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


class _Look:
    """PDFium's answers on objects, through buffers that are used again: a page has thousands of them."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._inks = tuple(ctypes.c_uint() for _ in range(4))
        self._size, self._matrix = ctypes.c_float(), raw.FS_MATRIX()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def items(self, page: "PdfPage") -> "Iterator[_Item]":
        """Yield the objects of the page in the order in which they are drawn, those of forms behind the form."""
        handle = page.raw
        for position in range(self.raw.FPDFPage_CountObjects(handle)):
            item = self.raw.FPDFPage_GetObject(handle, position)
            kind = self.raw.FPDFPageObj_GetType(item)
            yield _Item(item, kind, None)
            if kind == self.raw.FPDF_PAGEOBJ_FORM:
                yield from self._inside(item, 1)

    def _inside(self, form: "_Handle", depth: int) -> "Iterator[_Item]":
        for position in range(self.raw.FPDFFormObj_CountObjects(form)):
            item = self.raw.FPDFFormObj_GetObject(form, position)
            kind = self.raw.FPDFPageObj_GetType(item)
            yield _Item(item, kind, form)
            if kind == self.raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                yield from self._inside(item, depth + 1)

    def painted(self, item: _Item, order: int) -> _Painted | None:
        """Return what the object fills, or None when it fills nothing that hides what lies under it."""
        if item.kind != self.raw.FPDF_PAGEOBJ_PATH:
            return _Painted(order, self.box(item), None, is_rectangle=False)
        if not self.raw.FPDFPath_GetDrawMode(item.handle, self._fill, self._stroke) or not self._fill.value:
            return None
        colour = self.colour(item)
        if colour[3] <= _FAINT:
            return None
        is_solid = colour[3] == 255 and not self.raw.FPDFPageObj_HasTransparency(item.handle)
        is_rectangle = self.raw.FPDFPath_CountSegments(item.handle) <= _RECTANGLE_SEGMENTS
        return _Painted(order, self.box(item), colour if is_solid else None, is_rectangle)

    def box(self, item: _Item) -> _Box:
        """Return left, bottom, right and top."""
        left, bottom, right, top = self._edges
        self.raw.FPDFPageObj_GetBounds(item.handle, left, bottom, right, top)
        return left.value, bottom.value, right.value, top.value

    def colour(self, item: _Item) -> _Colour:
        """Return the colour that fills the object: red, green, blue and how far it covers, each 0 to 255."""
        red, green, blue, alpha = self._inks
        if not self.raw.FPDFPageObj_GetFillColor(item.handle, red, green, blue, alpha):
            return (0, 0, 0, 255)
        return (red.value, green.value, blue.value, alpha.value)

    def points(self, text: _Item) -> float:
        """Return the size of a text's print, as scaled on the page."""
        self.raw.FPDFTextObj_GetFontSize(text.handle, self._size)
        self.raw.FPDFPageObj_GetMatrix(text.handle, self._matrix)
        matrix = self._matrix
        return float(self._size.value * (matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5)
