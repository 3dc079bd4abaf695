"""The search index of a library on a server: dense by pgvector, words by plain SQL, fused by our own code."""

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from index.arrays import Ids, Vectors
from index.database import Database
from index.database.articles import SHOWN
from index.database.conditions import Condition, write_condition
from index.database.passing import Passing
from index.postgres.connection import PostgresConnection
from index.postgres.filling import fill, write_vector
from index.postgres.words import read_totals, search_words
from index.search.checks import dot_products
from index.search.fusion import fuse, read_hits
from index.search.nearest import search_exactly
from index.search.stores import Scored
from index.types import Filter, Hit

CANDIDATES = 100  # of each kind, as in a folder
FLAT_LIMIT = 50_000  # passages up to which every vector is compared
GRAPH = "vectors_of_"  # and the epoch: the name of its HNSW index
EF_SEARCH = 400  # of the graph's candidates at a time; more are fetched while a filter lets too few through


class PostgresIndex:
    """A `SearchIndex` in the library's own tables, so it is never behind."""

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names and versions of the programs that search."""
        return (f"psycopg {version('psycopg')}",)

    def search(self, database: Database, question: str, vector: Vectors, k: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `k` best passages for `question`, best first, ties by passage number."""
        connection = _server(database)
        with connection.reading():
            depth = max(k, CANDIDATES)
            passing = write_condition(only, connection.names) if only else None
            totals = read_totals(connection)
            if not totals.passages:
                return ()
            words = search_words(connection, totals, question, depth, passing)
            full = database.passages.vectors
            rough = _Rough(connection, passing, _is_large(connection, totals.passages, passing))
            dense = search_exactly(rough, full, vector, depth, None)
            found, vectors = full(np.setdiff1d(words.ids, dense.ids))
            others = Scored(found, dot_products(vectors, vector))
            cosines = _by_number(dense) | _by_number(others)
            return read_hits(database, fuse(cosines, _by_number(words)), k, only)

    def follow(self, database: Database, *, more_to_come: bool = False) -> None:
        """Make the graph of vectors where there are many, and drop those of other epochs."""
        connection = _server(database)
        if more_to_come or connection.embedder is None:
            return
        epoch, dim = connection.epoch, connection.embedder.dim
        name = f"{GRAPH}{epoch}"
        graphs = _graphs(connection)
        is_large = read_totals(connection).passages > FLAT_LIMIT
        for old in graphs - ({name} if is_large else set()):
            connection.run(f"DROP INDEX {old}")
        if is_large and name not in graphs:
            with connection.transaction():
                connection.run("SET LOCAL maintenance_work_mem = '512MB'")
                connection.run(
                    f"CREATE INDEX {name} ON search USING hnsw ((vector::halfvec({dim})) halfvec_ip_ops)"
                    f" WHERE epoch = {epoch}"
                )

    def rebuild(self, database: Database) -> None:
        """Make the rows that are searched again from the other tables."""
        connection = _server(database)
        with connection.transaction():
            connection.run("DELETE FROM search")
            fill(database)
        self.follow(database)

    def check(self, database: Database) -> tuple[str, ...]:
        """Return where the rows that are searched are not those of the passages."""
        connection = _server(database)
        totals = read_totals(connection)
        count, held, texts, titles = connection.one(
            "SELECT count(*), count(s.passage_id), coalesce(sum(text_length), 0), coalesce(sum(title_length), 0)"
            " FROM passages p LEFT JOIN search s ON s.passage_id = p.id AND s.epoch = p.epoch AND s.text_id = p.text_id"
            " WHERE p.epoch = ?",
            connection.epoch,
        )
        if (count, count, texts, titles) == (held, totals.passages, totals.text_words, totals.title_words):
            return ()
        return (
            f"{count} passages, and {held} of them can be searched; the counts say {totals.passages}: "
            "`broadsheet doctor --mend` makes the rest again",
        )

    def close(self) -> None:
        """Do nothing: nothing goes on beside the searches."""


@dataclass(frozen=True)
class _Rough:
    """Halves of the vectors, which the server compares; `search_exactly` scores what is found with the whole ones."""

    connection: PostgresConnection
    passing: Condition | None
    is_large: bool

    @property
    def exact(self) -> bool:
        """Tell that the scores are near."""
        return False

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        """Return about the `k` best."""
        epoch = self.connection.epoch
        stored = "vector"
        if self.is_large:
            stored = f"vector::halfvec({len(vector)})"
            self.connection.run("SELECT set_config('hnsw.iterative_scan', 'strict_order', true)")
            self.connection.run("SELECT set_config('hnsw.ef_search', ?, true)", str(EF_SEARCH))
        among, values = "", tuple[object, ...]()
        if self.passing is not None:
            among = f" AND text_id = ANY(ARRAY(SELECT text_id FROM {SHOWN} s WHERE {self.passing[0]}))"
            values = self.passing[1]
        order = f"({stored}) <#> ?::halfvec({len(vector)})"
        written = write_vector(vector)
        rows = self.connection.rows(
            f"SELECT passage_id, {order} FROM search WHERE epoch = {epoch}{among}"
            f" ORDER BY {order}{'' if self.is_large else ', passage_id'} LIMIT ?",
            *(written, *values, written, k),
        )
        ids: Ids = np.array([row[0] for row in rows], dtype=np.int64)
        return Scored(ids, -np.array([row[1] for row in rows], dtype=np.float32))


def _is_large(connection: PostgresConnection, passages: int, passing: Condition | None) -> bool:
    """Tell whether the graph is to be asked: what a filter lets through is compared one by one while it is little."""
    if passages <= FLAT_LIMIT or f"{GRAPH}{connection.epoch}" not in _graphs(connection):
        return False
    if passing is None:
        return True
    (count,) = connection.one(
        "SELECT count(*) FROM (SELECT 1 FROM search WHERE epoch = ? AND text_id = ANY(ARRAY(SELECT text_id"
        f" FROM {SHOWN} s WHERE {passing[0]})) LIMIT {FLAT_LIMIT + 1}) passing",
        *(connection.epoch, *passing[1]),
    )
    return int(count) > FLAT_LIMIT


def _graphs(connection: PostgresConnection) -> set[str]:
    rows = connection.rows(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = 'search'::regclass AND i.indisvalid AND starts_with(c.relname, ?)",
        GRAPH,
    )
    return {row[0] for row in rows}


def _server(database: Database) -> PostgresConnection:
    if not isinstance(database.connection, PostgresConnection):
        raise TypeError(f"the library {database.connection.name} is not on a server; expected one that is")
    return database.connection


def _by_number(scored: Scored) -> dict[int, float]:
    return dict(zip(scored.ids.tolist(), scored.scores.tolist(), strict=True))
