"""The door of the page: every request passes it, and every reply.

In this order: is the host one of ours, is there such a route, did the page itself ask, who is it, how much does it
send. Gradio sees only what is left, with the session of the request bound to the browser that sent it.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.browser.wording import choose, speaking
from ui.server.access.bodies import (
    Disconnected,
    Incoming,
    TooLarge,
    TooSlow,
    metered,
    read_whole,
    replayed,
    say_size,
)
from ui.server.access.errors import TokenRefused
from ui.server.access.events import EventRefused, rewrite_event, session_of
from ui.server.access.leavers import Leavers
from ui.server.access.origin import Names, is_followed_link, is_ours
from ui.server.access.reception import Reception
from ui.server.access.replies import Reply
from ui.server.access.routes import CANCEL, HEARTBEAT, JOIN, Kind, Route, find_route
from ui.server.access.streams import Streams
from ui.server.access.tokens import PREFIX, Bearers
from ui.server.access.visitors import Visitor
from ui.server.faults import refuse, say_program_closed

VISITOR = "broadsheet.visitor"  # where the scope of a request says whose it is
# Behind no proxy of ours: whoever sends these wants to be taken for somebody else.
_UNTRUSTED = (b"x-forwarded-", b"forwarded", b"x-gradio-", b"x-direct-url", b"x-real-ip", b"x-ip-token", b"range")
CLOSING = "Broadsheet is being closed."
NO_TOKEN = "Sign in first: send `Authorization: Bearer TOKEN`; `broadsheet tokens make NAME` makes a token."  # noqa: S105
WRONG_TOKEN = "This token is not known, or was revoked: `broadsheet tokens make NAME` makes another."  # noqa: S105
_log = logging.getLogger(__name__)


class _Refused(Exception):
    """A request that is not let in; `reply` says it where a sentence alone does not."""

    def __init__(self, status: int, said: str, reply: Response | None = None) -> None:
        super().__init__(said)
        self.status = status
        self.reply = reply


@dataclass(slots=True)
class Guard:
    """The page behind its door."""

    app: ASGIApp
    reception: Reception
    bearers: Bearers = field(default_factory=Bearers)
    names: Names = field(default_factory=Names)
    streams: Streams = field(default_factory=Streams)
    leavers: Leavers = field(default_factory=Leavers)
    requests: int = 0  # so far

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in a sentence."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            self.requests += 1
            await self._answer(scope, Incoming(receive), send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Incoming, send: Send) -> None:
        route = find_route(scope["path"])
        reply = Reply(send, self.streams, keeps=route is not None and route.kind is Kind.ASSET)
        try:
            await self._admit(route, scope, receive, reply)
        except asyncio.CancelledError:  # the server is closed, and this took too long
            if not self.streams.is_over:
                raise
            await reply.end_with(refuse(scope["path"], 503, CLOSING), receive, takes_rest=False)
        except Disconnected:
            return
        except Exception as error:  # the edge of the server: nobody above may write a traceback into the reply
            await reply.end_with(_refusal(error, route, scope["path"]), receive)

    async def _admit(self, route: Route | None, scope: Scope, receive: Receive, reply: Reply) -> None:
        await self._let_in(route, scope, receive, reply)
        if reply.fault is not None and not reply.status:  # the application made something else of it
            raise reply.fault

    async def _let_in(self, route: Route | None, scope: Scope, receive: Receive, reply: Reply) -> None:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or not self.names.allow(headers["host"]):
            raise _Refused(400, "This server does not go by that name.")
        if route is None:
            raise _Refused(404, "There is nothing here.")
        if scope["method"] not in route.methods:
            raise _Refused(405, "This cannot be done here.")
        if not is_ours(headers, route.kind):
            raise _Refused(403, "Only the page itself may ask for this.")
        if int(headers.get("content-length", 0) or 0) > route.max_bytes:
            raise TooLarge
        receive = reply.noting(metered(receive, route.max_bytes))
        visitor = self._recognise(scope)
        if route.kind is Kind.PROGRAM:
            await self._serve_program(self._admit_program(headers, visitor, route), scope, receive, reply)
        elif route.kind is Kind.SIGN_IN:
            with speaking(choose(headers)):
                shown = await self._receive_guest(scope, receive, _link_of(scope, route))
            await shown(scope, receive, reply)
        elif route.kind is Kind.SIGN_OUT:
            await self.reception.sign_out(visitor)(scope, receive, reply)
        elif visitor is None and is_followed_link(headers):
            with speaking(choose(headers)):
                shown = self.reception.lead_on(_link_of(scope, route))
            await shown(scope, receive, reply)
        else:
            await self._pass_on(
                route, visitor or self._welcome(route, reply, _link_of(scope, route)), scope, receive, reply
            )

    def _recognise(self, scope: Scope) -> Visitor | None:
        cookie = HTTPConnection(scope).cookies.get(self.reception.cookie)
        return self.reception.visitors.recognise(cookie) if cookie else None

    def _admit_program(self, headers: Headers, visitor: Visitor | None, route: Route) -> Visitor:
        """Return who a program acts for: its token says so, else the page's cookie, else nobody has to say so."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            found = self.bearers.recognise(given.strip())
            if found is not None:
                return found
            # Clients that insist on a key send any where none is needed; one of ours that is not known was revoked.
            if self.reception.accounts or given.strip().startswith(PREFIX):
                raise _Refused(401, WRONG_TOKEN)
        if visitor is None and self.reception.accounts:
            self._turn_away(route)
        return visitor or Visitor("")

    async def _serve_program(self, visitor: Visitor, scope: Scope, receive: Receive, reply: Reply) -> None:
        if self.streams.is_draining:
            raise _Refused(503, CLOSING)
        inner = {**scope, VISITOR: visitor, "headers": _trusted(scope)}
        answers = "" if scope["method"] == "GET" else "program"
        await self.streams.run(self.app, inner, receive, reply, answers, say_program_closed(scope["path"]))

    def _welcome(self, route: Route, reply: Reply, query: str) -> Visitor:
        """Return a new visitor where nobody has to sign in; else turn them away."""
        if self.reception.accounts:
            self._turn_away(route, query)
        visitor = self.reception.visitors.welcome()
        given = Response()
        self.reception.give_cookie(given, visitor)
        reply.cookie = given.headers["set-cookie"]
        return visitor

    def _turn_away(self, route: Route, query: str = "") -> NoReturn:
        if route.kind is Kind.PROGRAM:
            raise _Refused(401, NO_TOKEN)
        raise _Refused(401, "", self.reception.turn_away(route.kind is Kind.DOCUMENT, query))

    async def _receive_guest(self, scope: Scope, receive: Receive, query: str) -> Response:
        if scope["method"] != "POST":
            return self.reception.show(scope["path"], query)
        peer = scope["client"][0] if scope.get("client") else ""
        return await self.reception.sign_in(await read_whole(receive), peer, query)

    async def _pass_on(self, route: Route, visitor: Visitor, scope: Scope, receive: Receive, reply: Reply) -> None:
        if route.kind is Kind.EVENT and self.streams.is_draining:
            raise _Refused(503, CLOSING)
        path = scope["path"]
        inner = {**scope, VISITOR: visitor, "query_string": _bound_query(scope, route, visitor)}
        inner["headers"] = _trusted(scope)
        if path in (JOIN, CANCEL):
            body = rewrite_event(await read_whole(receive), visitor)
            length = (b"content-length", str(len(body)).encode())
            plain = (b"content-length", b"transfer-encoding")
            inner["headers"] = [*(pair for pair in inner["headers"] if pair[0] not in plain), length]
            receive = replayed(body, receive)
            if self.streams.is_draining:  # since it began to come
                raise _Refused(503, CLOSING)
            if path == JOIN:
                self.streams.expect(session_of(body))
        elif path.startswith(HEARTBEAT):
            await self._attend(visitor.bind(path.removeprefix(HEARTBEAT)), inner, receive, reply)
            return
        if route.kind is Kind.STREAM:
            answers = dict(parse_qsl(inner["query_string"].decode())).get("session_hash", "")
            await self.streams.run(self.app, inner, receive, reply, answers)
        else:
            await self.app(inner, receive, reply)

    async def _attend(self, session: str, scope: Scope, receive: Receive, reply: Reply) -> None:
        """Keep the connection that lasts as long as a page is open."""
        path = HEARTBEAT + session
        self.leavers.come(session)
        try:
            inner = {**scope, "path": path, "raw_path": path.encode()}
            await self.streams.run(self.app, inner, receive, reply, answers="")
        finally:
            self.leavers.leave(session)


