"""Search: the best passages for a question. `open_index` alone picks the back end; each implements `SearchIndex`."""

from pathlib import Path

from index.search.base import SearchIndex
from index.search.fusion import rank_articles
from index.writer_lock import WriterLock

__all__ = ["SearchIndex", "open_index", "rank_articles"]


def open_index(folder: Path, writer_lock: WriterLock) -> SearchIndex:
    """Return the search index of the library in `folder`; nothing is read or written before it is asked."""
    from index.search.local.local_index import LocalIndex

    return LocalIndex(folder, writer_lock)
