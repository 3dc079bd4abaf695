"""Folding the layers of the dense index together beside searches and changes, one process at a time."""

import logging
import threading
from pathlib import Path

import filelock

from index.database import Database
from index.errors import BroadsheetError, LibraryBusy
from index.search.local.caches import Caches
from index.writer_lock import WriterLock

LOG = logging.getLogger("broadsheet")
PATIENCE_S = 600.0  # for a writer to end; a writer of this process takes the result in by itself


class Compaction:
    """A thread that compacts the caches of one library when they need it."""

    def __init__(self, folder: Path, caches: Caches) -> None:
        self._folder = folder
        self._caches = caches
        self._thread: threading.Thread | None = None

    def start_if_needed(self) -> None:
        """Begin unless there is nothing to do, or it is being done."""
        if self._caches.needs_compaction and (self._thread is None or not self._thread.is_alive()):
            # Not a daemon: a command that added many articles ends when its index is compact.
            self._thread = threading.Thread(target=self._run, name="compaction")
            self._thread.start()

    def wait(self) -> None:
        """Wait until it is done."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            with filelock.FileLock(self._folder / "compaction.lock", blocking=False):
                database = Database(self._folder / "library.sqlite")
                try:
                    self._caches.compact(database)
                    with WriterLock(self._folder).hold("another process is writing", PATIENCE_S):
                        self._caches.refresh(database)
                        self._caches.save(database)
                finally:
                    database.close()
        except (filelock.Timeout, LibraryBusy):
            LOG.info("Another process compacts or writes to the library %s: the next change tries again.", self._folder)
        except (BroadsheetError, OSError, MemoryError) as error:
            LOG.warning("The search cache stays in layers: %s", error)
