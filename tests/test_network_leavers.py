"""What is held for a page that was closed: the latest may come back, the others are let go."""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from network_support import QUESTION, ROOT, Site, serve_site, visit

from ui.conversations.store import ConversationStore
from ui.server.access.leavers import MAX_LEFT, MAX_LEFT_BYTES, Leavers


@dataclass
class Forgotten:
    """Remembers which sessions were let go."""

    sessions: list[str] = field(default_factory=list)

    def __call__(self, session: str) -> None:
        self.sessions.append(session)


def test_of_the_pages_that_were_closed_the_latest_are_kept() -> None:
    forgotten = Forgotten()
    leavers = Leavers(forgotten)
    for number in range(MAX_LEFT + 3):
        leavers.come(str(number))
        leavers.leave(str(number))
    assert forgotten.sessions == ["0", "1", "2"]


def test_who_came_back_is_not_let_go() -> None:
    forgotten = Forgotten()
    leavers = Leavers(forgotten)
    leavers.come("back")
    leavers.leave("back")
    leavers.come("back")
    leavers.come("twice")
    leavers.come("twice")  # the new connection is there before the old one is seen to be broken
    leavers.leave("twice")
    for number in range(2 * MAX_LEFT):
        leavers.come(str(number))
        leavers.leave(str(number))
    assert forgotten.sessions == [str(number) for number in range(MAX_LEFT)]


def test_of_the_pages_that_were_closed_not_more_is_kept_than_a_limit() -> None:
    forgotten = Forgotten()
    third = MAX_LEFT_BYTES // 3
    sizes = {"first": third, "second": third, "third": third, "small": 1_000, "huge": MAX_LEFT_BYTES + 1, "last": third}
    leavers = Leavers(forgotten, sizes.__getitem__)
    for session in ("first", "second", "third"):
        leavers.come(session)
        leavers.leave(session)
    assert forgotten.sessions == []
    for session, gone in (("small", ["first"]), ("huge", ["first", "second", "third", "small", "huge"])):
        leavers.come(session)
        leavers.leave(session)
        assert forgotten.sessions == gone
    leavers.come("last")
    leavers.leave("last")
    assert forgotten.sessions[-1] == "huge"


CLOSE_LARGE_PAGES = """
import sys
from pathlib import Path
from index.embedders.hashed import HashedEmbedder
from index.library import Library
from rag.assistant import Assistant
from rag.generators.extractive import ExtractiveGenerator
from ui.server.access.leavers import MAX_LEFT_BYTES
from ui.browser.app import Door, create_guard
from ui.service.resources import Resources
from ui.service.exchange import Exchange
from ui.conversations.store import ConversationStore

home = Path(sys.argv[1])
with Library.open(home / "library", embedder=HashedEmbedder()) as library:
    resources = Resources(Assistant(library, ExtractiveGenerator()), home / "documents", ConversationStore.open(home))
    leavers = create_guard(resources, Door()).leavers
    seats = leavers.weigh.__self__
    for page in ("a", "b", "c"):
        leavers.come(page)
        seats.page.state_holder[page][seats.exchanges._id] = (Exchange(1, "?", draft=page * (MAX_LEFT_BYTES * 2 // 5)),)
    for page in ("a", "b", "c"):
        leavers.leave(page)
    print([page in seats.page.state_holder for page in ("a", "b", "c")])
"""


@pytest.mark.slow
def test_what_large_pages_held_is_let_go_soon_after_they_were_closed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLOSE_LARGE_PAGES, str(tmp_path)]  # Gradio leaves loops open
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[False, True, True]"


def leave_for_good(site: Site) -> None:
    """Open as many pages as are held after they were closed, and close them."""
    for _ in range(MAX_LEFT):
        with visit(site) as other:
            other.open()
            with other.http.stream("GET", f"/gradio_api/heartbeat/{other.session}") as stream:
                next(stream.iter_bytes())


@pytest.mark.enable_socket
@pytest.mark.slow
def test_a_page_whose_connection_came_back_late_goes_on_with_its_conversation(tmp_path: Path) -> None:
    with serve_site(tmp_path / "home") as site, visit(site) as reader:
        reader.open()
        with reader.http.stream("GET", f"/gradio_api/heartbeat/{reader.session}") as stream:
            next(stream.iter_bytes())
            shown = reader.ask()
        kept = ConversationStore.open(site.home).conversations()[0].id
        assert f"'{kept}'" in shown
        leave_for_good(site)
        said = {"turn": "1", "number": "1", "kept": "1", "at": "1"}
        until = time.monotonic() + 20  # the last of them is seen to be gone a moment later
        while reader.http.get("/article", params={"session_hash": reader.session, **said}).status_code != 409:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "1931.</mark>" in reader.do("bs-current", "open", [None, None, kept], said)
        assert "Running again" in reader.do("bs-current", "again", [None, kept], said)
        assert 'id="ask-2"' in reader.do("bs-question", "submit", [QUESTION, None, kept])
