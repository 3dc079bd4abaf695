"""Events that are made in a thread, told as they come, with signs of life between them, until nobody reads."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from ui.service.errors import TooManyAsk

T = TypeVar("T")
AT_ONCE = 4  # answers that are made beside each other, as for the page
MAX_WAITING = 200  # programs that wait for their turn; more are told to come again
PING_S = 5.0  # without an event


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None = None


@dataclass(slots=True)
class Turns(Generic[T]):
    """Gives programs their turns: AT_ONCE of them are answered at a time, the others wait."""

    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE))
    ping_s: float = PING_S

    async def follow(self, make: Callable[[threading.Event], Iterator[T]]) -> AsyncGenerator[T | None, None]:
        """Yield what `make` yields in a thread of its own, and None after each `ping_s` without anything.

        `make` gets the event that is set once nobody follows any more. Raises what it raises, and TooManyAsk.
        """
        if self.limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise TooManyAsk(f"{MAX_WAITING} questions wait already: ask again in some seconds.")
        arrived: _Arrivals[T] = _Arrivals(asyncio.get_running_loop())
        task = asyncio.ensure_future(
            to_thread.run_sync(arrived.pump, make, limiter=self.limiter, abandon_on_cancel=True)
        )
        try:
            while True:
                try:
                    one = await asyncio.wait_for(arrived.queue.get(), self.ping_s)
                except TimeoutError:
                    yield None
                    continue
                if isinstance(one, _End):
                    if one.error is not None:
                        raise one.error
                    return
                yield one
        finally:
            arrived.left.set()
            arrived.stopped.set()
            task.cancel()


@dataclass(frozen=True, slots=True)
class _Arrivals(Generic[T]):
    """What a thread has made so far; nobody follows once it is `left`.

    `stopped` is for what makes it, which may set it at its own end, too.
    """

    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[T | _End]" = field(default_factory=asyncio.Queue)
    left: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def pump(self, make: Callable[[threading.Event], Iterator[T]]) -> None:
        """Make what there is to make, until it is over or nobody follows."""
        error: Exception | None = None
        try:
            for one in make(self.stopped):
                if self.left.is_set():
                    return
                self._tell(one)
        except Exception as raised:  # handed over: it is raised where it can be told
            error = raised
        finally:
            self._tell(_End(error))

    def _tell(self, one: T | _End) -> None:
        with suppress(RuntimeError):  # the loop was closed meanwhile
            self.loop.call_soon_threadsafe(self.queue.put_nowait, one)
