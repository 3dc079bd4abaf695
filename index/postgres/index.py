"""The search index of a library on a server: dense by pgvector, words by plain SQL, fused by our own code."""

from collections.abc import Sequence
from importlib.metadata import version

from index.arrays import Vectors
from index.database import Database
from index.postgres.among import Among
from index.postgres.connection import PostgresConnection, server_of
from index.postgres.dense import follow_vectors, search_dense
from index.postgres.filling import fill, follow_words, forget_rows
from index.postgres.words import POSTING, count_holders, read_totals, search_words
from index.search.fusion import fuse, read_hits
from index.types import Filter, Hit

CANDIDATES = 100  # of each kind, as in a folder


class PostgresIndex:
    """A `SearchIndex` in the library's own tables, so it is never behind."""

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names and versions of the programs that search."""
        return (f"psycopg {version('psycopg')}",)

    def search(self, database: Database, question: str, vector: Vectors, k: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `k` best passages for `question`, best first, ties by passage number."""
        connection = server_of(database)
        with connection.reading():
            depth = max(k, CANDIDATES)
            totals = read_totals(connection)
            if not totals.passages:
                return ()
            among = Among.of(connection, only)
            words = search_words(connection, totals, question, depth, among)
            cosines = search_dense(database, totals, vector, depth, among, words.ids)
            return read_hits(database, fuse(cosines.by_number(), words.by_number()), k, only)

    def count_holders(self, database: Database, words: Sequence[str]) -> tuple[int, ...]:
        """Return how many passages hold each of `words`."""
        connection = server_of(database)
        with connection.reading():
            return count_holders(connection, words)

    def follow(self, database: Database, *, more_to_come: bool = False) -> None:
        """Make the graph of vectors where there are many, and drop those of other epochs."""
        if not more_to_come:
            follow_words(server_of(database))
            follow_vectors(server_of(database))

    def rebuild(self, database: Database) -> None:
        """Make the rows that are searched again from the other tables."""
        connection = server_of(database)
        with connection.transaction():
            forget_rows(connection)
            fill(database)
        self.follow(database)

    def check(self, database: Database) -> tuple[str, ...]:
        """Return where the rows that are searched are not those of the passages."""
        connection = server_of(database)
        totals = read_totals(connection)
        count, held, texts, titles = connection.one(
            "SELECT count(*), count(s.passage_id), coalesce(sum(text_length), 0), coalesce(sum(title_length), 0)"
            " FROM passages p LEFT JOIN search s ON s.passage_id = p.id AND s.epoch = p.epoch AND s.text_id = p.text_id"
            " WHERE p.epoch = ?",
            connection.epoch,
        )
        counted = (held, totals.passages, totals.text_words, totals.title_words)
        if (count, count, texts, titles) == counted and _count_words(connection) == _count_postings(connection):
            return ()
        return (
            f"{count} passages, and {held} of them can be searched; the counts say {totals.passages}: "
            "`broadsheet doctor --mend` makes the rest again",
        )

    def close(self) -> None:
        """Do nothing: nothing goes on beside the searches."""


def _count_words(connection: PostgresConnection) -> int:
    (words,) = connection.one("SELECT sum(cardinality(words)) FROM search WHERE epoch = ?", connection.epoch)
    return int(words or 0)


def _count_postings(connection: PostgresConnection) -> int:
    (held, gone) = connection.one(
        f"SELECT (SELECT sum(octet_length(held)) / {POSTING.itemsize} FROM (SELECT held FROM postings WHERE epoch = ?"
        " UNION ALL SELECT held FROM fresh WHERE epoch = ?) a), (SELECT sum(words) FROM gone WHERE epoch = ?)",
        *(connection.epoch,) * 3,
    )
    return int(held or 0) - int(gone or 0)
