"""Columns: the words by which a question asks for one of them or for its highest, and what it is named by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.support.quantities import quantities
from rag.support.terms import Term, content, is_alike

# "Which of them had more", without a "than", asks for the most.
_HIGHEST = re.compile(
    r"(?<!\bat )\b(?:most|highest|largest|biggest|greatest|longest|slowest"
    r"|(?:more|higher|larger|bigger|greater|longer|slower)(?!.*\bthan\b))\b",
    re.IGNORECASE,
)
_LOWEST = re.compile(
    r"(?<!\bat )\b(?:least|fewest|lowest|smallest|shortest|fastest|quickest"
    r"|(?:less|fewer|lower|smaller|shorter|faster|quicker)(?!.*\bthan\b))\b",
    re.IGNORECASE,
)
# What says by itself which column it asks for, the higher its number or not: the cheapest has the lowest price.
_PRICE = r"price|cost|fare|fee|charge|rent|rate"
_TIME = r"time|minutes?|seconds?|hours?|min|sec|duration"
_OWN = tuple(
    (re.compile(rf"\b(?:{asked})\b(?!.*\bthan\b)", re.IGNORECASE), is_highest, re.compile(rf"\b(?:{of})s?\b", re.I))
    for asked, is_highest, of in (
        ("cheapest|cheaper|(?:least|less) expensive", False, _PRICE),
        ("dearest|priciest|costliest|(?:most|more) expensive", True, _PRICE),
        ("lightest|lighter", False, "weight|mass|kg|g"),
        ("heaviest|heavier", True, "weight|mass|kg|g"),
        ("quietest|quieter", False, "noise|sound|loudness|volume|db"),
        ("loudest|louder|noisiest", True, "noise|sound|loudness|volume|db"),
        ("fastest|quickest|faster|quicker", True, "speed|km/h|mph"),
        ("fastest|quickest|faster|quicker", False, _TIME),
        ("slowest|slower", False, "speed|km/h|mph"),
        ("slowest|slower", True, _TIME),
        ("tallest|taller", True, "height"),
        ("warmest|hottest", True, "temperature|°c|degrees"),
        ("coldest|coolest", False, "temperature|°c|degrees"),
    )
)


@dataclass(frozen=True, slots=True)
class Rank:
    """What a question asks for the highest or the lowest of: its words, and the columns that they say by themselves.

    `is_own` tells whether they say so at all: "the quietest" is of noise, "the lowest" of what else is named.
    """

    words: str
    is_highest: bool
    is_own: bool
    columns: tuple[str, ...]


def find_rank(question: str, columns: Sequence[str]) -> Rank | None:
    """Return what a question asks for the highest or lowest of, by the names of a table's columns; None of neither."""
    unnamed = None
    for asked, is_highest, of in _OWN:
        if (found := asked.search(question)) is not None:
            named = tuple(name for name in columns if of.search(name))
            unnamed = unnamed or Rank(found.group(), is_highest, is_own=True, columns=())
            if named:
                return Rank(found.group(), is_highest, is_own=True, columns=named)
    if unnamed is not None:
        return unnamed
    highest, lowest = _HIGHEST.search(question), _LOWEST.search(question)
    found = highest or lowest
    words = " ".join(match.group() for match in (highest, lowest) if match)
    return Rank(words, highest is not None, is_own=False, columns=()) if found else None


HOW_MANY = re.compile(r"\bhow many (?P<noun>[^\W\d_]+)", re.IGNORECASE)
OF_WHICH = re.compile(
    r"\b(?:which|what)\s+(?:was\s+the\s+|is\s+the\s+)?(?:\w+est\s+|(?:most|least)\s+expensive\s+)?(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\(([^()]+)\)\s*$")
_CURRENCIES = ("£", "$", "€")
_COSTS = content("cost costs price prices fare fares fee fees charge charges")  # two names of one column


def with_unit(column: str, value: str) -> str:
    """Return a value with the unit that its column's name has in brackets: "21.9 million euros"."""
    unit = _UNIT.search(column)
    if unit is None or not value[-1:].isdigit():
        return value
    return f"{unit[1]}{value}" if unit[1] in _CURRENCIES else f"{value} {unit[1]}"


def names(column: str, term: Term) -> bool:
    """Tell whether a term names a column: by its word, or by a value, as a year."""
    if term.quantity is not None:
        return any(own.holds(term.quantity) for own in quantities(column))
    own = content(column)
    return term.stem in own or is_alike(term.stem, own) or (term.stem in _COSTS and not _COSTS.isdisjoint(own))
