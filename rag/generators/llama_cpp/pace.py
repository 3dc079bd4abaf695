"""Pace: as many threads as pay at the moment, fewer while other programs take the cores."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

ENOUGH: Final = 0.7  # of a core: what a thread gets that has it to itself is .95 and more
WINDOW_S: Final = 0.4  # a single token takes 25 ms, of which any other program may take half once
FIRST_PAUSE_S: Final = 2.0
LONGEST_PAUSE_S: Final = 60.0
TRIAL_TOKENS: Final = 128  # a passage: with one thread too many it takes up to ten times as long


@dataclass(slots=True)
class Pace:
    """Chooses the threads of each evaluation, from 1 to `most`, by what the calling thread got of a core.

    The threads of an evaluation wait for each other hundreds of times. When another program holds one core of two, each
    of these waits lasts until the system lets the second thread go on: an answer then took 25 to 40 s with two threads
    and 7 s with one (docs/performance.md). So a thread is left out when a core is taken, and tried again, after a pause
    that doubles while it fails, at a passage or less.
    """

    most: int
    now: Callable[[], float] = time.monotonic
    _threads: int = field(init=False)
    _pause_s: float = field(default=FIRST_PAUSE_S, init=False)
    _tried_again_at: float = field(default=0.0, init=False)
    _counted: int = field(default=0, init=False)  # the threads of the evaluations that the sums are of
    _busy_s: float = field(default=0.0, init=False)
    _passed_s: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._threads = self.most

    def threads(self, tokens: int) -> int:
        """Return with how many threads to evaluate `tokens` tokens."""
        may_try = self._threads < self.most and tokens <= TRIAL_TOKENS and self.now() >= self._tried_again_at
        return self._threads + may_try

    def note(self, threads: int, busy_s: float, passed_s: float) -> None:
        """Take note that an evaluation took `passed_s`, and its calling thread, one of `threads`, worked `busy_s`."""
        if threads != self._counted:
            self._counted, self._busy_s, self._passed_s = threads, 0.0, 0.0
        self._busy_s += busy_s
        self._passed_s += passed_s
        if self._passed_s >= WINDOW_S:
            self._conclude(threads, self._busy_s / self._passed_s)
            self._counted = 0

    def _conclude(self, threads: int, share: float) -> None:
        if share >= ENOUGH:
            if threads > self._threads:
                self._threads, self._pause_s = threads, FIRST_PAUSE_S
        elif threads > 1:
            failed_again = threads > self._threads
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S) if failed_again else FIRST_PAUSE_S
            self._threads = threads - 1
            self._tried_again_at = self.now() + self._pause_s
