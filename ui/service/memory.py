"""Memory of a conversation that is shown: each text of an article once, and about how much in all."""

from collections.abc import Iterable
from dataclasses import replace
from sys import getsizeof
from typing import TypeVar

from index import Article, Hit
from rag.types import Window
from ui.service.exchange import Exchange

_Found = TypeVar("_Found", Hit, Window)

# Measured with the objects that an exchange of 20 hits is made of, without the texts that are counted (Python 3.11).
EXCHANGE_BYTES = 5_000
HIT_BYTES = 400
ARTICLE_BYTES = 400
CHECKED_BYTES = 1_500  # a sentence of a checked text, with what it cites


def share_articles(exchange: Exchange, before: Iterable[Exchange]) -> Exchange:
    """Return `exchange` with the articles that those `before` it hold already, where they are the same.

    Each search reads its articles anew; a conversation about some long ones would hold every text many times.
    """
    wanted = {article.id for article in _articles(exchange)}
    known = {article.id: article for one in before for article in _articles(one) if article.id in wanted}

    def share(article: Article) -> Article:
        held = known.setdefault(article.id, article)
        return held if held == article else article  # it changed since

    def hold(one: _Found) -> _Found:
        article = share(one.article)
        return one if article is one.article else replace(one, article=article)

    hits, windows = tuple(map(hold, exchange.hits)), tuple(map(hold, exchange.windows))
    answer = exchange.answer
    if answer is not None and answer.hits == exchange.hits:
        answer = replace(answer, hits=hits)
    return replace(exchange, hits=hits, windows=windows, answer=answer)


def weigh(exchanges: Iterable[Exchange]) -> int:
    """Return about how many bytes a conversation takes: quick to count, for others wait meanwhile."""
    total, articles = 0, {}
    for exchange in exchanges:
        total += EXCHANGE_BYTES + getsizeof(exchange.draft)
        for hit in exchange.hits:
            total += HIT_BYTES + getsizeof(hit.passage.text)
        articles.update({id(article): article for article in _articles(exchange)})
    return total + sum(ARTICLE_BYTES + getsizeof(article.text) for article in articles.values())


def _articles(exchange: Exchange) -> list[Article]:
    return [hit.article for hit in exchange.hits] + [window.article for window in exchange.windows]
