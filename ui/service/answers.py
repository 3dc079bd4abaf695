"""Answers in a conversation: told as they grow, kept when they are done, made once more."""

import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from index import Filter
from rag.errors import QuestionRefused
from rag.reading_ahead import Reader
from rag.reading_along import ReadingAlong
from rag.retrieval import Retrieval
from rag.types import Answer, Finished
from ui.conversations.errors import ConversationError
from ui.errors import explain
from ui.service.catalogue import Catalogue
from ui.service.conversations import Conversations
from ui.service.errors import NARROWED_AWAY, say_narrowed
from ui.service.exchange import Exchange, Talk, advance, compare, fail, stop, turns_of
from ui.service.holdings import holdings_beside
from ui.service.memory import share_articles
from ui.service.resources import Resources
from ui.service.running_answers import RunningAnswers
from ui.service.searches import Search, Searches, Taker, Wanted
from ui.service.stopping import Stops, follow

EMPTY_LIBRARY = "Your library is empty, so there is nothing to ask yet: drop documents onto this page first."
SOON_S = 0.3  # for a search that is under way; after that the page is told that it is
PATIENCE_S = 10.0  # then it is done anew
_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that makes an answer, for all sessions; `conversations` are those of who asks."""

    resources: Resources
    conversations: Conversations
    stops: Stops
    running: RunningAnswers
    searches: Searches
    along: ReadingAlong

    def foresee(self, question: str, exchanges: tuple[Exchange, ...], session: str, only: Filter) -> None:
        """Look for the evidence of a question that is still being typed, and have it read while nobody asks."""
        reader = self.resources.assistant.generator
        if not isinstance(reader, Reader) or not reader.idle_seconds or not self._can_find(question, exchanges):
            return
        search = self._search(Taker.TYPING, _begin(question, exchanges), exchanges, session, only)
        search.is_over.wait(PATIENCE_S)
        if search.found and search.found.generator is reader:
            self.along.want(reader, search.found.evidence.windows)

    def find(self, question: str, exchanges: tuple[Exchange, ...], session: str, only: Filter) -> Exchange | None:
        """Return how the answer to `question` begins, for a page whose event is on its way, too.

        None where only the event can tell: the question is refused, the library empty, or an answer is being made.
        """
        if not self._can_find(question, exchanges):
            return None
        exchange = _begin(question, exchanges)
        search = self._search(Taker.PAGE, exchange, exchanges, session, only)
        search.is_over.wait(PATIENCE_S)
        return _go_on(exchange, search.found) if search.found else None

    def begun(self, exchanges: tuple[Exchange, ...], session: str) -> tuple[Exchange, ...]:
        """Return `exchanges`, and the one after them that the page may show already, though its event has not come."""
        found = self.searches.found(session)
        return exchanges if found is None else (*exchanges, _go_on(_begin("", exchanges), found))

    def ask(
        self,
        question: str,
        exchanges: tuple[Exchange, ...],
        session: str,
        conversation: str = "",
        only: Filter | None = None,
        editing: int = 0,
    ) -> Iterator[Talk]:
        """Yield the conversation as the answer to `question` grows; it is kept, also when nobody looks any more.

        With `editing` the exchange of that number and all that follow it are replaced.
        """
        flag = self.stops.begin(session)
        talks = self.tell(question, exchanges, session, flag, conversation, only, editing)
        try:
            yield from self.running.begin(talks, flag).follow(from_start=True)
        finally:
            self.stops.end(session, flag)

    def resume(self, conversation: str, session: str) -> Iterator[Talk]:
        """Yield a conversation as the answer that is being made in it grows; nothing when there is none.

        From then on `session` can stop it.
        """
        telling = self.running.of(conversation)
        if telling is None:
            if self.running.elsewhere.has(conversation):
                yield from self._resume_elsewhere(conversation, session)
            return
        self.stops.take_over(session, telling.stopped)
        try:
            yield from telling.follow()
        finally:
            self.stops.end(session, telling.stopped)

    def _resume_elsewhere(self, conversation: str, session: str) -> Iterator[Talk]:
        """Do `resume` for an answer that another page of the same library makes."""
        flag = threading.Event()
        self.stops.take_over(session, flag)
        try:
            before = self.conversations.read(conversation)
            for exchange in self.running.elsewhere.follow(conversation, flag):
                earlier = tuple(one for one in before if one.number < exchange.number)
                kept = () if exchange.is_running else self.conversations.catch_up(conversation, earlier)
                talk = (*earlier, exchange) if len(kept) <= len(earlier) else kept
                yield Talk(talk, conversation=conversation)
        except ConversationError:  # it is somebody else's, or the page has said already that it cannot be read
            return
        finally:
            self.stops.end(session, flag)

    def tell(
        self,
        question: str,
        exchanges: tuple[Exchange, ...],
        session: str,
        flag: threading.Event,
        conversation: str,
        only: Filter | None,
        editing: int,
    ) -> Iterator[Talk]:
        """Yield every state of the conversation while the answer is made; setting `flag` stops it."""
        if question.strip() and not self.resources.library.size().articles:
            yield Talk(exchanges, question, EMPTY_LIBRARY, conversation, editing)
            return
        # What another tab has added to this conversation belongs before this question.
        before = self.conversations.catch_up(conversation, exchanges)
        replaced = next((one for one in before if one.number == editing), None)
        before = tuple(one for one in before if replaced is None or one.number < editing)
        exchange = _begin(question, before)
        begun = ""
        try:
            Catalogue(self.resources.library).require(replace(only or Filter(), articles=frozenset()))
            told = Talk((*before, exchange), conversation=conversation)
            search = self._search(Taker.EVENT, exchange, before, session, only or Filter())
            if not search.is_over.wait(SOON_S):
                yield told
                search.is_over.wait(PATIENCE_S)
            found = search.found
            exchange = _go_on(exchange, found) if found else exchange
            # A refused question stays in its box, to be mended.
            events = self.resources.assistant.stream(
                question, turns_of(before), only, asked=exchange.asked, found=found
            )
            stream = follow(events, flag)
            told = Talk((*before, exchange), conversation=conversation)
            yield told
            for event in stream:
                exchange = advance(exchange, event)
                if not conversation:  # from now on a reader who comes back finds the answer that is being made
                    conversation = begun = self.conversations.begin(exchange)
                talk = Talk((*before, exchange), conversation=conversation)
                if exchange.answer is None and talk != told:
                    told = talk
                    yield told
            alert = ""
            if exchange.answer is not None:
                held = holdings_beside(exchange.answer, self.resources.library)
                conversation, exchange, alert = self._keep(conversation, exchange, exchange.answer, replaced)
                exchange = replace(exchange, held=held)
                exchange = share_articles(exchange, before)
            yield Talk((*before, stop(exchange)), alert=alert, conversation=conversation)
        except (QuestionRefused, *NARROWED_AWAY) as error:
            yield Talk(exchanges, question, say_narrowed(error), conversation, editing)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("asking failed")
            yield Talk((*before, fail(exchange, explain(error))), conversation=conversation)
        finally:
            flag.set()
            if begun and exchange.answer is None:
                self.conversations.drop(begun)

    def _keep(
        self, conversation: str, exchange: Exchange, answer: Answer, replaced: Exchange | None
    ) -> tuple[str, Exchange, str]:
        if replaced is not None:  # only now: a question that fails replaces nothing
            self.conversations.cut(conversation, replaced)
        return self.conversations.keep(conversation, exchange, answer)

    def _can_find(self, question: str, exchanges: tuple[Exchange, ...]) -> bool:
        is_answering = bool(exchanges) and exchanges[-1].is_running
        return bool(
            question.strip()
            and not is_answering
            and not self.searches.is_busy
            and self.resources.library.size().articles
        )

    def _search(
        self, taker: Taker, exchange: Exchange, before: tuple[Exchange, ...], session: str, only: Filter
    ) -> Search:
        """Return the search for an exchange after `before`, which may have been begun for somebody else."""
        asked = exchange.asked or date.today()
        wanted = Wanted(exchange.question, turns_of(before), only, asked, self.resources.library.generation)
        find = partial(self.resources.assistant.find, exchange.question, wanted.history, only, asked=asked)
        return self.searches.begin(session, wanted, taker, find)

    def ask_again(
        self, exchanges: tuple[Exchange, ...], session: str, conversation: str, given: Given
    ) -> Iterator[Talk]:
        """Yield the conversation while one question is asked once more, of the same articles, and how it went."""
        exchanges, given = self.conversations.bring_back(conversation, exchanges, given)
        chosen = next((one for one in exchanges if str(one.number) == given.get("turn")), None)
        if chosen is None or chosen.answer is None:
            yield Talk(exchanges, conversation=conversation)
            return
        history = turns_of(one for one in exchanges if one.number < chosen.number)
        only = chosen.answer.receipt.only
        flag = self.stops.begin(session)
        said = "Running again…"
        try:
            yield Talk(_replaced(exchanges, replace(chosen, again=said)), conversation=conversation)
            said = "Stopped."
            for event in follow(
                self.resources.assistant.stream(chosen.question, history, only, asked=chosen.asked), flag
            ):
                if isinstance(event, Finished):
                    said = compare(chosen.answer, event.answer)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("asking again failed")
            said = explain(error)
        finally:
            flag.set()
            self.stops.end(session, flag)
        yield Talk(_replaced(exchanges, replace(chosen, again=said)), conversation=conversation)


def _begin(question: str, before: tuple[Exchange, ...]) -> Exchange:
    return Exchange(before[-1].number + 1 if before else 1, question.strip(), asked=date.today())


def _go_on(exchange: Exchange, found: Retrieval) -> Exchange:
    for event in found.events:
        exchange = advance(exchange, event)
    return exchange


def _replaced(exchanges: tuple[Exchange, ...], changed: Exchange) -> tuple[Exchange, ...]:
    return tuple(changed if one.number == changed.number else one for one in exchanges)
