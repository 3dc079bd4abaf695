"""What is searched for before its event comes: the page asks for sources by itself, sooner than Gradio's event can.

The event then goes on from what was found, so nothing is searched twice. Whatever is not here, it finds by itself.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from index import Filter
from rag.found import Found
from rag.types import Turn
from ui.browser.exchange import Exchange

AT_ONCE = 4  # searches; as many as answers are made at a time
SESSIONS = 100  # the latest, whose last search is held


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search depends on; an event that wants the same can go on from it."""

    question: str
    history: tuple[Turn, ...]
    only: Filter
    asked: date


@dataclass(slots=True)
class Search:
    """A search that is under way, or over: then with what was `found`, and the exchange that `began` with it."""

    wanted: Wanted
    found: Found | None = None
    began: Exchange | None = None
    is_over: threading.Event = field(default_factory=threading.Event)


class Early:
    """The last search of each session."""

    def __init__(self) -> None:
        self._searches: OrderedDict[str, Search] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, session: str, wanted: Wanted, begin: Callable[[], tuple[Found, Exchange]]) -> Exchange | None:
        """Return the exchange that begins with what is found; None when too much is searched for at the moment.

        Raises what `begin` raises; then there is nothing to go on from.
        """
        search = Search(wanted)
        with self._lock:
            running = [one for one in self._searches.values() if not one.is_over.is_set()]
            before = self._searches.get(session)
            if len(running) >= AT_ONCE or (before is not None and before in running):
                return None
            self._searches[session] = search
            self._searches.move_to_end(session)
            while len(self._searches) > SESSIONS:
                self._searches.popitem(last=False)
        try:
            search.found, search.began = begin()
        finally:
            search.is_over.set()
        return search.began

    def find(self, session: str, wanted: Wanted) -> Search | None:
        """Return the search of a session, when it is for what is wanted."""
        with self._lock:
            search = self._searches.get(session)
        return search if search is not None and search.wanted == wanted else None

    def begun(self, session: str) -> tuple[Exchange, ...]:
        """Return the exchange that the page of a session may show already, though its event has not come."""
        with self._lock:
            search = self._searches.get(session)
        return (search.began,) if search is not None and search.began is not None else ()

    def forget(self, session: str) -> None:
        """Let go of what a session searched for."""
        with self._lock:
            self._searches.pop(session, None)
