"""The bin: the last thing that each reader took away, until it is put back or the program ends."""

import threading
from typing import Generic, TypeVar

Taken = TypeVar("Taken")


class Bin(Generic[Taken]):
    """Holds one thing for each reader; a page that is loaded anew finds it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, Taken] = {}

    def put(self, reader: str, taken: Taken) -> None:
        """Hold what a reader took away, in place of what they took away before."""
        with self._lock:
            self._held[reader] = taken

    def look(self, reader: str) -> Taken | None:
        """Return what is held for a reader; None for nothing."""
        with self._lock:
            return self._held.get(reader)

    def take(self, reader: str) -> Taken | None:
        """Return what is held for a reader and hold it no longer; None for nothing."""
        with self._lock:
            return self._held.pop(reader, None)
