"""What the page does with kept conversations: plain functions around the store, without Gradio."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rag.types import Answer
from ui.browser.desk import Desk
from ui.browser.exchange import Exchange
from ui.browser.talk import Talk
from ui.browser.views.history import render_file, render_found, render_history, render_report
from ui.browser.views.markup import line, trouble
from ui.conversations.errors import ConversationError, ConversationUnknown
from ui.conversations.export import export
from ui.conversations.recall import recall
from ui.conversations.types import Feedback, Format, Verdict
from ui.conversations.words import propose_name
from ui.errors import explain

_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keeping:
    """Everything that can be done with kept conversations, for all sessions of the page."""

    desk: Desk

    def begin(self, exchange: Exchange) -> str:
        """Return the id of a new conversation for `exchange`; "" when it cannot be kept, which `keep` will say."""
        try:
            return self.desk.conversations.start(propose_name(exchange.question)).id
        except Exception:  # the answer is shown whatever becomes of keeping it
            _log.exception("beginning a conversation failed")
            return ""

    def drop(self, conversation: str) -> None:
        """Forget a conversation that was begun and in which nothing was answered."""
        try:
            self.desk.conversations.delete(conversation)
        except Exception:  # an empty conversation is shown to nobody
            _log.exception("dropping a conversation failed")

    def keep(self, conversation: str, exchange: Exchange, answer: Answer) -> tuple[str, int, str]:
        """Keep an answer; return the id and the number it is kept under, and what to say when it could not be kept."""
        store = self.desk.conversations
        try:
            try:
                saved = store.append(conversation, answer, exchange.windows)
            except ConversationUnknown:  # the first answer, or the conversation was deleted in another tab
                conversation = store.start(propose_name(exchange.question)).id
                saved = store.append(conversation, answer, exchange.windows)
        except Exception as error:  # the answer is shown whatever becomes of keeping it
            _log.exception("keeping failed")
            return conversation, 0, f"This answer could not be kept: {explain(error)}"
        return conversation, saved.number, ""

    def catch_up(self, conversation: str, exchanges: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
        """Return what a conversation holds now, when another tab has added to it; else `exchanges`."""
        store = self.desk.conversations
        newest = max((exchange.kept for exchange in exchanges), default=0)
        try:
            if not conversation or store.conversation(conversation).exchanges <= newest:
                return exchanges
            return recall(store.exchanges(conversation), self.desk.library.article)
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
            self.desk.conversations.cut(conversation, exchange.kept)

    def recall(self, conversation: str) -> Talk:
        """Return a kept conversation; an empty one for an id that there is not."""
        store = self.desk.conversations
        if not conversation:
            return Talk(alert=store.take_notice())
        try:
            exchanges = recall(store.exchanges(conversation), self.desk.library.article)
        except ConversationUnknown:
            return Talk(alert=store.take_notice())
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("recalling failed")
            return Talk(alert=explain(error))
        return Talk(exchanges, alert=store.take_notice(), conversation=conversation)

    def forget(self, conversation: str) -> str:
        """Delete a kept conversation and return what is said about it, as markup."""
        try:
            name = self.desk.conversations.conversation(conversation).name
            self.desk.conversations.delete(conversation)
        except ConversationError as error:
            return trouble(explain(error))
        return f"Deleted: {line(name)}"

    def rename(self, given: Given) -> str:
        """Give a conversation another name and return what is said about it, as markup."""
        try:
            renamed = self.desk.conversations.rename(given.get("conversation", ""), given.get("name", ""))
        except ConversationError as error:
            return trouble(explain(error))
        return f"Renamed: {line(renamed.name)}"

    def judge(self, conversation: str, exchanges: tuple[Exchange, ...], given: Given) -> tuple[Exchange, ...]:
        """Keep what the reader says of an answer, or take it back, and return the exchanges with it.

        Raises:
            ConversationError: the answer is not kept any more.
            ValueError: `given` names no answer or no verdict.
        """
        number = int(given["kept"])
        exchanges, _ = self.bring_back(conversation, exchanges, given)
        store = self.desk.conversations
        if given.get("verdict") == "none":
            saved = store.withdraw(conversation, number)
        else:
            saved = store.judge(conversation, number, Verdict(given["verdict"]), given.get("reason", ""))
        return tuple(_with_feedback(one, saved.feedback) if one.kept == number else one for one in exchanges)

    def search(self, words: str, current: str) -> str:
        """Return the conversations in which every word occurs, as markup; all of them without words."""
        if not words.strip():
            return self.history(current)
        try:
            return render_found(self.desk.conversations.search(words), words, current)
        except ConversationError as error:
            return trouble(explain(error))

    def export(self, given: Given) -> str:
        """Return a link that saves a kept conversation as a file, as markup."""
        store = self.desk.conversations
        try:
            conversation = store.conversation(given["conversation"])
            form = Format(given["format"])
            text = export(conversation, store.exchanges(conversation.id), form)
        except (ConversationError, LookupError, ValueError) as error:
            return trouble(explain(error))
        return render_file(conversation.name, text, form)

    def report(self, conversation: str, given: Given) -> str:
        """Return a link that saves the report of one answer, as markup."""
        try:
            return render_report(self.desk.conversations.exchange(conversation, int(given["kept"])))
        except (ConversationError, LookupError, ValueError) as error:
            return trouble(explain(error))

    def history(self, current: str, notice: str = "") -> str:
        """Return the list of kept conversations, as markup."""
        try:
            kept = [one for one in self.desk.conversations.conversations() if one.exchanges]
            return render_history(kept, current, notice)
        except ConversationError as error:
            return trouble(explain(error))


def _with_feedback(exchange: Exchange, feedback: Feedback | None) -> Exchange:
    return replace(exchange, feedback=feedback)
