"""Dates in the article's own spelling: who reads "21 February 1804" in the source is not told "February 21, 1804"."""

import re
from collections.abc import Sequence

from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind

LED_BY_YEAR = re.compile(r"\W*(?:in )?(?P<year>1\d{3}|20\d\d)(?:\s*[:–—]|,\s| -)", re.IGNORECASE)

YEAR_BEFORE = re.compile(r"\b(?:the|a) year (?:before|earlier)\b|\bprevious year\b", re.IGNORECASE)


def is_of_another_year(text: str, supplied: Sequence[Quantity]) -> bool:
    """Tell whether `text` begins with another year than those a question named: "2021: …" tells nothing of 2022."""
    led = LED_BY_YEAR.match(text)
    return led is not None and all(float(led["year"]) != one.value for one in supplied)


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
