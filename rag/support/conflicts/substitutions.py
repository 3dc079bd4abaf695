"""Others: the unit gives another value or names another where the statement's own is missing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.support.conflicts.alternatives import only_has
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.places import is_placed
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.names import are_same
from rag.support.polarity import denies
from rag.support.quantity import Quantity, QuantityKind
from rag.support.statement import Statement
from rag.support.terms import Term, is_alike, key_of, terms
from rag.support.trends import find_direction, find_trend, tells_change
from rag.support.units import ROW, Unit

RANKING = re.compile(
    r"\b(?:more|most|fewer|fewest|less|least|higher|highest|lower|lowest|larger|largest|bigger|biggest|smaller|smallest"
    r"|longer|longest|shorter|shortest|greater|greatest)\b(?! than\b)(?<!at most)(?<!at least)",
    re.IGNORECASE,
)

OF = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|its|his|her|their|our|all|[\w-]+['’]s)\s+){0,2}", re.IGNORECASE)
OF_THESE = re.compile(r"\bof (?:these|those|them|whom|which)\b", re.IGNORECASE)
DROPPED = re.compile(
    r"\b(?:is|are|was|were|been) (?:\w+ly )?(?:dropped|cut|removed|cancelled|scrapped|axed|abandoned)\b", re.IGNORECASE
)
WAY = re.compile(r"\b(from|to|von|auf|de|à|a)\s+\W?$", re.IGNORECASE)
BY = re.compile(r"\b(?:by|um|par|por)\s+\W?$", re.IGNORECASE)
_WAYS = {"from": "from", "von": "from", "de": "from", "to": "to", "auf": "to", "à": "to", "a": "to"}

THAN = re.compile(
    r"\b\w+ than\b(?!\s+\W?(?:\d|(?:an? )?(?:half|third|quarter|dozen|hundred|thousand|million|one|two|three|four"
    r"|five|six|seven|eight|nine|ten)\b))",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"\b(?:than|as|more|most|less|least|few(?:er|est)?|half|double|twice|rose|fell|gr[eo]w|(?:in|de)creas\w+|only"
    r"|(?:high|low|larg|small|bigg|long|short|great|old|young|fast|slow|earli|lat|furth)e(?:r|st)|better|best|worse|worst)\b",
    re.IGNORECASE,
)


def gives_another_value(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Return a conflict where a quantity of the statement is missing and the unit has another of its kind."""
    said = [term.quantity for term in statement.terms if term.quantity]
    for term in statement.terms:
        one = term.quantity
        if one is None or coverage.holds(term, around=True):
            continue
        free = [other for other in unit.quantities if other.is_rival(one) and not any(map(other.holds, said))]
        if any(_counts_the_same(one, other) for other in free):
            # That 46 did not come, and that 214 of 260 came, are both so; that it fell by 2, and from 14 to 12.
            is_apart = denies(statement.text) != denies(unit.text) or _is_step(statement.text, term, unit.text)
            is_apart = is_apart or _is_of_an_untold_aside(statement.text, term, unit)
            return Conflict.UNDONE if is_apart else Conflict.VALUE
    return None


def _is_of_an_untold_aside(text: str, value: Term, unit: Unit) -> bool:
    """Tell whether a value stands in an aside whose verb the unit lacks: of "born in 1871 who mapped" the "born"."""
    asides = [clause for clause in find_clauses(text) if clause.is_aside and value.start in clause.own]
    return bool(asides) and not any(clause.act in unit.own or is_alike(clause.act, unit.own) for clause in asides)


