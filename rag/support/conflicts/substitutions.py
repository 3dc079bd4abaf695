"""Others: the unit gives another value or names another where the statement's own is missing."""

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.names import are_same
from rag.support.quantities import Quantity, QuantityKind
from rag.support.statement import Statement
from rag.support.trends import find_direction, find_trend
from rag.support.units import ROW, Unit


def gives_another_value(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Return a conflict where a quantity of the statement is missing and the unit has another of its kind."""
    said = [term.quantity for term in statement.terms if term.quantity]
    for term in statement.terms:
        one = term.quantity
        if one is None or coverage.holds(term, around=True):
            continue
        free = [other for other in unit.quantities if other.is_rival(one) and not any(map(other.holds, said))]
        if any(_counts_the_same(one, other) for other in free):
            return Conflict.VALUE
    return None


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers are surely of the same: 18 under par is no age; a date is always a when."""
    if one.kind is not QuantityKind.NUMBER:
        return True
    return (one.counted, one.unit) == (other.counted, other.unit)


def names_another(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a name of the statement stands where the unit has another one."""
    missing = [name for name in statement.names if not coverage.holds_name(name)]
    if not missing:
        return None
    free = [other for other in unit.names if not any(are_same(name, other) for name in statement.names)]
    return Conflict.NAME if free else None


def has_another_trend(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a row's values fall, or stay, where the statement has them rise, or the reverse."""
    said = find_direction(frozenset(term.stem for term in statement.content))
    if not said or not ROW.fullmatch(unit.text):
        return None
    trend = find_trend(unit.text)
    return Conflict.OPPOSITE if trend is not None and trend != said else None
