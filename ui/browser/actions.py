"""Actions of the page when somebody acts: plain functions around the resources, without Gradio."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from index import Article, Span
from index.errors import ArticleUnknown
from rag.reading_along import ReadingAlong
from rag.types import Checked, Citation
from ui.browser.amending import Amending
from ui.browser.collecting import Collecting
from ui.browser.keeping import Keeping
from ui.browser.noting import Noting
from ui.browser.stocking import Stocking
from ui.browser.views.checked import PLACE
from ui.browser.views.guide import render_guide
from ui.browser.views.messages import told, trouble
from ui.browser.views.picture import render_welcome
from ui.browser.views.reader import Back, render_article, render_missing
from ui.browser.wording import gettext, mark, ngettext
from ui.collections.reading import hidden_articles
from ui.conversations.store import ConversationStore
from ui.service.answers import Answers
from ui.service.checks import Checks, number_checked
from ui.service.collections import Collections, readable
from ui.service.conversations import Conversations
from ui.service.editing import Editing
from ui.service.exchange import Exchange, Talk, number_citations
from ui.service.identity import Identity
from ui.service.looks import find_page
from ui.service.notes import Notes
from ui.service.resources import Resources
from ui.service.running_answers import RunningAnswers
from ui.service.searches import Searches
from ui.service.stopping import Stops

Given = Mapping[str, str]


def nobody() -> None:
    """Return that nobody is told from anybody, as on a page without a door."""


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything that can be done on the page, for all of its sessions.

    `whole` is the same for all of them. `identify` names whose event is being answered: asked once an act, and handed
    to the service with it.
    """

    whole: Resources
    stops: Stops = field(default_factory=Stops)
    running: RunningAnswers = field(default_factory=RunningAnswers)
    searches: Searches = field(default_factory=Searches)
    along: ReadingAlong = field(default_factory=ReadingAlong)
    identify: Callable[[], str | None] = nobody

    @property
    def identity(self) -> Identity:
        """Return who asks."""
        return Identity(self.identify() or "")

    @property
    def resources(self) -> Resources:
        """Return what the page works with, as who asks may read it."""
        return readable(self.whole, self.identity)

    @property
    def collections(self) -> Collections:
        """Return the collections of who asks."""
        return Collections(self.whole.collections, self.resources.library, self.identity)

    @property
    def collecting(self) -> Collecting:
        """Return what can be done with collections."""
        return Collecting(self.collections, self.whole.dissolved)

    @property
    def store(self) -> ConversationStore:
        """Return the kept conversations of who asks."""
        return self.whole.conversations.belonging_to(self.identify())

    @property
    def conversations(self) -> Conversations:
        """Return what can be done with kept conversations."""
        return Conversations(self.store, self.resources.library)

    def read_shared(self, name: str) -> str:
        """Return the answer that a link names as a page, for who follows it; raises LookupError where it is not."""
        everybodys = Conversations(self.whole.conversations.belonging_to(None), self.resources.library)
        return Keeping(everybodys).write_shared(*everybodys.find_answer(name))

    @property
    def stocking(self) -> Stocking:
        """Return what can be done with the library."""
        return Stocking(self.resources)

    @property
    def keeping(self) -> Keeping:
        """Return the list of kept conversations."""
        return Keeping(self.conversations, self.resources.deleted, self.identify() or "")

    @property
    def noting(self) -> Noting:
        """Return what can be done with notes."""
        notes = Notes(self.whole.notes.belonging_to(self.identify()), self.resources.library)
        return Noting(notes, self.checks, self.whole.dropped, self.identify() or "")

    @property
    def amending(self) -> Amending:
        """Return what can be set by hand of articles."""
        editing = Editing(self.resources.library, self.whole.collections, self.identity)
        return Amending(editing, self.whole.edited, self.identify() or "")

    @property
    def answers(self) -> Answers:
        """Return how questions are answered."""
        return Answers(self.resources, self.conversations, self.stops, self.running, self.searches, self.along)

    @property
    def checks(self) -> Checks:
        """Return how a text of the reader's own is checked."""
        return Checks(self.resources.library, self.resources.min_support)

    def welcome(self) -> Markup:
        """Return the first page."""
        return render_welcome(self.resources.library.inventory())

    def edit(self, exchanges: tuple[Exchange, ...], conversation: str, given: Given) -> Talk:
        """Return the conversation with the question of one exchange in the box, to be asked otherwise."""
        exchanges, given = self.conversations.bring_back(conversation, exchanges, given)
        chosen = next((one for one in exchanges if str(one.number) == given.get("turn")), None)
        if chosen is None:
            return Talk(exchanges, conversation=conversation)
        later = exchanges[-1].number - chosen.number
        said = ngettext(
            "Asking this again replaces its answer and the %(num)s answer after it.",
            "Asking this again replaces its answer and the %(num)s answers after it.",
            later,
        )
        alert = said if later else gettext("Asking this again replaces its answer.")
        return Talk(exchanges, chosen.question, alert, conversation, chosen.number)

    @told
    def guide(self, article_id: str) -> str:
        """Return what an article is about, as markup."""
        return render_guide(self.resources.guides.find(self.resources.library, article_id))

    @told
    def open(
        self,
        exchanges: tuple[Exchange, ...],
        given: Given,
        conversation: str = "",
        sentences: tuple[Checked, ...] = (),
    ) -> str:
        """Return the article that a citation, a source or a row of the table leads to, as markup.

        `sentences` are those of the checked text beside it, where the citation may stand, too.
        """
        try:
            if "article" in given:
                return self._open_article(given)
            if "checked" in given:
                cited = number_checked(sentences)
                return self._open_citation(cited, int(given["checked"]), Back(PLACE, mark("Back to your text")))
            exchanges, given = self.conversations.bring_back(conversation, exchanges, given)
            exchange = next(one for one in exchanges if one.number == int(given["turn"]))
            back = Back(f"ask-{exchange.number}")
            if "window" in given:
                window = exchange.windows[int(given["window"])]
                self._require_readable(window.article.id)
                return self._render(window.article, window.best, {}, back)
            if exchange.answer is None:
                raise LookupError(exchange.number)
            read = {hit.article.id: hit.article for hit in exchange.hits}
            return self._open_citation(number_citations(exchange.answer), int(given["number"]), back, read)
        except (LookupError, ValueError, StopIteration):
            return trouble(gettext("This source is not known any more: ask again."))

    def _open_article(self, given: Given) -> str:
        """Return an article, with the characters marked that a link names; where it has no such, without a mark."""
        article = self.resources.library.article(given["article"])
        start, end = int(given.get("start") or 0), int(given.get("end") or 0)
        cited = Span(start, end) if 0 <= start < end <= len(article.text) else None
        return self._render(article, cited, {})

    def _open_citation(
        self, numbers: Mapping[Citation, int], number: int, back: Back, read: Mapping[str, Article] | None = None
    ) -> str:
        """Return the article of citation `number`; where it changed since, as it was `read` then, or just the quote."""
        cited = next(citation for citation, given in numbers.items() if given == number)
        try:
            self._require_readable(cited.article)
            now = self.resources.library.article(cited.article)
        except ArticleUnknown:
            return render_missing(cited.quote, cited.title, back)
        article = now if _span(cited).of(now.text) == cited.quote else (read or {}).get(cited.article)
        if article is None:
            return render_missing(cited.quote, cited.title, back)
        also = {given: _span(one) for one, given in numbers.items() if one.article == cited.article and one != cited}
        return self._render(article, _span(cited), also, back, number)

    def _render(
        self, article: Article, cited: Span | None, also: dict[int, Span], back: Back | None = None, number: int = 0
    ) -> str:
        """Return an article with the ways to its guide and to its page, where it is as it was read."""
        try:
            page = find_page(self.resources.library, article.id, cited)
        except ArticleUnknown:  # what was shown is there no more
            return render_article(article, cited, also, back, number)
        return render_article(article, cited, also, back, number, page)

    def _require_readable(self, article_id: str) -> None:
        """Raise LookupError for an article that is there, but not for who asks: what was shown once is no more."""
        if article_id in hidden_articles(self.resources.library):
            raise LookupError(article_id)


def _span(citation: Citation) -> Span:
    return Span(citation.start, citation.end)
