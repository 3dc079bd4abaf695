"""Scales: a table in millions, told as if its numbers were plain."""

import math
import re

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.quantities import SCALES
from rag.support.quantity import QuantityKind
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import stem

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
