"""The contract of a search back end, held by a library on a real PostgreSQL server with pgvector."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count

import psycopg
import pytest
from postgres_server import Server
from test_search_contract import (
    ARTICLES,
    Resting,
    article,
    put,
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
    test_what_is_added_changed_and_removed_is_followed,
)

from index.address import read_address
from index.database import Database
from index.postgres.index import PostgresIndex
from index.postgres.storage import PostgresStorage
from index.search import SearchIndex

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
    "test_what_is_added_changed_and_removed_is_followed",
]
pytestmark = pytest.mark.postgres
SCHEMA = "contract"
NUMBERS = count()


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
