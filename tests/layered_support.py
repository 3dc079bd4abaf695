"""The layered store with its full vectors beside it, so that the contract of vector stores can be asked of it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from reference_vectors import ExactStore

from index.arrays import Ids, Vectors
from index.database.passing import Passing
from index.search.checks import NO_IDS, check_vector
from index.search.local.faiss_layered import FaissLayeredStore
from index.search.nearest import search_exactly
from index.search.stores import FullVectors, Scored

STRANGER = 5_000_000  # the base cannot be empty: it begins with a passage that is gone


def full_of(vectors: Vectors, ids: Ids) -> FullVectors:
    """Return what the library's database does: the vectors of the numbers that are there, ascending."""
    rows = {number: row for row, number in enumerate(ids.tolist())}

    def full(wanted: Ids) -> tuple[Ids, Vectors]:
        there = np.array(sorted({number for number in wanted.tolist() if number in rows}), dtype=np.int64)
        return there, vectors[[rows[number] for number in there.tolist()]]

    return full


@dataclass(frozen=True, slots=True, eq=False)
class LayeredWithVectors:
    """A VectorStore that finds by `FaissLayeredStore` and scores by the vectors of an `ExactStore`."""

    layered: FaissLayeredStore
    plain: ExactStore

    @classmethod
    def empty(cls, dim: int) -> "LayeredWithVectors":
        """Return a store whose only vector is gone."""
        first = np.array([STRANGER], dtype=np.int64)
        unit = np.eye(1, dim, dtype=np.float32)
        layered = FaissLayeredStore.build(first, full_of(unit, first), dim)
        return cls(layered.changed(first, NO_IDS, unit[:0]), ExactStore.empty(dim))

    @classmethod
    def open(cls, path: Path, dim: int) -> "LayeredWithVectors":
        """Return the store in the file `path`, its vectors from the file beside it."""
        return cls(FaissLayeredStore.open(path, dim), ExactStore.open(path.with_suffix(".plain"), dim))

    @property
    def exact(self) -> bool:
        """Tell that scores are exact here."""
        return True

    def __len__(self) -> int:
        return len(self.layered)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        return self.layered.ids()

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        return self.layered.newest()

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "LayeredWithVectors":
        """Return a store without `remove` and with `add`; every second change is folded into the base."""
        plain = self.plain.changed(remove, add, vectors)
        layered = self.layered.changed(remove, add, vectors)
        if len(layered.recent) % 2 == 0 and len(layered):
            layered = layered.compacted(self._full(plain))
        return LayeredWithVectors(layered, plain)

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best by dot product; only among `allowed` when given."""
        check_vector(vector, self.plain.vectors.shape[1])
        return search_exactly(self.layered, self._full(self.plain), vector, k, allowed)

    def save(self, path: Path) -> None:
        """Write both stores."""
        self.layered.save(path)
        self.plain.save(path.with_suffix(".plain"))

    def _full(self, plain: ExactStore) -> FullVectors:
        return full_of(plain.vectors, plain.held)
