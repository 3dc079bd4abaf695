"""Kept conversations as the page lists, finds, renames and saves them, as markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.browser.views.history import render_file, render_found, render_history, render_report
from ui.browser.views.markup import line, trouble
from ui.conversations.errors import ConversationError
from ui.conversations.export import export
from ui.conversations.store import ConversationStore, Deleted
from ui.conversations.types import Format
from ui.errors import explain
from ui.service.bin import Bin
from ui.service.conversations import Conversations

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keeping:
    """The list of the conversations of `reader`; `kept` holds no others, `deleted` what they deleted last."""

    kept: Conversations
    deleted: Bin[Deleted] = field(default_factory=Bin)
    reader: str = ""

    @property
    def store(self) -> ConversationStore:
        """Return where they are kept."""
        return self.kept.store

    def forget(self, conversation: str) -> str:
        """Delete a kept conversation and return what is said about it, as markup."""
        try:
            self.deleted.put(self.reader, self.store.delete(conversation))
        except ConversationError as error:
            return trouble(explain(error))
        return ""

    def restore(self) -> str:
        """Bring the conversation back that was deleted last and return what is said about it, as markup."""
        if (deleted := self.deleted.take(self.reader)) is None:
            return trouble("There is nothing to undo.")
        try:
            self.store.put_back(deleted)
        except ConversationError as error:
            return trouble(explain(error))
        return f"Back: {line(deleted.name)}"

    def rename(self, given: Given) -> str:
        """Give a conversation another name and return what is said about it, as markup."""
        try:
            renamed = self.store.rename(given.get("conversation", ""), given.get("name", ""))
        except ConversationError as error:
            return trouble(explain(error))
        return f"Renamed: {line(renamed.name)}"

    def search(self, words: str, current: str) -> str:
        """Return the conversations in which every word occurs, as markup; all of them without words."""
        if not words.strip():
            return self.history(current)
        try:
            return render_found(self.store.search(words), words, current)
        except ConversationError as error:
            return trouble(explain(error))

    def export(self, given: Given) -> str:
        """Return a link that saves a kept conversation as a file, as markup."""
        try:
            conversation = self.store.conversation(given["conversation"])
            form = Format(given["format"])
            text = export(conversation, self.kept.exchanges(conversation.id), form)
        except (ConversationError, LookupError, ValueError) as error:
            return trouble(explain(error))
        return render_file(conversation.name, text, form)

    def report(self, conversation: str, given: Given) -> str:
        """Return a link that saves the report of one answer, as markup."""
        try:
            number = int(given["kept"])
            return render_report(next(one for one in self.kept.exchanges(conversation) if one.number == number))
        except StopIteration:
            return trouble("This answer is not kept any more.")
        except (ConversationError, ValueError) as error:
            return trouble(explain(error))

    def history(self, current: str, notice: str = "") -> str:
        """Return the list of kept conversations, as markup."""
        try:
            kept = [one for one in self.store.conversations() if one.exchanges]
            deleted = self.deleted.look(self.reader)
            return render_history(kept, current, notice, deleted.name if deleted else "")
        except ConversationError as error:
            return trouble(explain(error))
