"""The contract of vector stores, and FAISS against the numpy reference, value by value."""

import threading
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest
from layered_support import LayeredWithVectors
from reference_vectors import ExactStore

from index.arrays import Ids, Vectors
from index.database.passing import Passing
from index.errors import LibraryError
from index.search.local.faiss_flat import FaissFlatStore
from index.search.local.vector_stores import new_vector_store, open_vector_store
from index.search.stores import Scored, VectorStore

MakeEmpty = Callable[[int], VectorStore]

Kind = type[ExactStore] | type[FaissFlatStore] | type[LayeredWithVectors]
KINDS: dict[str, Kind] = {"exact": ExactStore, "faiss": FaissFlatStore, "layered": LayeredWithVectors}
NONE = np.empty(0, dtype=np.int64)
NO_ROWS = np.empty((0, 2), dtype=np.float32)
EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
NORTH_EAST = [0.6, 0.8]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = KINDS[request.param]
    return chosen


@pytest.fixture
def empty(kind: Kind) -> MakeEmpty:
    return kind.empty


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def rows(*vectors: list[float]) -> Vectors:
    return np.array(vectors, dtype=np.float32)


def three(empty: MakeEmpty) -> VectorStore:
    return empty(2).changed(NONE, ids(7, 3, 9), rows(EAST, NORTH, NORTH_EAST))


def pairs(scored: Scored) -> list[tuple[int, float]]:
    assert scored.ids.dtype == np.int64
    assert scored.scores.dtype == np.float32
    return [(id, round(score, 6)) for id, score in zip(scored.ids.tolist(), scored.scores.tolist(), strict=True)]


def random_units(count: int, dim: int, seed: int) -> Vectors:
    values = np.random.default_rng(seed).normal(size=(count, dim))
    units: Vectors = (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)
    return units


def test_the_best_come_first_with_their_dot_products(empty: MakeEmpty) -> None:
    store = three(empty)
    assert pairs(store.search(rows(EAST)[0], 3)) == [(7, 1.0), (9, 0.6), (3, 0.0)]
    assert pairs(store.search(rows(NORTH)[0], 2)) == [(3, 1.0), (9, 0.8)]


def test_ids_are_ascending_and_counted(empty: MakeEmpty) -> None:
    store = three(empty)
    assert store.ids().tolist() == [3, 7, 9]
    assert len(store) == 3


def test_changing_the_returned_ids_does_not_change_the_store(empty: MakeEmpty) -> None:
    store = three(empty)
    store.ids()[:] = 0
    assert store.ids().tolist() == [3, 7, 9]


def test_an_empty_store_finds_nothing(empty: MakeEmpty) -> None:
    assert pairs(empty(2).search(rows(EAST)[0], 5)) == []
    assert empty(2).ids().tolist() == []


def test_more_than_there_is_gives_all(empty: MakeEmpty) -> None:
    assert pairs(three(empty).search(rows(EAST)[0], 1000)) == [(7, 1.0), (9, 0.6), (3, 0.0)]


def test_a_changed_store_leaves_the_old_one_as_it_was(empty: MakeEmpty) -> None:
    old = three(empty)
    new = old.changed(ids(7), ids(10), rows([-1.0, 0.0]))
    assert pairs(new.search(rows(EAST)[0], 5)) == [(9, 0.6), (3, 0.0), (10, -1.0)]
    assert pairs(old.search(rows(EAST)[0], 5)) == [(7, 1.0), (9, 0.6), (3, 0.0)]


def test_a_number_that_is_not_held_is_removed_without_effect(empty: MakeEmpty) -> None:
    assert three(empty).changed(ids(8, 1000), NONE, NO_ROWS).ids().tolist() == [3, 7, 9]


def test_a_number_is_replaced_in_one_change(empty: MakeEmpty) -> None:
    store = three(empty).changed(ids(7), ids(7), rows(NORTH))
    assert pairs(store.search(rows(NORTH)[0], 2)) == [(3, 1.0), (7, 1.0)]


