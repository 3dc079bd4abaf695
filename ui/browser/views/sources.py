"""The sources beside the conversation: there before the first word, numbered when the answer is judged."""

from itertools import groupby

from markupsafe import Markup

from index import Article
from rag.types import Answer, Citation, Window
from ui.browser.templating import fill
from ui.browser.wording import mark
from ui.conversations.urls import link_to
from ui.service.exchange import Exchange, number_citations

Link = tuple[Citation, int, str]  # a citation, its number, and the address of its characters


def render_sources(exchange: Exchange | None) -> Markup:
    """Return the sources of the newest exchange."""
    if exchange is None:
        return fill("sources", exchange=None)
    found = {hit.article.id: hit.article for hit in exchange.hits}
    if exchange.answer is None:
        return fill("sources", exchange=exchange, found=found.values(), cards=_cards(exchange, frozenset()))
    cited = _cited(exchange.answer)
    heading = mark("Cited") if exchange.answer.claims else mark("Quoted") if exchange.answer.points else mark("Nearest")
    cards = _cards(exchange, frozenset(first.article for first, _ in cited))
    return fill("sources", exchange=exchange, heading=heading, cited=cited, cards=cards)


def _cited(answer: Answer) -> list[tuple[Citation, list[Link]]]:
    """Return the first citation of each article with all of its citations, in order."""
    numbers = number_citations(answer)
    order = list(dict.fromkeys(citation.article for citation in numbers))
    links = [(one, number, link_to("", one.article, one.start, one.end)) for one, number in numbers.items()]
    links.sort(key=lambda link: order.index(link[0].article))
    grouped = [list(members) for _, members in groupby(links, key=lambda link: link[0].article)]
    return [(members[0][0], members) for members in grouped]


def _cards(exchange: Exchange, without: frozenset[str]) -> list[tuple[Article, list[tuple[int, Window]]]]:
    """Return what the generator reads, an article a card, without the articles of these ids."""
    cards: dict[str, tuple[Article, list[tuple[int, Window]]]] = {}
    for position, window in enumerate(exchange.windows):
        if window.article.id not in without:
            cards.setdefault(window.article.id, (window.article, []))[1].append((position, window))
    return list(cards.values())
