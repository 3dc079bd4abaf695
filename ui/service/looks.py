"""Pages of PDFs and pictures as they look, drawn when they are asked for and kept for a while."""

import threading
from collections import OrderedDict
from enum import StrEnum
from pathlib import Path

from index import Library, Span
from index.errors import LoaderFault, LoadError
from index.loaders import look_apart
from index.loaders.looks import can_be_seen, page_of
from ui.service.errors import NotThere

KEPT = 256  # pictures of the latest looks, some 5 kB each, or 100 where the page is large


class Size(StrEnum):
    """How large a page is drawn."""

    SMALL = "small"
    LARGE = "large"

    @property
    def side(self) -> int:
        """Return how many points it has at most in either direction."""
        return 200 if self is Size.SMALL else 1600


class Looks:
    """Draws pages, one at a time, and keeps the latest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int, Size], bytes] = OrderedDict()

    def find(self, library: Library, article_id: str, page: int, size: Size) -> bytes:
        """Return a page of an article's file, counted from 1, as a JPEG.

        Raises:
            ArticleUnknown: the library has no such article.
            NotThere: its file has no pages, not this one, is gone, or was changed since it was read.
        """
        path, digest = library.file_of(article_id)
        if not digest or not can_be_seen(path):
            raise NotThere(f"The article {article_id!r} has no pages to look at, as PDFs and pictures have.")
        with self._lock:
            key = (digest, _stamp(path), page, size)
            if (kept := self._kept.get(key)) is None:
                kept = _draw(path, digest, page, size)
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return kept


def _stamp(path: Path) -> int:
    """Return what is another number when a file was written anew, 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _draw(path: Path, digest: str, page: int, size: Size) -> bytes:
    try:
        return look_apart(path, digest, page, size.side)
    except LoaderFault:
        raise
    except LoadError as error:
        raise NotThere(f"{path.name} {error}.") from error


def find_page(library: Library, article_id: str, cited: Span | None) -> int:
    """Return the page on which `cited` begins, the first without it; 0 where the file has no pages to look at."""
    path, digest = library.file_of(article_id)
    if not digest or not can_be_seen(path):
        return 0
    return page_of(library.article(article_id).place_at(cited.start)) if cited else 1
