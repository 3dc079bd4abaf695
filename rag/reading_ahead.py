"""Reading a small library ahead while nobody asks, so that the first question to it is answered at once, too."""

import logging
import threading
from collections.abc import Iterator
from typing import Protocol

from index import BroadsheetError, Library, Span
from index.splitting import split_article
from rag.types import Window

_log = logging.getLogger(__name__)

# A passage takes the 1.5B model 2 to 4 seconds on two cores and 3 MB: a quarter of an hour, and half of the room.
MOST_PASSAGES = 300
IDLE_SECONDS = 20.0  # without a question before reading begins, and again after each question


class Reader(Protocol):
    """A generator that keeps what it made of a window."""

    @property
    def idle_seconds(self) -> float:
        """Return how long ago the last question was answered; 0 while one is."""
        ...

    def prepare(self, window: Window) -> bool:
        """Read `window` and keep it; False when a question came in between."""
        ...


def list_windows(library: Library) -> Iterator[Window]:
    """Yield the window of every passage, the articles added last first."""
    for listed in sorted(library.articles(), key=lambda listed: listed.added, reverse=True):
        article = library.article(listed.id)
        for passage in split_article(article.text):
            whole = Span(passage.start, passage.end)
            yield Window(article, passage.start, passage.end, whole, 0.0, passage.speaker)


class ReadingAhead:
    """Reads in a thread of its own until `stop`; begins again when the library has changed."""

    def __init__(
        self, library: Library, reader: Reader, idle_seconds: float = IDLE_SECONDS, most: int = MOST_PASSAGES
    ) -> None:
        self._library = library
        self._reader = reader
        self._idle_seconds = idle_seconds
        self._most = most
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading ahead", daemon=True)

    def start(self) -> None:
        """Begin once nobody asks."""
        self._thread.start()

    def stop(self) -> None:
        """End after the passage that is being read."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        done = generation = -1
        while not self._stopped.wait(self._idle_seconds / 4):
            try:
                generation = self._library.generation
                if generation != done and self._is_small() and self._read():
                    done = generation
            except BroadsheetError as error:  # an article was removed meanwhile, or the generator cannot be used
                _log.info("not read ahead: %s", error)
                done = generation

    def _is_small(self) -> bool:
        return sum(listed.passages for listed in self._library.articles()) <= self._most

    def _read(self) -> bool:
        """Read every passage; tell False when it was stopped."""
        for window in list_windows(self._library):
            prepared = False
            while not prepared:
                if not self._wait_until_idle():
                    return False
                prepared = self._reader.prepare(window)
        return True

    def _wait_until_idle(self) -> bool:
        while self._reader.idle_seconds < self._idle_seconds:
            if self._stopped.wait(self._idle_seconds / 4):
                return False
        return not self._stopped.is_set()
