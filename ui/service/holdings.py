"""Counts of a library: how many articles, of which years, and mostly of whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index import Library
from index.types import ListedArticle
from rag.types import Answer, Outcome

NAMED = 3  # sources in a sentence


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a library holds; `years` are those of the oldest and the newest article that have a date."""

    articles: int
    years: tuple[int, int] | None = None
    sources: tuple[tuple[str, int], ...] = ()


def count_holdings(articles: Sequence[ListedArticle]) -> Holdings:
    """Return what a library with these articles holds."""
    years = [article.published.year for article in articles if article.published]
    sources = Counter(article.source for article in articles if article.source).most_common(NAMED)
    return Holdings(len(articles), (min(years), max(years)) if years else None, tuple(sources))


def holdings_beside(answer: Answer, library: Library) -> Holdings | None:
    """Return what the library holds, where it does not hold the answer."""
    return count_holdings(library.articles()) if answer.outcome is Outcome.NO_EVIDENCE else None
