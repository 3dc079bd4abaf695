"""A pipe read with a time for each piece: Windows waits for sockets only, so a thread waits here."""

import os
import queue
import threading
import time
from typing import IO

_READ_BYTES = 2**20
_AHEAD = 2  # pieces that are read before they are taken; the process waits to write more


class Pipe:
    """Reads `stream` piece by piece in a thread of its own, until its end or `close`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._room = threading.Semaphore(_AHEAD)
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._is_closed = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def take(self, until: float) -> bytes:
        """Return the next piece, empty at the end. Raises TimeoutError when none came `until` (`time.monotonic`)."""
        try:
            piece = self._pieces.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None
        self._room.release()
        return piece

    def close(self) -> None:
        """Close the stream, whose writer has ended."""
        self._is_closed = True
        self._room.release()
        self._thread.join()  # first: the number of a file that is closed may be another's a moment later
        self._stream.close()

    def _read(self) -> None:
        piece = b"begun"
        while piece:
            self._room.acquire()
            if self._is_closed:
                return
            piece = os.read(self._stream.fileno(), _READ_BYTES)
            self._pieces.put(piece)
