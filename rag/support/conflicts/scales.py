"""Scales: a table in millions, told as if its numbers were plain, or most of some told of most of others."""

import math
import re

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.quantities import SCALES
from rag.support.quantity import QuantityKind
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import stem, stems

MAJORITY = re.compile(r"\b(?:majority of|most)(?: of)?(?: (?:the|all|its|their))? (?P<whom>[\w-]+)", re.IGNORECASE)
COUNTED = re.compile(r"\s*(?P<unit>[^\W\d_]+)")


def drops_scale(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a number of a row whose heading has a scale ("million crowns") is told without it: "6 crowns"."""
    if unit.scale == 1:
        return None
    for term in statement.terms:
        one = term.quantity
        if one is None or one.kind is not QuantityKind.NUMBER or not coverage.holds(term, around=False):
            continue
        behind = COUNTED.match(statement.text, one.end)
        word = behind["unit"].lower() if behind else ""
        is_of_heading = bool(one.unit) or (word not in SCALES and stem(word) in unit.head)
        if is_of_heading and not any(math.isclose(one.value, own.value * unit.scale) for own in unit.quantities):
            return Conflict.VALUE
    return None


def takes_anothers_majority(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether "the majority of villagers" is said where the unit has most of others: "most city-dwellers"."""
    if "majority of" not in statement.text.lower():
        return None
    said, told = _majorities(statement.text), _majorities(unit.text)
    return Conflict.UNDONE if told and not any(one & other for one in said for other in told) else None


def _majorities(text: str) -> list[frozenset[str]]:
    """Return the stems of those of whom a text says "most" or "the majority", each."""
    return [frozenset(stems(found["whom"])) for found in MAJORITY.finditer(text)]
