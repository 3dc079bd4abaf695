"""Rows of a large library that are brought into memory together before they are read."""

import threading
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.database import Database
from index.database.read_ahead import READERS, Ahead
from index.embedders.hashed import HashedEmbedder
from index.library import Library

ALWAYS = -1.0  # no sample is read as soon as that: the readers are asked each time


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(30):
        (articles / f"{number}.txt").write_text(f"Harbour {number}\n\nThe keeper saw {number} ships.\n", "utf-8")
    with Library.open(tmp_path / "a library #1?", embedder=HashedEmbedder()) as library:
        library.sync(articles)
    return tmp_path / "a library #1?"


def readers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_readers_come_when_the_disk_is_waited_for_and_end_when_it_is_closed(
    filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "broadsheet")
    ahead = Ahead(filled / "library.sqlite", in_memory_s=ALWAYS)
    assert readers() == []
    ahead.passages([*range(1, 31), 7, 4_000_000])
    ahead.texts([1, 2, 3])
    assert len(readers()) > 0
    ahead.close()
    assert readers() == []
    assert caplog.messages == []


def test_nothing_is_asked_of_readers_while_rows_lie_in_memory(filled: Path) -> None:
    ahead = Ahead(filled / "library.sqlite", in_memory_s=60.0)
    ahead.passages(range(1, 31))
    ahead.texts([])
    assert readers() == []
    ahead.close()


def test_threads_that_come_and_go_leave_no_connections(filled: Path) -> None:
    ahead = Ahead(filled / "library.sqlite", in_memory_s=ALWAYS)
    for _ in range(3 * READERS):
        thread = threading.Thread(target=ahead.passages, args=(range(1, 31),))
        thread.start()
        thread.join()
    assert 0 < len(_opened(filled)) <= READERS + 1
    ahead.close()
    assert not _opened(filled)


def _opened(home: Path) -> list[str]:
    """Return what is open of the library in `home`; those of other tests may be open, too."""
    own = (home / "library.sqlite").resolve()
    return [file.path for file in psutil.Process().open_files() if Path(file.path) == own]


def test_what_cannot_be_read_ahead_is_left_to_who_reads_it_next(
    tmp_path: Path, filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "broadsheet")
    (tmp_path / "damaged.sqlite").write_bytes(b"no database" * 1000)
    for path in (tmp_path / "nowhere.sqlite", tmp_path / "damaged.sqlite"):
        ahead = Ahead(path, in_memory_s=ALWAYS)
        ahead.passages([1, 2, 3])
        ahead.close()
    assert not (tmp_path / "nowhere.sqlite").exists()
    assert any("Nothing was read ahead" in message for message in caplog.messages)


def test_a_database_reads_the_same_with_readers_and_ends_them(filled: Path) -> None:
    database = Database(filled / "library.sqlite")
    before = database.passages.vectors(database.passages.ids())
    database.ahead = Ahead(filled / "library.sqlite", in_memory_s=ALWAYS)
    database.ahead.passages(database.passages.ids().tolist())
    after = database.passages.vectors(database.passages.ids())
    np.testing.assert_array_equal(before[1], after[1])
    database.close()
    assert readers() == []
    (filled / "library.sqlite").rename(filled / "moved.sqlite")  # on Windows an open one could not be
