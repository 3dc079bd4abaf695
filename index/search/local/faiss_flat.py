"""The vector store of a library: FAISS, flat, so that what it finds is exact."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from index.arrays import Ids, Vectors
from index.database.passing import Passing
from index.errors import LibraryError
from index.search.checks import (
    NO_IDS,
    NOTHING,
    check_change,
    check_k,
    check_vector,
    check_vectors,
    dot_products,
    ranked,
)
from index.search.stores import Scored

if TYPE_CHECKING:
    import faiss

SLACK = 1e-5  # FAISS sums in float32: its scores of unit vectors are off by less


class FaissFlatStore:
    """A VectorStore over `IndexIDMap2(IndexFlatIP)`; a changed store is a copy, so searchers need no lock."""

    def __init__(self, mapped: "faiss.IndexIDMap2") -> None:
        import faiss

        self._mapped = mapped
        self._ids: Ids = np.sort(faiss.vector_to_array(mapped.id_map)).astype(np.int64)

    @classmethod
    def empty(cls, dim: int) -> "FaissFlatStore":
        """Return a store without vectors, for vectors of length `dim`."""
        import faiss

        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dim)))

    @classmethod
    def open(cls, path: Path, dim: int) -> "FaissFlatStore":
        """Return the store in the file `path`; raise LibraryError when it is not a flat one of length `dim`."""
        import faiss

        try:
            mapped = faiss.read_index(str(path))
        except (RuntimeError, MemoryError) as error:
            raise LibraryError(f"{path} cannot be read as a FAISS index, it is missing or damaged.") from error
        try:
            return cls(_checked(mapped, dim))
        except ValueError as error:
            raise LibraryError(f"{path} cannot be used: {error}") from error

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        return self._ids.copy()

    def vectors(self, ids: Ids) -> Vectors:
        """Return the vectors of these passages, float32, shape (len(ids), dim), in their order."""
        found: Vectors = self._mapped.reconstruct_batch(np.ascontiguousarray(ids))
        return found

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        return int(self._ids[-1]) if len(self._ids) else -1

    @property
    def exact(self) -> bool:
        """Tell that every product is computed."""
        return True

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "FaissFlatStore":
        """Return a store without `remove` and with `add`; this one stays as it is for its searchers."""
        import faiss

        check_change(self._ids, remove, add)
        check_vectors(vectors, len(add), self._mapped.d)
        mapped = cast("faiss.IndexIDMap2", faiss.clone_index(self._mapped))
        if len(remove):
            mapped.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(remove)))
        if len(add):
            mapped.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(add))
        return FaissFlatStore(mapped)

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best by dot product; only among `allowed` when given."""
        import faiss

        check_vector(vector, self._mapped.d)
        check_k(k)
        among = None if allowed is None else self._ids[allowed.among(self._ids)]
        limit = len(self) if among is None else len(among)
        if limit == 0:
            return NOTHING
        parameters = faiss.SearchParameters()
        if among is not None:
            selector = faiss.IDSelectorBatch(among)  # a name of its own: `parameters` does not keep it alive
            parameters.sel = selector
        # FAISS keeps any of the equal scores at its border: ask for some more, score them exactly, and go
        # deeper until what was left out is certainly worse than the last one returned.
        depth = min(limit, 2 * k + 16)
        while True:
            rough, found = self._mapped.search(vector[np.newaxis], depth, params=parameters)
            best = ranked(found[0], dot_products(self._mapped.reconstruct_batch(found[0]), vector), k)
            if depth == limit or best.scores[-1] > rough[0, -1] + SLACK:
                return best
            depth = min(limit, 4 * depth)

    def save(self, path: Path) -> None:
        """Write the store to the file `path`, in FAISS's own format."""
        import faiss

        try:
            faiss.write_index(self._mapped, str(path))
        except RuntimeError as error:
            raise LibraryError(
                f"The search cache {path} could not be written, the articles are safe: check the disk's free space, "
                "then run the same command again."
            ) from error


def _checked(mapped: "faiss.Index", dim: int) -> "faiss.IndexIDMap2":
    """Return what was read; raise ValueError unless it is a whole flat inner-product index of unit vectors."""
    import faiss

    if not isinstance(mapped, faiss.IndexIDMap2):
        raise ValueError(f"it holds a {type(mapped).__name__}; expected an IndexIDMap2.")
    flat = faiss.downcast_index(mapped.index)
    if not isinstance(flat, faiss.IndexFlat) or flat.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise ValueError(f"it maps a {type(flat).__name__}; expected an IndexFlat with inner products.")
    if mapped.d != dim or flat.d != dim:
        raise ValueError(f"its vectors have length {flat.d}; expected {dim}.")
    ids = faiss.vector_to_array(mapped.id_map).astype(np.int64)
    stored = flat.codes.size() // (4 * dim)
    if not len(ids) == mapped.ntotal == flat.ntotal == stored:
        raise ValueError(f"it holds {len(ids)} passage numbers and {stored} vectors; expected as many.")
    check_change(NO_IDS, NO_IDS, ids)
    check_vectors(flat.reconstruct_n(0, len(ids)), len(ids), dim)
    return mapped