def _trusted(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [pair for pair in scope["headers"] if not pair[0].startswith(_UNTRUSTED)]


def _refusal(error: Exception, route: Route | None, path: str) -> Response:
    """Return what is replied where a request was not let in, or failed."""
    match error:
        case _Refused():
            return error.reply or refuse(path, error.status, str(error))
        case TooLarge():
            return refuse(path, 413, f"Too large: at most {say_size(route.max_bytes if route else 0)} at once.")
        case TooSlow():
            return refuse(path, 408, "Too slow.")
        case EventRefused():
            return refuse(path, 400, f"Not an event of the page: {error}.")
        case TokenRefused():
            return refuse(path, 500, str(error))
    _log.error("a request failed", exc_info=error)
    return refuse(path, 500, "Something went wrong here.")


def _link_of(scope: Scope, route: Route) -> str:
    """Return the query of a link that was followed, with nothing in it but what the route has."""
    return _bound_query(scope, route, Visitor("")).decode()


def _bound_query(scope: Scope, route: Route, visitor: Visitor) -> bytes:
    """Return the query with nothing in it but what the route has, sessions bound to `visitor`."""
    given = parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=20)
    kept: Mapping[str, str] = {name: value for name, value in given if name in route.parameters}
    bound = {name: visitor.bind(value) if name == "session_hash" else value for name, value in kept.items()}
    return urlencode(bound).encode()
