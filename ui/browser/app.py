"""The page's front door: what it works with, and how it is served; Gradio is imported only when it is."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from index.address import read_name
from ui.browser.actions import nobody
from ui.server.access.accounts import Accounts
from ui.server.access.address import Address
from ui.server.access.origin import LOOPBACK_NAMES, Names, is_loopback
from ui.server.access.private_files import Place
from ui.server.access.tokens import Bearers
from ui.server.running import new_secret, note_running
from ui.service.resources import Resources

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

    from ui.browser.page import Page
    from ui.server.access.visitors import Visitor
    from ui.server.guard import Guard

MAX_SESSIONS = 100  # conversations in memory, of the latest tabs; some MB each, and kept ones can be opened again
CLOSING_S = 5.0  # for work on the library to come to its next step; it goes on from there with the next start
ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page can be reached, under which names, and who may come in; at first this computer alone, anybody.

    `place` holds the tokens of programs, the `home` unless told otherwise; `secret` is that of this start, for the
    commands of the same home.
    """

    address: Address = field(default_factory=Address)
    names: Names = field(default_factory=Names)
    accounts: Accounts = field(default_factory=Accounts)
    home: Path | None = None
    place: Place | None = None
    secret: str = field(default_factory=new_secret)

    @property
    def bearers(self) -> Bearers:
        """Return whose tokens are known."""
        return Bearers(self.place or self.home, self.accounts, self.secret)

    @property
    def is_shared(self) -> bool:
        """Tell whether others than this computer's user may reach the page: by its address, a name, or an account."""
        named = self.names.allowed - LOOPBACK_NAMES
        return bool(self.accounts or named) or not is_loopback(self.address.host)


def create_app(resources: Resources, identify: Callable[[], str | None] = nobody) -> "Page":
    """Return the page; nothing is served yet."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ui.browser.page import build_page
    from ui.browser.sessions import keep_component_numbers

    keep_component_numbers()
    return build_page(resources, identify)


def create_guard(resources: Resources, door: Door) -> "Guard":
    """Return the page behind its door, as an ASGI application."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio
    from starlette.routing import Route

    from ui.browser.beside import Beside, Shown
    from ui.browser.first import First
    from ui.browser.page import quiet_theme
    from ui.browser.sessions import find_owner, find_visitor
    from ui.browser.shared import Shared
    from ui.server.access.leavers import Leavers, give_memory_back
    from ui.server.access.reception import Reception
    from ui.server.access.routes import ARTICLE, DOCUMENTS, GUIDE, PULSE, SHELF, SOURCES, TYPING
    from ui.server.app import create_api
    from ui.server.arrivals import Arrivals
    from ui.server.guard import VISITOR, Guard
    from ui.server.pulse import Pulse
    from ui.service.documents import sweep

    private = replace(resources, signs_in=bool(door.accounts), may_fetch=resources.may_fetch or not door.is_shared)
    built = create_app(private, find_owner)
    page = built.blocks
    page.state_session_capacity = MAX_SESSIONS
    served = create_api(resources)
    gradio.mount_gradio_app(
        served,
        page,
        "/",
        auth_dependency=find_visitor,
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=quiet_theme(),
        css_paths=[ASSETS / f"{name}.css" for name in ("tokens", "style", "layout", "narrow", "notes", "library")],
        favicon_path=str(ASSETS / "favicon.svg"),
        app_kwargs={"docs_url": None, "redoc_url": None},
    )
    # Gradio keeps a record of 10,000 events, for a page that is switched off, and copies all at the end of each.
    page._queue.ANALYTICS_MAX_EVENTS = MAX_SESSIONS
    reception = Reception(door.accounts, secure=door.address.is_secure, port=door.address.port)
    sweep(resources.documents)

    def forget(session: str) -> None:
        # Gradio would hold what a page showed for an hour after it was closed, and its queue's part for good.
        with page.state_holder.lock:
            page.state_holder.session_data.pop(session, None)
            page.state_holder.time_last_used.pop(session, None)
        page._queue.pending_messages_per_session.pop(session, None)
        page._queue.pending_event_ids_session.pop(session, None)
        built.actions.searches.forget(session)
        give_memory_back()

    shown = Shown(built.actions, built.seats)
    own: dict[str, ASGIApp] = {
        DOCUMENTS: Arrivals(resources.documents),
        PULSE: Pulse(private),
        ARTICLE: Beside(shown.article),
        GUIDE: Beside(shown.guide),
        SHELF: Beside(shown.shelf),
        SOURCES: Beside(shown.sources),
        TYPING: Beside(shown.typing),
    }
    served.router.routes[:0] = [Route(path, endpoint=one) for path, one in own.items()]
    style = "".join((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", "layout"))

    def welcome(scope: "Scope") -> Markup:
        visitor: Visitor = scope[VISITOR]
        # What a token is bound to, the page does not know.
        return Markup() if visitor.collections else replace(built.actions, identify=lambda: visitor.owner).welcome()

    def read_answer(scope: "Scope", name: str) -> str:
        visitor: Visitor = scope[VISITOR]
        return replace(built.actions, identify=lambda: visitor.owner).read_shared(name)

    first, leavers = First(served, welcome, style, built.labels), Leavers(forget, built.seats.weigh)
    return Guard(Shared(first, read_answer), reception, door.bearers, door.names, leavers=leavers)


def launch(
    resources: Resources, door: Door, open_page: bool = True, when_served: Callable[[], None] | None = None
) -> None:
    """Serve the page until Ctrl-C or SIGTERM; call `when_served` once it can be opened."""
    guard = create_guard(resources, door)
    from ui.server.serving import PageServer, configure, run
    from ui.service.watcher import watch_folders

    closing = threading.Event()
    watching = (resources.library, resources.watched, resources.work, closing)

    def tell() -> None:
        threading.Thread(target=watch_folders, args=watching, daemon=True).start()
        sys.stderr.write(f"The page is at {door.address.url} (Ctrl-C ends it).\n")
        if when_served is not None:
            when_served()
        if open_page:
            threading.Thread(target=webbrowser.open, args=(door.address.url,), daemon=True).start()

    try:
        with note_running(door.home, door.address, door.secret, read_name(resources.library.name)):
            run(PageServer(configure(guard, door.address), guard, tell))
    finally:
        closing.set()
        resources.work.end(CLOSING_S)
