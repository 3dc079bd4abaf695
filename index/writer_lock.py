"""The writer's lock: one process at a time may write to a library."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from index.errors import LibraryBusy

PATIENCE_S = 5.0  # how long who wants to write waits before it says why it cannot


def why_busy(name: str) -> str:
    """Return the message for who may not write to a library just now."""
    return f"Another sync, rebuild or removal is writing to the library {name}: wait until it is done, then try again."


class WriterLock:
    """The lock of the library in `folder`; the system lets it go when its holder ends, however that happens."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "writer.lock"

    @contextmanager
    def hold(self, why_not: str, patience_s: float | None = None) -> Iterator[None]:
        """Hold the lock, by default waiting `PATIENCE_S` for it.

        Raises:
            LibraryBusy: somebody else holds it for longer than we wait; its message is `why_not`.
        """
        try:
            lock = filelock.FileLock(self._path).acquire(timeout=PATIENCE_S if patience_s is None else patience_s)
        except filelock.Timeout as error:
            raise LibraryBusy(why_not) from error
        with lock:
            yield

    @contextmanager
    def hold_if_free(self, patience_s: float = 0.0) -> Iterator[bool]:
        """Hold the lock unless somebody else does for longer than `patience_s`, and tell whether it is held."""
        lock = filelock.FileLock(self._path)
        with suppress(filelock.Timeout):
            lock.acquire(timeout=patience_s)
        try:
            yield lock.is_locked
        finally:
            lock.release()

    @contextmanager
    def keep_others_off(self) -> Iterator[None]:
        """Keep writers from replacing files one by one meanwhile, unless one goes on beyond our patience."""
        with self.hold_if_free(PATIENCE_S):
            yield
