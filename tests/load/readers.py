"""Readers of the page, many at once: each asks, some add documents and rebuild the index."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx
from page_client import OVER, PageMap, new_session, read_messages

TIMEOUT_S = 120.0
CONVERSATION = re.compile(r"'([0-9a-f]{12})'")  # its id, as a message shows it
PLACES = ("Alderwick", "Saltby", "Brannoc", "Calder", "Dunmere", "Eastwell", "Farrow", "Gullane")


def article(number: int) -> str:
    """Return an article that nobody else has, with a year to ask for."""
    place = PLACES[number % len(PLACES)]
    opened = f"Bridge {number} of {place} was opened in {1800 + number % 200}."
    return f"Bridge {number}\n\n{opened} It is {number + 50} m long.\n"


@dataclass(slots=True)
class Tally:
    """What the readers saw: seconds an answer took and to its first sign, and what went wrong."""

    answers_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


class AsBrowsersDo(httpx.AsyncHTTPTransport):
    """Sends a request once more, on a connection of its own, when the one that was kept from before was closed over it.

    HTTP leaves no other way: a server may close a connection that nobody uses in the moment in which somebody does.
    What fails on a fresh connection fails.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the reply, of the first try or the second."""
        is_fresh = False

        async def note(event: str, given: object) -> None:
            nonlocal is_fresh
            is_fresh = is_fresh or event.startswith("connection.connect_tcp")

        request.extensions = {**request.extensions, "trace": note}
        try:
            return await super().handle_async_request(request)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
            if is_fresh:
                raise
        return await super().handle_async_request(request)


@dataclass(slots=True)
class Reader:
    """One browser with one session."""

    http: httpx.AsyncClient
    tally: Tally
    page: PageMap
    session: str
    conversation: str = ""  # the browser remembers it, and tells it with each question

    async def do(self, place: str, event: str, data: Iterable[object]) -> AsyncIterator[str]:
        """Let an event happen and yield each message about it, as text."""
        body = self.page.body(place, event, data, self.session)
        reply = await self.http.post("/gradio_api/queue/join", json=body)
        if reply.status_code != 200:
            raise RuntimeError(f"{place} {event}: {reply.status_code} {reply.text[:200]}")
        asked = {"session_hash": self.session}
        async with self.http.stream("GET", "/gradio_api/queue/data", params=asked) as stream:
            async for line in stream.aiter_lines():
                for message in _messages(line):
                    yield str(message)
                    if message["msg"] == "unexpected_error" or message.get("success") is False:
                        raise RuntimeError(f"{place} {event}: {message}")
                    if message["msg"] in OVER:
                        return

    async def ask(self, number: int) -> None:
        """Ask for a bridge's year; an answer without it, or without a word, is an error."""
        began, first, shown = time.perf_counter(), 0.0, ""
        question = f"When was bridge {number} of {PLACES[number % len(PLACES)]} opened?"
        async for message in self.do("bs-question", "submit", [question, None, self.conversation]):
            if "bs-card" in message and not first:
                first = time.perf_counter() - began
            shown += message
        if "bs-making" not in shown or "bs-trouble" in shown:
            raise RuntimeError(f"no answer to {question!r}: {shown[-500:]}")
        told = CONVERSATION.search(shown)
        self.conversation = told[1] if told else self.conversation
        self.tally.answers_s.append(time.perf_counter() - began)
        self.tally.first_s.append(first)
        self.tally.counts["question"] += 1
        self.tally.counts["right"] += str(1800 + number % 200) in shown

    async def add(self, number: int) -> None:
        """Add a document."""
        name = {"name": f"bridge-{number}.txt"}
        reply = await self.http.put("/documents", params=name, content=article(number).encode())
        reply.raise_for_status()
        self.tally.counts["upload"] += 1

    async def rebuild(self) -> None:
        """Rebuild the index."""
        shown = [message async for message in self.do("bs-rebuild", "click", ["", None])]
        if not any("The index is ready" in message for message in shown):
            raise RuntimeError(f"no index: {shown[-1][:300]}")
        self.tally.counts["rebuild"] += 1

    async def stay(self) -> None:
        """Keep the session alive, as a page that is open does."""
        # Whoever leaves is cut off in the middle of a heartbeat; that is its end.
        with suppress(httpx.HTTPError):
            async with self.http.stream("GET", f"/gradio_api/heartbeat/{self.session}", timeout=None) as stream:
                async for _ in stream.aiter_bytes():
                    pass


def _messages(line: str) -> Iterator[dict[str, object]]:
    return read_messages([line])


@asynccontextmanager
async def come_in(address: str, tally: Tally) -> AsyncIterator[Reader]:
    """Open the page in a browser of its own, and leave it in the end."""
    async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT_S, transport=AsBrowsersDo()) as http:
        reply = await http.get("/")
        reply.raise_for_status()
        reader = Reader(http, tally, PageMap.of(reply.text), new_session())
        staying = asyncio.ensure_future(reader.stay())
        try:
            yield reader
        finally:
            staying.cancel()
            with suppress(asyncio.CancelledError):
                await staying


async def read_for(address: str, reader: int, tally: Tally, questions: int, until: float, readers: int) -> None:
    """Come in, ask `questions` questions or until the time is over, and add and rebuild in between; then leave."""
    async with come_in(address, tally) as visitor:
        for turn in range(questions):
            if time.monotonic() > until:
                return
            number = turn * readers + reader
            if number % 10 == 3:
                await visitor.add(number % 500)
            if number % 50 == 7:
                await visitor.rebuild()
            await visitor.ask(number % 100)


async def read_together(address: str, readers: int, questions: int, tally: Tally, for_s: float = 3600) -> None:
    """Let `readers` readers ask `questions` questions each, all at once; what goes wrong is noted."""
    until = time.monotonic() + for_s

    async def read(reader: int) -> None:
        try:
            await read_for(address, reader, tally, questions, until, readers)
        except Exception as error:  # noted: one reader's error must not end the others
            tally.errors.append(f"reader {reader}: {type(error).__name__}: {error}")

    await asyncio.gather(*(read(reader) for reader in range(readers)))
