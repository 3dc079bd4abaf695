"""Pages of a large library file asked of the disk together, shortly before they are read one after the other.

A search of a million passages reads some 250 rows that lie anywhere in 3 GB. One after the other each waits
for the disk; several connections that ask at once wait for it together. They only bring pages into the system's
memory: what is scored and shown is read by the library's own connection, with all its checks.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from types import SimpleNamespace

LOG = logging.getLogger("broadsheet")

READERS = 8  # with 4 the rows of a question took half as long again, 16 and 32 were no faster (a virtual disk)
SAMPLE = 8  # rows that tell whether the disk is waited for
IN_MEMORY_S = 0.0003  # they take a third of it from memory, and one page of a fast disk takes as long
PAGES = 16  # that a reader keeps: they are in the system's memory

PASSAGES = (
    "SELECT count(length(vector)), count(speaker) FROM json_each(?) j"
    " CROSS JOIN vectors ON passage_id = j.value CROSS JOIN passages p ON p.id = j.value"
)
TEXTS = (
    "SELECT count(length(text)), count(title) FROM json_each(?) j"
    " CROSS JOIN texts t ON t.id = j.value CROSS JOIN articles ON text_id = j.value"
)


class Ahead:
    """Readers of one library file, made when they are first needed; threads may share it.

    `in_memory_s`: how long a sample of the rows may take before the readers are asked for all.
    """

    def __init__(self, path: Path, in_memory_s: float = IN_MEMORY_S) -> None:
        self._path = path
        self._in_memory_s = in_memory_s
        self._lock = threading.Lock()
        self._own = threading.local()  # of each reader: its connection
        self._sampler = SimpleNamespace()  # of whoever asks, one after the other: threads come and go
        self._pool: ThreadPoolExecutor | None = None
        self._connections: list[sqlite3.Connection] = []

    def passages(self, ids: Iterable[int]) -> None:
        """Bring the rows of these passages and their vectors into memory."""
        self._bring(PASSAGES, sorted(set(ids)), SAMPLE)

    def texts(self, text_ids: Iterable[int]) -> None:
        """Bring these texts and their articles into memory."""
        self._bring(TEXTS, sorted(set(text_ids)), 1)

    def close(self) -> None:
        """End the readers."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()
        while self._connections:
            self._connections.pop().close()
        self._own, self._sampler = threading.local(), SimpleNamespace()

    def _bring(self, query: str, numbers: list[int], sample: int) -> None:
        begun = time.perf_counter()
        step = max(1, len(numbers) // sample)
        with self._lock:
            self._read(self._sampler, query, numbers[::step])
        if time.perf_counter() - begun < self._in_memory_s:
            return  # readers would cost more than they save
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="ahead")
            # Neighbours go to one reader: they share pages.
            size = max(1, -(-len(numbers) // READERS))
            parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
            asked = [self._pool.submit(self._read, self._own, query, part) for part in parts]
        wait(asked)

    def _read(self, holder: threading.local | SimpleNamespace, query: str, numbers: list[int]) -> None:
        try:
            if not hasattr(holder, "connection"):
                holder.connection = self._open()
            holder.connection.execute(query, ["[" + ",".join(map(str, numbers)) + "]"]).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            # Whoever reads the rows next meets the same, and says it.
            LOG.debug("Nothing was read ahead: %s", error)

    def _open(self) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        # Closed by `close`, another thread.
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        self._connections.append(connection)
        connection.execute(f"PRAGMA cache_size={PAGES}")
        return connection
