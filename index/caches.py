"""The dense and the full-text index of a library: derived from its database, rebuildable, never trusted unstamped.

Whoever holds the library's writer lock brings them to the database's generation, by the difference
of passage numbers alone: a number is never used twice and what it stands for never changes.
"""

import hashlib
import json
import shutil
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.database import Database
from index.embedders.base import EmbedderIdentity
from index.errors import LibraryBusy, LibraryError
from index.stores import new_vector_store, open_full_text_store, open_vector_store
from index.stores.base import FullTextEntry, FullTextStore, Ids, VectorStore

BATCH = 4096  # passages per change, so that a rebuild of a large library keeps a bounded memory


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a cache was made from; a cache with another stamp, or none, is not used as it is."""

    generation: int
    embedder: EmbedderIdentity
    vectors_sha256: str = ""

    def write(self, path: Path) -> None:
        """Write the stamp, last of all: a stamp without its cache cannot be."""
        scratch = path.with_suffix(".new")
        scratch.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        scratch.replace(path)


def read_stamp(path: Path) -> Stamp | None:
    """Return the stamp in a file; None when it is missing or damaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        identity = EmbedderIdentity(**values["embedder"])
        return Stamp(int(values["generation"]), identity, str(values["vectors_sha256"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both indexes at one generation of the library."""

    generation: int
    vectors: VectorStore
    full_text: FullTextStore


class Caches:
    """The two indexes in a folder, and the newest snapshot of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp_path = folder / "stamp.json"
        self._vectors_path = folder / "vectors.faiss"
        self._full_text_path = folder / "full-text"
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._saved: Stamp | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """Return the newest snapshot; None before the first refresh."""
        return self._snapshot

    def refresh(self, database: Database) -> Snapshot:
        """Bring both indexes to the database's generation; only for the holder of the writer lock."""
        with self._lock:
            generation = database.connection.generation
            embedder = database.connection.embedder
            if embedder is None:
                raise LibraryError("The library holds no articles yet: add some with `broadsheet sync FOLDER`.")
            if self._snapshot is None or len(self._snapshot.vectors) == 0:
                self._snapshot = self._open(embedder)
            if self._snapshot.generation != generation:
                self._snapshot = self._advance(self._snapshot, database, generation)
            return self._snapshot

    def open_older(self, database: Database) -> Snapshot | None:
        """Return what lies on disk of an older generation, whole, for who cannot have the writer lock; else None.

        Nothing is written. What has been removed since then, the database leaves out of a search.
        """
        with self._lock:
            embedder, stamp = database.connection.embedder, read_stamp(self._stamp_path)
            if stamp is None or stamp.embedder != embedder or not _is_intact(self._vectors_path, stamp):
                return None
            if not (self._full_text_path / "meta.json").exists():
                return None
            try:
                vectors = open_vector_store(self._vectors_path, stamp.embedder.dim)
                full_text = open_full_text_store(self._full_text_path)
            except LibraryError:
                return None
            self._snapshot, self._saved = Snapshot(stamp.generation, vectors, full_text), stamp
            return self._snapshot

    def forget(self) -> None:
        """Let go of the snapshot: the embedder has changed."""
        with self._lock:
            self._snapshot = None
            self._saved = None

    def save(self, database: Database) -> None:
        """Write the dense index and the stamp, when they are behind the snapshot."""
        with self._lock:
            embedder = database.connection.embedder
            if self._snapshot is None or embedder is None:
                return
            if self._saved is not None and self._saved.generation == self._snapshot.generation:
                return
            scratch = self._vectors_path.with_suffix(".new")
            self._snapshot.vectors.save(scratch)
            stamp = Stamp(self._snapshot.generation, embedder, _sha256(scratch))
            self._stamp_path.unlink(missing_ok=True)
            scratch.replace(self._vectors_path)
            stamp.write(self._stamp_path)
            self._saved = stamp

    def check(self, database: Database) -> tuple[str, ...]:
        """Return what is wrong with the caches on disk; each finding mends itself at the next search."""
        stamp = read_stamp(self._stamp_path)
        if stamp is None:
            return ("the search caches have no stamp; the next search rebuilds them",)
        findings = []
        if stamp.generation != database.connection.generation:
            findings.append("the search caches are behind the library; the next search brings them up to date")
        if not self._vectors_path.exists() or _sha256(self._vectors_path) != stamp.vectors_sha256:
            findings.append("the dense cache is not what was written; the next search rebuilds it")
        return tuple(findings)

    def _open(self, embedder: EmbedderIdentity) -> Snapshot:
        """Open what lies on disk when its stamp fits, else start empty ones."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = read_stamp(self._stamp_path)
        generation = -1
        vectors: VectorStore = new_vector_store(embedder.dim)
        if stamp is not None and stamp.embedder == embedder and _is_intact(self._vectors_path, stamp):
            try:
                vectors = open_vector_store(self._vectors_path, embedder.dim)
                generation, self._saved = stamp.generation, stamp
            except LibraryError:
                vectors = new_vector_store(embedder.dim)
        full_text = self._open_full_text()
        if not np.array_equal(full_text.ids(), vectors.ids()):
            generation = -1  # one of the two was started anew, or is ahead: compare both with the database
        return Snapshot(generation, vectors, full_text)

    def _open_full_text(self) -> FullTextStore:
        try:
            return open_full_text_store(self._full_text_path)
        except LibraryError:
            # Damaged, or of an older schema: it holds nothing that the database does not.
            if self._full_text_path.is_dir():
                shutil.rmtree(self._full_text_path)
            else:
                self._full_text_path.unlink(missing_ok=True)
            return open_full_text_store(self._full_text_path)

    def _advance(self, old: Snapshot, database: Database, generation: int) -> Snapshot:
        wanted = database.passages.ids()
        vectors = _advance_vectors(old.vectors, wanted, database)
        full_text = old.full_text
        try:
            _advance_full_text(full_text, wanted, database)
        except LibraryBusy:
            raise
        except LibraryError:
            # What a crash left behind can keep tantivy from writing for good (FileAlreadyExists): start anew.
            shutil.rmtree(self._full_text_path, ignore_errors=True)
            full_text = self._open_full_text()
            _advance_full_text(full_text, wanted, database)
        return Snapshot(generation, vectors, full_text)


def _advance_vectors(store: VectorStore, wanted: Ids, database: Database) -> VectorStore:
    held = store.ids()
    missing, extra = np.setdiff1d(wanted, held), np.setdiff1d(held, wanted)
    nothing = np.empty(0, dtype=np.int64)
    if len(extra):
        store = store.changed(extra, nothing, database.passages.vectors(nothing))
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        store = store.changed(nothing, part, database.passages.vectors(part))
    return store


def _advance_full_text(store: FullTextStore, wanted: Ids, database: Database) -> None:
    held = store.ids()
    missing, extra = np.setdiff1d(wanted, held), np.setdiff1d(held, wanted)
    nothing = np.empty(0, dtype=np.int64)
    if len(extra) and not len(missing):
        store.change(extra, ())
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        store.change(extra if start == 0 else nothing, _entries(part, database))


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


def _is_intact(path: Path, stamp: Stamp) -> bool:
    return path.exists() and _sha256(path) == stamp.vectors_sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