def test_everything_can_be_removed(empty: MakeEmpty) -> None:
    store = three(empty).changed(ids(3, 7, 9), NONE, NO_ROWS)
    assert len(store) == 0
    assert pairs(store.search(rows(EAST)[0], 1)) == []


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (ids(3, 9), [(9, 0.6), (3, 0.0)]),
        (ids(9, 9, 4), [(9, 0.6)]),
        (ids(4), []),
        (NONE, []),
    ],
)
def test_only_allowed_numbers_are_found(empty: MakeEmpty, allowed: Ids, expected: list[tuple[int, float]]) -> None:
    assert pairs(three(empty).search(rows(EAST)[0], 3, Passing.of(allowed))) == expected


def test_equal_scores_come_in_the_order_of_their_numbers_also_at_the_border(empty: MakeEmpty) -> None:
    # 90 copies in 13 dimensions: more than FAISS is first asked for, and no multiple of a SIMD block.
    unit = random_units(1, 13, seed=1)
    numbers = np.random.default_rng(2).permutation(90).astype(np.int64)
    store = empty(13).changed(NONE, numbers, np.repeat(unit, 90, axis=0))
    for k in (1, 3, 50, 90):
        assert store.search(unit[0], k).ids.tolist() == list(range(k))


@pytest.mark.parametrize(
    ("vectors", "named"),
    [
        (rows([3.0, 4.0]), "norm 5"),
        (rows([0.0, 0.0]), "norm 0"),
        (rows([np.nan, 1.0]), "norm nan"),
        (rows([np.inf, 0.0]), "norm inf"),
        (rows([1.0, 0.0, 0.0]), r"shape \(1, 3\); expected float32 of shape \(1, 2\)"),
        (rows(EAST, NORTH), r"shape \(2, 2\)"),
        (np.array([EAST]), "float64"),
    ],
)
def test_other_vectors_are_refused_with_their_shape_and_norm(empty: MakeEmpty, vectors: Vectors, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        empty(2).changed(NONE, ids(1), vectors)


@pytest.mark.parametrize(
    ("vector", "named"),
    [
        (rows([3.0, 4.0])[0], "norm 5"),
        (rows([np.nan, 1.0])[0], "norm nan"),
        (rows([1.0, 0.0, 0.0])[0], "shape"),
        (rows(EAST), r"shape \(1, 2\); expected \(2,\)"),
    ],
)
def test_other_questions_are_refused_with_their_shape_and_norm(empty: MakeEmpty, vector: Vectors, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        three(empty).search(vector, 1)


@pytest.mark.parametrize(
    ("remove", "add", "named"),
    [
        (NONE, ids(5, 5), "5 is added twice"),
        (NONE, ids(5, 7), "7 is held already"),
        (ids(3), ids(5, 7), "7 is held already"),
        (NONE, ids(5, -1), "-1 is negative"),
        (NONE, np.array([5, 6], dtype=np.int32), "int32"),
    ],
)
def test_numbers_that_would_be_there_twice_are_refused(empty: MakeEmpty, remove: Ids, add: Ids, named: str) -> None:
    store = three(empty)
    with pytest.raises(ValueError, match=named):
        store.changed(remove, add, rows(EAST, NORTH))
    assert store.ids().tolist() == [3, 7, 9]


def test_fewer_than_one_hit_cannot_be_asked_for(empty: MakeEmpty) -> None:
    with pytest.raises(ValueError, match="k is 0; expected 1 or more"):
        three(empty).search(rows(EAST)[0], 0)


def test_a_saved_store_comes_back(kind: Kind, tmp_path: Path) -> None:
    store = kind.empty(2).changed(NONE, ids(7, 3, 9), rows(EAST, NORTH, NORTH_EAST)).changed(ids(3), NONE, NO_ROWS)
    store.save(tmp_path / "vectors")
    again = kind.open(tmp_path / "vectors", 2)
    assert again.ids().tolist() == [7, 9]
    assert pairs(again.search(rows(EAST)[0], 3)) == [(7, 1.0), (9, 0.6)]
    assert again.changed(NONE, ids(1), rows(NORTH)).ids().tolist() == [1, 7, 9]


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        three(FaissFlatStore.empty).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_store_of_another_dimension_is_not_opened(kind: Kind, tmp_path: Path) -> None:
    kind.empty(2).changed(NONE, ids(7), rows(EAST)).save(tmp_path / "vectors")
    with pytest.raises(LibraryError, match="3"):
        kind.open(tmp_path / "vectors", 3)


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut"])
def test_a_damaged_file_is_a_library_error(kind: Kind, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors"
    three(kind.empty).save(path)
    whole = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"empty": b"", "text": b"not vectors at all", "cut": whole[: len(whole) // 2]}[damage])
    with pytest.raises(LibraryError, match="cannot be read"):
        kind.open(path, 2)


def test_a_folder_that_is_not_there_is_a_library_error(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="could not be written"):
        kind.empty(2).save(tmp_path / "nowhere" / "vectors")


def test_other_kinds_of_faiss_index_are_not_opened(tmp_path: Path) -> None:
    others = {
        "IndexFlatIP; expected an IndexIDMap2": faiss.IndexFlatIP(2),
        "IndexHNSWFlat; expected an IndexFlat": faiss.IndexIDMap2(faiss.IndexHNSWFlat(2, 4)),
        "expected an IndexFlat with inner products": faiss.IndexIDMap2(faiss.IndexFlatL2(2)),
    }
    for expected, other in others.items():
        faiss.write_index(other, str(tmp_path / "other"))
        with pytest.raises(LibraryError, match=expected):
            FaissFlatStore.open(tmp_path / "other", 2)


def test_a_faiss_file_with_vectors_that_are_not_unit_is_not_opened(tmp_path: Path) -> None:
    other = faiss.IndexIDMap2(faiss.IndexFlatIP(2))
    other.add_with_ids(rows([3.0, 4.0]), ids(1))
    faiss.write_index(other, str(tmp_path / "other"))
    with pytest.raises(LibraryError, match="norm 5"):
        FaissFlatStore.open(tmp_path / "other", 2)


def test_faiss_finds_what_the_reference_finds_bit_for_bit() -> None:
    random = np.random.default_rng(3)
    units = random_units(700, 48, seed=4)
    units[100:140] = units[60:100]  # duplicates, so that ties are everywhere
    numbers = random.permutation(2000)[:700].astype(np.int64)
    stores: list[VectorStore] = []
    for kind in KINDS.values():
        store: VectorStore = kind.empty(48).changed(NONE, numbers[:400], units[:400])
        store = store.changed(numbers[::7][:50], numbers[400:], units[400:])
        stores.append(store)
        assert store.newest() == max(store.ids().tolist())
    allowed = Passing.of(random.permutation(2000)[:300])
    for question in (*random_units(5, 48, seed=5), *units[60:65]):
        for k, among in ((1, None), (10, None), (100, None), (10, allowed), (1000, allowed)):
            exact, *others = (store.search(question, k, among) for store in stores)
            for fast in others:
                assert fast.ids.tolist() == exact.ids.tolist()
                assert fast.scores.tobytes() == exact.scores.tobytes()


def test_the_number_of_hits_asked_for_before_changes_nothing(empty: MakeEmpty) -> None:
    units = random_units(60, 8, seed=6)
    store = empty(8).changed(NONE, np.arange(60, dtype=np.int64), units)
    before = pairs(store.search(units[0], 3))
    store.search(units[0], 50)
    assert pairs(store.search(units[0], 3)) == before


def test_searches_go_on_while_the_store_is_changed(empty: MakeEmpty) -> None:
    units = random_units(300, 16, seed=7)
    store = empty(16).changed(NONE, np.arange(300, dtype=np.int64), units)
    expected = [pairs(store.search(unit, 5)) for unit in units[:20]]
    done = threading.Event()
    failures: list[object] = []

    def search() -> None:
        while not done.is_set():
            for unit, hits in zip(units[:20], expected, strict=True):
                if pairs(store.search(unit, 5)) != hits:
                    failures.append(hits)

    searcher = threading.Thread(target=search)
    searcher.start()
    changed = store
    for number in range(50):
        changed = changed.changed(ids(number), ids(1000 + number), units[number : number + 1])
    done.set()
    searcher.join()
    assert failures == []
    assert changed.ids().tolist() == [*range(50, 300), *range(1000, 1050)]


def test_the_factory_gives_the_fast_one_and_opens_what_it_wrote(tmp_path: Path) -> None:
    store = new_vector_store(2).changed(NONE, ids(4), rows(EAST))
    store.save(tmp_path / "vectors.faiss")
    assert pairs(open_vector_store(tmp_path / "vectors.faiss", 2).search(rows(EAST)[0], 1)) == [(4, 1.0)]
    with pytest.raises(LibraryError):
        open_vector_store(tmp_path / "other.faiss", 2)
