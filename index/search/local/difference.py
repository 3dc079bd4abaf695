"""The difference between a search cache and its library, by passage numbers."""

from dataclasses import dataclass

import numpy as np

from index.arrays import Ids
from index.database import Database
from index.search.checks import NO_IDS
from index.search.local.tantivy_store import FullTextEntry, TantivyStore
from index.search.local.vector_stores import build_vector_store
from index.search.stores import VectorStore

VECTORS_AT_ONCE = 4096  # passages a change, so that a large one keeps a bounded memory
TEXTS_AT_ONCE = 32_768  # a commit each, which costs the more the more commits there are


@dataclass(frozen=True, slots=True)
class Difference:
    """Passage numbers to add and to remove, each ascending."""

    missing: Ids
    extra: Ids

    def __bool__(self) -> bool:
        return bool(len(self.missing) or len(self.extra))


def difference(store: VectorStore | TantivyStore, database: Database) -> Difference:
    """Return what brings a store to the database's state.

    Numbers only grow and a store takes them in ascending, so what it lacks lies above its newest.
    When the sum is right, nothing was removed, and the rest need not be compared.
    """
    missing = database.passages.ids(after=store.newest())
    if len(store) + len(missing) == database.passages.count():
        return Difference(missing, NO_IDS)
    wanted, held = database.passages.ids(), store.ids()
    return Difference(np.setdiff1d(wanted, held, assume_unique=True), np.setdiff1d(held, wanted, assume_unique=True))


def add_missing(store: VectorStore, changes: Difference, database: Database) -> VectorStore:
    """Return the store with the changes made."""
    missing, extra = changes.missing, changes.extra
    full = database.passages.vectors
    if len(missing) > len(store) - len(extra):
        embedder = database.connection.embedder
        return build_vector_store(database.passages.ids(), full, embedder.dim if embedder else 0)
    if len(extra):
        store = store.changed(extra, *full(NO_IDS))
    for start in range(0, len(missing), VECTORS_AT_ONCE):
        store = store.changed(NO_IDS, *full(missing[start : start + VECTORS_AT_ONCE]))
    return store


def change_full_text(store: TantivyStore, changes: Difference, database: Database) -> None:
    """Make the changes in a full-text store."""
    missing, extra = changes.missing, changes.extra
    if len(extra) and not len(missing):
        store.change(extra, ())
    for start in range(0, len(missing), TEXTS_AT_ONCE):
        part = missing[start : start + TEXTS_AT_ONCE]
        store.change(extra if start == 0 else NO_IDS, _entries(part, database))


def _entries(ids: Ids, database: Database) -> list[FullTextEntry]:
    titles: dict[int, str] = {}
    texts: dict[int, str] = {}
    entries = []
    for row in database.passages.get(ids).values():
        if row.text_id not in texts:
            texts[row.text_id] = database.passages.text(row.text_id)
            titles[row.text_id] = " ".join(dict.fromkeys(a.title for a in database.articles.with_text(row.text_id)))
        entries.append(FullTextEntry(row.id, titles[row.text_id], texts[row.text_id][row.start : row.end]))
    return entries
