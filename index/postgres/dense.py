"""The dense part of a search on a server: pgvector finds candidates, which are scored with their whole vectors."""

from dataclasses import dataclass

import numpy as np

from index.arrays import Ids, Vectors
from index.database import Database
from index.database.passing import Passing
from index.postgres.among import Among
from index.postgres.connection import PostgresConnection, server_of
from index.postgres.filling import write_vector
from index.postgres.words import Totals, read_totals
from index.search.checks import dot_products, ranked
from index.search.nearest import search_exactly
from index.search.stores import Scored

FLAT_LIMIT = 50_000  # passages up to which every vector is compared
GRAPH = "vectors_of_"  # and the epoch: the name of its HNSW index
LEAST_MEMORY, MOST_MEMORY = 512, 2048  # MiB, to make a graph in
EF_SEARCH = 400  # of the graph's candidates at a time
# Of all that it is asked for: the graph goes on from where it was until it has so many that pass. Of 320,000 passages,
# recall@10 is .975 with 1,000 of all, .988 with 2,000; of those within a half .975 and .993.
LEAST_CANDIDATES, MOST_CANDIDATES = 2_000, 4_000
PASSAGES_A_CANDIDATE = 200
MOST_SEEN = 60_000  # candidates, where few of them pass
MEMORY = 8  # times that of the server's work_mem, for these: with the 4 MB that it has untold, the graph gave up sooner


def search_dense(
    database: Database, totals: Totals, vector: Vectors, k: int, among: Among | None, others: Ids
) -> Scored:
    """Return the `k` passages nearest to `vector`, only of those `among`, and how near `others` are, by number.

    Call it in `reading`.
    """
    connection = server_of(database)
    read: list[tuple[Ids, Vectors]] = []

    def full(ids: Ids) -> tuple[Ids, Vectors]:
        read.append(database.passages.vectors(np.union1d(ids, others)))
        numbers, vectors = read[-1]
        asked = np.isin(numbers, ids)
        return numbers[asked], vectors[asked]

    is_large = _is_large(connection, totals, among)
    candidates = min(MOST_CANDIDATES, max(LEAST_CANDIDATES, totals.passages // PASSAGES_A_CANDIDATE))
    rough = _Rough(connection, among, is_large, candidates if is_large else 0)
    nearest = search_exactly(rough, full, vector, k, None).ids
    numbers, vectors = read[-1]
    chosen = np.isin(numbers, np.union1d(nearest, others))
    return Scored(numbers[chosen], dot_products(vectors[chosen], vector))


def follow_vectors(connection: PostgresConnection) -> None:
    """Make the graph of vectors where there are many, and drop those of other epochs."""
    if connection.embedder is None:
        return
    epoch, dim = connection.epoch, connection.embedder.dim
    name = f"{GRAPH}{epoch}"
    graphs = _graphs(connection)
    passages = read_totals(connection).passages
    is_large = passages > FLAT_LIMIT
    for old in graphs - ({name} if is_large else set()):
        connection.run(f"DROP INDEX {old}")
    if is_large and name not in graphs:
        with connection.transaction():
            # A graph that outgrows this is made many times more slowly.
            memory = min(MOST_MEMORY, max(LEAST_MEMORY, passages * (2 * dim + 600) // 2**20))
            connection.run("SELECT set_config('maintenance_work_mem', ?, true)", f"{memory}MB")
            connection.run(
                f"CREATE INDEX {name} ON search USING hnsw ((vector::halfvec({dim})) halfvec_ip_ops)"
                f" WHERE epoch = {epoch}"
            )


@dataclass(frozen=True)
class _Rough:
    """Halves of the vectors, which the server compares; `search_exactly` scores what is found with the whole ones."""

    connection: PostgresConnection
    among: Among | None
    is_large: bool
    candidates: int

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
            # In strict order it would leave out each that is nearer than the last one of those before.
            for name, value in (
                ("iterative_scan", "relaxed_order"), ("ef_search", EF_SEARCH), ("max_scan_tuples", MOST_SEEN),
                ("scan_mem_multiplier", MEMORY),
            ):  # fmt: skip
                self.connection.run("SELECT set_config(?, ?, true)", f"hnsw.{name}", str(value))
        condition, values = "", tuple[object, ...]()
        if self.among is not None:
            chosen = self.among.of_passages if self.is_large else self.among.of_articles
            condition, values = f" AND {chosen}", self.among.condition[1]
        order = f"({stored}) <#> ?::halfvec({len(vector)})"
        written = write_vector(vector)
        rows = self.connection.rows(
            f"SELECT passage_id, {order} FROM search WHERE epoch = {epoch}{condition}"
            f" ORDER BY {order}{'' if self.is_large else ', passage_id'} LIMIT ?",
            *(written, *values, written, max(k, self.candidates)),
        )
        ids: Ids = np.array([row[0] for row in rows], dtype=np.int64)
        return ranked(ids, -np.array([row[1] for row in rows], dtype=np.float32), k)


def _is_large(connection: PostgresConnection, totals: Totals, among: Among | None) -> bool:
    """Tell whether the graph is to be asked: few passages are compared one by one."""
    if totals.passages <= FLAT_LIMIT or f"{GRAPH}{connection.epoch}" not in _graphs(connection):
        return False
    return among is None or among.few is None


def _graphs(connection: PostgresConnection) -> set[str]:
    rows = connection.rows(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = 'search'::regclass AND i.indisvalid AND starts_with(c.relname, ?)",
        GRAPH,
    )
    return {row[0] for row in rows}
