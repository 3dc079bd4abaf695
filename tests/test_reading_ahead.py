"""Reading ahead: every passage of a small library once, giving way to questions."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index import Library
from rag.reading_ahead import list_windows, read_ahead
from rag.types import Window


class Reader:
    """Notes what it reads; every third passage a question comes in between."""

    def __init__(self, expected: int) -> None:
        self.read: list[str] = []
        self.tried = 0
        self.is_done = threading.Event()
        self.idle_seconds = 1.0
        self.expected = expected

    def prepare(self, window: Window) -> bool:
        self.tried += 1
        if self.tried % 3 == 0:
            return False
        self.read.append(window.text)
        if len(self.read) == self.expected:
            self.is_done.set()
        return True


@contextmanager
def reading(library: Library, reader: Reader, idle_seconds: float = 0.01, most: int = 300) -> Iterator[None]:
    stopped = threading.Event()
    thread = threading.Thread(target=read_ahead, args=(library, reader, stopped, idle_seconds, most))
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def test_every_passage_is_listed_once(library: Library, articles: Path) -> None:
    library.sync(articles)
    windows = list(list_windows(library))
    assert len(windows) == sum(listed.passages for listed in library.articles())
    assert all(window.text == window.article.text[window.start : window.end] for window in windows)


def test_a_small_library_is_read_and_interrupted_passages_are_tried_again(library: Library, articles: Path) -> None:
    library.sync(articles)
    wanted = [window.text for window in list_windows(library)]
    reader = Reader(len(wanted))
    with reading(library, reader):
        assert reader.is_done.wait(20)
    assert reader.read == wanted
    assert reader.tried > len(wanted)


def test_what_was_added_later_is_read_too(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    before = len(list(list_windows(library)))
    reader = Reader(before)
    with reading(library, reader):
        assert reader.is_done.wait(20)
        reader.is_done.clear()
        (articles / "late.txt").write_text("Late\n\nThe ferry came late.\n", encoding="utf-8")
        reader.expected = before * 2 + 1
        library.sync(articles)
        assert reader.is_done.wait(20)
    assert any("The ferry came late." in text for text in reader.read)


def test_nothing_is_read_while_somebody_asks_or_of_a_big_library(library: Library, articles: Path) -> None:
    library.sync(articles)
    busy = Reader(1)
    busy.idle_seconds = 0.0
    small = Reader(1)
    with reading(library, busy, 0.02), reading(library, small, 0.02, most=1):
        time.sleep(0.2)
    assert busy.tried == small.tried == 0


def test_who_is_busy_is_not_asked_again_at_once(library: Library, articles: Path) -> None:
    """A passage of a question that is being typed takes a second, in which every try fails at once."""
    library.sync(articles)
    waits: list[float | None] = []

    class Busy(Reader):
        def prepare(self, window: Window) -> bool:
            self.read.append(window.text)
            return len(self.read) > 50

    class Stopped(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout)
            return len(waits) > 5

    busy = Busy(1)
    read_ahead(library, busy, Stopped(), idle_seconds=0.5)
    assert waits == [0.125] * 7  # one before, one after each of five tries, and one that ends it
    assert len(busy.read) == 5
