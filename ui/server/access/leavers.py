"""The sessions whose browsers are gone: the latest may come back, what is held for the others is let go."""

import ctypes
import sys
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

MAX_LEFT = 20  # of the latest, so that a page whose connection broke finds its conversation
MAX_LEFT_BYTES = 32 * 2**20  # of all that were left, by `weigh`


def _keep(session: str) -> None:
    del session


def _weigh_nothing(session: str) -> int:
    del session
    return 0


@dataclass(slots=True)
class Leavers:
    """Which sessions are open, and which were left.

    `forget` lets one go for good: who comes back to it nevertheless finds in the file what was kept. `weigh` says how
    many bytes are held for one.
    """

    forget: Callable[[str], None] = _keep
    weigh: Callable[[str], int] = _weigh_nothing
    _open: Counter[str] = field(default_factory=Counter)
    _left: OrderedDict[str, int] = field(default_factory=OrderedDict)  # with the bytes that are held for each

    def come(self, session: str) -> None:
        """Note that a browser shows the session, for the first time or again."""
        self._open[session] += 1
        self._left.pop(session, None)

    def leave(self, session: str) -> None:
        """Note that a browser is gone, and let go of those that were left the longest ago, of too many or too large."""
        self._open[session] -= 1
        if self._open[session] > 0:  # a new connection came before the old one was seen to be broken
            return
        del self._open[session]
        self._left[session] = self.weigh(session)
        while len(self._left) > MAX_LEFT or sum(self._left.values()) > MAX_LEFT_BYTES:
            self.forget(self._left.popitem(last=False)[0])


def give_memory_back() -> None:
    """Give what is free back to the system, where that has to be asked for."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            ctypes.CDLL("libc.so.6").malloc_trim(0)
