"""Kept conversations: begun, added to, brought back, judged; the one place that does it for every door."""

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from index import Library
from rag.types import Answer
from ui.collections.reading import hidden_articles
from ui.conversations.errors import ConversationError, ConversationUnknown
from ui.conversations.recall import recall
from ui.conversations.store import ConversationStore
from ui.conversations.types import Conversation, SavedExchange, Verdict
from ui.conversations.urls import name_answer
from ui.conversations.words import propose_name
from ui.errors import explain
from ui.service.exchange import Exchange, Talk
from ui.service.holdings import holdings_beside

_log = logging.getLogger(__name__)

Given = Mapping[str, str]
# Why an answer was of no use; each alone says that it was not.
REASONS = ("It is wrong", "It does not answer my question", "The source does not say so", "Something is missing")
NEAR = timedelta(seconds=2)  # of a moment that a link names in whole seconds


@dataclass(frozen=True, slots=True)
class Conversations:
    """The conversations of who asks: `store` holds no others; what they cite is looked up in `library`."""

    store: ConversationStore
    library: Library

    def read(self, conversation: str) -> tuple[Exchange, ...]:
        """Return what was said in a conversation; raises ConversationUnknown when there is none of this id."""
        exchanges = recall(self.exchanges(conversation), self.library.article)
        return tuple(
            replace(one, held=holdings_beside(one.answer, self.library) if one.answer else None) for one in exchanges
        )

    def exchanges(self, conversation: str) -> tuple[SavedExchange, ...]:
        """Return what is kept of a conversation, without the answers from what may be read no longer.

        Raises ConversationUnknown when there is none of this id.
        """
        kept = self.store.exchanges(conversation)
        hidden = hidden_articles(self.library)
        return tuple(one for one in kept if hidden.isdisjoint(_read_for(one))) if hidden else kept

    def begin(self, exchange: Exchange) -> str:
        """Return the id of a new conversation for `exchange`; "" when it cannot be kept, which `keep` will say."""
        try:
            return self.store.start(propose_name(exchange.question)).id
        except Exception:  # the answer is shown whatever becomes of keeping it
            _log.exception("beginning a conversation failed")
            return ""

    def drop(self, conversation: str) -> None:
        """Forget a conversation that was begun and in which nothing was answered."""
        try:
            self.store.delete(conversation)
        except Exception:  # an empty conversation is shown to nobody
            _log.exception("dropping a conversation failed")

    def keep(self, conversation: str, exchange: Exchange, answer: Answer) -> tuple[str, Exchange, str]:
        """Keep an answer; return the conversation's id, `exchange` with its number, and what to say where it failed."""
        try:
            try:
                saved = self.store.append(conversation, answer, exchange.windows)
            except ConversationUnknown:  # the first answer, or the conversation was deleted in another tab
                conversation = self.store.start(propose_name(exchange.question)).id
                saved = self.store.append(conversation, answer, exchange.windows)
        except Exception as error:  # the answer is shown whatever becomes of keeping it
            _log.exception("keeping failed")
            return conversation, exchange, f"This answer could not be kept: {explain(error)}"
        return conversation, replace(exchange, kept=saved.number, link=name_answer(saved)), ""

    def catch_up(self, conversation: str, exchanges: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
        """Return what a conversation holds now, when another tab has added to it; else `exchanges`."""
        newest = max((exchange.kept for exchange in exchanges), default=0)
        try:
            if not conversation or self.store.conversation(conversation).exchanges <= newest:
                return exchanges
            return self.read(conversation)
        except ConversationError:
            return exchanges

    def bring_back(
        self, conversation: str, exchanges: tuple[Exchange, ...], given: Given
    ) -> tuple[tuple[Exchange, ...], Given]:
        """Return the conversation that `given` is about, and `given`: also where the page's session was let go.

        What comes back has the numbers that it is kept under, so the page says of each answer which that is.
        """
        if exchanges or not conversation:
            return exchanges, given
        return self.catch_up(conversation, ()), {**given, "turn": given.get("kept", "")}

    def cut(self, conversation: str, exchange: Exchange) -> None:
        """Forget `exchange` and what follows it; a conversation that is gone is passed over."""
        if conversation and exchange.kept:
            self.store.cut(conversation, exchange.kept)

    def recall(self, conversation: str) -> Talk:
        """Return a kept conversation; an empty one for an id that there is not."""
        if not conversation:
            return Talk(alert=self.store.take_notice())
        try:
            exchanges = self.read(conversation)
        except ConversationUnknown:
            return Talk(alert=self.store.take_notice())
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("recalling failed")
            return Talk(alert=explain(error))
        return Talk(exchanges, alert=self.store.take_notice(), conversation=conversation)

    def judge(self, conversation: str, exchanges: tuple[Exchange, ...], given: Given) -> tuple[Exchange, ...]:
        """Keep what the reader says of an answer, or take it back, and return the exchanges with it.

        Raises:
            ConversationError: the answer is not kept any more.
            ValueError: `given` names no answer or no verdict.
        """
        number = int(given["kept"])
        exchanges, _ = self.bring_back(conversation, exchanges, given)
        if given.get("verdict") == "none":
            saved = self.store.withdraw(conversation, number)
        else:
            saved = self.store.judge(conversation, number, _read_verdict(given), given.get("reason", ""))
        return tuple(replace(one, feedback=saved.feedback) if one.kept == number else one for one in exchanges)

    def find_answer(self, name: str) -> tuple[Conversation, SavedExchange]:
        """Return the answer that a link names, and its conversation; raises LookupError for one that there is not.

        For who follows the link: `library` is theirs, and an answer from articles that they may not read is not there.
        """
        try:
            asked = datetime.fromtimestamp(int(name.partition("-")[0], 16), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise LookupError(name) from error
        for one in self.store.conversations():
            if not one.started - NEAR <= asked <= one.changed + NEAR:
                continue
            try:
                kept = self.exchanges(one.id)
            except ConversationError:  # deleted meanwhile
                continue
            for exchange in kept:
                if hmac.compare_digest(name_answer(exchange), name):
                    return one, exchange
        raise LookupError(name)


def _read_for(exchange: SavedExchange) -> set[str]:
    """Return the articles that an answer was made from."""
    saved, answer = exchange.saved, exchange.answer
    told = [one.citations for one in (*answer.claims, *answer.withheld)] + [one.citations for one in answer.points]
    cited = {citation.article for citations in (*told, answer.nearest) for citation in citations}
    return cited | {place.article for place in saved.hits} | {place.article for place in saved.windows}


def _read_verdict(given: Given) -> Verdict:
    """Return the verdict that was given; a reason alone says it only where it is one of `REASONS`."""
    if given["verdict"]:
        return Verdict(given["verdict"])
    if given.get("reason", "").strip() in REASONS:
        return Verdict.BAD
    raise ValueError("Your reason is not kept yet: press “Useful” or “Not useful”, and it goes with it.")
