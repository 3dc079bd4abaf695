"""How many threads pay at the moment: fewer while other programs take the cores."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

ENOUGH: Final = 0.7  # of a core: what a thread gets that has it to itself is .95 and more
FIRST_PAUSE_S: Final = 2.0
LONGEST_PAUSE_S: Final = 60.0
TRIAL_TOKENS: Final = 4  # a trial with one thread too many makes an evaluation up to ten times as long


@dataclass(slots=True)
class Pace:
    """Chooses the threads of each evaluation, from 1 to `most`, by what the calling thread got of a core.

    The threads of an evaluation wait for each other hundreds of times. When another program holds one core of two, each
    of these waits lasts until the system lets the second thread go on: an answer then took 25 to 40 s with two threads
    and 7 s with one (docs/performance.md). So a thread is left out when a core is taken, and tried again, after a pause
    that doubles while it fails, at a single token.
    """

    most: int
    now: Callable[[], float] = time.monotonic
    _threads: int = field(init=False)
    _pause_s: float = field(default=FIRST_PAUSE_S, init=False)
    _tried_again_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._threads = self.most

    def threads(self, tokens: int) -> int:
        """Return with how many threads to evaluate `tokens` tokens."""
        may_try = self._threads < self.most and tokens <= TRIAL_TOKENS and self.now() >= self._tried_again_at
        return self._threads + may_try

    def note(self, threads: int, share: float) -> None:
        """Take note that the calling thread, one of `threads`, got `share` of a core, 0 to 1, in an evaluation."""
        if share >= ENOUGH:
            if threads > self._threads:
                self._threads, self._pause_s = threads, FIRST_PAUSE_S
        elif threads > 1:
            failed_again = threads > self._threads
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S) if failed_again else FIRST_PAUSE_S
            self._threads = threads - 1
            self._tried_again_at = self.now() + self._pause_s
