"""The door for vector stores: vectors in, nearest passages out.

A store is a cache of what the library's database holds: it may be thrown away at any time.
Passage numbers (`ids`) are the database's: not negative, unique and never used twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.arrays import Ids, Scores, Vectors
from index.database.passing import Passing

FullVectors = Callable[[Ids], tuple[Ids, Vectors]]
"""Gives the full vectors of passages, ascending by number, with the numbers: those that are gone are left out."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Passage numbers with their scores, best first, ties by the smaller number.

    `ids` int64 and `scores` float32, both of shape (n,), n <= k.
    """

    ids: Ids
    scores: Scores

    def by_number(self) -> dict[int, float]:
        """Return the scores by the passages' numbers."""
        return dict(zip(self.ids.tolist(), self.scores.tolist(), strict=True))


class Nearest(Protocol):
    """Finds the vectors with the largest dot product."""

    @property
    def exact(self) -> bool:
        """Tell whether `search` misses nothing and its scores are the dot products themselves.

        Else they are near: `nearest.search_exactly` scores what was found with the full vectors.
        """
        ...

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best by dot product with `vector`; only among `allowed` when given.

        `vector`: float32, shape (dim,), of unit length; ValueError for another. `k` is at least 1.
        """
        ...


class VectorStore(Nearest, Protocol):
    """Keeps vectors and finds the nearest. Instances are not changed while they are searched."""

    def __len__(self) -> int: ...

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        ...

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        ...

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "VectorStore":
        """Return a store without `remove` and with `add`; this one stays as it is for its searchers.

        `vectors`: float32, shape (len(add), dim), rows of unit length. Numbers in `remove` that are
        not held are passed over. Raises ValueError for other vectors, and for a number in `add` that
        is there twice or is held and not in `remove`.
        """
        ...

    def save(self, path: Path) -> None:
        """Write the store to the file `path`, large parts beside it; raise LibraryError when that fails."""
        ...
