"""A running page of the same home answers for the commands: it has loaded what they would have to load first."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, Request, build_opener

from index import Filter
from index.address import read_name
from ui.commands.settings import Settings
from ui.contract import from_filter
from ui.errors import InterfaceError
from ui.server.running import Running, find_running

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from index import Hit
    from rag.types import Checked, Event, Turn

ALIVE_S = 2.0  # for the page to say that it is there
ANSWER_S = 600.0  # between two lines of an answer
FAULT = b"data: "  # begins the line that says what went wrong


@dataclass(frozen=True, slots=True)
class RunningPage:
    """The page that answers."""

    running: Running

    def ask(self, question: str, only: Filter, earlier: "Sequence[Turn]" = ()) -> "Iterator[Event]":
        """Yield the events of an answer that goes on from what was asked `earlier`, as an assistant here would."""
        history = [{"question": turn.question, "answer": turn.answer} for turn in earlier]
        yield from self._events("ask", {"question": question, "history": history}, only)

    def check(self, text: str, only: Filter) -> "Iterator[Checked]":
        """Yield the sentences of a text, judged."""
        yield from self._events("check", {"text": text}, only)

    def search(self, question: str, count: int, only: Filter) -> "tuple[Hit, ...]":
        """Return the passages that fit."""
        from ui.server.api.wire import read_hits

        with self._post("search", {"question": question, "count": count}, only) as reply:
            return read_hits(reply.read())

    def _events(self, what: str, given: dict[str, object], only: Filter) -> Iterator[Any]:
        from ui.server.api.wire import read_event

        with self._post(what, given, only) as reply:
            for line in reply:
                if line.startswith(FAULT):
                    raise InterfaceError(json.loads(line.removeprefix(FAULT))["error"]["message"])
                if b"\t" in line:  # else a sign of life
                    yield read_event(line.decode())

    @contextmanager
    def _post(self, what: str, given: dict[str, object], only: Filter) -> "Iterator[HTTPResponse]":
        from http.client import HTTPException
        from urllib.error import HTTPError

        try:
            with _send(self.running, f"api/own/{what}", given | {"only": from_filter(only)}, ANSWER_S) as reply:
                yield reply
        except HTTPError as error:
            raise InterfaceError(json.loads(error.read())["error"]["message"]) from error
        except (OSError, HTTPException) as error:
            raise InterfaceError("The page was closed before it had answered: run the same command again.") from error


def find_page(settings: Settings) -> RunningPage | None:
    """Return the page of this home that is served now; None where a command must do it itself.

    Also None where the command was told to work otherwise than the page does.
    """
    if settings.embedder or settings.generator or settings.reach or settings.min_support is not None:
        return None
    running = find_running(settings.home.root)
    if running is None or running.library != read_name(settings.home.place):
        return None
    try:
        with _send(running, "v1/models", None, ALIVE_S) as reply:
            return RunningPage(running) if reply.status == 200 else None
    except (OSError, ValueError):  # it was killed, or another program has its port
        return None


def _send(running: Running, path: str, body: dict[str, object] | None, timeout_s: float) -> "HTTPResponse":
    headers = {"Authorization": f"Bearer {running.secret}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{running.url}{path}", data, headers)  # noqa: S310 - our own page, on this computer
    opened: HTTPResponse = build_opener(ProxyHandler({})).open(request, timeout=timeout_s)
    return opened
