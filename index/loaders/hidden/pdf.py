"""Which text of a PDF page a reader does not see: invisible, off the page, tiny, like its ground, painted over."""

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfObject, PdfPage

_TINY_POINTS = 1.0
_FAINT = 12  # of 255
_ALIKE = 13  # of 255
_RECTANGLE_SEGMENTS = 5
_Box = tuple[float, float, float, float]
_Colour = tuple[int, int, int, int]
_WHITE: _Colour = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class _Painted:
    """An area that something fills; `colour` is None where it is not one colour."""

    order: int
    box: _Box
    colour: _Colour | None
    is_rectangle: bool


def remove_hidden(page: "PdfPage") -> None:
    """Take the text out of `page` that a reader does not see; the file stays as it is.

    The unseen text that recognition (OCR) puts over or under the picture of a page stays.
    """
    from pypdfium2 import raw

    texts: list[tuple[int, PdfObject]] = []
    painted: list[_Painted] = []
    for order, item in enumerate(page.get_objects()):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append((order, item))
        elif item.level == 0 and item.type in (
            raw.FPDF_PAGEOBJ_PATH,
            raw.FPDF_PAGEOBJ_IMAGE,
            raw.FPDF_PAGEOBJ_SHADING,
            raw.FPDF_PAGEOBJ_FORM,
        ):
            area = _painted(item, order)
            if area is not None:
                painted.append(area)
    left, bottom, right, top = page.get_bbox()
    for order, text in texts:
        if _is_unseen(text, order, painted, (left, bottom, right, top)):
            page.remove_obj(text)


def _is_unseen(text: "PdfObject", order: int, painted: list[_Painted], page: _Box) -> bool:
    from pypdfium2 import raw

    mode = raw.FPDFTextObj_GetTextRenderMode(text)
    is_inked = mode not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    colour = _colour(text)
    if text.level:
        # In a form the coordinates are the form's, so nothing is known of what lies where.
        return not is_inked and not painted
    box = text.get_bounds()
    if box[2] < page[0] or box[0] > page[2] or box[3] < page[1] or box[1] > page[3]:
        return True
    under = [area for area in painted if _holds(area.box, box)]
    if not is_inked:
        return all(area.colour is not None for area in under)
    if mode != raw.FPDF_TEXTRENDERMODE_FILL:
        return False
    if _points(text) <= _TINY_POINTS or colour[3] <= _FAINT:
        return True
    below = [area for area in under if area.order < order]
    ground = below[-1].colour if below else _WHITE
    if ground is not None and all(abs(a - b) <= _ALIKE for a, b in zip(colour[:3], ground[:3], strict=True)):
        return True
    return any(area.order > order and area.is_rectangle and area.colour is not None for area in under)


def _painted(item: "PdfObject", order: int) -> _Painted | None:
    """Return what the object fills, or None when it fills nothing that hides what lies under it."""
    from pypdfium2 import raw

    if item.type != raw.FPDF_PAGEOBJ_PATH:
        return _Painted(order, item.get_bounds(), None, is_rectangle=False)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or not fill.value:
        return None
    colour = _colour(item)
    if colour[3] <= _FAINT:
        return None
    is_solid = colour[3] == 255 and not raw.FPDFPageObj_HasTransparency(item)
    is_rectangle = raw.FPDFPath_CountSegments(item) <= _RECTANGLE_SEGMENTS
    return _Painted(order, item.get_bounds(), colour if is_solid else None, is_rectangle)


def _colour(item: "PdfObject") -> _Colour:
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return (0, 0, 0, 255)
    return (red.value, green.value, blue.value, alpha.value)


def _points(text: "PdfObject") -> float:
    from pypdfium2 import raw

    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(text, size)
    matrix = text.get_matrix()
    return float(size.value * (matrix.c**2 + matrix.d**2) ** 0.5)


def _holds(outer: _Box, inner: _Box) -> bool:
    """Tell whether the middle of `inner` lies in `outer`."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
