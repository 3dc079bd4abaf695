"""The contract of vector stores, asked of Milvus: the door for a dense part that no one server holds fits it.

`milvus-lite` serves Milvus' own protocol over gRPC, so these are the calls that a cluster gets, too.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import numpy as np
import pytest
from milvus_vectors import MilvusStore, find, make
from pymilvus import MilvusClient, MilvusException
from reference_vectors import ExactStore
from test_stores_vectors import (
    EAST,
    NONE,
    MakeEmpty,
    ids,
    random_units,
    rows,
    test_a_changed_store_leaves_the_old_one_as_it_was,  # noqa: F401
    test_a_damaged_file_is_a_library_error,  # noqa: F401
    test_a_folder_that_is_not_there_is_a_library_error,  # noqa: F401
    test_a_number_is_replaced_in_one_change,  # noqa: F401
    test_a_number_that_is_not_held_is_removed_without_effect,  # noqa: F401
    test_a_saved_store_comes_back,  # noqa: F401
    test_a_store_of_another_dimension_is_not_opened,  # noqa: F401
    test_an_empty_store_finds_nothing,  # noqa: F401
    test_changing_the_returned_ids_does_not_change_the_store,  # noqa: F401
    test_equal_scores_come_in_the_order_of_their_numbers_also_at_the_border,  # noqa: F401
    test_everything_can_be_removed,  # noqa: F401
    test_fewer_than_one_hit_cannot_be_asked_for,  # noqa: F401
    test_ids_are_ascending_and_counted,  # noqa: F401
    test_more_than_there_is_gives_all,  # noqa: F401
    test_numbers_that_would_be_there_twice_are_refused,  # noqa: F401
    test_only_allowed_numbers_are_found,  # noqa: F401
    test_other_questions_are_refused_with_their_shape_and_norm,  # noqa: F401
    test_other_vectors_are_refused_with_their_shape_and_norm,  # noqa: F401
    test_the_best_come_first_with_their_dot_products,  # noqa: F401
    test_the_number_of_hits_asked_for_before_changes_nothing,  # noqa: F401
)

from index.database.passing import Passing
from index.errors import LibraryError

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
START_S = 60.0


@dataclass(frozen=True)
class Kind:
    """What makes and opens stores on one server."""

    client: MilvusClient

    def empty(self, dim: int) -> MilvusStore:
        return make(self.client, dim)

    def open(self, path: Path, dim: int) -> MilvusStore:
        return find(self.client, path, dim)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusClient]:
    """Serve on loopback, and give who asks there."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("milvus")
    command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        served = subprocess.Popen([*command, "--data-dir", str(folder / "data")], stdout=log, stderr=log)
    try:
        until = time.monotonic() + START_S
        while True:
            try:
                opened = MilvusClient(f"http://127.0.0.1:{port}", timeout=5)
                break
            except MilvusException:
                assert served.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until, (folder / "log").read_text()
        yield opened
        opened.close()
    finally:
        served.terminate()
        served.wait(30)


@pytest.fixture
def kind(client: MilvusClient) -> Kind:
    return Kind(client)


@pytest.fixture
def empty(kind: Kind) -> MakeEmpty:
    return kind.empty


def test_milvus_finds_what_the_reference_finds_bit_for_bit(empty: MakeEmpty) -> None:
    random, units = np.random.default_rng(3), random_units(700, 48, seed=4)
    units[100:140] = units[60:100]  # duplicates, so that ties are everywhere
    numbers = random.permutation(2000)[:700].astype(np.int64)
    exact, other = (
        store.changed(NONE, numbers[:400], units[:400]).changed(numbers[::7][:50], numbers[400:], units[400:])
        for store in (ExactStore.empty(48), empty(48))
    )
    allowed = Passing.of(random.permutation(2000)[:300])
    for question in (*random_units(2, 48, seed=5), *units[60:62]):
        for k, among in ((1, None), (10, None), (100, None), (10, allowed), (1000, allowed)):
            right, found = exact.search(question, k, among), other.search(question, k, among)
            assert found.ids.tolist() == right.ids.tolist()
            assert found.scores.tobytes() == right.scores.tobytes()


def test_a_collection_that_somebody_else_changed_is_not_used(kind: Kind, client: MilvusClient, tmp_path: Path) -> None:
    store = kind.empty(2).changed(NONE, ids(7), rows(EAST))
    store.save(tmp_path / "stamp")
    assert kind.open(tmp_path / "stamp", 2).ids().tolist() == [7]
    client.insert(store.name, [{"id": 8, "vector": EAST}])
    with pytest.raises(LibraryError, match="another one"):
        kind.open(tmp_path / "stamp", 2)
    client.drop_collection(store.name)
    with pytest.raises(LibraryError, match="made again"):
        kind.open(tmp_path / "stamp", 2)
