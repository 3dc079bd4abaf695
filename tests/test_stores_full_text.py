"""The contract of full-text stores, and tantivy against the plain BM25, value by value."""

import json
import math
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tantivy
from reference_full_text import Bm25Store, FullTextStore, bm25, passage_words

from index.arrays import Ids
from index.database.passing import Passing
from index.errors import LibraryBusy, LibraryError
from index.search.fusion import TITLE_BOOST
from index.search.local.tantivy_store import FullTextEntry, TantivyStore
from index.search.stores import Scored
from index.search.terms.words import question_words

NONE = np.empty(0, dtype=np.int64)
HARBOUR = [
    FullTextEntry(4, "The old harbour", "Mara Lindqvist founded the harbour in 1874. Ships came from Riga."),
    FullTextEntry(2, "A bakery", "The bakery by the harbour sells rye bread."),
    FullTextEntry(8, "Riga", "A city on the Baltic coast with a large port and a long history of trade."),
    FullTextEntry(6, "", "Nothing of note happened in the running of the town."),
]

MakeStore = Callable[[], FullTextStore]


@pytest.fixture(params=["bm25", "tantivy"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FullTextStore:
    return Bm25Store() if request.param == "bm25" else TantivyStore(tmp_path / "full-text")


@pytest.fixture
def filled(store: FullTextStore) -> FullTextStore:
    store.change(NONE, HARBOUR)
    return store


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def found(scored: Scored) -> list[int]:
    assert scored.ids.dtype == np.int64
    assert scored.scores.dtype == np.float32
    assert scored.scores.tolist() == sorted(scored.scores.tolist(), reverse=True)
    numbers: list[int] = scored.ids.tolist()
    return numbers


def entries(count: int, words: int, seed: int) -> list[FullTextEntry]:
    """Return passages of `words` words, drawn so that a few words are common and most are rare."""
    random = np.random.default_rng(seed)

    def text(length: int) -> str:
        return " ".join(f"w{number}" for number in random.zipf(1.4, size=length).clip(max=300))

    return [FullTextEntry(id, text(int(random.integers(0, 6))), text(words)) for id in range(count)]


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ships' owners weren't running", ["the", "ship", "owner", "weren", "t", "run"]),
        ("Beyoncé in SÃO PAULO, café", ["beyonc", "in", "sao", "paulo", "cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("COVID-19: 1,000 (x_y)", ["covid", "19", "1000", "x", "y"]),
        ("東京タワー2号", ["東", "京", "タ", "ワ", "ー", "2", "号", "東京", "京タ", "タワ", "ワー"]),
        ("Москва हिन्दी", ["москва", "हिन्दी"]),
        ("a\ud800b", ["a", "b"]),
        (" ,.!?\n", []),
    ],
)
def test_words_are_folded_and_their_english_endings_cut(text: str, words: list[str]) -> None:
    assert passage_words(text) == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who founded the harbour, and who sold the harbour?", ("found", "harbour", "sold")),
        ("Who are The Who?", ("who", "are", "the")),
        ("", ()),
    ],
)
def test_a_question_drops_its_stop_words_unless_it_has_no_others(question: str, words: tuple[str, ...]) -> None:
    assert tuple(question_words(question).words) == words


# The contract


def test_the_passage_with_more_of_the_rare_words_comes_first(filled: FullTextStore) -> None:
    assert found(filled.search("Who founded the harbour?", 4)) == [4, 2]
    assert found(filled.search("What is Riga like?", 4)) == [4, 8]
    assert found(filled.search("Who founded the harbour?", 1)) == [4]


def test_scores_are_those_of_the_formula(filled: FullTextStore) -> None:
    # "founded" is in 1 of 4 passages; its text has 11 words, 11.25 are the mean.
    lengths = [len(passage_words(entry.text)) for entry in HARBOUR]
    assert lengths == [11, 8, 16, 10]
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2.2 * 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 11 / 11.25))
    assert filled.search("founded", 1).scores[0] == pytest.approx(expected, rel=1e-6)


