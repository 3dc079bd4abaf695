"""The contract of a search back end, held by a library on a real PostgreSQL server with pgvector."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray
from postgres_server import Server
from test_search_contract import (
    ARTICLES,
    QUESTIONS,
    WORDS,
    Resting,
    article,
    ask,
    assert_alike,
    expected,
    put,
    remove,
    test_a_filter_lets_through_the_best_of_what_passes_it,
    test_a_library_that_lost_its_last_article_finds_nothing_and_fills_again,
    test_a_long_sync_may_be_followed_late_and_is_followed_at_its_end,
    test_a_rebuild_changes_no_hit,
    test_a_search_changes_no_later_search,
    test_a_search_itself_follows_and_never_shows_what_was_removed,
    test_a_text_that_several_articles_have_is_one_hit,
    test_a_title_that_came_later_is_found,
    test_another_embedder_is_followed,
    test_hits_their_scores_and_their_order_are_the_reference_s,
    test_opened_again_it_finds_the_same,
    test_the_passages_that_hold_a_word_are_counted,
    test_what_is_added_changed_and_removed_is_followed,
)

from index.address import read_address
from index.arrays import Ids
from index.database import Database
from index.postgres import words
from index.postgres.connection import PostgresConnection
from index.postgres.index import PostgresIndex
from index.postgres.storage import PostgresStorage
from index.search import SearchIndex
from index.types import Filter

__all__ = [
    "test_a_filter_lets_through_the_best_of_what_passes_it",
    "test_a_library_that_lost_its_last_article_finds_nothing_and_fills_again",
    "test_a_long_sync_may_be_followed_late_and_is_followed_at_its_end",
    "test_a_rebuild_changes_no_hit",
    "test_a_search_changes_no_later_search",
    "test_a_search_itself_follows_and_never_shows_what_was_removed",
    "test_a_text_that_several_articles_have_is_one_hit",
    "test_a_title_that_came_later_is_found",
    "test_another_embedder_is_followed",
    "test_hits_their_scores_and_their_order_are_the_reference_s",
    "test_opened_again_it_finds_the_same",
    "test_the_passages_that_hold_a_word_are_counted",
    "test_what_is_added_changed_and_removed_is_followed",
]
pytestmark = pytest.mark.postgres
SCHEMA = "contract"
NUMBERS = count()
FORMAT_1 = (
    "DROP TABLE segments, postings, fresh, gone",
    "DROP FUNCTION posted, make_segment",
    "ALTER TABLE jobs DROP COLUMN bucket",
    "DROP INDEX search_by_text",
    "CREATE INDEX search_by_text ON search(text_id, epoch)",
    "CREATE INDEX search_by_word ON search USING gin (words)",
    "UPDATE meta SET value = '1' WHERE key = 'format'",
)


@pytest.fixture(scope="module")
def filled(postgres: Server) -> str:
    """Return the name of a database with a library of 1,000 articles."""
    with psycopg.connect(postgres.address(schema=SCHEMA).partition("&schema")[0], autocommit=True) as server:
        server.execute("CREATE DATABASE filled")
    storage = PostgresStorage(read_address(postgres.address("filled", schema=SCHEMA)))
    with storage.writing() as database:
        for start in range(0, ARTICLES, 50):
            put(database, [article(number) for number in range(start, start + 50)])
    return "filled"


def copy(postgres: Server, name: str) -> PostgresStorage:
    """Return a library of its own, a copy of the filled one."""
    with psycopg.connect(postgres.address(schema=SCHEMA).partition("&schema")[0], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE filled".encode())
    return PostgresStorage(read_address(postgres.address(name, schema=SCHEMA)))


@pytest.fixture(scope="module")
def resting(postgres: Server, filled: str) -> Iterator[Resting]:
    storage = copy(postgres, "resting")
    with closing(storage.open()) as database:
        yield storage.index, database


@pytest.fixture
def database(postgres: Server, filled: str) -> Iterator[Database]:
    """Give the writer's connection to a copy of the library."""
    with copy(postgres, f"copy_{next(NUMBERS)}").writing() as opened:
        yield opened


@pytest.fixture
def opened() -> Callable[[], SearchIndex]:
    return PostgresIndex


@pytest.fixture
def searched() -> SearchIndex:
    return PostgresIndex()


@pytest.mark.parametrize("few", [20_000, 0], ids=["numbers", "asked"])
@pytest.mark.parametrize("size", [10_000, 30])
def test_segments_change_nothing_of_what_is_found(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, size: int, few: int
) -> None:
    monkeypatch.setattr("index.postgres.filling.SEGMENT", size)
    monkeypatch.setattr("index.postgres.among.FEW", few)  # of more, each is asked of the server whether it passes
    storage = PostgresStorage(read_address(postgres.address()))

    def assert_right(held: Database) -> None:
        assert storage.index.check(held) == ()
        for question in QUESTIONS:
            for only in (Filter(), Filter(sources=frozenset(["Twentieth"])), Filter(sources=frozenset(["Rest"]))):
                hits = ask(storage.index, held, question, 10, only)
                assert_alike(hits, expected(held, question, 10, only))

    with storage.writing() as held:
        for start in range(0, 120, 20):
            put(held, [article(number) for number in range(start, start + 20)])
        assert_right(held)
        remove(held, *(article(number).id for number in range(0, 70, 2)))
        put(held, [article(number, article(number + 300).text) for number in range(61, 90, 3)])
        assert_right(held)
        storage.index.follow(held)
        assert_right(held)
        (segments,) = held.connection.one("SELECT count(*) FROM segments")
        (gone,) = held.connection.one("SELECT count(*) FROM gone")
        assert (segments, gone > 35) == (0, True) if size > 30 else segments > 2 and gone < 35


def test_a_library_of_an_older_format_is_brought_to_this_one(postgres: Server) -> None:
    storage = PostgresStorage(read_address(postgres.address()))
    with storage.writing() as database:
        put(database, [article(number) for number in range(60)])
        with database.connection.transaction():  # as format 1 was
            for statement in FORMAT_1:
                database.connection.run(statement)
    with storage.writing() as database:
        assert storage.index.check(database) == ()
        assert database.connection.one("SELECT count(*) FROM segments") == (1,)
        put(database, [article(number) for number in range(60, 70)])
        remove(database, article(3).id)
        for question in QUESTIONS:
            assert_alike(ask(storage.index, database, question), expected(database, question))


def test_postings_of_common_words_that_are_not_read_change_nothing(
    resting: Resting, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, database = resting
    connection = database.connection
    assert isinstance(connection, PostgresConnection)
    nears: list[bool] = []
    whole = words._near

    def near(ids: Ids, scores: words.Scores, k: int, most: float) -> NDArray[np.int64] | None:
        found = whole(ids, scores, k, most)
        nears.append(found is not None)
        return found

    monkeypatch.setattr(words, "_near", near)
    asked = [f"{one} of number {number}" for number, one in enumerate(WORDS)] + [*QUESTIONS, "number", "number of"]
    for common in (5, 100, 500):
        for question in asked:
            with connection.reading():
                totals = words.read_totals(connection)
                monkeypatch.setattr(words, "PART", 20)
                monkeypatch.setattr(words, "COMMON", 10_000)
                right = words.search_words(connection, totals, question, 8)
                monkeypatch.setattr(words, "PART", 10_000)
                monkeypatch.setattr(words, "COMMON", common)
                found = words.search_words(connection, totals, question, 8)
            assert found.ids.tolist() == right.ids.tolist()
            assert found.scores == pytest.approx(right.scores, abs=1e-6)
    assert nears.count(True) > 10
    assert nears.count(False) > 10
