"""Kept exchanges as the page shows them: with the articles that still say what they said."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from index import Article, Hit, Passage
from index.database import fingerprint_text
from index.errors import ArticleUnknown
from rag.types import Window
from ui.conversations.types import HitPlace, SavedExchange, WindowPlace
from ui.conversations.urls import name_answer
from ui.service.exchange import Exchange, Stage

FindArticle = Callable[[str], Article]  # raises ArticleUnknown, as `Library.article` does


def recall(exchanges: Iterable[SavedExchange], find_article: FindArticle) -> tuple[Exchange, ...]:
    """Return finished exchanges; a hit or window whose article is gone, or says something else there, is left out.

    The answer and its citations are complete in any case: they hold their quotes.
    """
    known: dict[str, Article | None] = {}

    def find(article_id: str) -> Article | None:
        if article_id not in known:
            try:
                known[article_id] = find_article(article_id)
            except ArticleUnknown:
                known[article_id] = None
        return known[article_id]

    return tuple(_recall_one(exchange, find) for exchange in exchanges)


def _recall_one(exchange: SavedExchange, find: Callable[[str], Article | None]) -> Exchange:
    hits = tuple(hit for place in exchange.saved.hits if (hit := _to_hit(place, find(place.article))))
    windows = tuple(window for place in exchange.saved.windows if (window := _to_window(place, find(place.article))))
    answer = replace(exchange.answer, hits=hits)
    return Exchange(
        number=exchange.number,
        question=exchange.question,
        stage=Stage.DONE,
        resolved=answer.resolved,
        hits=hits,
        windows=windows,
        answer=answer,
        kept=exchange.number,
        feedback=exchange.feedback,
        link=name_answer(exchange),
        asked=exchange.asked.astimezone().date(),
    )


def _to_hit(place: HitPlace, article: Article | None) -> Hit | None:
    if article is None or not _still_says(article, place):
        return None
    passage = Passage(article.text[place.start : place.end], place.start, place.end, place.speaker)
    return Hit(article, passage, place.score, place.cosine, place.full_text)


def _to_window(place: WindowPlace, article: Article | None) -> Window | None:
    if article is None or not _still_says(article, place):
        return None
    return Window(article, place.start, place.end, place.best, place.score, place.speaker)


def _still_says(article: Article, place: HitPlace | WindowPlace) -> bool:
    return fingerprint_text(article.text[place.start : place.end]) == place.text_sha256
