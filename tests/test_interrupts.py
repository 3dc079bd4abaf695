"""A pressed Ctrl-C ends what is done, also where Python loses the exception that it raises."""

import io
import signal
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest

from index.types import Progress
from rag.types import Event, Token
from ui.interrupts import CtrlC, end_if_pressed, remember_ctrl_c
from ui.terminal.answers import follow_answer
from ui.terminal.progress import follow_steps
from ui.terminal.screen import Screen, open_screen

pytestmark = pytest.mark.usefixtures("heeds_ctrl_c")


class Freed:
    """Something that a callback is called for when it is freed, as Python does it for the lock of an import."""


def press_and_lose() -> None:
    """Press Ctrl-C where the exception goes nowhere."""
    freed = Freed()
    callback = weakref.ref(freed, lambda _: signal.raise_signal(signal.SIGINT))
    del freed
    assert callback() is None


@pytest.fixture
def screen() -> Screen:
    return open_screen()


def test_a_lost_ctrl_c_ends_a_long_operation_at_its_next_step(
    screen: Screen, capfd: pytest.CaptureFixture[str]
) -> None:
    done = []

    def steps() -> Iterator[Progress]:
        try:
            for number in range(5):
                done.append(number)
                if number == 2:
                    press_and_lose()
                yield Progress("read", number, 5)
        finally:
            done.append(-1)

    with remember_ctrl_c(), pytest.raises(KeyboardInterrupt):
        follow_steps(steps(), screen)
    assert done == [0, 1, 2, -1]
    assert "Traceback" not in capfd.readouterr().err


def test_a_lost_ctrl_c_ends_an_answer_at_its_next_word(screen: Screen) -> None:
    def events() -> Iterator[Event]:
        press_and_lose()
        yield Token("The")
        raise AssertionError("nothing more is to be asked for")

    with remember_ctrl_c(), pytest.raises(KeyboardInterrupt):
        follow_answer(events(), screen)


def test_a_ctrl_c_ends_at_once_where_it_can() -> None:
    with remember_ctrl_c(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_python_does_of_itself_is_there_again_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with remember_ctrl_c():
        assert isinstance(signal.getsignal(signal.SIGINT), CtrlC)
        end_if_pressed()
    assert before == (signal.default_int_handler, sys.unraisablehook)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_things_that_get_lost_are_still_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    with remember_ctrl_c():
        freed = Freed()
        callback = weakref.ref(freed, lambda _: int("no number"))
        del freed
        assert callback() is None
    assert "no number" in said.getvalue()


def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for what runs behind it
    try:
        with remember_ctrl_c():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            signal.raise_signal(signal.SIGINT)
            end_if_pressed()
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_than_the_main_one_leaves_it_alone() -> None:
    found = []

    def run() -> None:
        with remember_ctrl_c():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]
