"""One writes at a time: who waits, who is told, who goes on."""

from pathlib import Path

import pytest

from index.errors import LibraryBusy
from index.writer_lock import WriterLock


def test_who_comes_second_is_told_why_and_gets_it_afterwards(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    with first.hold("never shown"), pytest.raises(LibraryBusy, match=r"^wait for the sync$"):  # noqa: SIM117
        with second.hold("wait for the sync", patience_s=0.05):
            pytest.fail("two hold it at once")
    with second.hold("free again"):
        pass


def test_who_need_not_have_it_is_told_whether_it_does(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    with first.hold_if_free() as is_held:
        assert is_held
        with second.hold_if_free() as is_held_twice:
            assert not is_held_twice
        with pytest.raises(LibraryBusy), second.hold("busy", patience_s=0.05):
            pytest.fail("the one that was not held let the other's go")


def test_a_long_writer_does_not_keep_a_reader_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.writer_lock.PATIENCE_S", 0.05)
    first, second = WriterLock(tmp_path), WriterLock(tmp_path)
    read: list[str] = []
    with first.hold("never shown"), second.keep_others_off():
        read.append("beside the writer")
    with second.keep_others_off():
        read.append("alone")
        with pytest.raises(LibraryBusy), first.hold("somebody reads"):
            pytest.fail("a writer came in between")
    assert read == ["beside the writer", "alone"]


def test_an_error_lets_the_lock_go(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path)
    with pytest.raises(ZeroDivisionError), lock.hold("never shown"):
        _ = 1 / 0
    with WriterLock(tmp_path).hold("still held", patience_s=0.05):
        pass
