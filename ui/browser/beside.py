"""Routes beside Gradio, whose events take longer: an article, a page of the table, sources.

Each is the markup that the event would show. Where one is refused, the page lets the event happen instead.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from index import Filter
from ui.browser.actions import Actions
from ui.browser.places.seats import Seats
from ui.browser.views.render import render_exchange, render_status
from ui.browser.views.scope import recall_scope
from ui.browser.views.shelf import Leaf, render_shelf
from ui.browser.views.sources import render_sources
from ui.browser.wording import choose, speaking
from ui.server.access.visitors import Visitor
from ui.server.guard import VISITOR
from ui.service.exchange import Exchange

MAX_PARAMETER_CHARS = 300
_NUMBER = re.compile(r"\d{1,9}")

Answering = Callable[[Request, str], Response]


class _Refused(Exception):
    """A request that the page would not make."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One of the page's own routes, as an ASGI application; the door has bound its session to who asks."""

    answer: Answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in a thread, with markup as plain text: nothing that a browser would show by itself."""
        request = Request(scope, receive)
        body = (await request.body()).decode("utf-8", "replace")
        reply = await to_thread.run_sync(self._answer, request, body)
        await reply(scope, receive, send)

    def _answer(self, request: Request, body: str) -> Response:
        try:
            if any(len(value) > MAX_PARAMETER_CHARS for value in request.query_params.values()):
                raise _Refused("a parameter is too long")
            with speaking(choose(request.headers)):
                return self.answer(request, body)
        except (_Refused, ValueError, RecursionError) as error:
            return PlainTextResponse(f"Not a request of the page: {error}.", 400)
        except LookupError:
            return PlainTextResponse("There is no such page open.", 409)


@dataclass(frozen=True, slots=True)
class Shown:
    """Answers what the page asks for, from what its session holds."""

    actions: Actions
    seats: Seats

    def article(self, request: Request, body: str) -> Response:
        """Return the article that a citation, a source or a row of the table leads to."""
        del body
        session, said = _read(request, "turn", "number", "window", "checked", "start", "end")
        actions = self._actions(request)
        exchanges = actions.answers.begun(self.seats.exchanges_of(session), session)
        sentences = self.seats.sentences_of(session) if "checked" in said else ()
        if not exchanges and not sentences and "article" not in said:
            raise LookupError(session)  # it was let go; the event knows the conversation
        return PlainTextResponse(actions.open(exchanges, said, sentences=sentences))

    def guide(self, request: Request, body: str) -> Response:
        """Return what an article is about."""
        del body
        _, said = _read(request)
        return PlainTextResponse(self._actions(request).guide(said.get("article", "")))

    def shelf(self, request: Request, body: str) -> Response:
        """Return a page of the table; the session's later events show the same."""
        del body
        session, said = _read(request, "page", "down")
        leaf = Leaf.of(said)
        self.seats.turn(session, leaf)
        return PlainTextResponse(render_shelf(self._actions(request).stocking.shelf(said.get("words", ""), leaf)))

    def sources(self, request: Request, body: str) -> Response:
        """Return how the answer to a question begins; 204 where the question's event has to say it."""
        session, question, only = _read_question(request, body)
        if self.seats.is_editing(session):
            return Response(status_code=204)
        begun = self._actions(request).answers.find(question, self.seats.exchanges_of(session), session, only)
        return Response(status_code=204) if begun is None else JSONResponse(_show(begun))

    def typing(self, request: Request, body: str) -> Response:
        """Have the evidence of a question read that is still being typed, and return nothing."""
        session, question, only = _read_question(request, body)
        exchanges = self.seats.exchanges_of(session)
        if not self.seats.is_editing(session):
            self._actions(request).answers.foresee(question, exchanges, session, only)
        return Response(status_code=204)

    def _actions(self, request: Request) -> Actions:
        """Return the actions of who sends the request."""
        visitor: Visitor = request.scope[VISITOR]
        return replace(self.actions, identify=lambda: visitor.owner)


def _read(request: Request, *numbers: str) -> tuple[str, dict[str, str]]:
    """Return the session and the other parameters, of which `numbers` have to be some where they are there."""
    said = dict(request.query_params)
    session = said.pop("session_hash", "")
    for name in numbers:
        if name in said and not _NUMBER.fullmatch(said[name]):
            raise _Refused(f"{name} is no number")
    return session, said


def _read_question(request: Request, body: str) -> tuple[str, str, Filter]:
    """Return the session, the question, and what it is asked of."""
    session, _ = _read(request)
    asked = json.loads(body)
    if not isinstance(asked, dict) or not all(isinstance(asked.get(key), str) for key in ("question", "only")):
        raise _Refused("no question")
    return session, asked["question"], recall_scope(asked["only"])


def _show(exchange: Exchange) -> dict[str, object]:
    return {
        "number": exchange.number,
        "current": render_exchange(exchange),
        "sources": render_sources(exchange),
        "status": render_status(exchange),
    }
