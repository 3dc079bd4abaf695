"""The page's front door: what it works with, and how it is served; Gradio is imported only when it is."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.library import Library
from rag.assistant import Assistant
from ui.browser.access.accounts import Accounts
from ui.browser.access.address import Address
from ui.browser.access.origin import Names
from ui.conversations.store import ConversationStore

if TYPE_CHECKING:
    import gradio

    from ui.browser.guard import Guard

MAX_SESSIONS = 100  # conversations in memory, of the latest tabs; some MB each, and kept ones can be opened again
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page works with: who answers, the folder of the documents added in the browser, what was said.

    `signs_in` tells whether its readers have to, and so can sign out.
    """

    assistant: Assistant
    documents: Path
    conversations: ConversationStore
    signs_in: bool = False

    @property
    def library(self) -> Library:
        """Return the library that is asked and shown."""
        return self.assistant.library


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page can be reached, under which names, and who may come in; at first this computer alone, anybody."""

    address: Address = field(default_factory=Address)
    names: Names = field(default_factory=Names)
    accounts: Accounts = field(default_factory=Accounts)


def create_app(desk: Desk) -> "gradio.Blocks":
    """Return the page; nothing is served yet."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ui.browser.page import build_page

    return build_page(desk)


def create_guard(desk: Desk, door: Door) -> "Guard":
    """Return the page behind its door, as an ASGI application."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio
    from fastapi import FastAPI

    from ui.browser.access.leavers import Leavers, give_memory_back
    from ui.browser.access.reception import Reception
    from ui.browser.access.routes import MAX_FILE_BYTES
    from ui.browser.access.whose import find_owner, find_visitor
    from ui.browser.guard import Guard
    from ui.browser.page import quiet_theme

    private = replace(desk, conversations=desk.conversations.belonging_to(find_owner), signs_in=bool(door.accounts))
    page = create_app(private)
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
        max_file_size=MAX_FILE_BYTES,
        theme=quiet_theme(),
        css_paths=[HERE / "style.css"],
        favicon_path=str(HERE / "favicon.svg"),
        app_kwargs={"docs_url": None, "redoc_url": None},
    )
    reception = Reception(door.accounts, secure=door.address.is_secure, port=door.address.port)

    def forget(session: str) -> None:
        # Gradio would hold what a page showed for an hour after it was closed, and its queue's part for good.
        with page.state_holder.lock:
            page.state_holder.session_data.pop(session, None)
            page.state_holder.time_last_used.pop(session, None)
        page._queue.pending_messages_per_session.pop(session, None)
        page._queue.pending_event_ids_session.pop(session, None)
        give_memory_back()

    return Guard(served, reception, door.names, leavers=Leavers(forget))


def launch(desk: Desk, door: Door, open_page: bool = True, when_served: Callable[[], None] | None = None) -> None:
    """Serve the page until Ctrl-C or SIGTERM; call `when_served` once it can be opened."""
    guard = create_guard(desk, door)
    from ui.browser.server import PageServer, configure, run

    def tell() -> None:
        sys.stderr.write(f"The page is at {door.address.url} (Ctrl-C ends it).\n")
        if when_served is not None:
            when_served()
        if open_page:
            threading.Thread(target=webbrowser.open, args=(door.address.url,), daemon=True).start()

    run(PageServer(configure(guard, door.address), guard, tell))
