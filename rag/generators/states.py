"""A store for a model's readings of passages: in memory, and in a folder of bounded size.

Nothing may rely on a state being there: it is read again when it is gone.
"""

import contextlib
import hashlib
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Protocol

_log = logging.getLogger(__name__)
_DIGEST_BYTES = 32
_SUFFIX = ".state"
DEFAULT_MEMORY = 192 << 20  # bytes: the evidence of about ten questions with the 1.5B model
DEFAULT_DISK = 2 << 30  # bytes: about 70,000 tokens of the 1.5B model, 28.7 KB each
ROOM = 0.8  # of the bound is left after making room, so that not every new state deletes an old one


class States(Protocol):
    """Bytes by key; what is put may be gone at any time."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, or None."""
        ...

    def put(self, key: str, state: bytes) -> None:
        """Keep `state` under `key` as long as there is room; a failure to keep it is no error."""
        ...

    def holds(self, key: str) -> bool:
        """Tell whether `get` would find `key`."""
        ...

    def drop(self) -> None:
        """Forget everything."""
        ...


class MemoryStates:
    """Keeps the states used last, at most `max_bytes` of them."""

    def __init__(self, max_bytes: int = DEFAULT_MEMORY) -> None:
        self._max_bytes = max_bytes
        self._states: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, or None."""
        with self._lock:
            state = self._states.get(key)
            if state is not None:
                self._states.move_to_end(key)
            return state

    def put(self, key: str, state: bytes) -> None:
        """Keep `state`, and forget those that were not used for the longest time."""
        with self._lock:
            self._bytes += len(state) - len(self._states.pop(key, b""))
            self._states[key] = state
            while self._bytes > self._max_bytes:
                _, oldest = self._states.popitem(last=False)
                self._bytes -= len(oldest)

    def holds(self, key: str) -> bool:
        """Tell whether `key` is there."""
        return key in self._states

    def drop(self) -> None:
        """Forget everything."""
        with self._lock:
            self._states.clear()
            self._bytes = 0


class FolderStates:
    """Keeps each state in a file of its own in a folder, at most `max_bytes` together; processes may share it.

    A file holds the sha256 of the state, then the state. A damaged file is deleted. When the disk is full or the
    folder cannot be written, states are not kept, and the log says so once.
    """

    def __init__(self, folder: Path, max_bytes: int = DEFAULT_DISK) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._bytes = -1  # not counted yet
        self._has_failed = False

    def get(self, key: str) -> bytes | None:
        """Return the state, or None when it is not there or damaged."""
        file = self._file(key)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        state = data[_DIGEST_BYTES:]
        if hashlib.sha256(state).digest() != data[:_DIGEST_BYTES]:
            _log.warning("a kept state was damaged and is read again: %s", file.name)
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        with contextlib.suppress(OSError):  # a folder that cannot be written serves as well
            os.utime(file)
        return state

    def put(self, key: str, state: bytes) -> None:
        """Write the state and, beyond the bound, delete those that were not used for the longest time."""
        size = len(state) + _DIGEST_BYTES
        if size > self._max_bytes:
            return
        try:
            self._make_room(size)
            self._write(key, hashlib.sha256(state).digest() + state)
        except OSError as error:
            if not self._has_failed:
                _log.warning("states of passages are not kept in %s: %s", self._folder, error)
            self._has_failed = True
            self._max_bytes = min(self._max_bytes, max(self._count(), 0))
        else:
            self._bytes += size

    def holds(self, key: str) -> bool:
        """Tell whether there is a file for `key`."""
        return self._file(key).is_file()

    def drop(self) -> None:
        """Delete all states."""
        for file, _ in self._listed():
            with contextlib.suppress(OSError):
                file.unlink()
        self._bytes = 0

    def _write(self, key: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(self._file(key))
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self, size: int) -> None:
        if self._bytes < 0:
            self._bytes = self._count()
        if self._bytes + size <= self._max_bytes:
            return
        self._bytes = self._count()  # other processes write, too
        for file, status in sorted(self._listed(), key=lambda listed: listed[1].st_mtime):
            if self._bytes + size <= self._max_bytes * ROOM or self._bytes <= 0:
                break
            with contextlib.suppress(FileNotFoundError):
                file.unlink()
            self._bytes -= status.st_size

    def _count(self) -> int:
        return sum(status.st_size for _, status in self._listed())

    def _listed(self) -> list[tuple[Path, os.stat_result]]:
        listed = []
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    if file.suffix in (_SUFFIX, ".part"):
                        listed.append((file, file.stat()))
        return listed

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"


class KeptStates:
    """Memory in front of a folder."""

    def __init__(self, memory: MemoryStates, folder: FolderStates) -> None:
        self._memory = memory
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return the state from memory, else from the folder."""
        state = self._memory.get(key)
        if state is None:
            state = self._folder.get(key)
            if state is not None:
                self._memory.put(key, state)
        return state

    def put(self, key: str, state: bytes) -> None:
        """Keep the state in both."""
        self._memory.put(key, state)
        self._folder.put(key, state)

    def holds(self, key: str) -> bool:
        """Tell whether either has `key`."""
        return self._memory.holds(key) or self._folder.holds(key)

    def drop(self) -> None:
        """Forget everything in both."""
        self._memory.drop()
        self._folder.drop()
