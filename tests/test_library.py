"""A library brought to the state of a folder: what is listed, found, removed, and what survives."""

import json
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from index import Filter
from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.hashed import HashedEmbedder
from index.errors import ArticleUnknown, EmbedderMismatch, LibraryBusy, LibraryError
from index.library import Library


class CountingEmbedder:
    """The reference embedder, keeping the passages that it embeds."""

    def __init__(self) -> None:
        self._hashed = HashedEmbedder()
        self.texts: list[str] = []

    @property
    def identity(self) -> EmbedderIdentity:
        return self._hashed.identity

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return self._hashed.embed_passages(texts)

    def embed_question(self, question: str) -> Vectors:
        return self._hashed.embed_question(question)


@pytest.fixture
def counting() -> CountingEmbedder:
    return CountingEmbedder()


def ids(library: Library) -> list[str]:
    return [article.id for article in library.articles()]


def test_a_folder_is_listed_with_what_its_files_say(library: Library, articles: Path) -> None:
    report = library.sync(articles)
    assert report.added == ("articles/bridge.md", "articles/market.txt", "articles/sport/rowing.txt")
    bridge = library.articles()[0]
    assert (bridge.title, bridge.source, bridge.published, bridge.passages) == (
        "The bridge", "The Post", date(2024, 3, 1), 1,
    )  # fmt: skip
    assert library.article("articles/market.txt").text.endswith("Fish is sold by Ada Vane.")


def test_a_passage_is_found_by_its_words_with_exact_offsets(library: Library, articles: Path) -> None:
    library.sync(articles)
    hit = library.search("Who sells fish at the market?", k=1)[0]
    assert hit.article.id == "articles/market.txt"
    assert hit.passage.text == hit.article.text[hit.passage.start : hit.passage.end]
    assert "Ada Vane" in hit.passage.text
    assert 0 < hit.score <= 1


def test_an_unchanged_folder_embeds_nothing_and_keeps_the_generation(
    tmp_path: Path, articles: Path, counting: CountingEmbedder
) -> None:
    with Library.open(tmp_path / "library", embedder=counting) as library:
        library.sync(articles)
        generation, embedded = library.generation, len(counting.texts)
        report = library.sync(articles)
        assert (report.unchanged, report.added, report.changed, report.removed) == (3, (), (), ())
        assert (library.generation, len(counting.texts)) == (generation, embedded)


def test_changed_vanished_and_new_files(library: Library, articles: Path) -> None:
    library.sync(articles)
    (articles / "market.txt").write_text("The market\n\nThe market opens on Friday.\n", encoding="utf-8")
    (articles / "bridge.md").unlink()
    (articles / "tower.txt").write_text("The tower\n\nThe tower leans.\n", encoding="utf-8")
    report = library.sync(articles)
    assert report.changed == ("articles/market.txt",)
    assert report.removed == ("articles/bridge.md",)
    assert report.added == ("articles/tower.txt",)
    assert "Friday" in library.search("When does the market open?", k=1)[0].passage.text
    assert all(hit.article.id != "articles/bridge.md" for hit in library.search("How long is the bridge?"))


def test_a_text_under_two_names_is_embedded_once_and_gone_with_the_second(
    tmp_path: Path, articles: Path, counting: CountingEmbedder
) -> None:
    copy = articles / "sport" / "copy.txt"
    copy.write_bytes((articles / "market.txt").read_bytes())
    with Library.open(tmp_path / "library", embedder=counting) as library:
        library.sync(articles)
        assert len(counting.texts) == len(set(counting.texts)) == 3
        assert {"articles/market.txt", "articles/sport/copy.txt"} <= set(ids(library))
        found = [hit for hit in library.search("Who sells fish?") if "Ada Vane" in hit.passage.text]
        assert [hit.article.id for hit in found] == ["articles/market.txt"]
        (articles / "market.txt").unlink()
        library.sync(articles)
        assert library.search("Who sells fish?", k=1)[0].article.id == "articles/sport/copy.txt"
        copy.unlink()
        library.sync(articles)
        assert all("Ada Vane" not in hit.passage.text for hit in library.search("Who sells fish?"))
        assert len(counting.texts) == 3


def test_a_moved_file_is_not_embedded_again(tmp_path: Path, articles: Path, counting: CountingEmbedder) -> None:
    with Library.open(tmp_path / "library", embedder=counting) as library:
        library.sync(articles)
        (articles / "market.txt").rename(articles / "sport" / "market.txt")
        report = library.sync(articles)
        assert (report.added, report.removed) == (("articles/sport/market.txt",), ("articles/market.txt",))
        assert len(counting.texts) == 3


