"""Findings about a library, made once for all that it holds, and again when it holds something else."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from index import Library
from index.inventory import Inventory

T = TypeVar("T")


class Once(Generic[T]):
    """Finds something out for each inventory: of a generation, and of who may read what; one thread at a time."""

    def __init__(self, find_out: Callable[[Library], T]) -> None:
        self._find_out = find_out
        self._lock = threading.Lock()
        self._found: WeakKeyDictionary[Inventory, T] = WeakKeyDictionary()

    def find(self, library: Library) -> T:
        """Return what was found out of what `library` holds."""
        with self._lock:
            inventory = library.inventory()
            if inventory not in self._found:
                self._found[inventory] = self._find_out(library)
            return self._found[inventory]
