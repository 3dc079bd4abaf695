"""The dense and the full-text index of a library: derived from its database, rebuildable, never trusted unstamped.

Whoever holds the library's writer lock brings them to the database's generation, by the difference
of passage numbers alone: a number is never used twice and what it stands for never changes.
"""

import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.database import Database
from index.database.passing import Passing
from index.disk import sha256_of, sync_file
from index.embedders.base import EmbedderIdentity
from index.errors import LibraryBusy, LibraryError
from index.search.local.difference import Difference, add_missing, change_full_text, difference
from index.search.local.stamp import Stamp, is_intact, is_intact_when_read, read_stamp, seal, unseal
from index.search.local.tantivy_files import are_intact
from index.search.local.tantivy_store import TantivyStore
from index.search.local.vector_stores import (
    compact_vector_store,
    drop_strays,
    files_of,
    needs_compaction,
    new_vector_store,
    open_vector_store,
)
from index.search.stores import VectorStore
from index.types import Filter

LOG = logging.getLogger("broadsheet")


@dataclass(frozen=True, slots=True)
class CachedGeneration:
    """Both indexes at one generation of the library, and the passages that filters asked for let through."""

    embedder: EmbedderIdentity
    generation: int
    vectors: VectorStore
    full_text: TantivyStore
    allowed: dict[Filter, Passing] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class _Compacted:
    """A dense index without layers, and the epoch of the passages that are in it."""

    epoch: int
    vectors: VectorStore


