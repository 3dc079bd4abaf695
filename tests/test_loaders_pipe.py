"""What another process writes: piece by piece, each within a time, never far ahead, and no thread stays."""

import os
import threading
import time

import pytest

from index.loaders.sandbox.pipe import Pipe


def test_pieces_come_in_their_order_to_the_end() -> None:
    there, here = os.pipe()
    pipe = Pipe(os.fdopen(there, "rb"))
    soon = time.monotonic() + 20
    os.write(here, b"one")
    assert pipe.take(soon) == b"one"
    with pytest.raises(TimeoutError):
        pipe.take(time.monotonic() + 0.02)
    os.write(here, b"two")
    assert pipe.take(soon) == b"two"
    os.close(here)
    assert pipe.take(soon) == b""
    pipe.close()


def test_little_is_read_ahead() -> None:
    there, here = os.pipe()
    os.set_blocking(here, False)
    pipe = Pipe(os.fdopen(there, "rb"))
    written = 0
    for _ in range(500):  # more than the system's own buffer holds
        try:
            written += os.write(here, bytes(2**16))
        except BlockingIOError:
            time.sleep(0.001)
    assert written < 4 * 2**20
    os.close(here)
    pipe.close()


def test_no_thread_stays() -> None:
    before = threading.active_count()
    there, here = os.pipe()
    pipe = Pipe(os.fdopen(there, "rb"))
    assert threading.active_count() == before + 1
    os.close(here)
    pipe.close()
    assert threading.active_count() == before
