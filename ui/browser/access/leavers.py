"""The sessions whose browsers are gone: the latest may come back, what is held for the others is let go."""

import ctypes
import sys
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

MAX_LEFT = 20  # of the latest, so that a page whose connection broke finds its conversation


def _keep(session: str) -> None:
    del session


@dataclass(slots=True)
class Leavers:
    """Which sessions are open, and which were left; `forget` lets one go for good."""

    forget: Callable[[str], None] = _keep
    _open: Counter[str] = field(default_factory=Counter)
    _left: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def come(self, session: str) -> None:
        """Note that a browser shows the session, for the first time or again."""
        self._open[session] += 1
        self._left.pop(session, None)

    def leave(self, session: str) -> None:
        """Note that a browser is gone, and let go of the session that was left the longest ago, above MAX_LEFT."""
        self._open[session] -= 1
        if self._open[session] > 0:  # a new connection came before the old one was seen to be broken
            return
        del self._open[session]
        self._left[session] = None
        while len(self._left) > MAX_LEFT:
            self.forget(self._left.popitem(last=False)[0])


def give_memory_back() -> None:
    """Give what is free back to the system, where that has to be asked for."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            ctypes.CDLL("libc.so.6").malloc_trim(0)