def _is_step(text: str, value: Term, told: str) -> bool:
    """Tell whether a value says by how much, and the unit from what to what."""
    ways = {_way(told, term) for term in terms(told) if term.quantity}
    return BY.search(text, 0, value.start) is not None and {"from", "to"} <= ways


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers are surely of the same: 18 under par is no age; a date is always a when."""
    if one.kind is not QuantityKind.NUMBER:
        return True
    return (one.counted, one.unit) == (other.counted, other.unit)


def moves_otherwise(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a value comes behind "to" that the unit has behind "from", or the reverse."""
    theirs = {
        key_of(term): _way(unit.text, term) for term in terms(unit.text) if term.quantity and _way(unit.text, term)
    }
    ways = frozenset(theirs.values())
    for term in statement.terms:
        way = _way(statement.text, term) if term.quantity else ""
        if way and theirs.get(key_of(term), way) != way and way in ways:
            return Conflict.VALUE
    return None


def _way(text: str, value: Term) -> str:
    """Return "from" or "to", whichever stands before a value, or where it is one of two behind "from"."""
    found = WAY.search(text, 0, value.start)
    return _WAYS[found[1].lower()] if found else ""


def names_another(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a name of the statement stands where the unit has another one."""
    missing = [name for name in statement.names if not coverage.holds_name(name)]
    if not missing:
        return None
    free = [other for other in unit.names if not any(are_same(name, other) for name in statement.names)]
    if free and all(is_placed(statement.text, name.start) for name in missing):
        return Conflict.UNDONE  # who was there says nothing of where
    return Conflict.NAME if free else None


def compares_alone(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement compares ("less than it had asked for", "had more births") and the unit does not.

    A bound ("more than 400") is no comparison, and a row that has several years may tell one.
    """
    if ROW.fullmatch(unit.text) is None:
        is_alone = THAN.search(statement.text) is not None and COMPARED.search(unit.text) is None
    else:
        ranked = RANKING.search(statement.text)
        is_alone = ranked is not None and find_trend(unit.text) is None and ranked[0].lower() not in unit.text.lower()
    return Conflict.UNDONE if is_alone else None


def takes_a_part(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement says "nine of fourteen" and the unit has both numbers, but not the one of the other."""
    said = _parts(statement.text, [term for term in statement.terms if term.quantity])
    if OF_THESE.search(unit.text) or not (said or only_has(statement)):
        return None
    told = _parts(unit.text, [term for term in terms(unit.text) if term.quantity])
    if not said:  # who has 61 members, of whom 44 signed, has not 44
        numbers = [term.quantity for term in statement.terms if term.quantity]
        is_part = any(part.holds(one) and not whole.holds(one) for part, whole in told for one in numbers)
        return Conflict.UNDONE if is_part else None
    if all(any(a.holds(c) and b.holds(d) for c, d in told) for a, b in said):
        return None
    return Conflict.UNDONE


def counts_dropped(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement has as many as there were before the unit had some dropped: "Two of the fourteen"."""
    dropped = DROPPED.search(unit.text)
    if dropped is None:
        return None
    numbers = [term for term in terms(unit.text) if term.quantity and term.end <= dropped.start()]
    wholes = [whole for _, whole in _parts(unit.text, numbers)]
    here = [term.quantity for term in statement.terms if term.quantity]
    is_whole = not _parts(statement.text, [term for term in statement.terms if term.quantity])
    same = any(_counts_the_same(one, whole) and whole.holds(one) for one in here for whole in wholes)
    return Conflict.VALUE if is_whole and same else None


def _parts(text: str, numbers: Sequence[Term]) -> list[tuple[Quantity, Quantity]]:
    """Return the pairs of numbers of which the one is a part of the other."""
    return [
        (one.quantity, other.quantity)
        for one, other in pairwise(numbers)
        if one.quantity
        and other.quantity
        and other.quantity.kind is not QuantityKind.YEAR
        and OF.fullmatch(text[one.end : other.start])
    ]


def has_another_trend(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a row's values fall, or stay, where the statement has them rise, or the reverse."""
    said = find_direction(frozenset(term.stem for term in statement.content))
    if not said or not ROW.fullmatch(unit.text):
        return None
    trend = find_trend(unit.text)
    if trend is not None and trend != said:
        return Conflict.OPPOSITE
    return Conflict.VALUE if tells_change(statement.text, unit.text) is False else None