def test_a_word_in_the_title_counts_as_much_as_the_boost_says(filled: FullTextStore) -> None:
    # Titles have 3, 2, 1 and 0 words: 1.5 in the mean.
    title = math.log(1 + 3.5 / 1.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 1.5))
    text = math.log(1 + 3.5 / 1.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 8 / 11.25))
    assert filled.search("bakery", 1).scores[0] == pytest.approx(text + TITLE_BOOST * title, rel=1e-6)


def test_ids_are_ascending_and_counted(filled: FullTextStore) -> None:
    assert filled.ids().tolist() == [2, 4, 6, 8]
    assert len(filled) == 4


def test_an_empty_store_finds_nothing(store: FullTextStore) -> None:
    assert found(store.search("harbour", 3)) == []
    assert store.ids().tolist() == []
    assert len(store) == 0


@pytest.mark.parametrize("question", ["", "?!", "zebra", "\ud800"])
def test_a_question_without_known_words_finds_nothing(filled: FullTextStore, question: str) -> None:
    assert found(filled.search(question, 3)) == []


@pytest.mark.parametrize(
    "question",
    [
        'harbour AND ( "',
        "title:harbour",
        "+harbour -bakery",
        "harbour~2 OR [a TO z]",
        "har*bour harbour^99",
        "\\harbour\\ : {",
        "IN [harbour]",
    ],
)
def test_a_question_is_never_read_as_a_query_language(filled: FullTextStore, question: str) -> None:
    words = " ".join(question_words(question).words)
    assert found(filled.search(question, 4)) == found(filled.search(words, 4))
    assert set(found(filled.search(question, 4))) >= {2, 4} or "har" in question_words(question).words


@pytest.mark.parametrize(
    ("allowed", "expected"), [(ids(2, 8), [2]), (ids(6), []), (ids(99), []), (NONE, []), (ids(4, 2, 2), [4, 2])]
)
def test_only_allowed_numbers_are_found(filled: FullTextStore, allowed: Ids, expected: list[int]) -> None:
    assert found(filled.search("Who founded the harbour?", 4, Passing.of(allowed))) == expected


def test_a_filter_does_not_change_scores(filled: FullTextStore) -> None:
    free = filled.search("harbour bread", 4)
    among = filled.search("harbour bread", 4, Passing.of(ids(2, 4, 6, 8)))
    assert among.ids.tolist() == free.ids.tolist()
    assert among.scores.tolist() == pytest.approx(free.scores.tolist(), rel=1e-6)


def test_removed_passages_are_not_found(filled: FullTextStore) -> None:
    filled.change(ids(4, 777), ())
    assert filled.ids().tolist() == [2, 6, 8]
    assert found(filled.search("Who founded the harbour?", 4)) == [2]


def test_a_passage_is_replaced_in_one_change(filled: FullTextStore) -> None:
    filled.change(ids(2), [FullTextEntry(2, "A mill", "The mill grinds wheat.")])
    assert filled.ids().tolist() == [2, 4, 6, 8]
    assert found(filled.search("bakery", 4)) == []
    assert found(filled.search("wheat", 4)) == [2]


def test_everything_can_be_removed_and_added_again(filled: FullTextStore) -> None:
    filled.change(filled.ids(), ())
    assert len(filled) == 0
    assert found(filled.search("harbour", 4)) == []
    filled.change(NONE, HARBOUR)
    assert found(filled.search("founded", 4)) == [4]


