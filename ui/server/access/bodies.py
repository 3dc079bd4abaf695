"""Bodies of requests, limited in size and in time."""

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive

from ui.server.access.routes import MB

PAUSE_S = 20.0  # without a byte
DISCARD_S = 5.0  # for the rest of a body that was refused


class TooLarge(Exception):
    """A body beyond its limit."""


class TooSlow(Exception):
    """A body of which nothing came for PAUSE_S seconds."""


class Disconnected(Exception):
    """A sender who left in the middle."""


class Incoming:
    """A `receive` that knows whether the whole body has come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_whole = False

    async def __call__(self) -> Message:
        """Return what comes next."""
        message = await self._receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self._is_whole = True
        return message

    async def discard(self, within_s: float) -> None:
        """Take the rest and drop it: a connection that is closed over it is reset, and the reply lost with it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not self._is_whole:
                    await self()


def metered(receive: Receive, max_bytes: int, pause_s: float = PAUSE_S) -> Receive:
    """Return `receive` that raises TooLarge and TooSlow; once the body is there it waits as long as it takes."""
    taken = 0
    is_whole = False

    async def receive_metered() -> Message:
        nonlocal taken, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), pause_s)
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if taken > max_bytes:
                raise TooLarge
        return message

    return receive_metered


async def read_whole(receive: Receive) -> bytes:
    """Return the whole body, which `receive` limits."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives `body` first."""
    is_given = False

    async def receive_replayed() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_replayed


def say_size(max_bytes: int) -> str:
    """Return a limit in words."""
    return f"{max_bytes // MB} MB" if max_bytes >= MB else f"{max_bytes // 1024} kB"
