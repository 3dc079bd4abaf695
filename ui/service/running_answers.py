"""Answers that are being told: each is made in a thread of its own and goes on when nobody looks any more.

Who closes the page, or loses the connection, finds the answer kept when they come back; who comes back while it is
still being made, sees it grow, also on another page of the same library.
"""

import logging
import threading
from collections.abc import Iterator

from index.bulletin import Bulletin
from ui.service.answers_elsewhere import AnswersElsewhere
from ui.service.exchange import Talk

LEFT_ALONE = 4  # answers that go on at a time while nobody looks; the oldest of more are stopped
_log = logging.getLogger(__name__)


class RunningAnswer:
    """One answer: the conversation as it grows. Setting `stopped` ends it.

    Who begins it is its first watcher, from the beginning: before they `follow`, it is not one that nobody looks at.
    """

    def __init__(self, talks: Iterator[Talk], stopped: threading.Event, elsewhere: AnswersElsewhere) -> None:
        self.stopped = stopped
        self._elsewhere = elsewhere
        self._watchers = 1
        self._is_followed = False  # the first to follow takes the place of who began it
        self._talks = talks
        self._told: list[Talk] = []  # each shares with the one before all that is the same
        self._is_over = False
        self._changed = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more comes."""
        return self._is_over

    @property
    def is_watched(self) -> bool:
        """Tell whether anybody looks at it, or is about to."""
        with self._changed:
            return self._watchers > 0

    @property
    def conversation(self) -> str:
        """Return the id of the conversation that the answer belongs to, "" as long as it has none."""
        with self._changed:
            return self._told[-1].conversation if self._told else ""

    def follow(self, from_start: bool = False) -> Iterator[Talk]:
        """Yield the conversation as it was `from_start`, or as it is, and as it is after changes until the end.

        Who is slower than the changes is told of the latest alone: each telling costs the page a moment.
        """
        with self._changed:
            self._watchers += self._is_followed
            self._is_followed = True
        place = 0
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: place < len(self._told) or self._is_over)  # noqa: B023
                    if place == len(self._told):
                        return
                    place = 1 if from_start and place == 0 else len(self._told)
                    latest = self._told[place - 1]
                yield latest
        finally:
            with self._changed:
                self._watchers -= 1

    def _run(self) -> None:
        try:
            for talk in self._talks:
                with self._changed:
                    self._told.append(talk)
                    self._changed.notify_all()
                self._elsewhere.tell(talk)
        except Exception:  # the edge of a thread; what can go wrong in an answer is told by the answer
            _log.exception("telling failed")
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()
            if self._told:
                self._elsewhere.tell(self._told[-1], is_over=True)


class RunningAnswers:
    """The answers that are being told, and those `elsewhere`: by the other pages that tell of them."""

    def __init__(self, bulletin: Bulletin | None = None) -> None:
        self.elsewhere = AnswersElsewhere(bulletin or Bulletin(), self._stop)
        self._running: list[RunningAnswer] = []
        self._lock = threading.Lock()

    def begin(self, talks: Iterator[Talk], stopped: threading.Event) -> RunningAnswer:
        """Begin to tell an answer."""
        with self._lock:
            self._running = [telling for telling in self._running if not telling.is_over]
            alone = [telling for telling in self._running if not telling.is_watched]
            for telling in alone[: max(0, len(alone) - LEFT_ALONE)]:
                telling.stopped.set()
            telling = RunningAnswer(talks, stopped, self.elsewhere)
            self._running.append(telling)
            return telling

    def of(self, conversation: str) -> RunningAnswer | None:
        """Return the answer that is being told in a conversation."""
        with self._lock:
            found = [one for one in self._running if not one.is_over and one.conversation == conversation]
        return found[-1] if conversation and found else None

    def _stop(self, conversation: str) -> None:
        telling = self.of(conversation)
        if telling is not None:
            telling.stopped.set()
