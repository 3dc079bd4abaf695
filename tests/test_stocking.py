"""What is done to the library beside the asking: one piece of work at a time, watched folders, the sign of life."""

import json
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from starlette.types import Message

from index.errors import LibraryError
from index.filling.resync import resync_steps
from index.inventory import find_likenesses
from index.library import Library
from index.types import ListedArticle, Progress, SyncReport
from index.web.following import FEEDS
from rag.assistant import Assistant
from ui.browser.actions import Actions
from ui.browser.stocking import Stocking
from ui.conversations.store import ConversationStore
from ui.server.pulse import Pulse
from ui.service.resources import Resources
from ui.service.watched import FILE, WatchedFolders
from ui.service.watcher import watch_folders
from ui.service.work import Doing, Work

PATIENCE_S = 20.0


@pytest.fixture
def actions(library: Library, tmp_path: Path) -> Actions:
    home = tmp_path / "home"
    return Actions(Resources(Assistant(library), home / "documents", ConversationStore.open(home)))


class Gate:
    """Steps that go on one by one, as the test says."""

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.closed = threading.Event()

    def steps(self) -> Generator[Progress, None, None]:
        try:
            for number in range(100):
                assert self.go.acquire(timeout=PATIENCE_S)
                yield Progress("read", number, 100)
        finally:
            self.closed.set()


def seen_until(doings: Iterator[Doing], stage: str) -> Doing:
    return next(doing for doing in doings if doing.step.stage == stage or doing.is_over)


def test_one_piece_of_work_at_a_time_and_everybody_sees_it() -> None:
    work, gate = Work(), Gate()
    assert work.now == Doing()
    assert work.start("One", gate.steps)
    assert not work.start("Two", gate.steps)
    mine, other = work.follow(), work.follow()
    gate.go.release()
    assert seen_until(mine, "read").name == seen_until(other, "read").name == "One"
    work.cancel()
    gate.go.release()
    assert [list(mine)[-1].is_cancelled, list(other)[-1].is_cancelled] == [True, True]
    assert gate.closed.is_set()
    assert work.start("Two", lambda: _done(SyncReport(unchanged=3)))
    *_, last = work.follow()
    assert (last.number, last.name, last.is_cancelled, last.report) == (2, "Two", False, SyncReport(unchanged=3))


def _done(report: SyncReport) -> Generator[Progress, None, None]:
    yield Progress("done", 1, 1, report=report)


def test_addresses_are_not_fetched_where_others_reach_the_page(actions: Actions, library: Library) -> None:
    stocking = actions.stocking
    (said,) = stocking.fetch({"address": "https://example.org"})
    assert "because others reach this page" in said
    assert "<code>broadsheet chat --allow-addresses</code>" in said
    assert "because others reach this page" in stocking.unfollow({"feed": "https://example.org"})
    assert stocking.web() == ""
    stocking.resources.pages.mkdir(parents=True)
    listed = [{"url": "https://example.org/<feed>", "allow_private": False}]
    (stocking.resources.pages / FEEDS).write_text(json.dumps(listed))
    assert "https://example.org/&lt;feed&gt;" in stocking.web()
    assert "data-event" not in stocking.web()
    allowed = Stocking(replace(actions.resources, may_fetch=True))
    assert 'data-event="unfollow"' in allowed.web()
    *_, said = allowed.fetch({"address": "localhost"})
    assert "is not a public web address" in said
    (stocking.resources.pages / FEEDS).write_text("{")
    assert "is damaged: delete it" in allowed.web()


