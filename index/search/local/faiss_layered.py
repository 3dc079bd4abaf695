"""The vector store of a big library: a large base that never changes, what came since, and what has gone since.

So a change costs what it changes, not what there is. `compacted` folds the layers into a new base.
"""

import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.arrays import Ids, Mask, Vectors
from index.database.passing import Passing
from index.disk import sha256_of
from index.errors import LibraryError
from index.search.checks import (
    NO_IDS,
    UNREADABLE,
    check_change,
    check_k,
    check_vector,
    check_vectors,
    is_among,
    ranked,
)
from index.search.local.faiss_flat import FaissFlatStore
from index.search.local.faiss_ivf import FaissIvfBase, lists_for
from index.search.stores import FullVectors, Scored

RECENT_LIMIT = 16_384  # vectors outside the base: reading them takes as long as reading 64 of 2,048 lists of a million
GONE_RATIO = 0.2


@dataclass(frozen=True, slots=True)
class _Parts:
    """The content of a layered store's file: see `save`."""

    gone: Ids
    recent: Ids
    vectors: Vectors
    base: str
    size: int
    sha256: str


class FaissLayeredStore:
    """A VectorStore over a `FaissIvfBase`; a changed store shares its base."""

    def __init__(self, base: FaissIvfBase, gone: Ids, recent: FaissFlatStore, sha256: str = "") -> None:
        self.base = base
        self.gone = gone  # ascending, all of them in the base
        self.recent = recent
        self._sha256 = sha256  # of the base's file; "" while it has none

    @classmethod
    def build(cls, ids: Ids, full: FullVectors, dim: int) -> "FaissLayeredStore":
        """Return a store of these passages, all in the base."""
        return cls(FaissIvfBase.build(ids, full, dim), NO_IDS, FaissFlatStore.empty(dim))

    @classmethod
    def open(cls, path: Path, dim: int) -> "FaissLayeredStore":
        """Return the store in the file `path` and its base beside it; raise LibraryError when it is not one."""
        parts = _read(path)
        file = path.with_name(parts.base)
        if not file.is_file() or file.stat().st_size != parts.size:
            raise LibraryError(f"{file} cannot be read: it is not the file that was written.")
        try:
            recent = FaissFlatStore.empty(dim).changed(NO_IDS, parts.recent, parts.vectors)
        except ValueError as error:
            raise LibraryError(f"{path} cannot be read as vectors of length {dim}: {error}") from error
        return cls(FaissIvfBase.open(file, dim), parts.gone, recent, parts.sha256)

    @property
    def exact(self) -> bool:
        """Tell that scores of the base are near, and that it may miss some."""
        return False

    def __len__(self) -> int:
        return len(self.base) - len(self.gone) + len(self.recent)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        # Two ascending runs without a number in common: for a million `union1d` takes a second, this 3 ms.
        return np.sort(np.concatenate([self._kept, self.recent.ids()]), kind="stable")

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        return max(self.recent.newest(), int(self._kept[-1]) if len(self._kept) else -1)

    @cached_property
    def _kept(self) -> Ids:
        numbers = self.base.numbers
        return numbers[~is_among(numbers, self.gone)] if len(self.gone) else numbers

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "FaissLayeredStore":
        """Return a store without `remove` and with `add`; this one stays as it is for its searchers."""
        check_change(self._kept, remove, add)
        check_vectors(vectors, len(add), self.base.dim)
        recent = self.recent.changed(remove, add, vectors)
        gone = np.union1d(self.gone, remove[is_among(remove, self._kept)])
        store = FaissLayeredStore(self.base, gone, recent, self._sha256)
        if len(gone) == len(self.gone):
            store.__dict__["_kept"] = self._kept  # a million numbers that need not be compared again
        return store

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return about the `k` best, by near scores; only among `allowed` when given."""
        check_vector(vector, self.base.dim)
        check_k(k)
        passing, count = self._passing(allowed)
        old = self.base.search(vector, k, passing, count)
        new = self.recent.search(vector, k, allowed)
        return ranked(np.concatenate([old.ids, new.ids]), np.concatenate([old.scores, new.scores]), k)

    def _passing(self, allowed: Passing | None) -> tuple[Mask | None, int]:
        """Return which numbers of the base may be found, and how many they are."""
        if allowed is None:
            return (self._not_gone if len(self.gone) else None), len(self.base) - len(self.gone)
        passing = allowed.up_to(len(self._not_gone)) & self._not_gone
        return passing, int(np.count_nonzero(passing))

    @cached_property
    def _not_gone(self) -> Mask:
        held = np.zeros(int(self.base.numbers[-1]) + 1 if len(self.base) else 0, dtype=np.bool_)
        held[self._kept] = True
        return held

    @property
    def needs_compaction(self) -> bool:
        """Tell whether so much came or went that a new base pays."""
        return len(self.recent) > RECENT_LIMIT or len(self.gone) > GONE_RATIO * len(self.base)

    def compacted(self, full: FullVectors) -> "FaissLayeredStore":
        """Return a store of the same passages, all in its base; lists that it has outgrown are learned anew."""
        if lists_for(len(self)) != self.base.lists:
            return FaissLayeredStore.build(self.ids(), full, self.base.dim)
        ids = self.recent.ids()
        base = self.base.merged(self.gone, ids, self.recent.vectors(ids))
        return FaissLayeredStore(base, NO_IDS, FaissFlatStore.empty(self.base.dim))

    def save(self, path: Path) -> None:
        """Write what came and went to the file `path`, and the base beside it unless it lies there."""
        if self.base.path is None or self.base.path.parent != path.parent:
            scratch = path.with_name("base.new.faiss")
            self.base.save(scratch)
            self._sha256 = sha256_of(scratch)
            named = path.with_name(f"base-{self._sha256[:16]}.faiss")
            scratch.replace(named)
            self.base.path = named
        try:
            with path.open("wb") as file:
                ids = self.recent.ids()
                np.savez(
                    file, gone=self.gone, recent=ids, vectors=self.recent.vectors(ids),
                    base=np.array([self.base.path.name, str(self.base.path.stat().st_size), self._sha256]),
                )  # fmt: skip
        except OSError as error:
            raise LibraryError(f"The vectors could not be written to {path}: is there room on the disk?") from error


def is_layered(path: Path) -> bool:
    """Tell whether the file is one that `FaissLayeredStore.save` wrote."""
    return zipfile.is_zipfile(path)


def base_of(path: Path) -> Path:
    """Return the file of the base that the file of a layered store names."""
    return path.with_name(_read(path).base)


def is_base_intact(path: Path) -> bool:
    """Read the whole base of the store in `path`, and tell whether it is what was written."""
    parts = _read(path)
    file = path.with_name(parts.base)
    return file.is_file() and sha256_of(file) == parts.sha256


def _read(path: Path) -> _Parts:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            name, size, sha256 = arrays["base"].tolist()
            if Path(name).name != name:
                raise ValueError(f"its base is called {name!r}")
            return _Parts(arrays["gone"], arrays["recent"], arrays["vectors"], name, int(size), sha256)
    except UNREADABLE as error:
        raise LibraryError(f"{path} cannot be read as a layered store: {error}") from error
