"""The server under the page: uvicorn with limits, and an end at which nobody's answer is cut off unsaid."""

import asyncio
import signal
import threading
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.interrupts import end_if_pressed
from ui.server.access.address import Address
from ui.server.guard import Guard

TURNS = 10  # of the event loop, in which a request that waits in the system's buffers reaches the guard
DRAIN_S = 10.0  # for running answers, when it is told to end
QUIET_S = 0.3  # in which nobody asks for anything, before the server closes
LINGER_S = 2.0  # at most, until it is that quiet
HEADERS_S = 10.0  # from a connection's opening, or a request's first byte, to the end of its headers
MAX_CONNECTIONS = 1000


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that gives up on who does not finish the headers of a request in HEADERS_S seconds."""

    headers_s = HEADERS_S
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Take what came; a request that has begun must get on."""
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._arm()
        seen = self.cycle
        super().data_received(data)
        if self.cycle is not seen:
            self._disarm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._disarm()
        super().connection_lost(exc)

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(self.headers_s, self.transport.abort)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PageServer(uvicorn.Server):
    """Serves a page until it is told to end; answers that are being made are finished, or their readers told."""

    def __init__(self, config: uvicorn.Config, guard: Guard, when_served: Callable[[], None]) -> None:
        super().__init__(config)
        self._guard = guard
        self._when_served = when_served

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Begin to listen, and tell."""
        await super().startup(sockets)
        if self.started:
            self._when_served()

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        """Let running answers finish, tell those who still ask, then close."""
        await self._guard.streams.drain(DRAIN_S, lambda: self.force_exit)
        await self._linger()
        await super().shutdown(sockets)

    async def _linger(self) -> None:
        """Go on refusing until it is quiet: who asks while a connection is closed is cut off without a word."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LINGER_S
        while not self.force_exit and loop.time() < until:
            requests, connections = self._guard.requests, set(self.server_state.connections)
            await asyncio.sleep(QUIET_S)
            for _ in range(TURNS):
                await asyncio.sleep(0)
            came = self._guard.requests > requests or self.server_state.connections - connections
            if not came and not self.server_state.tasks:
                return


def configure(guard: Guard, address: Address) -> uvicorn.Config:
    """Return how the page is served."""
    return uvicorn.Config(
        guard,
        host=address.host.strip("[]"),
        port=address.port,
        http=PatientProtocol,
        ws="none",
        loop="asyncio",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        backlog=256,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        ssl_certfile=str(address.certificate) if address.certificate else None,
        ssl_keyfile=str(address.key) if address.key else None,
    )


def run(server: uvicorn.Server) -> None:
    """Serve until Ctrl-C or SIGTERM; either is the end that was asked for, and no failure."""
    if threading.current_thread() is not threading.main_thread():
        server.run()
        return
    end_if_pressed()  # lost while all that the page needs was imported
    # uvicorn raises the signal again when it is done: it must find somebody who takes it.
    wanted = [signal.SIGINT, signal.SIGTERM, *filter(None, [getattr(signal, "SIGBREAK", None)])]
    before = {number: signal.signal(number, lambda *_: None) for number in wanted}
    try:
        server.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