def test_work_that_fails_says_why_and_the_next_can_begin(caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> Generator[Progress, None, None]:
        yield Progress("read", 0, 1)
        raise LibraryError("The folder is gone.")

    work = Work()
    work.start("One", failing)
    *_, last = work.follow()
    assert (last.trouble, last.report, last.is_cancelled) == ("The folder is gone.", None, False)
    assert work.start("Two", lambda: _done(SyncReport()))


def test_a_cancelled_rebuild_keeps_what_it_took_in_and_the_next_goes_on(actions: Actions) -> None:
    documents = actions.resources.documents
    documents.mkdir(parents=True)
    for number in range(40):
        (documents / f"{number:02}.txt").write_text(f"Note {number}\n\nThe note {number} is about nothing.\n")
    shown = []
    for said in actions.stocking.rebuild():
        shown.append(said)
        actions.stocking.cancel()
    assert "Cancelled." in shown[-1]
    kept = len(actions.resources.library.articles())
    assert kept < 40
    *_, last = actions.stocking.rebuild()
    assert f"{40 - kept} added" in last
    assert len(actions.resources.library.articles()) == 40


def test_from_scratch_embeds_every_article_anew(actions: Actions) -> None:
    documents = actions.resources.documents
    documents.mkdir(parents=True)
    (documents / "mill.txt").write_text("The mill\n\nThe mill was sold.\n")
    *_, last = actions.stocking.rebuild_from_scratch()
    assert "1 added" in last
    before = actions.resources.library.generation
    shown = list(actions.stocking.rebuild_from_scratch())
    assert "1 unchanged" in shown[-1]
    assert actions.resources.library.generation > before
    assert actions.resources.library.search("Who sold the mill?")[0].article.title == "The mill"


def test_a_rebuild_takes_in_every_folder_that_was_synced(actions: Actions, articles: Path) -> None:
    actions.resources.library.sync(articles)
    (articles / "new.txt").write_text("New\n\nThis came later.\n")
    (articles / "bridge.md").unlink()
    *_, last = actions.stocking.rebuild()
    assert "1 added, 1 removed" in last


def test_a_folder_that_is_gone_removes_nothing_and_is_named(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    before = library.articles()
    articles.rename(tmp_path / "elsewhere")
    *_, last = resync_steps(library)
    assert last.report is not None
    (failure,) = last.report.failures
    assert failure.path == str(articles)
    assert "its articles stay" in failure.reason
    assert library.articles() == before


def test_a_resync_leaves_out_what_was_removed_also_where_a_single_file_was_synced(
    library: Library, articles: Path
) -> None:
    library.sync(articles / "bridge.md")
    (bridge,) = library.articles()
    library.remove(bridge.id)
    list(resync_steps(library))
    assert library.articles() == ()
    *_, last = resync_steps(library, restore=True)
    assert last.report is not None
    assert last.report.added == (bridge.id,)


def test_why_a_document_waits_is_still_said_after_another_folder_was_synced(actions: Actions, articles: Path) -> None:
    documents = actions.resources.documents
    documents.mkdir(parents=True)
    (documents / "empty.pdf").write_bytes(b"no PDF")
    list(actions.stocking.rebuild())
    (failure,) = actions.resources.work.failures
    assert Path(failure.path) == documents / "empty.pdf"
    (articles / "broken.pdf").write_bytes(b"no PDF")
    list(actions.stocking.watch({"folder": str(articles)}))
    assert [Path(one.path).name for one in actions.resources.work.failures] == ["empty.pdf", "broken.pdf"]
    (articles / "broken.pdf").unlink()
    list(actions.stocking.watch({"folder": str(articles)}))
    assert list(actions.resources.work.failures) == [failure]
    (documents / "empty.pdf").unlink()
    list(actions.stocking.rebuild())
    assert actions.resources.work.failures == ()


def test_a_folder_inside_another_is_synced_once(library: Library, articles: Path) -> None:
    inner = articles / "inner"
    inner.mkdir()
    (inner / "quay.txt").write_text("The quay\n\nThe quay is long.\n")
    library.sync(articles)
    *_, last = resync_steps(library, [inner, articles, articles])
    assert last.report is not None
    assert last.report.unchanged == len(library.articles())


def test_watched_folders_are_kept_and_left(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    watched = WatchedFolders(tmp_path / "home")
    assert watched.add(f" {notes} ") == notes
    watched.add(str(notes))
    assert watched.folders == WatchedFolders(tmp_path / "home").folders == (notes,)
    watched.leave(str(notes))
    assert watched.folders == WatchedFolders(tmp_path / "home").folders == ()


@pytest.mark.parametrize("name", ["", "  ", "/no/such/folder"])
def test_what_is_no_folder_is_not_watched(tmp_path: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="There is no folder"):
        WatchedFolders(tmp_path).add(name)


@pytest.mark.parametrize("kept", ["", "{", "3", '{"a": 1}', "[1, null]"])
def test_a_damaged_list_of_watched_folders_is_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / FILE).write_text(kept)
    assert WatchedFolders(tmp_path).folders == ()


def test_only_the_owner_has_folders_watched(actions: Actions, articles: Path) -> None:
    assert "Only the owner" in next(actions.stocking.watch({"folder": str(articles)}, "anna"))
    assert not actions.resources.watched.folders
    *_, last = actions.stocking.watch({"folder": str(articles)})
    assert "3 added" in last
    assert list(actions.resources.watched.folders) == [articles]
    assert "Only the owner" in actions.stocking.leave({"folder": str(articles)}, "anna")
    assert "Its articles stay" in actions.stocking.leave({"folder": str(articles)})
    assert not actions.resources.watched.folders
    assert "There is no folder" in next(actions.stocking.watch({"folder": "/no/such"}))


@pytest.mark.slow
def test_what_changes_in_a_watched_folder_is_taken_in(actions: Actions, articles: Path) -> None:
    resources, closing = actions.resources, threading.Event()
    resources.library.sync(articles)
    resources.watched.add(str(articles))
    watching = threading.Thread(
        target=watch_folders, args=(resources.library, resources.watched, resources.work, closing)
    )
    watching.start()
    try:
        time.sleep(1)  # until it looks
        (articles / ".hidden.txt").write_text("Hidden\n\nNobody reads this.\n")
        (articles / "quay.txt").write_text("The quay\n\nThe quay is long.\n")
        (articles / "bridge.md").unlink()
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and "The quay" not in _titles(resources.library):
            time.sleep(0.1)
        assert resources.work.wait(PATIENCE_S)
        assert "The quay" in _titles(resources.library)
        assert not {"The bridge", "Hidden"} & _titles(resources.library)
        assert resources.work.now.name == "Taking in what changed"
    finally:
        closing.set()
        watching.join(PATIENCE_S)
    assert not watching.is_alive()


def _titles(library: Library) -> set[str]:
    return {article.title for article in library.articles()}


def pulse_of(resources: Resources, pulse: Pulse | None = None) -> dict[str, str]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    anyio.run((pulse or Pulse(resources)).__call__, {"type": "http", "headers": []}, receive, send)
    told = json.loads(sent[1]["body"])
    assert isinstance(told, dict)
    return told


def test_the_sign_of_life_changes_with_the_library_the_work_and_the_run(actions: Actions, articles: Path) -> None:
    resources = actions.resources
    pulse = Pulse(resources)
    first = pulse_of(resources, pulse)
    assert pulse_of(resources, pulse) == first
    resources.library.sync(articles)
    second = pulse_of(resources, pulse)
    assert second["changes"] != first["changes"]
    list(actions.stocking.rebuild())
    assert pulse_of(resources, pulse)["changes"] != second["changes"]
    assert second["run"] == first["run"] != pulse_of(resources)["run"]


def test_articles_of_one_text_and_of_one_title_are_named() -> None:
    def listed(name: str, title: str, text: int, source: str = "The Post") -> ListedArticle:
        return ListedArticle(name, title, source, "", "", None, 1, "", f"{name}.md", text=text)

    found = find_likenesses([
        listed("a", "The pier", 1), listed("b", "A pier", 1), listed("c", "The pier (updated)", 2),
        listed("d", "The pier", 3, "The Echo"), listed("e", "!", 4), listed("f", "?", 5),
    ])  # fmt: skip
    assert {name: [[o.id for o in one.doubles], [o.id for o in one.versions]] for name, one in found.items()} == {
        "a": [["b"], ["c"]],
        "b": [["a"], []],
        "c": [[], ["a"]],
    }
