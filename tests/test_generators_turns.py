"""Whose turn it is, with threads that are stepped by hand."""

import threading
import time
from collections.abc import Callable

from rag.generators.reading_queue import Turns

LONG = 60.0  # seconds that no test waits out


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def line_up(turns: Turns, names: str, entered: list[str]) -> list[threading.Thread]:
    """Start a thread for each name; each has its place in the queue before the next is started."""
    threads = []
    for name in names:

        def enter(name: str = name) -> None:
            with turns.take(name):
                entered.append(name)

        thread = threading.Thread(target=enter, daemon=True)
        waiting = turns.waiting
        thread.start()
        until(lambda waiting=waiting: turns.waiting == waiting + 1)  # type: ignore[misc]
        threads.append(thread)
    return threads


def test_who_came_first_goes_first() -> None:
    turns, entered = Turns(), list[str]()
    with turns.take("me"):
        threads = line_up(turns, "abcdefgh", entered)
        assert entered == []
        assert turns.is_taken
    for thread in threads:
        thread.join(LONG)
    assert entered == list("abcdefgh")
    assert not turns.is_taken


def test_who_comes_back_goes_before_those_who_wait() -> None:
    turns, entered = Turns(grace=LONG), list[str]()
    me = object()
    with turns.take(me, comes_back=True):
        threads = line_up(turns, "ab", entered)
    with turns.take(me):
        assert entered == []
    for thread in threads:
        thread.join(LONG)
    assert entered == ["a", "b"]


def test_who_does_not_come_back_is_waited_for_briefly() -> None:
    turns, entered = Turns(grace=0.01), list[str]()
    with turns.take("me", comes_back=True):
        threads = line_up(turns, "ab", entered)
    for thread in threads:
        thread.join(LONG)
    assert entered == ["a", "b"]


def test_a_stop_lets_the_next_one_in_at_once() -> None:
    turns, entered = Turns(grace=LONG), list[str]()
    asking = turns.take("me", comes_back=True)
    asking.__enter__()
    threads = line_up(turns, "a", entered)
    stop = GeneratorExit()
    assert not asking.__exit__(GeneratorExit, stop, None)
    threads[0].join(LONG)
    assert entered == ["a"]


def test_who_is_polite_goes_only_where_nobody_is_nor_waits() -> None:
    turns, entered = Turns(grace=LONG), list[str]()
    with turns.take_if_free() as is_free:
        assert is_free
        threads = line_up(turns, "a", entered)
        assert entered == []
        with turns.take_if_free() as is_free_again:
            assert not is_free_again
        assert turns.is_taken
    threads[0].join(LONG)
    assert entered == ["a"]
    with turns.take("me", comes_back=True), turns.take_if_free() as is_free:
        assert not is_free
    with turns.take_if_free() as is_free:  # "me" may come back
        assert not is_free
    with turns.take("me"):
        pass
    with turns.take_if_free() as is_free:
        assert is_free


def test_an_equal_owner_is_not_the_same() -> None:
    turns, entered = Turns(grace=0.01), list[str]()
    with turns.take([1], comes_back=True):
        threads = line_up(turns, "a", entered)
    with turns.take([1]):
        assert entered == ["a"]
    threads[0].join(LONG)
