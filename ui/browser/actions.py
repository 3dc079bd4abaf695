"""What the page does when somebody acts: plain functions around the desk, without Gradio."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from index import Span
from index.errors import ArticleUnknown
from rag.reading_along import ReadingAlong
from rag.types import Citation
from ui.browser.app import Desk
from ui.browser.asking import Asking
from ui.browser.early import Early
from ui.browser.exchange import Exchange, number_citations
from ui.browser.follow import Stops
from ui.browser.keeping import Keeping
from ui.browser.stock.stocking import Stocking
from ui.browser.talk import Talk
from ui.browser.telling import Tellings
from ui.browser.views.markup import count, trouble
from ui.browser.views.reader import render_article, render_missing
from ui.browser.views.welcome import render_welcome
from ui.errors import explain

_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything that can be done on the page, for all of its sessions."""

    desk: Desk
    stops: Stops = field(default_factory=Stops)
    tellings: Tellings = field(default_factory=Tellings)
    early: Early = field(default_factory=Early)
    along: ReadingAlong = field(default_factory=ReadingAlong)

    @property
    def stocking(self) -> Stocking:
        """Return what can be done with the library."""
        return Stocking(self.desk)

    @property
    def keeping(self) -> Keeping:
        """Return what can be done with kept conversations."""
        return Keeping(self.desk)

    @property
    def asking(self) -> Asking:
        """Return how questions are answered."""
        return Asking(self.desk, self.keeping, self.stops, self.tellings, self.early, self.along)

    def welcome(self) -> str:
        """Return the first page, as markup."""
        return render_welcome(self.desk.library.articles())

    def edit(self, exchanges: tuple[Exchange, ...], conversation: str, given: Given) -> Talk:
        """Return the conversation with the question of one exchange in the box, to be asked otherwise."""
        exchanges, given = self.keeping.bring_back(conversation, exchanges, given)
        chosen = next((one for one in exchanges if str(one.number) == given.get("turn")), None)
        if chosen is None:
            return Talk(exchanges, conversation=conversation)
        later = exchanges[-1].number - chosen.number
        also = f" and the {count(later, 'answer')} after it" if later else ""
        return Talk(
            exchanges, chosen.question, f"Asking this again replaces its answer{also}.", conversation, chosen.number
        )

    def open(self, exchanges: tuple[Exchange, ...], given: Given, conversation: str = "") -> str:
        """Return the article that a citation, a source or a row of the table leads to, as markup."""
        try:
            if "article" in given:
                return render_article(self.desk.library.article(given["article"]), None, {}, "")
            exchanges, given = self.keeping.bring_back(conversation, exchanges, given)
            exchange = next(one for one in exchanges if one.number == int(given["turn"]))
            if "window" in given:
                window = exchange.windows[int(given["window"])]
                return render_article(window.article, window.best, {}, f"ask-{exchange.number}")
            return self._open_citation(exchange, int(given["number"]))
        except (LookupError, ValueError, StopIteration):
            return trouble("This source is not known any more: ask again.")
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("opening failed")
            return trouble(explain(error))

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


def _span(citation: Citation) -> Span:
    return Span(citation.start, citation.end)
