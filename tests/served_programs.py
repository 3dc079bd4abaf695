"""The routes of programs behind their door, on a port of their own, without the page beside them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from index.embedders.hashed import HashedEmbedder
from index.library import Library
from rag.assistant import Assistant
from ui.conversations.store import ConversationStore
from ui.server.access.accounts import Accounts
from ui.server.access.tokens import Bearers
from ui.service.resources import Resources

SECRET = "the secret of this start"  # noqa: S105
QUESTION = "When was the bridge of Alderwick opened?"
ANSWER = "The bridge of Alderwick was opened in 1931."


@contextmanager
def open_resources(home: Path, articles: Path) -> Iterator[Resources]:
    """Open a library over `articles`, with the generator without a model."""
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        library.sync(articles)
        yield Resources(Assistant(library), home / "documents", ConversationStore.open(home))


@contextmanager
def serve_programs(resources: Resources, home: Path, accounts: Accounts | None = None) -> Iterator[str]:
    """Serve the routes until the end; yield their address."""
    # A second of imports, which tests of the service alone do not wait for.
    import uvicorn

    from ui.server.access.reception import Reception
    from ui.server.app import create_api
    from ui.server.guard import Guard

    who = accounts or Accounts()
    guard = Guard(create_api(resources), Reception(who), Bearers(home, who, SECRET))
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(guard, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
