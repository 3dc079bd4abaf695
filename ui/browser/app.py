"""The page's front door: what it works with, and how it is served; Gradio is imported only when it is."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.library import Library
from rag.assistant import Assistant
from ui.conversations.store import ConversationStore

if TYPE_CHECKING:
    import gradio

HOST = "127.0.0.1"  # nobody but this computer
MAX_FILE_SIZE = "64mb"
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page works with: who answers, the folder of the documents added in the browser, what was said."""

    assistant: Assistant
    documents: Path
    conversations: ConversationStore

    @property
    def library(self) -> Library:
        """Return the library that is asked and shown."""
        return self.assistant.library


def create_app(desk: Desk) -> "gradio.Blocks":
    """Return the page; nothing is served yet."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ui.browser.page import build_page

    return build_page(desk)


def launch(desk: Desk, port: int = 7860, open_page: bool = True, when_served: Callable[[], None] | None = None) -> None:
    """Serve the page to this computer alone until Ctrl-C; call `when_served` once it can be opened."""
    page = create_app(desk)
    from ui.browser.guard import guards
    from ui.browser.page import quiet_theme

    page.launch(
        server_name=HOST,
        server_port=port,
        inbrowser=open_page,
        prevent_thread_lock=True,
        share=False,
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=MAX_FILE_SIZE,
        theme=quiet_theme(),
        css_paths=[HERE / "style.css"],
        favicon_path=HERE / "favicon.svg",
        app_kwargs={"middleware": guards(), "docs_url": None, "redoc_url": None},
        quiet=True,
    )
    sys.stderr.write(f"The page is at http://{HOST}:{port}/ (Ctrl-C ends it).\n")
    if when_served is not None:
        when_served()
    page.block_thread()
