"""Reading along with a question that is being typed: the latest alone, and never in front of one that is asked."""

import threading

import pytest

from index import Article, Span
from rag.errors import GeneratorError
from rag.reading_along import ReadingAlong
from rag.types import Window

LONG = 20.0


def window(name: str) -> Window:
    return Window(Article(name, name, name), 0, len(name), Span(0, len(name)), 1.0)


class Reader:
    """Notes what it reads, each passage when it is let; `ends` tells how each reading ends."""

    idle_seconds = 1.0

    def __init__(self, ends: dict[str, bool | Exception] | None = None) -> None:
        self.read: list[str] = []
        self.let = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.ends = ends or {}

    def prepare(self, wanted: Window) -> bool:
        self.read.append(wanted.text)
        self.begun.release()
        assert self.let.acquire(timeout=LONG)
        end = self.ends.get(wanted.text, True)
        if isinstance(end, Exception):
            raise end
        return end

    def step(self) -> None:
        """Wait until a passage is being read, and let its reading end."""
        assert self.begun.acquire(timeout=LONG)
        self.let.release()


def want(along: ReadingAlong, reader: Reader, names: str) -> None:
    along.want(reader, [window(name) for name in names])


def has_ended() -> bool:
    for thread in threading.enumerate():
        if thread.name == "reading along":
            thread.join(LONG)
    return not any(thread.name == "reading along" for thread in threading.enumerate())


def test_the_best_passage_is_read_first_and_the_thread_ends() -> None:
    along, reader = ReadingAlong(), Reader()
    want(along, reader, "abc")
    for _ in "abc":
        reader.step()
    assert has_ended()
    assert reader.read == ["a", "b", "c"]
    want(along, reader, "d")
    reader.step()
    assert has_ended()
    assert reader.read == ["a", "b", "c", "d"]


def test_what_is_typed_further_replaces_what_is_not_read_yet() -> None:
    along, reader = ReadingAlong(), Reader()
    want(along, reader, "abc")
    assert reader.begun.acquire(timeout=LONG)
    want(along, reader, "xy")
    reader.let.release()
    reader.step()
    reader.step()
    assert has_ended()
    assert reader.read == ["a", "x", "y"]


def test_another_generator_takes_over() -> None:
    along, old, new = ReadingAlong(), Reader(), Reader()
    want(along, old, "ab")
    assert old.begun.acquire(timeout=LONG)
    want(along, new, "c")
    old.let.release()
    new.step()
    assert has_ended()
    assert (old.read, new.read) == (["a"], ["c"])


@pytest.mark.parametrize("end", [False, GeneratorError("no room")])
def test_it_gives_way_and_goes_on_with_the_next_question(end: bool | Exception) -> None:
    along, reader = ReadingAlong(), Reader({"a": end})
    want(along, reader, "abc")
    reader.step()
    assert has_ended()
    assert reader.read == ["a"]
    want(along, reader, "d")
    reader.step()
    assert has_ended()
    assert reader.read == ["a", "d"]


def test_without_evidence_nothing_is_begun() -> None:
    along, reader = ReadingAlong(), Reader()
    want(along, reader, "")
    assert has_ended()
    assert reader.read == []
