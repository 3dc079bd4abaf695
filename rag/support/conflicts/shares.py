"""Shares: the statement gives one of several contributors the total that the unit has of all of them."""

import re

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.quantities import quantities
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import words

_INCLUDING = re.compile(
    r"\b(?:includ(?:ing|es|ed)|among (?:them|which|whom)|darunter|dont|incluid[oa]s?)\b(?P<part>[^.;]*)", re.IGNORECASE
)


def takes_the_total(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether whom the unit names as a part of a sum has all of it: "£62,000, including some from Marlowe"."""
    found = _INCLUDING.search(unit.text)
    if found is None or _INCLUDING.search(statement.text):
        return None
    outside = unit.text[: found.start()] + unit.text[found.end("part") :]
    around = frozenset(word.stem for word in words(outside))
    part = frozenset(word.stem for word in words(found["part"]) if word.is_name) - around
    totals = [one for one in quantities(unit.text) if one.end <= found.start()]
    parts = [one for one in quantities(found["part"])]
    for clause in find_clauses(statement.text):
        sums = [term.quantity for term in statement.terms if term.quantity is not None and term.start in clause.own]
        if not any(one.words & part for one in clause.doer):
            continue
        if any(
            any(total.holds(one) for total in totals) and not any(other.holds(one) for other in parts) for one in sums
        ):
            return Conflict.UNDONE
    return None
