"""Counts of a library: how many articles, of which years, and mostly of whom."""

from dataclasses import dataclass

from index import Library
from index.inventory import Inventory
from rag.types import Answer, Outcome

NAMED = 3  # sources in a sentence


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a library holds; `years` are those of the oldest and the newest article that have a date."""

    articles: int
    years: tuple[int, int] | None = None
    sources: tuple[tuple[str, int], ...] = ()


def count_holdings(inventory: Inventory) -> Holdings:
    """Return what a library with these articles holds."""
    months = inventory.months
    years = (min(months) // 12, max(months) // 12) if months else None
    return Holdings(len(inventory.articles), years, tuple(inventory.sources.most_common(NAMED)))


def holdings_beside(answer: Answer, library: Library) -> Holdings | None:
    """Return what the library holds, where it does not hold the answer."""
    return count_holdings(library.inventory()) if answer.outcome is Outcome.NO_EVIDENCE else None
