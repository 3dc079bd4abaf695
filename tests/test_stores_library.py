"""The search caches of a library that grows, shrinks, is damaged, and finds no room on the disk."""

import json
import logging
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from reference_vectors import ExactStore

from index import Filter, Hit
from index.database import Database
from index.embedders.hashed import HashedEmbedder
from index.library import Library
from index.search.local.difference import Difference, difference
from index.search.local.faiss_flat import FaissFlatStore
from index.search.local.faiss_layered import FaissLayeredStore
from index.search.local.local_index import LocalIndex

WORDS = "harbour ferry bridge market school museum festival council storm railway bakery lighthouse".split()
QUESTIONS = ("Which storm hit the harbour?", "the museum market", "railway council festival 17", "zebra")
ROOT = Path(__file__).parent.parent


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.local.vector_stores.FLAT_LIMIT", 40)
    monkeypatch.setattr("index.search.local.faiss_layered.RECENT_LIMIT", 30)


def write_lines(path: Path, numbers: range) -> Path:
    """Write an article a number: three words of twelve, chosen by the number."""
    dice = np.random.default_rng(5)
    rows = []
    for number in range(numbers.stop):
        words = dice.choice(WORDS, 5)
        row = {"id": f"a{number:03}", "title": f"Title {number}", "source": f"Paper {number % 3}"}
        row |= {
            "text": f"Of the {' and the '.join(words)} tells number {number}.",
            "published": f"2024-01-{number % 28 + 1:02}",
        }
        if number in numbers:
            rows.append(json.dumps(row))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def told(hits: tuple[Hit, ...]) -> list[tuple[str, float, float]]:
    return [(hit.article.id, round(hit.score, 5), round(hit.cosine, 5)) for hit in hits]


def vectors_of(library: Library) -> object:
    library.search("anything")
    assert isinstance(library._index, LocalIndex)
    snapshot = library._index._caches.snapshot
    assert snapshot is not None
    return snapshot.vectors


@pytest.mark.slow
def test_a_library_that_grows_gets_layers_and_finds_the_same(tmp_path: Path, small_limits: None) -> None:
    lines = tmp_path / "lines.jsonl"
    for stop in (30, 60, 200, 215):
        write_lines(lines, range(stop))
        with Library.open(tmp_path / "layered", embedder=HashedEmbedder()) as library:
            library.sync(lines)
        with Library.open(tmp_path / "layered", embedder=HashedEmbedder()) as library:
            kind = FaissFlatStore if stop <= 40 else FaissLayeredStore
            assert isinstance(vectors_of(library), kind)
            with (
                Library.open(tmp_path / f"plain{stop}", embedder=HashedEmbedder()) as plain,
                pytest.MonkeyPatch.context() as patch,
            ):
                patch.setattr("index.search.local.vector_stores.FLAT_LIMIT", 10_000)
                plain.sync(lines)
                assert isinstance(vectors_of(plain), FaissFlatStore)
                for question in QUESTIONS:
                    for only in (
                        Filter(),
                        Filter(sources=frozenset(["Paper 1"])),
                        Filter(published_to=date(2024, 1, 9)),
                    ):
                        assert told(library.search(question, only=only)) == told(plain.search(question, only=only))


def test_a_library_that_shrinks_is_flat_again(tmp_path: Path, small_limits: None) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        write_lines(lines, range(15))
        library.sync(lines)
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert isinstance(vectors_of(library), FaissFlatStore)
        assert {hit.article.id for hit in library.search("the harbour", k=100)} == {f"a{n:03}" for n in range(15)}
        assert library.check() == ()
        assert list((tmp_path / "library" / "caches").glob("base*")) == []


def test_what_is_added_and_removed_between_compactions_is_found_and_gone(tmp_path: Path, small_limits: None) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with (
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library,
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as reader,
    ):
        library.sync(lines)
        library._index.close()
        for number in (7, 50):
            library.remove(f"a{number:03}")
        write_lines(tmp_path / "more.jsonl", range(100, 103))
        library.sync(tmp_path / "more.jsonl")
        store = vectors_of(library)
        assert isinstance(store, FaissLayeredStore)
        assert (len(store.gone), len(store.recent), len(store.base)) == (2, 3, 100)
        for searching in (library, reader):
            found = {hit.article.id for hit in searching.search("tells number", k=200)}
            assert found == {f"a{n:03}" for n in range(103)} - {"a007", "a050"}


