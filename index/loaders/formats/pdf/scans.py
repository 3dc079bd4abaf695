"""Pages that hold pictures where their text should be: found, read by text recognition, and put where they belong."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from index.loaders.base import Part
from index.loaders.formats.pdf.types import PdfPage, Piece
from index.loaders.ocr import INSTALL, Reading, can_read_pictures, read_drawn

if TYPE_CHECKING:
    from PIL.Image import Image

_FEW_LETTERS = 200
_MIN_AREA_RATIO = 0.3
_POINTS = 200 / 72  # 200 dots an inch, as office scanners give
_LONG_SIDE = 3000  # a poster needs no more
_NEW_PARAGRAPH = "\n\n"


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


def read_scan(page: PdfPage) -> Reading | None:
    """Return what is read of a page's pictures, None where nothing to read them is installed.

    Its print is taken out of `page` first: that has been read already, and better.
    """
    return read_drawn(lambda: _drawn(page)) if can_read_pictures() else None


def _drawn(page: PdfPage) -> "Image":
    from pypdfium2 import raw

    for item in [*page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)]:
        page.remove_obj(item)
    scale = min(_POINTS, _LONG_SIDE / max(page.get_size()))
    image: Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image


def with_scans(parts: Sequence[Part], scans: Mapping[int, Reading | None]) -> list[Part]:
    """Return the parts with those that were read from pictures behind the print of the same page.

    `scans` has the pages' numbers, ascending. What goes on over the edge of a page is not parted.
    """
    placed = [*parts]
    for number, reading in scans.items():
        if reading is None or not reading.text:
            continue
        behind = (at for at, part in enumerate(placed) if _page(part) > number and part.joint == _NEW_PARAGRAPH)
        placed.insert(next(behind, len(placed)), Part(f"page {number}, {reading.note}", reading.text))
    return placed


def _page(part: Part) -> int:
    found = re.search(r"\d+", part.name)
    return int(found[0]) if found else 0
