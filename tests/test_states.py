"""What is kept of read passages: bounded, shared, and never trusted when it is damaged."""

import os
from pathlib import Path

import pytest

from rag.generators.states import FolderStates, KeptStates, MemoryStates

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def age(folder: Path, key: str, seconds: int) -> None:
    os.utime(folder / f"{key}.state", (1_700_000_000 - seconds,) * 2)


def test_memory_forgets_what_was_not_used_for_the_longest_time() -> None:
    states = MemoryStates(10)
    states.put(A, b"1234")
    states.put(B, b"5678")
    assert states.get(A) == b"1234"
    states.put(C, b"90ab")
    assert [states.get(key) for key in (A, B, C)] == [b"1234", None, b"90ab"]


def test_memory_counts_a_state_put_twice_once() -> None:
    states = MemoryStates(8)
    for _ in range(5):
        states.put(A, b"1234")
    states.put(B, b"5678")
    assert states.holds(A)
    assert states.holds(B)


def test_memory_keeps_nothing_that_is_larger_than_itself() -> None:
    states = MemoryStates(3)
    states.put(A, b"1234")
    assert states.get(A) is None


def test_a_folder_gives_back_what_another_process_put(tmp_path: Path) -> None:
    FolderStates(tmp_path / "states").put(A, b"state")
    assert FolderStates(tmp_path / "states").get(A) == b"state"
    assert FolderStates(tmp_path / "states").holds(A)
    assert FolderStates(tmp_path / "states").get(B) is None


@pytest.mark.parametrize("position", [0, 31, 32, 40])
def test_a_damaged_file_is_deleted(tmp_path: Path, position: int) -> None:
    states = FolderStates(tmp_path)
    states.put(A, b"a state of some length")
    file = tmp_path / f"{A}.state"
    data = bytearray(file.read_bytes())
    data[position] ^= 1
    file.write_bytes(bytes(data))
    assert states.get(A) is None
    assert not file.exists()


@pytest.mark.parametrize("length", [0, 10, 32, 33])
def test_a_file_cut_short_is_deleted(tmp_path: Path, length: int) -> None:
    states = FolderStates(tmp_path)
    states.put(A, b"a state of some length")
    file = tmp_path / f"{A}.state"
    file.write_bytes(file.read_bytes()[:length])
    assert states.get(A) is None
    assert not file.exists()


def test_a_folder_stays_within_its_bound_and_drops_the_oldest(tmp_path: Path) -> None:
    states = FolderStates(tmp_path, max_bytes=300)
    for seconds, key in ((30, A), (20, B), (10, C)):
        states.put(key, bytes(60))
        age(tmp_path, key, seconds)
    states.get(A)  # used just now
    states.put("d" * 64, bytes(60))
    assert [states.holds(key) for key in (A, B, C)] == [True, False, False]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 300


def test_a_state_larger_than_the_bound_is_not_kept(tmp_path: Path) -> None:
    states = FolderStates(tmp_path, max_bytes=100)
    states.put(A, bytes(101))
    assert not states.holds(A)


def test_a_folder_that_cannot_be_written_is_said_once_and_nothing_breaks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "states"
    blocked.write_text("a file where the folder should be")
    states = FolderStates(blocked)
    states.put(A, b"state")
    states.put(B, b"state")
    assert states.get(A) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    states.drop()


def test_dropping_leaves_other_files_alone(tmp_path: Path) -> None:
    states = FolderStates(tmp_path)
    states.put(A, b"state")
    (tmp_path / "notes.txt").write_text("mine")
    states.drop()
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_what_the_folder_holds_is_kept_in_memory_once_read(tmp_path: Path) -> None:
    FolderStates(tmp_path).put(A, b"state")
    states = KeptStates(MemoryStates(), FolderStates(tmp_path))
    assert states.get(A) == b"state"
    (tmp_path / f"{A}.state").unlink()
    assert states.get(A) == b"state"
    states.drop()
    assert not states.holds(A)