def test_removed_stays_out_until_it_changes_or_is_restored(library: Library, articles: Path) -> None:
    library.sync(articles)
    library.remove("articles/market.txt")
    assert library.search("Who sells fish?", k=1)[0].article.id != "articles/market.txt"
    library.sync(articles)
    (articles / "new.txt").write_text("Something new\n\nA new thing.\n", encoding="utf-8")
    library.sync(articles)
    assert "articles/market.txt" not in ids(library)
    list(library.sync_steps(articles, restore=True))
    assert "articles/market.txt" in ids(library)
    with pytest.raises(ArticleUnknown, match="broadsheet list"):
        library.remove("no such article")


def test_a_file_that_fails_is_named_and_the_others_load(library: Library, articles: Path) -> None:
    (articles / "broken.pdf").write_bytes(b"%PDF-1.4 this is no pdf")
    report = library.sync(articles)
    assert len(report.added) == 3
    assert [Path(failure.path).name for failure in report.failures] == ["broken.pdf"]
    assert report.failures[0].reason


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(library: Library, articles: Path) -> None:
    library.sync(articles)
    (articles / "market.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = library.sync(articles)
    assert [Path(failure.path).name for failure in report.failures] == ["market.txt"]
    assert "articles/market.txt" in ids(library)


def test_lines_keep_their_ids_and_a_bad_line_is_named(library: Library, tmp_path: Path) -> None:
    lines = tmp_path / "wire.jsonl"
    good = [{"id": f"w{n}", "title": f"Story {n}", "text": f"Story number {n} is told here."} for n in range(3)]
    lines.write_text("\n".join([json.dumps(good[0]), "{broken", *map(json.dumps, good[1:])]), encoding="utf-8")
    report = library.sync(lines)
    assert report.added == ("w0", "w1", "w2")
    assert [failure.path for failure in report.failures] == ["wire.jsonl:2"]
    lines.write_text("\n".join(map(json.dumps, good[:2])), encoding="utf-8")
    report = library.sync(lines)
    assert (report.removed, report.unchanged) == (("w2",), 2)


def test_the_same_id_in_two_files_is_reported_and_the_first_kept(library: Library, tmp_path: Path) -> None:
    for name, text in (("a.jsonl", "First text here."), ("b.jsonl", "Second text here.")):
        (tmp_path / name).write_text(json.dumps({"id": "x", "title": "X", "text": text}), encoding="utf-8")
    library.sync(tmp_path / "a.jsonl")
    report = library.sync(tmp_path / "b.jsonl")
    assert "another id" in report.failures[0].reason
    assert library.article("x").text == "First text here."


def test_filters(library: Library, articles: Path) -> None:
    library.sync(articles)
    question = "Who won the cup at the market on the bridge?"

    def found(only: Filter) -> set[str]:
        return {hit.article.id for hit in library.search(question, only=only)}

    assert found(Filter(articles=frozenset(["articles/market.txt"]))) == {"articles/market.txt"}
    assert found(Filter(sources=frozenset(["The Post"]))) == {"articles/bridge.md"}
    assert found(Filter(published_from=date(2024, 1, 1), published_to=date(2024, 3, 1))) == {"articles/bridge.md"}
    assert found(Filter(published_from=date(2024, 3, 2))) == set()
    assert len(found(Filter())) == 3


def test_a_search_does_not_change_what_a_later_one_returns(library: Library, articles: Path) -> None:
    library.sync(articles)
    first = library.search("the market", k=2)
    library.search("the market", k=50)
    assert library.search("the market", k=2) == first


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("anything") == ()
    assert library.articles() == ()


@pytest.mark.parametrize("damage", ["stamp.json", "vectors.faiss", "full-text"])
def test_damaged_caches_are_rebuilt_without_embedding(
    tmp_path: Path, articles: Path, counting: CountingEmbedder, damage: str
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, embedder=counting) as library:
        library.sync(articles)
        before = library.search("Who sells fish?")
    target = folder / "caches" / damage
    for file in [target] if target.is_file() else sorted(target.rglob("*")):
        file.write_bytes(b"damaged" * 10)
    embedded = len(counting.texts)
    with Library.open(folder, embedder=counting) as library:
        assert library.search("Who sells fish?") == before
        assert len(counting.texts) == embedded


def test_a_rebuild_gives_the_same_hits_and_searchers_go_on(library: Library, articles: Path) -> None:
    library.sync(articles)
    before = library.search("Who sells fish?")
    for _ in library.rebuild_steps():
        assert [hit.article.id for hit in library.search("Who sells fish?")] == [hit.article.id for hit in before]
    assert library.search("Who sells fish?") == before
    assert library.check() == ()


def test_another_embedder_is_refused_and_a_rebuild_takes_it(tmp_path: Path, articles: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, embedder=HashedEmbedder(dim=256)) as library:
        library.sync(articles)
    with pytest.raises(EmbedderMismatch, match="rebuild"):
        Library.open(folder, embedder=HashedEmbedder(dim=64))
    with Library.open(folder, embedder=HashedEmbedder(dim=256)) as library:
        list(library.rebuild_steps(HashedEmbedder(dim=64)))
    with Library.open(folder, embedder=HashedEmbedder(dim=64)) as library:
        assert library.search("Who sells fish?", k=1)[0].article.id == "articles/market.txt"


def test_a_second_writer_is_told_why_and_readers_go_on(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.writer_lock.PATIENCE_S", 0.05)
    library.sync(articles)
    steps = library.sync_steps(articles)
    next(steps)
    with pytest.raises(LibraryBusy, match="wait"):
        library.remove("articles/market.txt")
    assert library.search("Who sells fish?", k=1)[0].article.id == "articles/market.txt"
    list(steps)
    library.remove("articles/market.txt")


def test_who_asks_during_the_first_sync_is_not_kept_waiting(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.local.local_index.REFRESH_S", 0.0)
    steps = library.sync_steps(articles)
    found = set()
    for _ in steps:
        found |= {hit.article.id for hit in library.search("Who sells fish?", k=3)}
    assert library.search("Who sells fish?", k=1)[0].article.id == "articles/market.txt"
    assert "articles/market.txt" in found


def test_another_library_object_sees_the_newest_generation(tmp_path: Path, articles: Path) -> None:
    with (
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as reader,
        Library.open(tmp_path / "library", embedder=HashedEmbedder()) as writer,
    ):
        assert reader.search("Who sells fish?") == ()
        writer.sync(articles)
        assert reader.search("Who sells fish?", k=1)[0].article.id == "articles/market.txt"
        writer.remove("articles/market.txt")
        assert "articles/market.txt" not in {hit.article.id for hit in reader.search("Who sells fish?")}


@pytest.mark.slow
def test_a_sync_that_was_stopped_goes_on(tmp_path: Path, counting: CountingEmbedder) -> None:
    lines = tmp_path / "many.jsonl"
    rows = [{"id": f"a{n:03}", "title": f"T{n}", "text": f"Article number {n} tells of thing {n}."} for n in range(200)]
    lines.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=counting) as library:
        steps = library.sync_steps(lines)
        while len(counting.texts) < 100:
            next(steps)
        steps.close()
        done = len(ids(library))
        assert 0 < done < 200
        library.sync(lines)
        assert len(ids(library)) == 200
        assert len(counting.texts) <= 200 + 64
        assert library.check() == ()


@pytest.mark.slow
def test_threads_search_while_another_syncs(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(30):
                assert library.search("Who sells fish?", k=1)[0].article.id == "articles/market.txt"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        (articles / f"more{number}.txt").write_text(f"More {number}\n\nMore of {number}.\n", encoding="utf-8")
        library.sync(articles)
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(LibraryError, match="--home"):
        Library.open(tmp_path / "file" / "library", embedder=HashedEmbedder())
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite").write_bytes(b"this is not a database" * 100)
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.open(tmp_path / "library", embedder=HashedEmbedder())


def test_a_path_that_is_not_there_changes_nothing(library: Library, articles: Path) -> None:
    library.sync(articles)
    with pytest.raises(LibraryError, match="nothing was changed"):
        library.sync(articles / "gone")
    assert len(ids(library)) == 3


def test_what_is_there_is_not_written_again(library: Library, articles: Path) -> None:
    library.sync(articles)
    log = Path(library.name) / "library.sqlite-wal"
    written = (log.stat().st_size, log.stat().st_mtime_ns)
    assert library.sync(articles).unchanged == 3
    assert (log.stat().st_size, log.stat().st_mtime_ns) == written


def test_a_file_that_cannot_be_read_is_still_remembered_as_asked_for(library: Library, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no pdf")
    assert len(library.sync(broken).failures) == 1
    assert library.folders() == (broken,)
