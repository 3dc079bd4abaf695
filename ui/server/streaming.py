"""Events that are made in a thread, told as they come, with signs of life between them, until nobody reads."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response, StreamingResponse

from ui.contract import JsonObject, write_json
from ui.server.faults import describe_fault
from ui.service.errors import NobodyWaits, TooManyAsk

T = TypeVar("T")
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
AT_ONCE = 4  # answers that are made beside each other, as for the page
MAX_WAITING = 200  # programs that wait for their turn; more are told to come again
PING_S = 5.0  # without an event


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None = None


@dataclass(slots=True)
class Turns:
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

    async def gather(
        self, make: Callable[[threading.Event], Iterator[T]], is_gone: Callable[[], Awaitable[bool]]
    ) -> list[T]:
        """Return all that `make` yields; raises NobodyWaits as soon as `is_gone` tells so, and what `follow` raises."""
        made: list[T] = []
        async with aclosing(self.follow(make)) as steps:
            async for one in steps:
                if await is_gone():
                    raise NobodyWaits("Nobody waits for this answer any more.")
                made += [] if one is None else [one]
        return made


async def stream(
    steps: AsyncGenerator[Any, None],
    say: Callable[[Any], Iterable[bytes]],
    opening: bytes = b"",
    ending: bytes = b"",
    fault: str | None = "error",
) -> Response:
    """Return a reply that says what `follow` yields; what is refused at once is raised, while there is a status for it.

    What goes wrong later is an event named `fault`.
    """
    first = await anext(steps, None)

    async def tell() -> AsyncIterator[bytes]:
        yield opening
        step = first
        try:
            while True:
                for said in (KEEPALIVE_COMMENT,) if step is None else say(step):
                    yield said
                step = await anext(steps)
        except StopAsyncIteration:
            pass
        except Exception as error:  # the edge of a stream: its status was sent long ago
            yield say_event(describe_fault(error), fault)
        yield ending

    return StreamingResponse(tell(), media_type="text/event-stream", headers=HEADERS)


def say_event(told: JsonObject, name: str | None = None) -> bytes:
    """Return a server-sent event."""
    return format_sse_event(event=name, data_str=write_json(told))


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
