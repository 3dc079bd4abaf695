"""Pages whose print is a picture: read by text recognition, and put where they belong among the others."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.loaders.base import Part
from index.loaders.formats.pdf.types import PdfPage
from index.loaders.ocr import Reading, can_read_pictures, read_drawn

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS = 200 / 72  # 200 dots an inch, as office scanners give
_LONG_SIDE = 3000  # a poster needs no more
_NEW_PARAGRAPH = "\n\n"


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
