"""Kept conversations as the page lists, finds, renames and saves them, as markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.types import Checked
from ui.browser.views.history import render_file, render_found, render_history
from ui.browser.views.markup import line
from ui.browser.views.messages import told, trouble
from ui.browser.wording import gettext
from ui.contract import write_json
from ui.conversations.checked_report import write_checked
from ui.conversations.export import export, number_all, report
from ui.conversations.paragraphs import Paragraphs, find_paragraphs
from ui.conversations.store import ConversationStore, Deleted
from ui.conversations.types import Conversation, Format, SavedExchange
from ui.service.bin import Bin
from ui.service.conversations import Conversations

Given = Mapping[str, str]
NAME_CHARS = 80  # of a question, for a file's name


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

    @told
    def forget(self, conversation: str) -> str:
        """Delete a kept conversation and return what is said about it, as markup."""
        self.deleted.put(self.reader, self.store.delete(conversation))
        return ""

    @told
    def restore(self) -> str:
        """Bring the conversation back that was deleted last and return what is said about it, as markup."""
        if (deleted := self.deleted.take(self.reader)) is None:
            return trouble("There is nothing to undo.")
        self.store.put_back(deleted)
        return line(gettext("Back: %(name)s", name=deleted.name))

    @told
    def rename(self, given: Given) -> str:
        """Give a conversation another name and return what is said about it, as markup."""
        renamed = self.store.rename(given.get("conversation", ""), given.get("name", ""))
        return line(gettext("Renamed: %(name)s", name=renamed.name))

    @told
    def search(self, words: str, current: str) -> str:
        """Return the conversations in which every word occurs, as markup; all of them without words."""
        return render_found(self.store.search(words), words, current) if words.strip() else self.history(current)

    @told
    def export(self, given: Given) -> str:
        """Return a link that saves a kept conversation as a file, as markup."""
        conversation = self.store.conversation(given["conversation"])
        form = Format(given["format"])
        exchanges = self.kept.exchanges(conversation.id)
        return render_file(conversation.name, export(conversation, exchanges, form, self._paragraphs(exchanges)), form)

    @told
    def share(self, conversation: str, given: Given) -> str:
        """Return a link that saves one answer as a file, as JSON all that is known of it, as markup."""
        number, form = int(given["kept"]), Format(given.get("format", Format.JSON))
        exchange = next((one for one in self.kept.exchanges(conversation) if one.number == number), None)
        if exchange is None:
            return trouble(gettext("This answer is not kept any more."))
        alone = _alone(self.store.conversation(conversation), exchange)
        if form is Format.JSON:
            text = write_json(report(exchange)) + "\n"
            return render_file(f"report {conversation} {exchange.number}", text, form)
        text = export(alone, (exchange,), form, self._paragraphs((exchange,)))
        return render_file(exchange.question[:NAME_CHARS], text, form)

    def write_shared(self, conversation: Conversation, exchange: SavedExchange) -> str:
        """Return one answer as a page that stands alone."""
        return export(_alone(conversation, exchange), (exchange,), Format.HTML, self._paragraphs((exchange,)))

    @told
    def save_check(self, sentences: Sequence[Checked], given: Given) -> str:
        """Return a link that saves a checked text as a file, as markup."""
        form = Format(given.get("format", Format.HTML))
        return render_file(gettext("A checked text"), write_checked(sentences, form), form)

    def _paragraphs(self, exchanges: Sequence[SavedExchange]) -> Paragraphs:
        return find_paragraphs(number_all(exchanges), self.kept.library.article)

    @told
    def history(self, current: str, notice: str = "") -> str:
        """Return the list of kept conversations, as markup."""
        kept = [one for one in self.store.conversations() if one.exchanges]
        deleted = self.deleted.look(self.reader)
        return render_history(kept, current, notice, deleted.name if deleted else "")


def _alone(conversation: Conversation, exchange: SavedExchange) -> Conversation:
    """Return a conversation as if only this had been asked in it."""
    return replace(conversation, name=exchange.question, exchanges=1, started=exchange.asked, changed=exchange.asked)
