"""A pressed Ctrl-C that is not lost.

Python drops the KeyboardInterrupt that is raised where nothing can be: while it frees an import's lock, in a
finalizer, in a callback. So it is remembered that there was one, and the next step of a long operation ends.
"""

import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Step = TypeVar("Step")


class CtrlC:
    """Takes SIGINT as Python itself does, and remembers it."""

    def __init__(self) -> None:
        self.was_pressed = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt in the main thread, wherever it is."""
        del number, frame
        self.was_pressed = True
        raise KeyboardInterrupt


@contextmanager
def remember_ctrl_c() -> Iterator[None]:
    """Remember a Ctrl-C until the end; nothing changes in another thread than the main one, or where it is ignored."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    said = sys.unraisablehook
    signal.signal(signal.SIGINT, CtrlC())
    sys.unraisablehook = _say_other_than_ctrl_c
    try:
        yield
    finally:
        sys.unraisablehook = said
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def take_sigterm_as_ctrl_c() -> Iterator[None]:
    """Let who ends this process by SIGTERM, as servers and containers do, end it as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say_other_than_ctrl_c(lost: "sys.UnraisableHookArgs") -> None:
    """Keep Python from writing a traceback about a Ctrl-C that is not lost."""
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)


def end_if_pressed() -> None:
    """Raise KeyboardInterrupt when Ctrl-C was pressed, also when it was raised already and got lost."""
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, CtrlC) and handler.was_pressed:
        raise KeyboardInterrupt


def until_pressed(steps: Iterator[Step]) -> Generator[Step, None, None]:
    """Yield `steps` as long as no Ctrl-C was pressed; then they are closed, and KeyboardInterrupt is raised."""
    try:
        for step in steps:
            end_if_pressed()
            yield step
    finally:
        if isinstance(steps, Generator):
            steps.close()
