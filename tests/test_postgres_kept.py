"""What readers keep beside a library on PostgreSQL: the tests of the home's files over it, and several processes."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from postgres_server import Server, serve_postgres
from test_collections import (
    collections_of,  # noqa: F401
    folder,  # noqa: F401
    owned,  # noqa: F401
    test_a_collection_of_ones_own_widens_nothing,  # noqa: F401
    test_a_token_reads_its_collections_alone,  # noqa: F401
    test_an_article_is_for_the_readers_of_each_of_its_collections,  # noqa: F401
    test_two_that_write_lose_nothing,  # noqa: F401
    test_who_comes_after_a_user_of_the_same_name_reads_nothing_more,  # noqa: F401
    whole,  # noqa: F401
)
from test_conversations import (
    ANSWER,
    Clock,
    asking,
    test_a_lone_surrogate_comes_back_and_is_kept,  # noqa: F401
    test_a_name_can_be_changed_and_is_one_visible_line,  # noqa: F401
    test_a_reload_shows_the_same,  # noqa: F401
    test_feedback_is_kept_replaced_and_taken_back,  # noqa: F401
    test_search_finds_words_in_questions_answers_and_names,  # noqa: F401
    test_threads_append_without_loss,  # noqa: F401
)
from test_notes import Desk, test_notes_are_their_owners_and_hide_what_may_not_be_read  # noqa: F401

from index import Filter, Library
from index.embedders.hashed import HashedEmbedder
from index.home import Home, find_home
from ui.collections.errors import CollectionError
from ui.collections.store import TABLES, CollectionStore
from ui.collections.types import Collection
from ui.commands.settings import find_collections
from ui.conversations.errors import ConversationError
from ui.conversations.server import KeptOnServer
from ui.conversations.store import ConversationStore
from ui.notes.store import NoteStore
from ui.server.access.accounts import Accounts, read_accounts, write_accounts
from ui.server.access.private_files import find_place
from ui.server.access.tokens import Bearers, make_token, write_tokens
from ui.server.faults import status_of
from ui.service.identity import Scope

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parent.parent


@pytest.fixture
def home(postgres: Server, tmp_path: Path) -> Home:
    return find_home(str(tmp_path / "home"), postgres.address())


@pytest.fixture
def store(home: Home, request: pytest.FixtureRequest) -> ConversationStore | CollectionStore:
    if request.function.__module__ == "test_collections":
        return CollectionStore(server=KeptOnServer(home.server, TABLES))
    return ConversationStore.of(home, Clock())


@dataclass(frozen=True)
class DeskOnServer(Desk):
    kept: Home

    @property
    def store(self) -> NoteStore:
        return NoteStore.beside(self.kept)


@pytest.fixture
def desk(tmp_path: Path, articles: Path, home: Home) -> Iterator[Desk]:
    with Library.open(home.place, embedder=HashedEmbedder()) as library:
        library.sync(articles)
        yield DeskOnServer(tmp_path / "files", articles, library, home)


def test_two_pages_keep_in_one_place(home: Home) -> None:
    one, other = (ConversationStore.of(replace(home, root=home.root / name)) for name in "ab")
    made = one.start("Shared").id
    threads = [
        threading.Thread(target=lambda store=store: [store.append(made, asking(f"{n}")) for n in range(6)])
        for store in (one, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kept.number for kept in other.exchanges(made)] == list(range(1, 13))
    deleted = other.delete(made)
    assert one.conversations() == ()
    one.put_back(deleted)
    assert len(other.exchanges(made)) == 12
    still = [one.start(name).name for name in ("first", "second")]
    assert [found.name for found in other.conversations()][:2] == still[::-1]


def test_users_and_tokens_of_one_page_enter_the_other(home: Home) -> None:
    place, elsewhere = (find_place(replace(home, root=home.root / name)) for name in "ab")
    assert not read_accounts(elsewhere)
    write_accounts(place, Accounts().including("anna", "four words of hers"))
    assert read_accounts(elsewhere).admits("anna", "four words of hers")
    secret, kept = make_token((), "reader", "anna", Scope.READ)
    write_tokens(place, kept)
    visitor = Bearers(elsewhere, read_accounts(elsewhere)).recognise(secret)
    assert visitor is not None
    assert visitor.name == "anna"
    write_tokens(place, ())
    assert Bearers(elsewhere, read_accounts(elsewhere)).recognise(secret) is None
    assert not home.root.exists()


def test_a_home_whose_collections_were_not_taken_along_shows_nothing(home: Home) -> None:
    assert find_collections(home).all() == ()
    before = find_collections(home).changed_at
    CollectionStore(find_collections(replace(home, server="")).path).add(Collection("Closed", Filter()))
    with pytest.raises(CollectionError, match="take them along"):
        find_collections(home).all()
    CollectionStore(server=KeptOnServer(home.server, TABLES)).add(Collection("Open", Filter()))
    assert [one.slug for one in find_collections(home).all()] == ["open"]
    assert find_collections(home).changed_at != before


def test_an_answer_waits_for_a_server_that_is_lost_and_is_kept_once(tmp_path: Path) -> None:
    with serve_postgres() as server:
        store = ConversationStore.of(find_home(str(tmp_path), server.address()))
        made = store.start("Lost").id
        server.stop()
        with pytest.raises(ConversationError, match="cannot be reached") as failure:
            store.conversations()
        assert status_of(failure.value) == 503
        keeping = threading.Thread(target=store.append, args=(made, ANSWER))
        keeping.start()
        server.start()
        keeping.join()
        assert [one.number for one in store.exchanges(made)] == [1]


def test_a_newer_format_is_said(home: Home) -> None:
    store = ConversationStore.of(home)
    store.start("One")
    with KeptOnServer(home.server, TABLES).opened() as connection:
        connection.run("UPDATE meta SET value = '99' WHERE key = 'kept conversations'")
    with pytest.raises(ConversationError, match="format 99"):
        store.conversations()
    with pytest.raises(ConversationError, match="format 99"):
        ConversationStore.of(home)


def kill_servers(home: Home, kills: int) -> None:
    """Kill servers, and hold that all that they said was done is there, once and whole, and nothing else."""
    home.root.mkdir(parents=True)
    with Library.open(home.place, embedder=HashedEmbedder()) as library:
        (home.root / "first.txt").write_text("First\n\nThe first house was built in 1700.")
        library.sync(home.root / "first.txt")
        done = subprocess.run(
            [sys.executable, ROOT / "tests" / "server_kills.py", home.server, home.root, str(kills), "7"], check=False,
            cwd=ROOT, capture_output=True, text=True, timeout=900,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert [line[1] for line in said if line[0] == "killed"] == [signal.SIGKILL] * kills, done.stderr
        store = ConversationStore.of(home)
        kept = {one.id: [exchange.question for exchange in store.exchanges(one.id)] for one in store.conversations()}
        asked = [line[1:] for line in said if line[0] == "asked"]
        assert asked
        assert all(kept[conversation][number - 1] == question for conversation, number, question in asked)
        for conversation, questions in kept.items():  # one may be kept and not yet said
            assert len(questions) - sum(line[0] == conversation for line in asked) in (0, 1)
            assert len(set(questions)) == len(questions)
        added, removed = ({line[1] for line in said if line[0] == what} for what in ("added", "removed"))
        held = {row.id for row in library.articles()}
        # A third of the documents is removed again: of the last one of a server it may not have been said.
        assert all(int(name.rpartition("-")[2].removesuffix(".txt")) % 3 == 2 for name in added - held)
        assert not removed & held
        assert library.check() == ()
        (texts,) = library._database.connection.one("SELECT count(*) FROM texts")
        assert texts == len(held)


def test_killed_servers_lose_and_double_nothing(home: Home) -> None:
    kill_servers(home, 8)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_hundred_killed_servers_lose_and_double_nothing(home: Home) -> None:
    kill_servers(home, 100)
