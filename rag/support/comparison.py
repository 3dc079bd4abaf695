"""Comparison of a statement with one unit of evidence: what is held, and what speaks against it."""

from dataclasses import dataclass

from rag.support.conflicts import Conflict, find_conflict
from rag.support.coverage import Coverage
from rag.support.quotes import is_verbatim
from rag.support.ratio import ratio
from rag.support.statement import Statement
from rag.support.units import Unit


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures of a statement against a unit; all ratios are 0 to 1.

    `held`: the weighted part of its content in the unit itself; `carried`: in the unit and what belongs to it from
    around. `words`: the part of its content that is neither names nor quantities. `wording`: of all its words, the part
    in the unit; `order`: of its neighbouring words, the part that are neighbours there. `names`, `quantities`: the part
    held. `quoted`: the part of its quotes that is verbatim. `conflict`: what speaks against it. `tells_act`:
    it has the verb of the statement.
    """

    unit: Unit
    held: float
    carried: float
    words: float
    wording: float
    order: float
    names: float
    quantities: float
    quoted: float
    conflict: Conflict | None = None
    tells_act: bool = True


def compare(statement: Statement, unit: Unit) -> Comparison:
    """Return how `statement` compares with `unit`."""
    coverage = Coverage(statement, unit)
    return Comparison(
        unit,
        coverage.share(around=False),
        coverage.share(around=True),
        coverage.plain_words(),
        coverage.wording(),
        coverage.order(),
        ratio([coverage.holds_name(name) for name in statement.names]),
        ratio([coverage.holds(term, around=True) > 0 for term in statement.terms if term.quantity]),
        ratio([is_verbatim(quote, unit.text) for quote in statement.quotes]),
        find_conflict(statement, unit, coverage),
        coverage.tells_act(),
    )
