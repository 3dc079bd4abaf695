"""The page's front door: what it works with, and how it is served; Gradio is imported only when it is."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.browser.access.accounts import Accounts
from ui.browser.access.address import Address
from ui.browser.access.origin import LOOPBACK_NAMES, Names, is_loopback
from ui.browser.desk import Desk

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from ui.browser.guard import Guard
    from ui.browser.page import Page

MAX_SESSIONS = 100  # conversations in memory, of the latest tabs; some MB each, and kept ones can be opened again
CLOSING_S = 5.0  # for work on the library to come to its next step; it goes on from there with the next start
ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page can be reached, under which names, and who may come in; at first this computer alone, anybody."""

    address: Address = field(default_factory=Address)
    names: Names = field(default_factory=Names)
    accounts: Accounts = field(default_factory=Accounts)

    @property
    def is_shared(self) -> bool:
        """Tell whether others than this computer's user may reach the page: by its address, a name, or an account."""
        named = self.names.allowed - LOOPBACK_NAMES
        return bool(self.accounts or named) or not is_loopback(self.address.host)


def create_app(desk: Desk) -> "Page":
    """Return the page; nothing is served yet."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ui.browser.page import build_page
    from ui.browser.sessions import keep_component_numbers

    keep_component_numbers()
    return build_page(desk)


def create_guard(desk: Desk, door: Door) -> "Guard":
    """Return the page behind its door, as an ASGI application."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio
    from fastapi import FastAPI

    from ui.browser.access.leavers import Leavers, give_memory_back
    from ui.browser.access.reception import Reception
    from ui.browser.access.routes import ARTICLE, DOCUMENTS, PULSE, SHELF, SOURCES, TYPING
    from ui.browser.access.whose import find_owner, find_visitor
    from ui.browser.beside import Beside, Shown
    from ui.browser.guard import Guard
    from ui.browser.page import quiet_theme
    from ui.browser.pulse import Pulse
    from ui.browser.rooms import Rooms
    from ui.browser.stock.arrivals import Arrivals
    from ui.browser.stock.documents import sweep

    private = replace(
        desk,
        conversations=desk.conversations.belonging_to(find_owner),
        signs_in=bool(door.accounts),
        may_fetch=desk.may_fetch or not door.is_shared,
    )
    built = create_app(private)
    page = built.blocks
    page.state_session_capacity = MAX_SESSIONS
    served = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
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
        css_paths=[ASSETS / "style.css"],
        favicon_path=str(ASSETS / "favicon.svg"),
        app_kwargs={"docs_url": None, "redoc_url": None},
    )
    # Gradio keeps a record of 10,000 events, for a page that is switched off, and copies all at the end of each.
    page._queue.ANALYTICS_MAX_EVENTS = MAX_SESSIONS
    reception = Reception(door.accounts, secure=door.address.is_secure, port=door.address.port)
    sweep(desk.documents)

    def forget(session: str) -> None:
        # Gradio would hold what a page showed for an hour after it was closed, and its queue's part for good.
        with page.state_holder.lock:
            page.state_holder.session_data.pop(session, None)
            page.state_holder.time_last_used.pop(session, None)
        page._queue.pending_messages_per_session.pop(session, None)
        page._queue.pending_event_ids_session.pop(session, None)
        built.actions.early.forget(session)
        give_memory_back()

    shown = Shown(built.actions, built.seats)
    own: dict[str, ASGIApp] = {
        DOCUMENTS: Arrivals(desk.documents),
        PULSE: Pulse(private),
        ARTICLE: Beside(shown.article),
        SHELF: Beside(shown.shelf),
        SOURCES: Beside(shown.sources),
        TYPING: Beside(shown.typing),
    }
    rooms = Rooms(own, served)
    return Guard(rooms, reception, door.names, leavers=Leavers(forget, built.seats.weigh))


def launch(desk: Desk, door: Door, open_page: bool = True, when_served: Callable[[], None] | None = None) -> None:
    """Serve the page until Ctrl-C or SIGTERM; call `when_served` once it can be opened."""
    guard = create_guard(desk, door)
    from ui.browser.server import PageServer, configure, run
    from ui.browser.stock.watcher import watch_folders

    closing = threading.Event()
    watching = (desk.library, desk.watched, desk.work, closing)

    def tell() -> None:
        threading.Thread(target=watch_folders, args=watching, daemon=True).start()
        sys.stderr.write(f"The page is at {door.address.url} (Ctrl-C ends it).\n")
        if when_served is not None:
            when_served()
        if open_page:
            threading.Thread(target=webbrowser.open, args=(door.address.url,), daemon=True).start()

    try:
        run(PageServer(configure(guard, door.address), guard, tell))
    finally:
        closing.set()
        desk.work.cancel()
        desk.work.wait(CLOSING_S)
