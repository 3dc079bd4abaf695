"""Whose turn it is: one reading at a time, in the order in which they were asked for."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Between an answer's last word and its review lie the split into claims and a step of the program that shows it:
# well under a millisecond in `Assistant`, some more where the steps of a stream go through a pool of threads.
GRACE = 0.1  # seconds


class Turns:
    """Lets one owner in at a time, those who came first before the others.

    The owner of the last turn may come back within `grace` seconds before the others are let in: who reads
    something else in between would throw away what is still in the engine's context.
    """

    def __init__(self, grace: float = GRACE, clock: Callable[[], float] = time.monotonic) -> None:
        self._grace = grace
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()  # a ticket each, first come first
        self._is_taken = False
        self._last: object = None
        self._kept_until = 0.0

    @property
    def waiting(self) -> int:
        """Return how many wait for their turn."""
        return len(self._waiting)

    @property
    def is_taken(self) -> bool:
        """Tell whether somebody has the turn."""
        return self._is_taken

    @contextmanager
    def take(self, owner: object, *, comes_back: bool = False) -> Iterator[None]:
        """Wait for the turn and hold it; with `comes_back` it is kept free for `owner` a moment after a good end.

        Left by an exception, a stop included, it goes to the next one at once.
        """
        self._enter(owner)
        try:
            yield
        except BaseException:
            self._leave(None)
            raise
        self._leave(owner if comes_back else None)

    @contextmanager
    def take_if_free(self) -> Iterator[bool]:
        """Hold the turn when nobody has it, waits for it or may come back; else give False."""
        with self._changed:
            is_kept = self._last is not None and self._clock() < self._kept_until
            is_free = not (self._is_taken or self._waiting or is_kept)
            self._is_taken = self._is_taken or is_free
        try:
            yield is_free
        finally:
            if is_free:
                self._leave(None)

    def _enter(self, owner: object) -> None:
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                while (pause := self._pause(ticket, owner)) != 0:
                    self._changed.wait(pause)
                self._is_taken = True
            finally:
                self._waiting.remove(ticket)

    def _pause(self, ticket: object, owner: object) -> float | None:
        """Return 0 when `ticket` may enter, the seconds until it may, or None until something changes."""
        if self._is_taken:
            return None
        kept = max(0.0, self._kept_until - self._clock()) if self._last is not None else 0.0
        if kept and owner is self._last:
            return 0
        if ticket is not self._waiting[0]:
            return None
        return kept

    def _leave(self, kept_for: object) -> None:
        with self._changed:
            self._is_taken = False
            self._last = kept_for
            self._kept_until = self._clock() + self._grace
            self._changed.notify_all()
