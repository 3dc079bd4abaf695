"""The vector store that suits the size of a library. This module alone picks an implementation."""

from contextlib import suppress
from pathlib import Path

from index.arrays import Ids
from index.search.stores import FullVectors, VectorStore

# Passages up to which every vector is compared: 20 ms where memory gives 4 GB a second (docs/performance.md).
FLAT_LIMIT = 50_000


def new_vector_store(dim: int) -> VectorStore:
    """Return an empty store for vectors of length `dim`."""
    from index.search.local.faiss_flat import FaissFlatStore

    return FaissFlatStore.empty(dim)


def build_vector_store(ids: Ids, full: FullVectors, dim: int) -> VectorStore:
    """Return a store of these passages, of the kind that suits their number."""
    from index.search.local.faiss_flat import FaissFlatStore
    from index.search.local.faiss_layered import FaissLayeredStore

    if len(ids) > FLAT_LIMIT:
        return FaissLayeredStore.build(ids, full, dim)
    found, vectors = full(ids)
    return FaissFlatStore.empty(dim).changed(ids[:0], found, vectors)


def open_vector_store(path: Path, dim: int) -> VectorStore:
    """Return the store saved in the file `path`.

    Raises LibraryError when it cannot be read, or holds something else than vectors of length `dim`.
    """
    from index.search.local.faiss_flat import FaissFlatStore
    from index.search.local.faiss_layered import FaissLayeredStore, is_layered

    return FaissLayeredStore.open(path, dim) if is_layered(path) else FaissFlatStore.open(path, dim)


def needs_compaction(store: VectorStore) -> bool:
    """Tell whether `compact_vector_store` would give a store that is quicker to search."""
    from index.search.local.faiss_layered import FaissLayeredStore

    if isinstance(store, FaissLayeredStore):
        return store.needs_compaction or len(store) < FLAT_LIMIT // 2
    return len(store) > FLAT_LIMIT


def compact_vector_store(store: VectorStore, full: FullVectors, dim: int) -> VectorStore:
    """Return a store of the same passages, of the kind that suits their number and without layers."""
    from index.search.local.faiss_layered import FaissLayeredStore

    if isinstance(store, FaissLayeredStore) and len(store) > FLAT_LIMIT // 2:
        return store.compacted(full)
    return build_vector_store(store.ids(), full, dim)


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the file `path` of a store and the large ones beside it that it names; LibraryError when damaged."""
    from index.search.local.faiss_layered import base_of, is_layered

    return (path, base_of(path)) if is_layered(path) else (path,)


def is_base_intact(path: Path) -> bool:
    """Read all that lies beside the store's file `path`, and tell whether it is what was written."""
    from index.search.local import faiss_layered

    return not faiss_layered.is_layered(path) or faiss_layered.is_base_intact(path)


def drop_strays(path: Path) -> None:
    """Delete the large files beside the store's file `path` that it does not name."""
    named = files_of(path)
    for file in (*path.parent.glob("base-*.faiss"), *path.parent.glob("base.new.*")):
        if file not in named:
            # Where open files cannot be deleted another process may still read it: the next save tries again.
            with suppress(OSError):
                file.unlink()
