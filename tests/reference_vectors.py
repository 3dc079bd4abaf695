"""The reference vector store: plain numpy, every product computed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Ids, Vectors
from index.database.passing import Passing
from index.errors import LibraryError
from index.search.checks import (
    NO_IDS,
    UNREADABLE,
    check_change,
    check_k,
    check_vector,
    check_vectors,
    dot_products,
    ranked,
)
from index.search.stores import Scored


@dataclass(frozen=True, slots=True, eq=False)
class ExactStore:
    """A VectorStore of two arrays: what the faster ones are compared with.

    `held` is ascending; `vectors` is float32, shape (len(held), dim), rows of unit length.
    """

    held: Ids
    vectors: Vectors

    @classmethod
    def empty(cls, dim: int) -> "ExactStore":
        """Return a store without vectors, for vectors of length `dim`."""
        return cls(NO_IDS, np.empty((0, dim), dtype=np.float32))

    @classmethod
    def open(cls, path: Path, dim: int) -> "ExactStore":
        """Return the store in the file `path`; raise LibraryError when it is not one of length `dim`."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                held, vectors = arrays["ids"], arrays["vectors"]
            check_change(NO_IDS, NO_IDS, held)
            check_vectors(vectors, len(held), dim)
        except UNREADABLE as error:
            raise LibraryError(f"{path} cannot be read as vectors of length {dim}: {error}") from error
        return cls(held, vectors)

    def __len__(self) -> int:
        return len(self.held)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        return self.held.copy()

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        return int(self.held[-1]) if len(self.held) else -1

    @property
    def exact(self) -> bool:
        """Tell that every product is computed."""
        return True

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "ExactStore":
        """Return a store without `remove` and with `add`."""
        check_change(self.held, remove, add)
        check_vectors(vectors, len(add), self.vectors.shape[1])
        kept = np.isin(self.held, remove, invert=True)
        ids = np.concatenate([self.held[kept], add])
        rows = np.concatenate([self.vectors[kept], vectors])
        order = np.argsort(ids)
        return ExactStore(ids[order], rows[order])

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best by dot product; only among `allowed` when given."""
        check_vector(vector, self.vectors.shape[1])
        check_k(k)
        rows = np.arange(len(self.held)) if allowed is None else np.flatnonzero(allowed.among(self.held))
        return ranked(self.held[rows], dot_products(self.vectors[rows], vector), k)

    def save(self, path: Path) -> None:
        """Write both arrays to the file `path`, as numpy's .npz."""
        try:
            with path.open("wb") as file:
                np.savez(file, ids=self.held, vectors=self.vectors)
        except OSError as error:
            raise LibraryError(f"The vectors could not be written to {path}: {error}") from error
