"""Signing in and out: the page with its form, how often it may be tried, and the cookie that comes of it."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from ui.browser.templating import draw
from ui.browser.wording import gettext
from ui.server.access.accounts import OWNER, Accounts
from ui.server.access.attempts import Attempts
from ui.server.access.routes import SIGN_IN, SIGN_IN_STYLE
from ui.server.access.visitors import MAX_AGE_S, Visitor, Visitors

MAX_WAITING = 8  # a hash takes 64 MB and a tenth of a second: no more than one is computed at once
SEE_OTHER = 303
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(slots=True)
class Reception:
    """Lets visitors in and out; `secure` marks the cookie for https alone."""

    accounts: Accounts
    secure: bool = False
    port: int = 7860
    clock: Callable[[], float] = time.monotonic
    visitors: Visitors = field(init=False)
    _attempts: Attempts = field(init=False)
    _limiter: CapacityLimiter | None = field(default=None, init=False)
    _waiting: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.visitors = Visitors(self.accounts)
        self._attempts = Attempts(self.clock)

    @property
    def cookie(self) -> str:
        """Return the cookie's name: browsers keep one jar for all ports of a host."""
        return f"broadsheet-{self.port}"

    def show(self, path: str, query: str = "") -> Response:
        """Return the page to sign in, which leads on to the `query`, or its style."""
        if path == SIGN_IN_STYLE:
            return PlainTextResponse(read_style(), media_type="text/css")
        if not self.accounts:
            return RedirectResponse("/", SEE_OTHER)
        return self._page(query=query)

    async def sign_in(self, body: bytes, peer: str, query: str = "") -> Response:
        """Return what a filled-in form leads to: the page, with the `query` of a link, or why not."""
        given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        name, password = (given.get(key, [""])[0] for key in ("name", "password"))
        wait_s = self._attempts.begin(peer)
        if wait_s > 0:
            return self._refuse_for(wait_s, name)
        if self._waiting >= MAX_WAITING:
            return self._refuse_for(1, name)
        self._waiting += 1
        try:
            self._limiter = self._limiter or CapacityLimiter(1)
            named = name.strip().lower()
            admitted = await to_thread.run_sync(self.accounts.admits, named, password, limiter=self._limiter)
        finally:
            self._waiting -= 1
        if not admitted:
            return self._page(gettext("That is not right. Try again."), name, 401, query)
        self._attempts.succeed(peer)
        reply = RedirectResponse(f"/?{query}" if query else "/", SEE_OTHER)
        self.give_cookie(reply, self.visitors.welcome(named))
        return reply

    def sign_out(self, visitor: Visitor | None) -> Response:
        """Return the way out; the cookie is worth nothing from now on."""
        if visitor is not None:
            self.visitors.dismiss(visitor)
        reply = RedirectResponse(SIGN_IN if self.accounts else "/", SEE_OTHER)
        reply.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="strict")
        return reply

    def turn_away(self, opens_a_page: bool, query: str = "") -> Response:
        """Return what a visitor who has not signed in gets, who followed a link with this `query`."""
        if opens_a_page:
            return RedirectResponse(f"{SIGN_IN}?{query}" if query else SIGN_IN, SEE_OTHER)
        return PlainTextResponse("Sign in first.", 401)

    def lead_on(self, query: str = "") -> Response:
        """Return the page between a link on another site and ours, with the `query` of the link."""
        return HTMLResponse(render_follow(query), headers={"Content-Security-Policy": POLICY})

    def give_cookie(self, reply: Response, visitor: Visitor) -> None:
        """Set the cookie of `visitor` in `reply`."""
        reply.set_cookie(
            self.cookie,
            self.visitors.seal(visitor),
            max_age=MAX_AGE_S if self.accounts else None,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    def _refuse_for(self, wait_s: float, name: str) -> Response:
        seconds = math.ceil(wait_s)
        reply = self._page(gettext("Too many tries. Wait %(seconds)s s, then try again.", seconds=seconds), name, 429)
        reply.headers["Retry-After"] = str(seconds)
        return reply

    def _page(self, said: str = "", name: str = "", status: int = 200, query: str = "") -> Response:
        page = render_sign_in(tuple(self.accounts.hashes), said, name, query)
        return HTMLResponse(page, status, headers={"Content-Security-Policy": POLICY})


def read_style() -> str:
    """Return the style of these pages."""
    return files("ui.browser.assets").joinpath("sign_in.css").read_text(encoding="utf-8")


def render_sign_in(names: tuple[str, ...], said: str = "", name: str = "", query: str = "") -> str:
    """Return the page; a name is asked for only where there is more than the owner's. It leads on to the `query`."""
    only = names[0] if names else OWNER
    return draw("sign_in", "sign_in", names, said, name if len(names) > 1 else only, _with(SIGN_IN, query))


def render_follow(query: str = "") -> str:
    """Return the page between a link on another site and ours."""
    return draw("sign_in", "follow", _with("/", query))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
