"""The sources beside the conversation: there before the first word, numbered when the answer is judged."""

from collections.abc import Iterable

from index import Article
from rag.evidence.markup import show
from rag.types import Citation, Window
from ui.browser.templating import fill
from ui.browser.views.markup import exact, facts, isolated, quoted
from ui.conversations.urls import link_to
from ui.service.exchange import Exchange, Stage, number_citations

NOTHING_YET = '<p class="bs-hint">The sources of an answer appear here before its first word.</p>'


def render_sources(exchange: Exchange | None) -> str:
    """Return the sources of the newest exchange."""
    if exchange is None:
        return NOTHING_YET
    if exchange.stage is Stage.SEARCHING and not exchange.windows:
        found = {hit.article.id: hit.article for hit in exchange.hits}
        cards = "".join(_render_card(article, "") for article in found.values())
        return cards or '<p class="bs-hint">Searching…</p>'
    if exchange.answer is None:
        return _render_windows(exchange) or NOTHING_YET
    numbers = number_citations(exchange.answer)
    cited = "".join(_render_cited(exchange, article, numbers) for article in _articles(numbers))
    heading = "Cited" if exchange.answer.claims else "Quoted" if exchange.answer.points else "Nearest"
    also = _render_windows(exchange, without=frozenset(citation.article for citation in numbers))
    return (f"<h3>{heading}</h3>{cited}" if cited else "") + (f"<h3>Also read</h3>{also}" if also else "")


def _articles(citations: Iterable[Citation]) -> list[Citation]:
    """Return the first citation of each article, in order."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.article, citation)
    return list(first.values())


def _render_cited(exchange: Exchange, first: Citation, numbers: dict[Citation, int]) -> str:
    quotes = "".join(
        f'<li><button type="button" class="bs-quote" data-event="open" data-turn="{exchange.number}" '
        f'data-number="{number}"><span class="bs-number">{number}</span> '
        f"{quoted(citation.quote)}{_render_place(citation)}</button>{render_link(citation, number)}</li>"
        for citation, number in numbers.items()
        if citation.article == first.article
    )
    return (
        f'<section class="bs-card"><h4>{isolated(first.title)}</h4><p>{facts(first.source, first.published)}</p>'
        f"<ul>{quotes}</ul></section>"
    )


def render_link(citation: Citation, number: int) -> str:
    """Return a link to the cited characters, which is copied when it is followed."""
    return fill("link", address=link_to("", citation.article, citation.start, citation.end), number=number)


def _render_place(citation: Citation) -> str:
    return f" <small>{isolated(citation.place)}</small>" if citation.place else ""


def _render_windows(exchange: Exchange, without: frozenset[str] = frozenset()) -> str:
    """Return what the generator reads, an article a card, without the articles of these ids."""
    cards: dict[str, tuple[Article, list[str]]] = {}
    for position, window in enumerate(exchange.windows):
        if window.article.id not in without:
            _, shown = cards.setdefault(window.article.id, (window.article, []))
            shown.append(_render_window(exchange.number, position, window))
    return "".join(_render_card(article, "".join(shown)) for article, shown in cards.values())


def _render_card(article: Article, inside: str) -> str:
    return (
        f'<section class="bs-card"><h4>{isolated(article.title)}</h4>'
        f"<p>{facts(article.source, article.published)}</p>{inside}</section>"
    )


def _render_window(number: int, position: int, window: Window) -> str:
    text, best = window.article.text, window.best
    return (
        f'<blockquote class="bs-window" dir="auto">{exact(show(text[window.start : best.start]))} '
        f"<mark>{exact(show(best.of(text)))}</mark> {exact(show(text[best.end : window.end]))}</blockquote>"
        f'<button type="button" class="bs-open" data-event="open" data-turn="{number}" data-window="{position}">'
        "Open the article here</button>"
    )