@pytest.mark.parametrize(
    ("added", "named"),
    [([5, 5], "5 is added twice"), ([5, 4], "4 is held already"), ([-3], "-3 is negative")],
)
def test_numbers_that_would_be_there_twice_are_refused(filled: FullTextStore, added: list[int], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        filled.change(NONE, [FullTextEntry(id, "", "quail") for id in added])
    assert filled.ids().tolist() == [2, 4, 6, 8]
    assert found(filled.search("quail", 3)) == []
    filled.change(NONE, [FullTextEntry(5, "", "quail")])
    assert found(filled.search("quail", 3)) == [5]


def test_fewer_than_one_hit_cannot_be_asked_for(filled: FullTextStore) -> None:
    with pytest.raises(ValueError, match="k is 0; expected 1 or more"):
        filled.search("harbour", 0)


def test_equal_scores_come_in_the_order_of_their_numbers_also_at_the_border(store: FullTextStore) -> None:
    numbers = np.random.default_rng(1).permutation(100).tolist()
    for start in (0, 40, 70):
        part = numbers[start : {0: 40, 40: 70, 70: 100}[start]]
        store.change(NONE, [FullTextEntry(id, "", "same words here") for id in part])
    for k in (1, 5, 60, 100, 1000):
        assert found(store.search("same words", k)) == list(range(min(k, 100)))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Die Donaudampfschifffahrtsgesellschaft fährt wieder.", "Donaudampfschifffahrtsgesellschaft"),
        ("Столицей является Москва.", "москва"),
        ("昨日、東京タワーに行きました。", "東京タワーはどこ"),
        ("ประเทศไทยมีเมืองหลวงคือกรุงเทพ", "กรุงเทพ"),
        ("Η Αθήνα είναι η πρωτεύουσα.", "ΑΘΉΝΑ"),
        ("عاصمة مصر هي القاهرة", "القاهرة"),
    ],
)
def test_texts_in_other_languages_are_found_by_their_words(filled: FullTextStore, text: str, question: str) -> None:
    filled.change(NONE, [FullTextEntry(30, "", text)])
    assert found(filled.search(question, 3)) == [30]


def test_texts_with_strange_characters_are_kept(store: FullTextStore) -> None:
    store.change(NONE, [FullTextEntry(1, "\ud800", "quail \udfff\x00 hen" + "x" * 70_000)])
    assert found(store.search("hen", 3)) == []
    assert found(store.search("quail", 3)) == [1]


def test_searches_go_on_while_the_store_is_changed(filled: FullTextStore) -> None:
    done = threading.Event()
    seen: set[tuple[int, ...]] = set()

    def search() -> None:
        while not done.is_set():
            seen.add(tuple(found(filled.search("founded", 5))))

    searcher = threading.Thread(target=search)
    searcher.start()
    for id in (20, 21, 22):
        filled.change(ids(id - 1), [FullTextEntry(id, "", "founded")])
    done.set()
    searcher.join()
    assert seen <= {(4,), (20, 4), (21, 4), (22, 4)}
    assert found(filled.search("founded", 5)) == [22, 4]


# tantivy against the reference


@pytest.mark.slow
def test_both_stores_give_the_same_ranking_and_scores(tmp_path: Path) -> None:
    # 30 words a passage: below 40 tantivy keeps lengths exactly.
    corpus = entries(600, words=30, seed=2)
    reference, fast = Bm25Store(), TantivyStore(tmp_path)
    for store in (reference, fast):
        store.change(NONE, corpus)
    narrow, wide = (Passing.of(np.arange(0, 600, step, dtype=np.int64)) for step in (120, 3))
    for question in ("w1 w2 w3", "w7 w19 w40", "w250", "w5 w5 w5 w300 w11"):
        for allowed in (None, narrow, wide):
            expected, actual = (store.search(question, 20, allowed) for store in (reference, fast))
            np.testing.assert_allclose(actual.scores, expected.scores, rtol=1e-5)
            gaps = np.flatnonzero(np.diff(expected.scores) < -1e-4)
            for rank in gaps:
                assert set(actual.ids[: rank + 1].tolist()) == set(expected.ids[: rank + 1].tolist())


def test_long_passages_differ_by_the_rounding_of_their_length_only(tmp_path: Path) -> None:
    corpus = entries(60, words=300, seed=3)
    reference, fast = Bm25Store(title_boost=0.0), TantivyStore(tmp_path, title_boost=0.0)
    for store in (reference, fast):
        store.change(NONE, corpus)
    expected, actual = (store.search("w30 w31 w32 w33", 60) for store in (reference, fast))
    assert sorted(actual.ids.tolist()) == sorted(expected.ids.tolist())
    by_id = dict(zip(expected.ids.tolist(), expected.scores.tolist(), strict=True))
    ratios = [s / by_id[id] for id, s in zip(actual.ids.tolist(), actual.scores.tolist(), strict=True)]
    assert min(ratios) >= 1.0 - 1e-6
    assert max(ratios) < 1.125


