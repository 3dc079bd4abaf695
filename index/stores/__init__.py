"""The search caches: nearest vectors and matching words. This module alone picks an implementation."""

from pathlib import Path

from index.stores.base import FullTextStore, VectorStore


def new_vector_store(dim: int) -> VectorStore:
    """Return an empty store for vectors of length `dim`."""
    from index.stores.faiss_flat import FaissFlatStore

    return FaissFlatStore.empty(dim)


def open_vector_store(path: Path, dim: int) -> VectorStore:
    """Return the store saved in the file `path`.

    Raises LibraryError when it cannot be read, or holds something else than vectors of length `dim`.
    """
    from index.stores.faiss_flat import FaissFlatStore

    return FaissFlatStore.open(path, dim)


def open_full_text_store(folder: Path) -> FullTextStore:
    """Return the full-text store in `folder`, which is made when it is missing.

    Raises LibraryError when its files are damaged or were written with another schema.
    """
    from index.stores.tantivy_store import TantivyStore

    return TantivyStore(folder)
