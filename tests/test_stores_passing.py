"""Filters: what passes is what the database says, and what is found is the best of what passes."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from layered_support import full_of
from reference_vectors import ExactStore

from index.arrays import Ids, Vectors
from index.database import Database, SplitText, passes
from index.database.passing import Passing
from index.embedders.hashed import HashedEmbedder
from index.filling.changes import put_article
from index.library import Library
from index.search.checks import NO_IDS
from index.search.local.faiss_layered import FaissLayeredStore
from index.search.nearest import search_exactly
from index.types import Article, Filter, Passage
from rag.narrowing import describe_filter

WORDS = "harbour ferry bridge market school museum festival council storm railway bakery lighthouse".split()
FILTERS = [
    Filter(sources=frozenset(["Paper 1"])),
    Filter(sources=frozenset(["Paper 1", "Paper 3"]), published_from=date(2024, 1, 20)),
    Filter(published_to=date(2024, 1, 31)),
    Filter(published_from=date(2024, 1, 10), published_to=date(2024, 2, 10)),
    Filter(articles=frozenset(["a003", "a004", "a110", "a is not there"])),
    Filter(sources=frozenset(["No Such Paper"])),
]


def numbers(*values: int) -> Ids:
    return np.array(values, dtype=np.int64)


def clustered(count: int, dim: int, seed: int) -> Vectors:
    dice = np.random.default_rng(seed)
    centres = dice.normal(size=(count // 40, dim))
    rows = centres[dice.integers(0, len(centres), count)] + 0.7 * dice.normal(size=(count, dim))
    units: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return units


def test_any_order_repeated_and_negative_numbers_are_taken() -> None:
    passing = Passing.of(numbers(9, 2, 9, -4))
    assert passing.ids.tolist() == [2, 9]
    assert len(passing) == 2
    assert passing.among(numbers(1, 2, 9, 10, 50)).tolist() == [False, True, True, False, False]
    assert passing.up_to(3).tolist() == [False, False, True]
    assert passing.up_to(12).nonzero()[0].tolist() == [2, 9]


def test_nothing_passes_an_empty_filter() -> None:
    for passing in (Passing.of(NO_IDS), Passing.of(numbers(-1)), Passing.of_spans(NO_IDS, NO_IDS)):
        assert passing.ids.tolist() == []
        assert passing.among(numbers(0, 7)).tolist() == [False, False]
        assert passing.up_to(2).tolist() == [False, False]


def test_spans_that_touch_and_spans_of_one_number_are_whole() -> None:
    passing = Passing.of_spans(numbers(5, 0, 8, 20), numbers(7, 2, 8, 20))
    assert passing.ids.tolist() == [0, 1, 2, 5, 6, 7, 8, 20]


def fill(database: Database, count: int) -> None:
    """Put in articles of three passages; the last ten have texts that others have, too."""
    embedder = HashedEmbedder()
    dice = np.random.default_rng(8)
    with database.connection.transaction():
        database.connection.set_embedder(embedder.identity)
        for number in range(count):
            sentences = [f"The {' '.join(dice.choice(WORDS, 4))} of {number % (count - 10)}." for _ in range(3)]
            starts = [0, len(sentences[0]) + 1, len(sentences[0]) + len(sentences[1]) + 2]
            places = zip(sentences, starts, strict=True)
            split = SplitText(
                tuple(Passage(text, start, start + len(text), "") for text, start in places),
                embedder.embed_passages(sentences),
            )
            day = date(2024, 1, 1) + timedelta(days=number) if number % 7 else None
            article = Article(f"a{number:03}", f"T {number}", " ".join(sentences), f"Paper {number % 5}", "", day, "")
            put_article(database, article, Path("lines.jsonl"), split)
        database.connection.advance()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a library of 120 articles that no index has seen, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(Database(folder / "library.sqlite")) as database:
        fill(database, 120)
    return folder


@pytest.fixture(scope="module", params=[50, 50_000])
def library(
    request: pytest.FixtureRequest, filled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """Give that library, whose vectors lie in one file up to so many."""
    folder = tmp_path_factory.mktemp("searched") / "library"
    shutil.copytree(filled, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.search.local.vector_stores.FLAT_LIMIT", request.param)
        patch.setattr("index.search.local.tantivy_store.NARROW_RATIO", 0.1)
        with Library.open(folder, embedder=HashedEmbedder()) as opened:
            yield opened


@pytest.mark.parametrize("only", FILTERS, ids=describe_filter)
def test_what_passes_is_what_each_article_says_also_where_a_text_lies_scattered(
    filled: Path, tmp_path: Path, only: Filter
) -> None:
    database = Database(Path(shutil.copy(filled / "library.sqlite", tmp_path)))
    # As nothing that Broadsheet does leaves it: one text's passages with another's between them.
    moved = int(database.passages.ids()[10])
    database.connection.run("PRAGMA foreign_keys=OFF")
    database.connection.run("UPDATE passages SET id = 5000 WHERE id = ?", moved)
    expected: set[int] = set()
    for listed in database.articles.listed():
        if passes(only, listed.id, listed.source, listed.published):
            text_id = database.articles.text_id(listed.id)
            assert text_id is not None
            expected |= set(database.passages.ids_of(frozenset([text_id])).tolist())
    assert database.passages.passing(only).ids.tolist() == sorted(expected)
    database.close()


@pytest.mark.parametrize("only", FILTERS, ids=describe_filter)
def test_a_filtered_search_finds_what_searching_all_and_sifting_finds(library: Library, only: Filter) -> None:
    for question in ("Which storm hit the harbour?", "the museum market 17", "zebra"):
        free = [
            replace(hit, score=0.0, full_text=0.0)
            for hit in library.search(question, k=400)
            if passes(only, hit.article.id, hit.article.source, hit.article.published)
        ]
        found = [replace(hit, score=0.0, full_text=0.0) for hit in library.search(question, k=400, only=only)]
        own = {(hit.article.id, hit.passage.start): round(hit.cosine, 5) for hit in found}
        # A text that several articles have is returned as the first that passes, which need not be the first.
        assert own.items() >= {(hit.article.id, hit.passage.start): round(hit.cosine, 5) for hit in free}.items()
        assert all(passes(only, h.article.id, h.article.source, h.article.published) for h in found)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.05, 0.002])
@pytest.mark.slow
def test_among_what_passes_hardly_any_of_the_best_is_missed(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.local.faiss_ivf.PROBES", 24)
    count, dim = 20_000, 32
    rows = clustered(count, dim, seed=1)
    ids = np.arange(count, dtype=np.int64)
    full = full_of(rows, ids)
    store = FaissLayeredStore.build(ids[:19_000], full, dim).changed(ids[:500], ids[19_000:], rows[19_000:])
    kept = ExactStore(ids[500:], rows[500:])
    dice = np.random.default_rng(2)
    passing = Passing.of(np.flatnonzero(dice.random(count) < share).astype(np.int64))
    met = wanted = 0
    for question in clustered(100, dim, seed=1)[:50]:
        found = search_exactly(store, full, question, 10, passing)
        best = kept.search(question, 10, passing)
        assert passing.among(found.ids).all()
        assert len(found.ids) == len(best.ids) == min(10, len(best.ids))
        met += len(set(found.ids.tolist()) & set(best.ids.tolist()))
        wanted += len(best.ids)
    assert met / wanted >= 0.95