def test_bm25_of_one_field_is_what_one_computes_by_hand() -> None:
    from collections import Counter

    field = {1: Counter({"cat": 3}), 2: Counter({"cat": 1, "dog": 1}), 3: Counter({"dog": 1})}
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    assert bm25("cat", field) == {
        1: pytest.approx(idf * 2.2 * 3 / (3 + 1.2 * (0.25 + 0.75 * 3 / 2))),
        2: pytest.approx(idf * 2.2 * 1 / (1 + 1.2 * (0.25 + 0.75 * 2 / 2))),
    }
    assert bm25("owl", field) == {}


# tantivy on disk


def test_a_store_comes_back_from_disk(tmp_path: Path) -> None:
    TantivyStore(tmp_path / "full-text").change(NONE, HARBOUR)
    again = TantivyStore(tmp_path / "full-text")
    assert again.ids().tolist() == [2, 4, 6, 8]
    assert found(again.search("Who founded the harbour?", 4)) == [4, 2]
    again.change(ids(4), [FullTextEntry(9, "", "harbour")])
    assert TantivyStore(tmp_path / "full-text").ids().tolist() == [2, 6, 8, 9]


@pytest.mark.slow
def test_another_process_sees_a_commit_after_reload(tmp_path: Path) -> None:
    TantivyStore(tmp_path).change(NONE, HARBOUR)
    reader = TantivyStore(tmp_path)
    script = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from index.search.local.tantivy_store import FullTextEntry, TantivyStore\n"
        "store = TantivyStore(Path(sys.argv[1]))\n"
        "store.change(np.array([4]), [FullTextEntry(11, '', 'founded twice')])\n"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, cwd=root)
    assert found(reader.search("founded", 3)) == [4]
    reader.reload()
    assert found(reader.search("founded", 3)) == [11]
    assert reader.ids().tolist() == [2, 6, 8, 11]


def test_numbers_that_another_process_added_are_not_added_again(tmp_path: Path) -> None:
    first, second = TantivyStore(tmp_path), TantivyStore(tmp_path)
    second.change(NONE, HARBOUR)
    with pytest.raises(ValueError, match="held already"):
        first.change(NONE, HARBOUR)
    assert first.ids().tolist() == [2, 4, 6, 8]


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    store = TantivyStore(tmp_path)
    writer = tantivy.Index.open(str(tmp_path)).writer(15_000_000, num_threads=1)
    with pytest.raises(LibraryBusy, match="try again when it is done"):
        store.change(NONE, HARBOUR)
    writer.wait_merging_threads()
    store.change(NONE, HARBOUR)
    assert len(store) == 4


@pytest.mark.parametrize("suffix", [".idx", ".term", ".fast", ".fieldnorm", ".del"])
@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "remove"])
def test_a_damaged_index_is_a_library_error(tmp_path: Path, suffix: str, damage: str) -> None:
    store = TantivyStore(tmp_path)
    store.change(NONE, HARBOUR)
    store.change(ids(2), ())
    (path,) = [path for path in tmp_path.iterdir() if path.suffix == suffix]
    content = path.read_bytes()
    if damage == "remove":
        path.unlink()
    else:
        flipped = content[:3] + bytes([content[3] ^ 1]) + content[4:]
        path.write_bytes({"flip": flipped, "cut": content[: len(content) // 2], "empty": b""}[damage])
    with pytest.raises(LibraryError, match="cannot be opened"):
        TantivyStore(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", '{"segments": 3}', "no json", None])
def test_a_damaged_list_of_segments_is_a_library_error(tmp_path: Path, content: str | None) -> None:
    TantivyStore(tmp_path).change(NONE, HARBOUR)
    if content is None:
        (tmp_path / "meta.json").unlink()
    else:
        (tmp_path / "meta.json").write_text(content, encoding="utf-8")
    with pytest.raises(LibraryError, match="cannot be opened"):
        TantivyStore(tmp_path)


def test_an_index_of_another_schema_is_a_library_error(tmp_path: Path) -> None:
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("body").build(), path=str(tmp_path))
    with pytest.raises(LibraryError, match="cannot be opened"):
        TantivyStore(tmp_path)
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in meta["schema"]] == ["body"]


def test_a_thrown_away_folder_is_made_again(tmp_path: Path) -> None:
    TantivyStore(tmp_path / "full-text").change(NONE, HARBOUR)
    shutil.rmtree(tmp_path / "full-text")
    assert len(TantivyStore(tmp_path / "full-text")) == 0
