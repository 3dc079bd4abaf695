"""The end of the page's server, in the moments in which it is easy to cut somebody off without a word."""

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
from load.readers import AsBrowsersDo
from starlette.types import Message, Receive, Scope, Send

from ui.server import serving
from ui.server.access.accounts import Accounts
from ui.server.access.address import Address
from ui.server.access.bodies import read_whole
from ui.server.access.reception import Reception
from ui.server.access.routes import DATA, DOCUMENTS, JOIN
from ui.server.access.streams import COMING_S, Streams
from ui.server.guard import CLOSING, Guard
from ui.server.serving import QUIET_S, PageServer, configure

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

EVENT = json.dumps({"session_hash": "s", "data": [], "fn_index": 1}).encode()
HEAD = f"POST {JOIN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(EVENT)}\r\n\r\n".encode()


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Do what is behind the door: take events and documents, and tell one answer."""
    if scope["type"] == "lifespan":
        for done in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{done}.complete"})
        return
    if scope["path"] == DOCUMENTS:
        await read_whole(receive)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == DATA:
        await asyncio.sleep(0.1)
    await send({"type": "http.response.body", "body": b"the answer", "more_body": False})


@asynccontextmanager
async def _serve(streams: Streams | None = None) -> AsyncIterator[tuple[PageServer, int, "asyncio.Task[None]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guard = Guard(_answer, Reception(Accounts(), secure=False, port=port), streams=streams or Streams())
    served = asyncio.Event()
    server = PageServer(configure(guard, Address("127.0.0.1", port)), guard, served.set)
    serving_it = asyncio.ensure_future(server.serve())
    await served.wait()
    try:
        yield server, port, serving_it
    finally:
        server.should_exit = True
        await serving_it


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def _read_to_the_end(connection: socket.socket) -> bytes:
    with connection, connection.makefile("rb") as stream:
        return stream.read()


class _Knocked(Streams):
    """Streams that let something happen between the last answer's end and the closing."""

    knock: Callable[[], None]

    async def drain(self, patience_s: float, is_forced: Callable[[], bool] = lambda: False) -> None:
        await super().drain(patience_s, is_forced)
        self.knock()


def test_who_asks_in_the_moment_of_the_closing_is_told() -> None:
    async def play() -> list[bytes]:
        streams = _Knocked()
        async with _serve(streams) as (server, port, ending):
            kept = _connect(port)
            kept.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"200 OK" in await asyncio.to_thread(kept.recv, 65536)
            fresh: list[socket.socket] = []

            def knock() -> None:  # without the server's loop, as from another process: nothing of it has been read yet
                fresh.append(_connect(port))
                for connection in (kept, *fresh):
                    connection.sendall(HEAD + EVENT)

            streams.knock = knock
            server.should_exit = True
            await ending
            return [await asyncio.to_thread(_read_to_the_end, connection) for connection in (kept, *fresh)]

    for reply in asyncio.run(play()):
        assert b"HTTP/1.1 503" in reply
        assert CLOSING.encode() in reply


def test_the_body_of_what_is_refused_is_taken_so_that_the_refusal_arrives() -> None:
    def refuse(port: int) -> bytes:
        with _connect(port) as connection:
            connection.sendall(HEAD.replace(b"127.0.0.1", b"evil.example"))
            said = connection.recv(65536)
            for one in (EVENT[:9], EVENT[9:]):  # a closed connection says so to whoever sends for the second time
                connection.sendall(one)
                time.sleep(0.1)
            return said + _read_to_the_end(connection)

    async def play() -> bytes:
        async with _serve() as (_, port, _ending):
            return await asyncio.to_thread(refuse, port)

    assert b"does not go by that name" in asyncio.run(play())


def test_who_has_asked_and_not_yet_come_for_the_answer_is_waited_for() -> None:
    async def play() -> tuple[str, str]:
        async with _serve() as (server, port, _), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            assert (await http.post(JOIN, content=EVENT)).status_code == 200
            server.should_exit = True
            await asyncio.sleep(4 * QUIET_S)
            refused = await http.post(JOIN, content=EVENT)
            answer = await http.get(DATA, params={"session_hash": "s"})
            assert answer.headers["connection"] == "close"
            return refused.text, answer.text

    assert asyncio.run(play()) == (CLOSING, "the answer")


def test_an_event_that_was_still_coming_when_the_end_began_is_refused() -> None:
    async def play() -> bytes:
        async with _serve() as (server, port, ending):
            connection = _connect(port)
            connection.sendall(HEAD)
            await asyncio.sleep(0.1)
            server.should_exit = True
            await asyncio.sleep(0.2)
            connection.sendall(EVENT)
            await ending
            return await asyncio.to_thread(_read_to_the_end, connection)

    assert CLOSING.encode() in asyncio.run(play())


def test_who_asks_again_as_the_last_answer_ends_is_waited_for() -> None:
    async def play() -> str:
        async with _serve() as (server, port, _), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            await http.get("/")  # for a cookie: both requests are of one session then
            before = asyncio.ensure_future(http.get(DATA, params={"session_hash": "s"}))
            await asyncio.sleep(0.03)
            assert (await http.post(JOIN, content=EVENT)).status_code == 200
            server.should_exit = True
            await before
            await asyncio.sleep(4 * QUIET_S)
            return (await http.get(DATA, params={"session_hash": "s"})).text

    assert asyncio.run(play()) == "the answer"


def test_who_never_comes_for_the_answer_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr("ui.server.access.streams.time.monotonic", lambda: moment)
    streams = Streams()
    streams.expect("s")
    assert streams.answering == 1
    moment += COMING_S
    assert streams.answering == 0
    streams.expect("t")
    assert list(streams._coming) == ["t"]


@pytest.mark.parametrize("is_late", [False, True])
def test_a_stream_that_had_not_begun_is_told_of_the_end_in_words(is_late: bool) -> None:
    sent: list[Message] = []

    async def play() -> None:
        streams = Streams()

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            raise AssertionError

        async def silent(scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(60)

        if is_late:
            await streams.drain(0)
        waiting = asyncio.ensure_future(streams.run(silent, {}, receive, send, "s"))
        await asyncio.sleep(0.01)
        await streams.drain(0)
        await waiting

    asyncio.run(play())
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 200
    assert b"Broadsheet was closed before this answer was done" in sent[1]["body"]


def test_a_document_that_does_not_come_to_its_end_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(serving, "LINGER_S", 0.1)

    async def play() -> bytes:
        async with _serve() as (server, port, ending):
            server.config.timeout_graceful_shutdown = 1
            with _connect(port) as connection:
                head = f"PUT {DOCUMENTS}?name=a.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\nhalf"
                connection.sendall(head.encode())
                await asyncio.sleep(0.1)
                server.should_exit = True
                await ending
                return await asyncio.to_thread(_read_to_the_end, connection)

    with caplog.at_level(logging.INFO):
        assert CLOSING.encode() in asyncio.run(play())
    assert "Traceback" not in caplog.text


def test_a_reader_asks_again_only_where_a_browser_does() -> None:
    answers = iter([1, 1, 0])  # how many requests each connection answers, before it is closed over the next one

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(next(answers)):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def play() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, httpx.AsyncClient(transport=AsBrowsersDo()) as http:
            assert (await http.get(address)).text == "ok"
            assert (await http.get(address)).text == "ok"  # on a connection of its own
            with pytest.raises(httpx.RemoteProtocolError):  # there, too, it is closed, and the next one is fresh
                await http.get(address)

    asyncio.run(play())
