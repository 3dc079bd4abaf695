"""The search index of a library on one computer: two caches in its folder, brought up to date under its lock."""

import math
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from index.arrays import Ids, Vectors
from index.database import Database
from index.database.passing import Passing
from index.errors import LibraryError
from index.search.checks import dot_products
from index.search.fusion import Candidate, fuse, read_hits
from index.search.local.caches import CachedGeneration, Caches
from index.search.local.compaction import Compaction
from index.search.nearest import search_exactly
from index.search.stores import FullVectors, Scored
from index.types import Filter, Hit
from index.writer_lock import WriterLock

ENGINES = ("faiss-cpu", "tantivy")
CANDIDATES = 100  # from each cache; the fused top 10 did not change beyond that on squad2-600
FILTERS = 16  # that are remembered; each takes a byte a passage
REFRESH_S = 5.0  # how often a long sync lets searchers find what it has added
SAVE_S = 30.0  # how often it lets those of other processes, too


class LocalIndex:
    """A `SearchIndex` in the folder of the library, which `writer_lock` guards."""

    def __init__(self, folder: Path, writer_lock: WriterLock) -> None:
        self._folder = folder
        self._writer_lock = writer_lock
        self._caches = Caches(folder / "caches")
        self._compaction = Compaction(folder, self._caches)
        self._followed = self._saved = -math.inf

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names and versions of the programs that search."""
        return tuple(f"{name} {version(name)}" for name in ENGINES)

    def search(self, database: Database, question: str, vector: Vectors, k: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `k` best passages for `question`, best first, ties by passage number."""
        snapshot = self._current_snapshot(database)
        candidates = _candidates(database, snapshot, question, vector, max(k, CANDIDATES), only)
        return read_hits(database, candidates, k, only, database.ahead if _is_large(snapshot) else None)

    def count_holders(self, database: Database, words: Sequence[str]) -> tuple[int, ...]:
        """Return how many passages hold each of `words`."""
        return self._current_snapshot(database).full_text.count_holders(words)

    def follow(self, database: Database, *, more_to_come: bool = False) -> None:
        """Bring the caches to the database's generation, and write them; with `more_to_come` now and then."""
        now = time.monotonic()
        if database.connection.embedder is None or (more_to_come and now - self._followed < REFRESH_S):
            return
        self._caches.refresh(database, writing=not more_to_come)
        if not more_to_come or now - self._saved > SAVE_S:
            self._caches.save(database)
            self._saved = now
        self._compaction.start_if_needed()
        self._followed = time.monotonic() if more_to_come else -math.inf

    def rebuild(self, database: Database) -> None:
        """Throw the caches away, and make them again from the database."""
        shutil.rmtree(self._folder / "caches", ignore_errors=True)
        self._caches.forget()
        self.follow(database)

    def check(self, database: Database) -> tuple[str, ...]:
        """Return what is wrong with the caches on disk."""
        return self._caches.check(database)

    def close(self) -> None:
        """Wait for the compaction."""
        self._compaction.wait()

    def _current_snapshot(self, database: Database) -> CachedGeneration:
        """Return a snapshot of the newest generation, or of the newest complete one while somebody writes."""
        snapshot = self._caches.snapshot
        if snapshot is not None and snapshot.generation == database.connection.generation:
            return snapshot
        with self._writer_lock.hold_if_free() as is_held:
            if is_held:
                return self._advance_snapshot(database)
        snapshot = snapshot or self._caches.open_older(database)
        if snapshot is not None:
            return snapshot
        why_not = (
            f"Another process is writing to the library {self._folder} and its search caches are not ready "
            "yet: wait until it is done, then ask again."
        )
        with self._writer_lock.hold(why_not):
            return self._advance_snapshot(database)

    def _advance_snapshot(self, database: Database) -> CachedGeneration:
        snapshot = self._caches.refresh(database)
        with suppress(LibraryError, OSError):  # a full disk does not keep anybody from asking
            self._caches.save(database)
        return snapshot


def _candidates(
    database: Database, snapshot: CachedGeneration, question: str, vector: Vectors, depth: int, only: Filter
) -> list[Candidate]:
    allowed = _allowed(database, snapshot, only)
    words = snapshot.full_text.search(question, depth, allowed)
    full: FullVectors = database.passages.vectors
    if _is_large(snapshot):
        full = partial(_vectors, database, words.ids)
    dense = search_exactly(snapshot.vectors, full, vector, depth, allowed)
    cosines = dense.by_number()
    unknown = np.setdiff1d(words.ids, dense.ids)
    found, vectors = database.passages.vectors(unknown)
    cosines |= Scored(found, dot_products(vectors, vector)).by_number()
    return fuse(cosines, words.by_number())


def _allowed(database: Database, snapshot: CachedGeneration, only: Filter) -> Passing | None:
    """Return the passages that pass a filter; who asks again in the same generation waits for them once."""
    if not only:
        return None
    allowed = snapshot.allowed.get(only)
    if allowed is None:
        allowed = database.passages.passing(only)
        if len(snapshot.allowed) >= FILTERS:
            snapshot.allowed.clear()
        snapshot.allowed[only] = allowed
    return allowed


def _is_large(snapshot: CachedGeneration) -> bool:
    """Tell whether a question's rows may lie too far apart to be read one after the other: lists, not all vectors."""
    return not snapshot.vectors.exact


def _vectors(database: Database, others: Ids, ids: Ids) -> tuple[Ids, Vectors]:
    """Return the vectors of `ids`, and have those of `others` in memory for who asks next."""
    if database.ahead is not None:
        database.ahead.passages(np.concatenate([ids, others]).tolist())
    return database.passages.vectors(ids)