class Caches:
    """The two indexes in a folder, and the newest snapshot of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp_path = folder / "stamp.json"
        self._vectors_path = folder / "vectors.faiss"
        self._scratch_path = folder / "vectors.new"
        self._full_text_path = folder / "full-text"
        self._lock = threading.Lock()
        self._snapshot: CachedGeneration | None = None
        self._saved: CachedGeneration | None = None
        self._stamp: Stamp | None = None
        self._compacted: _Compacted | None = None
        self._written: VectorStore | None = None  # which the scratch file holds

    @property
    def snapshot(self) -> CachedGeneration | None:
        """Return the newest snapshot; None before the first refresh."""
        return self._snapshot

    def refresh(self, database: Database, *, writing: bool = False) -> CachedGeneration:
        """Bring both indexes to the database's generation; only for the holder of the writer lock.

        With `writing`, because `save` follows, the dense one is written while the other waits for the disk.
        """
        with self._lock:
            generation = database.connection.generation
            embedder = database.connection.embedder
            self._written = None  # between two holds of the writer lock another process may have written there
            if embedder is None:
                raise LibraryError("The library holds no articles yet: add some with `broadsheet sync FOLDER`.")
            held = self._snapshot
            if held is None or held.embedder != embedder or not len(held.vectors) or self._is_behind_disk(held):
                held = self._open(embedder)
            if self._compacted is not None:
                held = self._take_compacted(held, self._compacted, database)
            if held.generation != generation:
                held = self._advance(held, database, generation, writing)
            self._snapshot = held
            return held

    def open_older(self, database: Database) -> CachedGeneration | None:
        """Return what lies on disk of an older generation, whole, for who cannot have the writer lock; else None.

        Nothing is written. What has been removed since then, the database leaves out of a search.
        """
        with self._lock:
            embedder, stamp = database.connection.embedder, read_stamp(self._stamp_path)
            if stamp is None or stamp.embedder != embedder or not is_intact(self._vectors_path, stamp):
                return None
            if not (self._full_text_path / "meta.json").exists():
                return None
            try:
                vectors = open_vector_store(self._vectors_path, stamp.embedder.dim)
                full_text = TantivyStore(self._full_text_path)
            except LibraryError:
                return None
            self._snapshot = self._saved = CachedGeneration(stamp.embedder, stamp.generation, vectors, full_text)
            self._stamp = stamp
            return self._snapshot

    def forget(self) -> None:
        """Let go of the snapshot and of what is known of the files."""
        with self._lock:
            self._snapshot = self._saved = self._stamp = self._compacted = None

    def save(self, database: Database) -> None:
        """Write the dense index and the stamp, when they are behind the snapshot; without room, say so and go on."""
        with self._lock:
            embedder = database.connection.embedder
            if self._snapshot is None or embedder is None or self._snapshot is self._saved:
                return
            scratch = self._scratch_path
            try:
                if self._written is not self._snapshot.vectors or not scratch.exists():
                    self._write(self._snapshot.vectors)
                self._written = None
                stamp = Stamp(self._snapshot.generation, embedder, sha256_of(scratch))
                self._stamp_path.unlink(missing_ok=True)
                # The new name need not be on the disk: under the old one lies a file of another time, which is
                # read, and is not what the new stamp says.
                scratch.replace(self._vectors_path)
                drop_strays(self._vectors_path)
                seal(self.folder, files_of(self._vectors_path))
                stamp.write(self._stamp_path)
            except (LibraryError, OSError) as error:
                # The library itself is whole: the next opening makes the cache again.
                LOG.warning("The search cache was not written, searching goes on without it: %s", error)
                with suppress(OSError):
                    scratch.unlink(missing_ok=True)
                return
            self._saved, self._stamp = self._snapshot, stamp

    def _write(self, vectors: VectorStore) -> None:
        """Write the dense index beside its place; raise LibraryError or OSError when that fails."""
        self.folder.mkdir(parents=True, exist_ok=True)
        vectors.save(self._scratch_path)
        # On the disk before it is sealed: a sealed file is trusted by its size and time, which a power
        # failure may keep of a file whose contents it lost.
        sync_file(self._scratch_path)
        self._written = vectors

    @property
    def needs_compaction(self) -> bool:
        """Tell whether the dense index has grown out of its kind, or out of its layers."""
        snapshot = self._snapshot
        return snapshot is not None and self._compacted is None and needs_compaction(snapshot.vectors)

    def compact(self, database: Database) -> None:
        """Make a dense index of the kind that suits the size; the next `refresh` takes it in.

        It takes minutes for millions of passages, and no lock: searches and changes go on meanwhile.
        """
        snapshot, embedder = self._snapshot, database.connection.embedder
        if snapshot is None or embedder is None:
            return
        epoch = database.connection.epoch
        vectors = compact_vector_store(snapshot.vectors, database.passages.vectors, embedder.dim)
        self._compacted = _Compacted(epoch, vectors)

    def check(self, database: Database) -> tuple[str, ...]:
        """Return what is wrong with the caches on disk; each finding mends itself at the next search."""
        stamp = read_stamp(self._stamp_path)
        if stamp is None:
            return ("the search caches have no stamp; the next search rebuilds them",)
        findings = []
        if stamp.generation != database.connection.generation:
            findings.append("the search caches are behind the library; the next search brings them up to date")
        if not is_intact_when_read(self._vectors_path, stamp):
            unseal(self.folder)
            findings.append("the dense cache is not what was written; the next search rebuilds it")
        if not are_intact(self._full_text_path):
            unseal(self._full_text_path)
            findings.append("the full-text index is not what was written; the next opening rebuilds it")
        return tuple(findings)

    def _is_behind_disk(self, snapshot: CachedGeneration) -> bool:
        """Tell whether another process has written a cache that is newer, or the same without layers."""
        stamp = read_stamp(self._stamp_path)
        return stamp is not None and stamp != self._stamp and stamp.generation >= snapshot.generation

    def _open(self, embedder: EmbedderIdentity) -> CachedGeneration:
        """Open what lies on disk when its stamp fits, else start empty ones."""
        stamp = read_stamp(self._stamp_path)
        generation = -1
        vectors: VectorStore = new_vector_store(embedder.dim)
        if stamp is not None and stamp.embedder == embedder and is_intact(self._vectors_path, stamp):
            try:
                vectors = open_vector_store(self._vectors_path, embedder.dim)
                generation = stamp.generation
            except LibraryError as error:
                LOG.warning("The search cache is made again: %s", error)
        full_text = self._open_full_text()
        if len(full_text) != len(vectors) or full_text.newest() != vectors.newest():
            generation = -1  # one of the two was started anew, or is ahead: compare both with the database
        opened = CachedGeneration(embedder, generation, vectors, full_text)
        self._saved, self._stamp = (opened if generation != -1 else None), stamp
        return opened

    def _open_full_text(self) -> TantivyStore:
        try:
            try:
                return TantivyStore(self._full_text_path)
            except LibraryError as error:
                # Damaged, or of an older schema: it holds nothing that the database does not.
                LOG.warning("The full-text index is made again: %s", error)
                if self._full_text_path.is_dir():
                    shutil.rmtree(self._full_text_path)
                else:
                    self._full_text_path.unlink(missing_ok=True)
                return TantivyStore(self._full_text_path)
        except (LibraryError, OSError) as error:
            return _in_memory(error)

    def _take_compacted(self, held: CachedGeneration, compacted: _Compacted, database: Database) -> CachedGeneration:
        self._compacted = None
        if compacted.epoch != database.connection.epoch:
            return held
        return replace(held, generation=-1, vectors=compacted.vectors)  # it lacks what changed while it was made

    def _advance(self, old: CachedGeneration, database: Database, generation: int, writing: bool) -> CachedGeneration:
        changes = difference(old.vectors, database)
        alike = len(old.full_text) == len(old.vectors) and old.full_text.newest() == old.vectors.newest()
        vectors = add_missing(old.vectors, changes, database)
        with ThreadPoolExecutor(max_workers=1) as beside:
            if writing:
                beside.submit(self._write, vectors)  # where it fails, `save` tries again and says it
            full_text = self._changed(old.full_text, changes if alike else None, database)
        return replace(old, generation=generation, vectors=vectors, full_text=full_text, allowed={})

    def _changed(self, full_text: TantivyStore, changes: Difference | None, database: Database) -> TantivyStore:
        """Return the full-text index with `changes` made, or with all that the database holds."""
        try:
            try:
                change_full_text(full_text, difference(full_text, database) if changes is None else changes, database)
            except ValueError:
                # Another one who follows brought it on since the changes were reckoned: what is still missing is asked.
                change_full_text(full_text, difference(full_text, database), database)
        except LibraryBusy:
            raise
        except LibraryError:
            # What a crash left behind can keep tantivy from writing for good (FileAlreadyExists): start anew.
            shutil.rmtree(self._full_text_path, ignore_errors=True)
            full_text = self._open_full_text()
            try:
                change_full_text(full_text, difference(full_text, database), database)
            except LibraryBusy:
                raise
            except LibraryError as error:
                full_text = _in_memory(error)
                change_full_text(full_text, difference(full_text, database), database)
        return full_text


def _in_memory(error: Exception) -> TantivyStore:
    LOG.warning("The full-text index cannot be written, searching goes on with one in memory: %s", error)
    return TantivyStore(None)
