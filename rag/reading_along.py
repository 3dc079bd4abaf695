"""Reading along while a question is typed, so that most of its evidence is read by the time it is asked."""

import logging
import threading
from collections.abc import Sequence

from index import BroadsheetError
from rag.reading_ahead import Reader
from rag.types import Window

_log = logging.getLogger(__name__)


class ReadingAlong:
    """Has the evidence of questions that are still being typed read, that of the latest alone, best passage first.

    It gives way to every question that is asked, and its thread ends when nothing is left to read.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: list[Window] = []
        self._reader: Reader | None = None
        self._is_reading = False

    def want(self, reader: Reader, windows: Sequence[Window]) -> None:
        """Read `windows` with `reader`, in place of what is not read yet of those wanted before."""
        with self._lock:
            self._reader, self._left = reader, list(reversed(windows))
            if self._is_reading or not self._left:
                return
            self._is_reading = True
        threading.Thread(target=self._read, name="reading along", daemon=True).start()

    def _read(self) -> None:
        while (next_one := self._next()) is not None:
            reader, window = next_one
            try:
                if not reader.prepare(window):
                    self._give_up()
            except BroadsheetError as error:  # the question itself will say it
                _log.info("not read along: %s", error)
                self._give_up()

    def _next(self) -> tuple[Reader, Window] | None:
        with self._lock:
            if not self._left or self._reader is None:
                self._is_reading, self._reader = False, None
                return None
            return self._reader, self._left.pop()

    def _give_up(self) -> None:
        """Drop what is left: somebody asks, and what they read comes first."""
        with self._lock:
            self._left = []