@pytest.mark.parametrize("damage", ["bytes", "cut", "gone"])
@pytest.mark.slow
def test_a_damaged_base_is_made_again_without_embedding(
    tmp_path: Path, small_limits: None, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        library._index.close()
        before = [told(library.search(question)) for question in QUESTIONS]
    (base,) = (tmp_path / "library" / "caches").glob("base-*.faiss")
    content = base.read_bytes()
    base.unlink()
    if damage != "gone":
        base.write_bytes({"bytes": b"x" * len(content), "cut": content[:100]}[damage])
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert [told(library.search(question)) for question in QUESTIONS] == before
        assert library.check() == ()


def test_damage_that_left_size_and_time_as_they_were_is_found_by_the_check(tmp_path: Path, small_limits: None) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        library._index.close()
    (base,) = (tmp_path / "library" / "caches").glob("base-*.faiss")
    status, content = base.stat(), bytearray(base.read_bytes())
    content[len(content) // 2] ^= 1
    base.write_bytes(content)
    os.utime(base, ns=(status.st_atime_ns, status.st_mtime_ns))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert library.check() == ("the dense cache is not what was written; the next search rebuilds it",)
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert len(library.search("tells", k=200)) == 100
        assert library.check() == ()


def test_a_library_that_was_copied_keeps_its_caches(tmp_path: Path, small_limits: None) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        library._index.close()
    for file in (tmp_path / "library" / "caches").rglob("*"):
        os.utime(file, (1, 1))
    (base,) = (tmp_path / "library" / "caches").glob("base-*.faiss")
    inode = base.stat().st_ino
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert isinstance(vectors_of(library), FaissLayeredStore)
    assert base.stat().st_ino == inode


@pytest.mark.slow
def test_without_room_for_the_caches_searching_goes_on_and_says_so(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    code = (
        "import json, resource, sys\n"
        "from index.embedders.hashed import HashedEmbedder\n"
        "from index.library import Library\n"
        "with Library.open(sys.argv[1], embedder=HashedEmbedder()) as library:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        "    print(json.dumps([[hit.article.id for hit in library.search(q)] for q in sys.argv[2:]]))\n"
    )
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        expected = [[hit.article.id for hit in library.search(question)] for question in QUESTIONS]
        caches = tmp_path / "library" / "caches"
        caches.rename(tmp_path / "away")
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "library"), *QUESTIONS],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == expected
        assert "searching goes on with one in memory" in done.stderr
        assert "searching goes on without it" in done.stderr
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert [[hit.article.id for hit in library.search(question)] for question in QUESTIONS] == expected
        assert library.check() == ()


def test_a_difference_is_what_was_added_since_or_all_that_differs(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(20))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        database = Database(tmp_path / "library" / "library.sqlite")
        ids, vectors = database.passages.vectors(database.passages.ids())
        none = ids[:0]

        def told_apart(store: ExactStore) -> tuple[list[int], list[int]]:
            found: Difference = difference(store, database)
            return found.missing.tolist(), found.extra.tolist()

        empty = ExactStore.empty(vectors.shape[1])
        assert told_apart(empty) == (ids.tolist(), [])
        assert told_apart(empty.changed(none, ids, vectors)) == ([], [])
        assert told_apart(empty.changed(none, ids[:15], vectors[:15])) == (ids[15:].tolist(), [])
        library.remove("a003")
        gone = ids[3:4].tolist()
        assert told_apart(empty.changed(none, ids[:15], vectors[:15])) == (ids[15:].tolist(), gone)
        assert told_apart(empty.changed(none, ids, vectors)) == ([], gone)
        database.close()


def test_what_a_warning_says_can_be_read(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(5))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        before = told(library.search("the harbour"))
    (tmp_path / "library" / "caches" / "full-text" / "meta.json").write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.WARNING), Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert told(library.search("the harbour")) == before
    assert [record.message.split(":")[0] for record in caplog.records] == ["The full-text index is made again"]


def test_a_filter_that_was_asked_before_sees_what_changed_since(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(6))
    only = Filter(sources=frozenset(["Paper 1"]))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        for _ in range(2):
            assert {hit.article.id for hit in library.search("tells", only=only)} == {"a001", "a004"}
        lines.write_text(lines.read_text(encoding="utf-8").replace('"Paper 2"', '"Paper 1"'), encoding="utf-8")
        library.sync(lines)
        assert {hit.article.id for hit in library.search("tells", only=only)} == {"a001", "a002", "a004", "a005"}


@pytest.mark.slow
def test_a_process_that_had_the_old_base_goes_on_with_the_new_one(tmp_path: Path, small_limits: None) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(100))
    with (
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as first,
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as second,
    ):
        first.sync(lines)
        first._index.close()
        assert len(second.search("tells", k=200)) == 100
        write_lines(tmp_path / "more.jsonl", range(100, 140))
        first.sync(tmp_path / "more.jsonl")  # more than fits beside the base: it is folded into a new one
        first._index.close()
        (base,) = (tmp_path / "library" / "caches").glob("base-*.faiss")
        second.remove("a005")
        store = vectors_of(second)
        assert isinstance(store, FaissLayeredStore)
        assert (store.base.path, len(store.gone)) == (base, 1)
        for library in (first, second):
            assert {hit.article.id for hit in library.search("tells", k=200)} == {
                f"a{n:03}" for n in range(140) if n != 5
            }
            assert library.check() == ()


def test_a_full_text_index_that_is_damaged_in_secret_is_found_by_the_check(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "lines.jsonl", range(5))
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(lines)
        file = next((tmp_path / "library" / "caches" / "full-text").glob("*.term"))
        status, content = file.stat(), bytearray(file.read_bytes())
        content[3] ^= 1
        file.write_bytes(content)
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert library.check() == ("the full-text index is not what was written; the next opening rebuilds it",)
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        assert len(library.search("tells", k=200)) == 5
        assert library.check() == ()
