"""Columns: the words by which a question asks for one of them or for its highest, and what it is named by."""

import re

from rag.support.quantities import quantities
from rag.support.terms import Term, content, is_alike

# "Which of them had more", without a "than", asks for the most.
HIGHEST = re.compile(
    r"(?<!\bat )\b(?:most|highest|largest|biggest|greatest|longest|slowest"
    r"|(?:more|higher|larger|bigger|greater|longer|slower)(?!.*\bthan\b))\b",
    re.IGNORECASE,
)
LOWEST = re.compile(
    r"(?<!\bat )\b(?:least|fewest|lowest|smallest|shortest|fastest|quickest"
    r"|(?:less|fewer|lower|smaller|shorter|faster|quicker)(?!.*\bthan\b))\b",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"\bhow many (?P<noun>[^\W\d_]+)", re.IGNORECASE)
OF_WHICH = re.compile(
    r"\b(?:which|what)\s+(?:was\s+the\s+|is\s+the\s+)?(?:\w+est\s+)?(?P<noun>[^\W\d_]+)", re.IGNORECASE
)
_UNIT = re.compile(r"\(([^()]+)\)\s*$")
_COSTS = content("cost costs price prices fare fares fee fees charge charges")  # two names of one column


def with_unit(column: str, value: str) -> str:
    """Return a value with the unit that its column's name has in brackets: "21.9 million euros"."""
    unit = _UNIT.search(column)
    return f"{value} {unit[1]}" if unit and value[-1:].isdigit() else value


def names(column: str, term: Term) -> bool:
    """Tell whether a term names a column: by its word, or by a value, as a year."""
    if term.quantity is not None:
        return any(own.holds(term.quantity) for own in quantities(column))
    own = content(column)
    return term.stem in own or is_alike(term.stem, own) or (term.stem in _COSTS and not _COSTS.isdisjoint(own))
