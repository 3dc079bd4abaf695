"""A library on PostgreSQL beside one in a folder: `python tests/benchmarks/beyond.py [--sizes 100000 1000000]`.

Both are filled with the same generated articles (generated.py says how) and asked the same questions in turn: up to
`--beside` passages both, beyond that the server alone. At each size: filling, question to hits and to points, dense
recall against all vectors without and with filters that let 50, 5 and 0.1 % through, room on the disk and memory.
The server is one of its own with 1 GB of shared buffers, or `--server postgresql://…`. `--work DIR` keeps the folder,
and with `--server` the same command goes on where it was ended. Prints one line of JSON a size.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import psutil
from generated import Rows, Texts, World
from growth import Clock, GeneratedEmbedder, grow, questions
from points import times
from scale import best_of_all

sys.path.insert(0, str(Path(__file__).parent.parent))

from postgres_server import OPTIONS, serve_postgres

from index.library import Library
from index.postgres.among import Among
from index.postgres.connection import PostgresConnection
from index.postgres.dense import search_dense
from index.postgres.words import read_totals
from index.search.checks import NO_IDS
from index.search.local.local_index import LocalIndex
from index.storage import Storage, open_storage
from index.types import Filter

WORDS = 70  # of a passage, as the library splits
SHARED = ("shared_buffers=1GB", "max_wal_size=4GB", "autovacuum=on", "fsync=on", "full_page_writes=on")
Figures = dict[str, float]


def fill(storage: Storage, world: World, texts: Texts, size: int, seconds: float) -> Figures:
    """Grow a library to `size` passages; return how many it has, and how long filling and what follows took."""
    clock = Clock()
    with storage.writing() as database:
        before = database.passages.count()
        held = grow(database, world, texts, size, seconds, clock)
        figures = {"passages": float(held)}
        if held - before > size // 2:
            figures["fill_passages_per_s"] = (held - before) / clock()
        clock = Clock()
        if held >= size:
            storage.index.follow(database)
            if isinstance(storage.index, LocalIndex):
                storage.index._compaction.start_if_needed()
                storage.index.close()
            figures["catch_up_s"] = clock()
    return figures


def ask(libraries: Mapping[str, Library], asked: dict[str, Rows]) -> Figures:
    """Ask each question of each library in turn, who is first changing: p50 and p95 of hits and points."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in libraries}
    for turn, question in enumerate(list(asked) * 2):
        for name in sorted(libraries, reverse=bool(turn % 2)):
            found = times(libraries[name], question)
            if turn >= len(asked):  # the first round reads what the disk has
                taken[name].append(found)
    figures: Figures = {}
    for name, rows in taken.items():
        for column, what in enumerate(("hits", "points")):
            for part in (50, 95):
                figures[f"{name}_{what}_p{part}_ms"] = float(np.percentile(np.array(rows)[:, column], part))
    for what in ("hits", "points"):
        if len(libraries) > 1:
            figures[f"{what}_p95_ratio"] = figures[f"server_{what}_p95_ms"] / figures[f"folder_{what}_p95_ms"]
    return figures


def filters(library: Library) -> dict[str, Filter]:
    """Return what lets all, half, a twentieth and a thousandth of the passages through."""
    articles = [article.id for article in library.articles()]
    few = frozenset(articles[:: max(1, len(articles) // max(1, round(len(articles) / 1000)))])
    return {
        "all": Filter(),
        "50": Filter(published_from=date(2020, 1, 1)),
        "5": Filter(sources=frozenset(["Source 3"])),
        "0.1": Filter(articles=few),
    }


def recall(server: Storage, library: Library, asked: dict[str, Rows]) -> Figures:
    """Return the dense recall@10 and the p95 of searches with each filter."""
    figures: Figures = {}
    with contextlib.closing(server.open()) as database:
        connection = database.connection
        assert isinstance(connection, PostgresConnection)
        for name, only in filters(library).items():
            allowed = database.passages.passing(only) if only else None
            found, took = [], []
            for row in asked.values():
                with connection.reading():
                    totals, among = read_totals(connection), Among.of(connection, only)
                    found.append(search_dense(database, totals, row, 10, among, NO_IDS).ids)
            for question in asked:
                clock = Clock()
                library.search(question, only=only)
                took.append(clock() * 1000)
            best = best_of_all(database, np.array(list(asked.values())), allowed)
            shares = [len(set(a.tolist()) & set(b.tolist())) / 10 for a, b in zip(found, best, strict=True)]
            figures[f"recall_at_10_of_{name}"] = float(np.mean(shares))
            figures[f"search_in_{name}_p95_ms"] = float(np.percentile(took, 95))
    return figures


def room(server: Storage) -> Figures:
    """Return what the server takes: MiB on the disk and of its processes' memory."""
    with contextlib.closing(server.open()) as database:
        connection = database.connection
        assert isinstance(connection, PostgresConnection)
        rows = connection.rows(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " (SELECT relnamespace FROM pg_class WHERE oid = 'meta'::regclass)"
        )
        (process,) = connection.one("SELECT pg_backend_pid()")
        figures = {f"disk_{name}_mib": size / 2**20 for name, size in rows if size > 2**20}
        figures["disk_mib"] = sum(size for _, size in rows) / 2**20
        with contextlib.suppress(psutil.Error):  # of another user, or on another computer
            postmaster = psutil.Process(process).parent()
            if postmaster is not None:
                family = [postmaster, *postmaster.children()]
                figures["server_memory_mib"] = sum(one.memory_full_info().pss for one in family) / 2**20
        return figures


@contextlib.contextmanager
def places(given: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Give the address of the library on a server, and the folder of the other."""
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="broadsheet-beyond-")))
        address = given.server or stack.enter_context(serve_postgres((*OPTIONS, *SHARED))).address(schema="generated")
        yield address, (given.work or scratch) / "library"


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000])
    parser.add_argument("--beside", type=int, default=100_000, help="passages up to which the folder is measured, too")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--server", help="the address of a library that is empty, or was filled by this")
    parser.add_argument("--work", type=Path, help="where the folder's library is kept")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop filling after this time")
    given = parser.parse_args()
    world, texts = World(1_000_000), Texts(words=WORDS)
    asked = questions(world, texts, given.questions)
    with places(given) as (address, folder):
        for size in sorted(given.sizes):
            filled = {"server": open_storage(address)}
            if size <= given.beside:
                filled["folder"] = open_storage(folder)
            figures: Figures = {"size": float(size)}
            for name, storage in filled.items():
                found = fill(storage, world, texts, size, given.seconds)
                figures |= {f"{name}_{what}": value for what, value in found.items()}
            if min(figures[f"{name}_passages"] for name in filled) < size:
                sys.stdout.write(f"{json.dumps(figures)}\nThe time is over: the same command goes on.\n")
                return
            with contextlib.ExitStack() as stack:
                embedder = GeneratedEmbedder(asked)
                places_of = {"server": address, "folder": str(folder)}
                libraries = {
                    name: stack.enter_context(Library.open(places_of[name], embedder=embedder)) for name in filled
                }
                figures |= ask(libraries, asked) | recall(filled["server"], libraries["server"], asked)
            figures |= room(filled["server"])
            sys.stdout.write(json.dumps({name: round(value, 3) for name, value in figures.items()}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
