"""Times: another hour than the unit has, or a value of the year before told of the year beside it."""

import re

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.dates import YEAR_BEFORE
from rag.support.polarity import denies
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.support.statement import Statement
from rag.support.units import Unit

CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])(?:\s*(?P<half>[ap]\.?m\b))?", re.IGNORECASE
)
UNTIL = re.compile(r"\b(?:until|till)\s+(?P<when>(?:next |the )?[\w’'-]+)", re.IGNORECASE)
NOT_BEFORE = re.compile(
    r"\b(?:not|never|no|\w+n[’']t)\b[^.;!?]*\bbefore\s+(?P<when>(?:next |the )?[\w’'-]+)", re.IGNORECASE
)
NEAR_CHARS = 40  # between a value and "the year before"


def misdates(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a value is told of its neighbour's year: "9.1 million in 2023 after 4.2 million the year before"."""
    before = YEAR_BEFORE.search(unit.text)
    if before is None or YEAR_BEFORE.search(statement.text):
        return None
    told = quantities(unit.text)
    years = [one for one in told if one.kind is QuantityKind.YEAR]
    earlier = [one for one in told if one.kind is not QuantityKind.YEAR and one.end <= before.start()]
    if not years or not earlier or before.start() - earlier[-1].end > NEAR_CHARS:
        return None
    said = [term.quantity for term in statement.terms if term.quantity is not None]
    is_of_it = any(earlier[-1].holds(one) for one in said)
    is_beside = any(one.holds(two) for one in earlier[:-1] for two in said if not earlier[-1].holds(two))
    named = any(one.holds(two) for one in years for two in said)
    return Conflict.UNDONE if is_of_it and named and not is_beside else None


def tells_another_hour(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a time of day of the statement is none of those that the unit has: "20:00" for "21:00"."""
    there = {_of_clock(found) for found in CLOCK.finditer(unit.text)}
    said = {_of_clock(found) for found in CLOCK.finditer(statement.text)}
    return Conflict.VALUE if said and there and not said <= there else None


def ends_at_beginning(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement has until a time what cannot be before it: "until April", of "not before April"."""
    ends = {found["when"].lower() for found in UNTIL.finditer(statement.text)}
    begins = {found["when"].lower() for found in NOT_BEFORE.finditer(unit.text)}
    return Conflict.OPPOSITE if ends & begins and not denies(statement.text) else None


def _of_clock(found: re.Match[str]) -> tuple[int, int]:
    hour = int(found["hour"]) % 12 + 12 * ((found["half"] or "").lower().startswith("p") or int(found["hour"]) > 12)
    return hour, int(found["minute"])
