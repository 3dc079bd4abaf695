"""Searches that are done once for all that need them: a question being typed, the page's request, the event.

Whichever comes first begins the search; the others go on from what it finds.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from index import Filter
from rag.errors import QuestionRefused
from rag.retrieval import Retrieval
from rag.types import Turn
from ui.service.errors import NARROWED_AWAY

AT_ONCE = 4  # searches that no event asked for yet; as many as answers are made at a time
SESSIONS = 100  # the latest, whose last search is held
_log = logging.getLogger(__name__)


class Taker(Enum):
    """Who needs a search; each takes one once, so that a question that is asked again is searched for again."""

    TYPING = auto()
    PAGE = auto()
    EVENT = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search depends on; `generation` is the library's."""

    question: str
    history: tuple[Turn, ...]
    only: Filter
    asked: date
    generation: int


@dataclass(slots=True)
class Search:
    """A search that is under way, or over; without anything `found` it was refused or failed."""

    wanted: Wanted
    found: Retrieval | None = None
    takers: set["Taker"] = field(default_factory=set)
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self, find: Callable[[], Retrieval]) -> None:
        """Search; what goes wrong is said by the event, to which the same happens."""
        try:
            self.found = find()
        except (QuestionRefused, *NARROWED_AWAY):
            pass
        except Exception:
            _log.exception("looking for sources failed")
        finally:
            self.is_over.set()


class Searches:
    """The last search of each session."""

    def __init__(self) -> None:
        self._searches: OrderedDict[str, Search] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, session: str, wanted: Wanted, taker: Taker, find: Callable[[], Retrieval]) -> Search:
        """Return the search of a session for what is wanted, begun now unless the other one has begun it."""
        with self._lock:
            before = self._searches.get(session)
            if before is not None and before.wanted == wanted and taker not in before.takers:
                before.takers.add(taker)
                return before
            search = self._searches[session] = Search(wanted, takers={taker})
            self._searches.move_to_end(session)
            while len(self._searches) > SESSIONS:
                self._searches.popitem(last=False)
        threading.Thread(target=search.run, args=(find,), daemon=True).start()
        return search

    @property
    def is_busy(self) -> bool:
        """Tell whether so much is searched for that only events should begin more."""
        with self._lock:
            return sum(not search.is_over.is_set() for search in self._searches.values()) >= AT_ONCE

    def forget(self, session: str) -> None:
        """Let go of what a session searched for."""
        with self._lock:
            self._searches.pop(session, None)

    def found(self, session: str) -> Retrieval | None:
        """Return what a session searched for last, when that is over."""
        with self._lock:
            search = self._searches.get(session)
        return search.found if search is not None else None
