"""What the page does when somebody acts: plain functions around the desk, without Gradio."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index import Span
from index.errors import ArticleUnknown
from rag.errors import QuestionRefused
from rag.types import Answer, Citation
from ui.browser.app import Desk
from ui.browser.documents import discard, remove_article, take_in, waiting
from ui.browser.exchange import Exchange, advance, fail, number_citations, stop, turns_of
from ui.browser.follow import Stops, follow
from ui.browser.history import render_file, render_history
from ui.browser.markup import line
from ui.browser.reader import render_article, render_missing
from ui.browser.render import EMPTY_LIBRARY
from ui.browser.shelf import Leaf, Shelf, render_report, render_step, render_taken
from ui.conversations.errors import ConversationError, ConversationUnknown
from ui.conversations.export import export
from ui.conversations.recall import recall
from ui.conversations.types import Format
from ui.conversations.words import propose_name
from ui.errors import explain

_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is shown: its exchanges, what stands in the question box, and a failure to tell.

    `conversation` is the id that it is kept under, "" before its first answer.
    """

    exchanges: tuple[Exchange, ...] = ()
    box: str = ""
    alert: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything that can be done on the page, for all of its sessions."""

    desk: Desk
    stops: Stops = field(default_factory=Stops)

    def ask(
        self, question: str, exchanges: tuple[Exchange, ...], session: str, conversation: str = ""
    ) -> Iterator[Talk]:
        """Yield the conversation after each event of the answer to `question`; the answer is kept."""
        if question.strip() and not self.desk.library.articles():
            yield Talk(exchanges, question, EMPTY_LIBRARY, conversation)
            return
        exchange = Exchange(len(exchanges) + 1, question.strip())
        flag = self.stops.begin(session)
        try:
            # A refused question stays in its box, to be mended.
            stream = follow(self.desk.assistant.stream(question, turns_of(exchanges)), flag)
            yield Talk((*exchanges, exchange), conversation=conversation)
            for event in stream:
                exchange = advance(exchange, event)
                if exchange.answer is None:
                    yield Talk((*exchanges, exchange), conversation=conversation)
            alert = ""
            if exchange.answer is not None:
                conversation, alert = self._keep(conversation, exchange, exchange.answer)
            yield Talk((*exchanges, stop(exchange)), alert=alert, conversation=conversation)
        except QuestionRefused as error:
            yield Talk(exchanges, question, explain(error), conversation)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("asking failed")
            yield Talk((*exchanges, fail(exchange, explain(error))), conversation=conversation)
        finally:
            flag.set()
            self.stops.end(session, flag)

    def _keep(self, conversation: str, exchange: Exchange, answer: Answer) -> tuple[str, str]:
        """Keep an answer and return the id it is kept under, and what to say when it could not be kept."""
        store = self.desk.conversations
        try:
            if conversation not in {kept.id for kept in store.conversations()}:
                # The first answer, or the conversation was deleted in another tab.
                conversation = store.start(propose_name(exchange.question)).id
            store.append(conversation, answer, exchange.windows)
        except Exception as error:  # the answer is shown whatever becomes of keeping it
            _log.exception("keeping failed")
            return conversation, f"This answer could not be kept: {explain(error)}"
        return conversation, ""

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
            return _trouble(error)
        return f"Deleted: {line(name)}"

    def export(self, given: Given) -> str:
        """Return a link that saves a kept conversation as a file, as markup."""
        store = self.desk.conversations
        try:
            conversation = store.conversation(given["conversation"])
            form = Format(given["format"])
            text = export(conversation, store.exchanges(conversation.id), form)
        except (ConversationError, LookupError, ValueError) as error:
            return _trouble(error)
        return render_file(conversation.name, text, form)

    def history(self, current: str, notice: str = "") -> str:
        """Return the list of kept conversations, as markup."""
        try:
            return render_history(self.desk.conversations.conversations(), current, notice)
        except ConversationError as error:
            return _trouble(error)

    def open(self, exchanges: tuple[Exchange, ...], given: Given) -> str:
        """Return the article that a citation, a source or a row of the table leads to, as markup."""
        try:
            if "article" in given:
                return render_article(self.desk.library.article(given["article"]), None, {}, "")
            exchange = next(one for one in exchanges if one.number == int(given["turn"]))
            if "window" in given:
                window = exchange.windows[int(given["window"])]
                return render_article(window.article, window.best, {}, f"ask-{exchange.number}")
            return self._open_citation(exchange, int(given["number"]))
        except (LookupError, ValueError, StopIteration):
            return '<p class="bs-trouble" role="alert">This source is not known any more: ask again.</p>'
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("opening failed")
            return f'<p class="bs-trouble" role="alert">{line(explain(error))}</p>'

    def _open_citation(self, exchange: Exchange, number: int) -> str:
        if exchange.answer is None:
            raise LookupError(number)
        numbers = number_citations(exchange.answer)
        cited = next(citation for citation, given in numbers.items() if given == number)
        back = f"ask-{exchange.number}"
        article = next((hit.article for hit in exchange.hits if hit.article.id == cited.article), None)
        try:
            current = self.desk.library.article(cited.article)
        except ArticleUnknown:
            return render_missing(cited.quote, cited.title, back)
        if current.text[cited.start : cited.end] != cited.quote:
            if article is None:
                return render_missing(cited.quote, cited.title, back)
            current = article  # it changed since: what was cited is what is shown
        also = {given: _span(one) for one, given in numbers.items() if one.article == cited.article and one != cited}
        return render_article(current, _span(cited), also, back, number)

    def upload(self, files: list[str]) -> str:
        """Take files in and return what became of them, as markup."""
        try:
            return render_taken(take_in([Path(file) for file in files], self.desk.documents))
        except OSError as error:
            return _trouble(error)

    def rebuild(self) -> Iterator[str]:
        """Yield how far the rebuild of the index is, as markup."""
        try:
            self.desk.documents.mkdir(parents=True, exist_ok=True)
            for step in self.desk.library.sync_steps(self.desk.documents):
                yield render_step(step) if step.report is None else render_report(step.report)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("rebuilding failed")
            yield _trouble(error)

    def remove(self, given: Given) -> str:
        """Remove an article and return what is said about it, as markup."""
        try:
            title = remove_article(self.desk.library, self.desk.documents, given["article"])
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("removing failed")
            return _trouble(error)
        return f'<p role="status">Removed: {line(title)}</p>'

    def discard(self, given: Given) -> str:
        """Delete a file that waits and return what is said about it, as markup."""
        try:
            discard(self.desk.documents, given["name"])
        except (OSError, LookupError) as error:
            return _trouble(error)
        return f'<p role="status">Discarded: {line(given["name"])}</p>'

    def shelf(self, words: str, leaf: Leaf) -> Shelf:
        """Return what of the library is shown."""
        listed = self.desk.library.articles()
        return Shelf(listed, waiting(self.desk.documents, listed), words, leaf)


def _span(citation: Citation) -> Span:
    return Span(citation.start, citation.end)


def _trouble(error: Exception) -> str:
    return f'<p class="bs-trouble" role="alert">{line(explain(error))}</p>'
