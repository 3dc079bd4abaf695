"""Reading a small library ahead while nobody asks, so that the first question to it is answered at once, too."""

import logging
import threading
from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from index import BroadsheetError, Library, Span
from index.splitting import split_article
from rag.types import Window

_log = logging.getLogger(__name__)

# A passage takes the 1.5B model 2 to 4 seconds on two cores and 3 MB: a quarter of an hour, and half of the room.
MOST_PASSAGES = 300
IDLE_SECONDS = 20.0  # without a question before reading begins, and again after each question


@runtime_checkable
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


def read_ahead(
    library: Library,
    reader: Reader,
    stopped: threading.Event,
    idle_seconds: float = IDLE_SECONDS,
    most: int = MOST_PASSAGES,
) -> None:
    """Read the library's passages while nobody asks, again when it has changed; return when `stopped` is set."""
    done = generation = -1
    while not stopped.wait(idle_seconds / 4):
        try:
            size = library.size()
            generation = size.generation
            if generation != done and size.passages <= most and _read(library, reader, stopped, idle_seconds):
                done = generation
        except BroadsheetError as error:  # an article was removed meanwhile, or the generator cannot be used
            _log.info("not read ahead: %s", error)
            done = generation


def _read(library: Library, reader: Reader, stopped: threading.Event, idle_seconds: float) -> bool:
    """Read every passage; tell False when it was stopped."""
    for window in list_windows(library):
        is_prepared = False
        while not is_prepared:
            while reader.idle_seconds < idle_seconds:
                if stopped.wait(idle_seconds / 4):
                    return False
            if stopped.is_set():
                return False
            is_prepared = reader.prepare(window)
            if not is_prepared and stopped.wait(idle_seconds / 4):  # else it would be asked again at once, all along
                return False
    return True
