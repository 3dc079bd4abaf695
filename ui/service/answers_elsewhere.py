"""Answers that other pages of the same library are making: told to them and heard of them as they grow."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from index.bulletin import Bulletin
from ui.service.exchange import Exchange, Talk, fail, stop

GONE = "The page that was answering has ended before it was through: ask again."
ANSWER, STOP = "answer", "stop"
MOST = 100  # the latest, of which it is known how they stand
LOOK_S = 0.5


class AnswersElsewhere:
    """The newest exchange of each conversation in which another page has told of an answer.

    What was found for a question is not told, since it is too much: the page looks it up once the answer is kept. `end`
    ends an answer of this page, in the conversation that it is given.
    """

    def __init__(self, bulletin: Bulletin, end: Callable[[str], None]) -> None:
        self._bulletin = bulletin
        self._end = end
        self._changed = threading.Condition()
        self._exchanges: dict[str, Exchange] = {}
        bulletin.hear(ANSWER, self._hear)
        bulletin.hear(STOP, lambda conversation, text: self._end(conversation))

    def tell(self, talk: Talk, *, is_over: bool = False) -> None:
        """Tell the other pages where an answer of this one is."""
        if talk.conversation and talk.exchanges:
            newest = talk.exchanges[-1]
            told = replace(stop(newest) if is_over else newest, hits=(), windows=(), answer=None)
            self._bulletin.tell(ANSWER, talk.conversation, lambda: _told().dump_json(told).decode(), is_last=is_over)

    def has(self, conversation: str) -> bool:
        """Tell whether another page is answering in a conversation."""
        with self._changed:
            return conversation in self._exchanges and self._exchanges[conversation].is_running

    def follow(self, conversation: str, stopped: threading.Event) -> Iterator[Exchange]:
        """Yield an exchange as its answer grows elsewhere, its end included.

        Once `stopped` is set, the page that makes it is told so.
        """
        shown: Exchange | None = None
        is_stopped = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._exchanges.get(conversation) is not shown, LOOK_S)  # noqa: B023
                newest = self._exchanges.get(conversation)
            if newest is None:
                return
            if newest is not shown:
                shown = newest
                yield shown
            if not shown.is_running:
                return
            if stopped.is_set() and not is_stopped:
                is_stopped = True
                self._bulletin.tell(STOP, conversation, str, is_last=True)

    def _hear(self, conversation: str, text: str) -> None:
        with self._changed:
            before = self._exchanges.pop(conversation, None)
            if text:
                self._exchanges[conversation] = _told().validate_json(text)
            elif before is not None:
                self._exchanges[conversation] = fail(before, GONE)
            while len(self._exchanges) > MOST:
                del self._exchanges[next(iter(self._exchanges))]
            self._changed.notify_all()


@cache
def _told() -> TypeAdapter[Exchange]:
    return TypeAdapter(Exchange)
