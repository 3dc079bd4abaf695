"""Pages that hold pictures where their text should be."""

from collections.abc import Sequence
from itertools import groupby

from index.loaders.formats.pdf.types import PdfPage, Piece
from index.loaders.ocr import INSTALL

_FEW_LETTERS = 200
_MIN_AREA_RATIO = 0.3


def has_picture(page: PdfPage, pieces: Sequence[Piece]) -> bool:
    """Tell whether a page with little print has a picture that can be the page itself."""
    from pypdfium2 import raw

    if sum(len(piece.text) for piece in pieces) > _FEW_LETTERS:
        return False
    left, bottom, right, top = page.get_bbox()
    least = _MIN_AREA_RATIO * (right - left) * (top - bottom)
    for item in page.get_objects(max_depth=1):
        if item.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            box = item.get_bounds()
            if (box[2] - box[0]) * (box[3] - box[1]) >= least:
                return True
    return False


def said_of_pictures(numbers: Sequence[int]) -> str:
    """Return the sentence that names pages by their numbers, which ascend."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda at: at[1] - at[0])]
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}{' and ' if len(run) == 2 else '-'}{run[-1]}" for run in runs]
    pages = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    kind = f"page {pages} holds" if len(numbers) == 1 else f"pages {pages} hold"
    return f"{kind} no text, only pictures; to have them read, type `{INSTALL}`"
