"""Pages and pictures as they look: one page of a PDF, or one picture, drawn small enough to be shown."""

import hashlib
import io
import re
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import read_bytes
from index.loaders.registry import DRAWERS

CHANGED = "was changed or moved since it was read: bring the library up to date, then look again"
_QUALITY = 82
_PAGE = re.compile(r"page (\d{1,6})\b")


def can_be_seen(path: Path) -> bool:
    """Tell whether what a file holds can be looked at."""
    return path.suffix.lower() in DRAWERS


def page_of(place: str) -> int:
    """Return the number of the page that a place of an article names, 1 where it names none."""
    found = _PAGE.match(place)
    return int(found[1]) if found else 1


def look(path: Path, digest: str, page: int, side: int) -> bytes:
    """Return page `page`, counted from 1, as a JPEG of at most `side` x `side` points.

    Raises:
        LoadError: the file is not the one with the sha256 `digest`, has no such page, or cannot be drawn.
    """
    data = read_bytes(path, may_be_empty=True)
    if hashlib.sha256(data).hexdigest() != digest:
        raise LoadError(CHANGED)
    written = io.BytesIO()
    DRAWERS[path.suffix.lower()](data, page, side).save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
