"""What pages of one library on a server tell each other: answers that are being written, and work under way."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import httpx
import pytest
from network_support import serve_site
from postgres_server import Server, serve_postgres
from test_stocking import Gate
from test_telling import QUESTION, PatientGenerator, begin

from index.address import read_address
from index.bulletin import Bulletin
from index.embedders.hashed import HashedEmbedder
from index.home import find_home
from index.library import Library
from index.postgres import bulletin as postgres_bulletin
from index.postgres.bulletin import PIECE, PostgresBulletin
from index.postgres.connection import PostgresConnection
from index.types import Failure, Progress, SyncReport
from rag.assistant import Assistant
from ui.browser.actions import Actions
from ui.conversations.store import ConversationStore
from ui.server.running import find_running
from ui.service.exchange import Stage, Talk
from ui.service.resources import Resources
from ui.service.running_answers import RunningAnswers
from ui.service.work import Steps, Work

pytestmark = pytest.mark.postgres
PATIENCE_S = 120.0


def wait_for(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def listens(bulletin: Bulletin) -> bool:
    """Tell whether a bulletin hears by now what is told."""
    assert isinstance(bulletin, PostgresBulletin)
    return bulletin._listens


@pytest.fixture
def pair(postgres: Server) -> Iterator[tuple[PostgresBulletin, PostgresBulletin]]:
    address = read_address(postgres.address())
    with ExitStack() as stack:
        both = [stack.enter_context(closing(PostgresBulletin(address))) for _ in range(2)]
        wait_for(lambda: all(map(listens, both)))
        yield both[0], both[1]


def keep_heard(bulletin: Bulletin, kind: str) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    bulletin.hear(kind, lambda about, text: heard.append((about, text)))
    return heard


def test_what_is_told_is_heard_by_the_others_alone_whatever_its_length(
    pair: tuple[PostgresBulletin, PostgresBulletin],
) -> None:
    one, other = pair
    own, heard = keep_heard(one, "a kind"), keep_heard(other, "a kind")
    long = "“\x00\ud800 ß" * PIECE
    one.tell("a kind", "long", lambda: long, is_last=True)
    one.tell("another kind", "long", lambda: "not heard", is_last=True)
    wait_for(lambda: heard)
    assert heard == [("long", long)]
    assert own == []


def test_who_comes_later_is_told_what_is_so_still(
    postgres: Server, pair: tuple[PostgresBulletin, PostgresBulletin], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    heard = keep_heard(other, "kind")
    one.tell("kind", "x", lambda: "so")
    one.tell("kind", "y", lambda: "over", is_last=True)
    wait_for(lambda: ("y", "over") in heard)
    with closing(PostgresBulletin(other._address)) as third:
        later = keep_heard(third, "kind")
        wait_for(lambda: later)
        assert later[0] == ("x", "so")
    monkeypatch.setattr(postgres_bulletin, "SILENT_S", 0.0)  # nobody is so silent; what is over is not missed
    wait_for(lambda: ("x", "") in heard)
    assert ("y", "") not in heard


def test_who_may_not_read_a_library_does_not_know_its_channel(postgres: Server) -> None:
    first, second = (read_address(postgres.address()) for _ in range(2))
    with closing(PostgresBulletin(first)) as one, closing(PostgresBulletin(second)) as other:
        wait_for(lambda: listens(one) and listens(other))
        heard = keep_heard(other, "kind")
        with closing(PostgresConnection(first)) as connection:
            (channel,) = connection.one("SELECT value FROM meta WHERE key = 'channel'")
            connection.listen(f"broadsheet_{channel}")
            one.tell("kind", "x", lambda: "hidden", is_last=True)
            said = connection.heard(2 * postgres_bulletin.TICK_S)
        assert len(channel) == 32
        assert "hidden" in said[0]
        assert heard == []


def test_a_server_that_was_lost_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_bulletin, "RETRY_S", 0.1)
    with serve_postgres() as server:
        address = read_address(server.address())
        with closing(PostgresBulletin(address)) as one, closing(PostgresBulletin(address)) as other:
            wait_for(lambda: listens(one) and listens(other))
            heard = keep_heard(other, "kind")
            server.stop()
            wait_for(lambda: not listens(one) and not listens(other))
            one.tell("kind", "x", lambda: "still so")
            server.start()
            wait_for(lambda: ("x", "still so") in heard)


def test_work_of_one_page_is_seen_and_ended_on_the_other(pair: tuple[PostgresBulletin, PostgresBulletin]) -> None:
    one, other = map(Work, pair)
    gate = Gate()
    assert one.start("Updating", gate.steps)
    gate.go.release()
    wait_for(lambda: other.now.step.stage == "read")
    assert (other.now.name, other.now.is_over) == ("Updating", False)
    assert not other.start("Another", gate.steps)  # one piece at a time
    doings = other.follow()
    assert next(doings).step == Progress("read", 0, 100)
    other.cancel()
    while not gate.closed.wait(0.05):
        gate.go.release()
    *_, last = doings
    assert (last.is_over, last.is_cancelled) == (True, True)
    assert other.start("Now", lambda: iter_steps(SyncReport()))
    wait_for(lambda: one.now.name == "Now" and one.now.is_over)


def iter_steps(report: SyncReport) -> Steps:
    yield Progress("done", 1, 1, report=report)


def test_the_end_of_work_is_told_whole_and_a_page_that_vanished_is_said(
    pair: tuple[PostgresBulletin, PostgresBulletin], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = map(Work, pair)
    report = SyncReport(added=tuple(f"article {n}" for n in range(3_000)), failures=(Failure("a.pdf", "It is torn."),))
    assert one.start("Updating", lambda: iter_steps(report))
    wait_for(lambda: other.now.is_over and other.now.name == "Updating")
    assert other.now.report == report
    gate = Gate()
    one.start("Lost", gate.steps)
    wait_for(lambda: other.now.name == "Lost")
    monkeypatch.setattr(postgres_bulletin, "SILENT_S", 0.0)
    wait_for(lambda: other.now.is_over)
    assert "begin again" in other.now.trouble
    assert not one.now.is_over
    one.cancel()
    gate.go.release()
    assert one.wait(PATIENCE_S)


def test_what_is_this_page_s_own_is_not_told_and_its_end_ends_nobody_else_s(
    pair: tuple[PostgresBulletin, PostgresBulletin],
) -> None:
    one, other = map(Work, pair)
    heard, gate, told = keep_heard(pair[1], "work"), Gate(), Gate()
    one.start("Getting the model", gate.steps, is_told=False)
    assert other.start("Updating", told.steps)
    one.end(0.01)
    gate.go.release()
    assert gate.closed.wait(PATIENCE_S)
    one.end(PATIENCE_S)  # at once: what is shown is another page's
    told.go.release()
    wait_for(lambda: one.now.name == "Updating")
    one.end(PATIENCE_S)
    told.go.release()
    assert not told.closed.is_set()
    assert heard == []
    other.end(0.1)
    told.go.release()
    assert told.closed.wait(PATIENCE_S)


@pytest.fixture
def pages(postgres: Server, articles: Path, tmp_path: Path) -> Iterator[tuple[Actions, Actions, PatientGenerator]]:
    """Give two pages of one library, the first of which writes once the generator is let."""
    home, generator = find_home(str(tmp_path / "home"), postgres.address()), PatientGenerator()
    with ExitStack() as stack:
        both = []
        for _ in range(2):
            library = stack.enter_context(Library.open(home.place, embedder=HashedEmbedder()))
            bulletin = stack.enter_context(closing(library.bulletin()))
            assistant, store = Assistant(library, generator), ConversationStore.of(home)
            resources = Resources(assistant, tmp_path / "documents", store, Work(bulletin), bulletin=bulletin)
            both.append(Actions(resources, running=RunningAnswers(bulletin)))
            wait_for(partial(listens, bulletin))
        both[0].resources.library.sync(articles)
        yield both[0], both[1], generator


def come_back(actions: Actions, session: str = "t") -> tuple[str, Iterator[Talk]]:
    """Return the conversation that was begun, and what who comes back to it is shown on a page."""
    (begun,) = actions.resources.conversations.conversations()
    wait_for(lambda: actions.running.elsewhere.has(begun.id))
    return begun.id, actions.answers.resume(begun.id, session)


def test_an_answer_of_one_page_grows_on_the_other_to_its_end(pages: tuple[Actions, Actions, PatientGenerator]) -> None:
    one, other, generator = pages
    begin(one).close()  # type: ignore[attr-defined]
    begun, talks = come_back(other)
    first = next(talk.exchanges[-1] for talk in talks if talk.exchanges[-1].draft)
    assert (first.question, first.draft, first.is_running) == (QUESTION, "It is ", True)
    generator.go.set()
    *_, last = talks
    (kept,) = last.exchanges
    assert (kept.stage, last.conversation) == (Stage.DONE, begun)
    assert kept.answer is not None
    assert "212 metres" in kept.answer.text
    assert kept.answer.citations[0].article == "articles/bridge.md"
    assert list(other.answers.resume(begun, "t")) == []
    more = one.answers.ask("When was it opened?", last.exchanges, "s", begun)
    generator.go.set()
    *_, second = more
    assert (
        [exchange.number for exchange in other.conversations.read(begun)]
        == [1, 2]
        == [exchange.number for exchange in second.exchanges]
    )


def test_an_answer_of_one_page_is_stopped_on_the_other(pages: tuple[Actions, Actions, PatientGenerator]) -> None:
    one, other, _ = pages
    telling = begin(one)
    _, talks = come_back(other)
    assert next(talks).exchanges[-1].is_running
    other.stops.stop("t")
    *_, seen = talks
    *_, last = telling
    assert last.exchanges[-1].stage is Stage.STOPPED
    assert seen.exchanges[-1].stage is Stage.STOPPED
    assert other.resources.conversations.conversations() == ()


def test_an_answer_whose_page_vanished_is_said_and_what_others_ask_is_not_shown(
    pages: tuple[Actions, Actions, PatientGenerator], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, generator = pages
    begin(one).close()  # type: ignore[attr-defined]
    begun, talks = come_back(other)
    stranger = Actions(other.whole, running=other.running, identify=lambda: "anna")
    assert list(stranger.answers.resume(begun, "anna's")) == []
    monkeypatch.setattr(postgres_bulletin, "SILENT_S", 0.0)
    *_, last = talks
    assert last.exchanges[-1].stage is Stage.FAILED
    assert "ask again" in last.exchanges[-1].trouble
    generator.go.set()


def test_pages_that_are_served_tell_each_other(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_LIBRARY", postgres.address())
    with serve_site(tmp_path / "one") as one, serve_site(tmp_path / "other") as other, ExitStack() as stack:
        clients = []
        for site in (one, other):
            running = find_running(site.home)
            assert running is not None
            bearer = {"Authorization": f"Bearer {running.secret}"}
            clients.append(stack.enter_context(httpx.Client(base_url=site.address, headers=bearer, timeout=PATIENCE_S)))
        before = clients[1].get("/pulse").json()["changes"]
        begun = clients[0].post("/api/rebuild").json()
        wait_for(lambda: clients[1].get("/api/work").json()["name"] == begun["name"])
        wait_for(lambda: clients[1].get("/api/work").json()["over"])
        assert clients[1].get("/api/work").json() == clients[0].get("/api/work").json()
        assert clients[1].get("/pulse").json()["changes"] != before  # which an open page follows


def test_what_another_version_tells_is_passed_over(
    pair: tuple[PostgresBulletin, PostgresBulletin], caplog: pytest.LogCaptureFixture
) -> None:
    work, running = Work(pair[1]), RunningAnswers(pair[1])
    for kind in ("work", "answer"):
        pair[0].tell(kind, "x", lambda: json.dumps({"number": "none"}), is_last=True)
    heard = keep_heard(pair[1], "then")
    pair[0].tell("then", "x", lambda: "it goes on", is_last=True)
    wait_for(lambda: heard)
    assert work.now.number == 0
    assert not running.elsewhere.has("x")
    assert caplog.text.count("not understood") == 2
