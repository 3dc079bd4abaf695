"""A stream of events that can be stopped from outside, while the generator still thinks about its next word."""

import queue
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from rag.types import Event

CHECK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class _End:
    """The stream is over, with what went wrong."""

    error: Exception | None = None


@dataclass(slots=True)
class Stops:
    """Which session's answer is to be stopped; a session has one at a time."""

    _flags: dict[str, threading.Event] = field(default_factory=dict)

    def begin(self, session: str) -> threading.Event:
        """Return the flag of a new answer; an older one of the same session is stopped."""
        self.stop(session)
        self._flags[session] = threading.Event()
        return self._flags[session]

    def take_over(self, session: str, flag: threading.Event) -> None:
        """Let `session` stop an answer that was begun in another one, which is gone."""
        self._flags[session] = flag

    def stop(self, session: str) -> None:
        """Stop the answer of `session`, if there is one."""
        flag = self._flags.pop(session, None)
        if flag is not None:
            flag.set()

    def end(self, session: str, flag: threading.Event) -> None:
        """Forget an answer that is over."""
        if self._flags.get(session) is flag:
            del self._flags[session]


def follow(events: Iterator[Event], stopped: threading.Event) -> Iterator[Event]:
    """Yield `events` until they end or `stopped` is set; then they are closed as soon as their next step is done.

    Whoever leaves off iterating sets `stopped`. Raises what `events` raise.
    """
    arrived: queue.SimpleQueue[Event | _End] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(_closable(events), stopped, arrived), daemon=True).start()
    try:
        while not stopped.is_set():
            try:
                event = arrived.get(timeout=CHECK_EVERY_S)
            except queue.Empty:
                continue
            if isinstance(event, _End):
                if event.error is not None:
                    raise event.error
                return
            yield event
    finally:
        stopped.set()


def _closable(events: Iterator[Event]) -> Generator[Event, None, None]:
    """Return `events` as a generator: closing it closes them."""
    yield from events


def _pump(
    events: Generator[Event, None, None], stopped: threading.Event, arrived: "queue.SimpleQueue[Event | _End]"
) -> None:
    error: Exception | None = None
    try:
        with closing(events):
            for event in events:
                if stopped.is_set():
                    return
                arrived.put(event)
    except Exception as raised:  # handed over: the caller raises it where it is shown
        error = raised
    finally:
        arrived.put(_End(error))
