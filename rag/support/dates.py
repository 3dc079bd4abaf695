"""Dates in the article's own spelling: who reads "21 February 1804" in the source is not told "February 21, 1804"."""

from collections.abc import Sequence

from rag.support.quantities import Quantity, QuantityKind, quantities


def mend_dates(claim: str, sources: Sequence[str]) -> str:
    """Return `claim` with each day of a month as the first of `sources` that has the same day writes it."""
    told = [(source, date) for source in sources for date in quantities(source) if _is_day(date)]
    for date in reversed([one for one in quantities(claim) if _is_day(one)]):
        own = next((source[one.start : one.end] for source, one in told if _are_equal(one, date)), None)
        if own is not None and "\n" not in own:
            stop = "." if claim[: date.end].endswith(".") else ""  # of the sentence
            claim = claim[: date.start] + own.rstrip(".") + stop + claim[date.end :]
    return claim


def _is_day(date: Quantity) -> bool:
    return date.kind is QuantityKind.DATE and date.day > 0 and date.month > 0


def _are_equal(one: Quantity, other: Quantity) -> bool:
    """Tell whether both name the same day with the same precision: a year that only one has is not lost."""
    return one.holds(other) and other.holds(one)
