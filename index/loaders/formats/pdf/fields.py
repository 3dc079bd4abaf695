"""Form fields with their values, and text that was laid over a page."""

import ctypes
from collections.abc import Iterator, Sequence

from index.loaders.formats.pdf.rows import turned_box
from index.loaders.formats.pdf.types import PdfPage, Piece

_HIDDEN = 2 | 32  # the flags of an annotation that is hidden, or not to be viewed
_PASSWORD = 1 << 13
_MIN_POINTS = 2.0
_MAX_SIZE = 11.0
_LETTER_EM = 0.5
_TICKED, _UNTICKED = "☒", "☐"

_Box = tuple[float, float, float, float]


def read_fields(page: PdfPage, pieces: Sequence[Piece], angle: int) -> list[Piece]:
    """Return what the fields and text boxes of a page say, each on the line of print it stands beside.

    Comments, hidden fields and passwords are left out. `pieces` are the page's print, whose lines run at `angle`.
    """
    from pypdfium2 import raw

    found: list[Piece] = []
    for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                text = _text(page, annotation)
                if text.strip():
                    found += _placed(text, _box(annotation, angle), pieces, angle)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _text(page: PdfPage, annotation: object) -> str:
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if kind != raw.FPDF_ANNOT_WIDGET or page.formenv is None:
        return ""
    form = page.formenv.raw
    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return _TICKED if raw.FPDFAnnot_IsChecked(form, annotation) else _UNTICKED
    if field not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return ""
    if raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)


def _string(read: object, *arguments: object) -> str:
    """Return a text that PDFium writes into a buffer of the length that it told before."""
    assert callable(read)  # noqa: S101
    length = read(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(length)
    read(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", errors="ignore")


def _box(annotation: object, angle: int) -> _Box:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return turned_box((box.left, box.bottom, box.right, box.top), angle)


def _placed(text: str, box: _Box, pieces: Sequence[Piece], angle: int) -> Iterator[Piece]:
    left, bottom, right, top = box
    if right - left < _MIN_POINTS or top - bottom < _MIN_POINTS:
        return
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    beside = [piece for piece in pieces if piece.angle == angle and bottom - 0.2 * (top - bottom) <= piece.base <= top]
    nearest = min(beside, key=lambda piece: min(abs(piece.right - left), abs(piece.left - right)), default=None)
    step = (top - bottom) / len(lines)
    size = min(_MAX_SIZE, step) if nearest is None else nearest.size
    for row, line in enumerate(lines):
        base = nearest.base if nearest and len(lines) == 1 else top - (row + 0.75) * step
        yield Piece(line.strip(), left, min(left + _LETTER_EM * size * len(line), right), base, size, angle)
