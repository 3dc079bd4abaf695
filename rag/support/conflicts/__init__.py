"""Conflicts: what in a unit speaks against a statement although both speak of the same. A kind is a module."""

from index.splitting import split_sentences
from rag.support.conflicts.acts import does_another, does_the_other
from rag.support.conflicts.alternatives import takes_anothers
from rag.support.conflicts.amounts import counts_another
from rag.support.conflicts.answers import is_of_whom_it_speaks
from rag.support.conflicts.crossed import crosses
from rag.support.conflicts.denial import denies, says_the_opposite
from rag.support.conflicts.exceptions import is_excepted, leaves_out, tells_exception
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.misattributions import lends
from rag.support.conflicts.order import turns_round
from rag.support.conflicts.owners import does_a_part, does_anothers, is_called_as_another
from rag.support.conflicts.papers import is_read_in_a_paper
from rag.support.conflicts.passed_over import passes_over
from rag.support.conflicts.places import exists_elsewhere, puts_elsewhere
from rag.support.conflicts.predications import bears_out, is_anothers, names_place, says_otherwise
from rag.support.conflicts.retractions import gives_right, withdraws
from rag.support.conflicts.scales import drops_scale, takes_anothers_majority
from rag.support.conflicts.shares import takes_the_total
from rag.support.conflicts.sides import takes_the_other_side
from rag.support.conflicts.slots import differs
from rag.support.conflicts.substitutions import (
    compares_alone,
    counts_dropped,
    gives_another_value,
    has_another_trend,
    moves_otherwise,
    names_another,
    takes_a_part,
)
from rag.support.conflicts.times import ends_at_beginning, misdates, tells_another_hour
from rag.support.coverage import Coverage
from rag.support.names import are_same, find_names
from rag.support.speakers import is_said_by_another
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import words

__all__ = ["Conflict", "find_conflict", "takes_the_other_side"]

SAYS_OTHERWISE = (Conflict.VALUE, Conflict.POLARITY, Conflict.OPPOSITE)  # if it is said of the same
CHECKS = (
    withdraws,
    tells_exception,
    denies,
    crosses,
    is_of_whom_it_speaks,
    takes_the_other_side,
    differs,
    says_the_opposite,
    gives_another_value,
    moves_otherwise,
    has_another_trend,
    compares_alone,
    leaves_out,
    takes_a_part,
    takes_the_total,
    counts_dropped,
    takes_anothers,
    counts_another,
    drops_scale,
    takes_anothers_majority,
    misdates,
    tells_another_hour,
    ends_at_beginning,
    names_another,
    passes_over,
    does_another,
    does_the_other,
    does_anothers,
    does_a_part,
    is_called_as_another,
    lends,
    puts_elsewhere,
    exists_elsewhere,
    turns_round,
    says_otherwise,
    is_read_in_a_paper,
)


SMALL = frozenset(("a", "also", "an", "the"))  # words that change nothing of what a sentence says
GOES_ON = frozenset("and which who whose while whereas after because where".split())


def find_conflict(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Return the first conflict found between a statement and a unit, None without one."""
    is_repeated = _repeats(statement, unit)
    for check in CHECKS:
        if is_repeated and check is not withdraws:
            return None  # what grammar reads in it, it reads in both
        found = check(statement, unit, coverage)
        is_by_place = check is lends or (check is puts_elsewhere and not names_place(statement))
        if found and is_by_place and bears_out(statement, unit):
            continue  # "the shed belongs to Dunlin and is let to Harbour Freight": grammar tells more than places do
        is_denial = check is denies or (found is Conflict.POLARITY and check is not tells_exception)
        if found and is_denial and is_excepted(statement, unit):
            continue  # "allowed in Mill Park", of "not allowed in the parks, except in Mill Park"
        if found in (Conflict.VALUE, Conflict.SWAPPED) and gives_right(statement, unit):
            continue  # "64 people worked there. The correct figure is 58." says 58 of them
        if found:
            return Conflict.UNDONE if found in SAYS_OTHERWISE and is_anothers(statement, unit) else found
    if is_said_by_another(statement.text, statement.sayers, unit.text, unit.speaker):
        return Conflict.SPEAKER
    return None


def _repeats(statement: Statement, unit: Unit) -> bool:
    """Tell whether a statement is a sentence of the unit, or one up to an "and" or "which".

    Articles and "also" may differ, and a name may be told in full: "the Orr Lumen" for "the Lumen".
    """
    own = frozenset(word.text.lower() for word in words(unit.text))
    fuller = {
        word.text.lower()
        for name in statement.names
        if any(are_same(name, other) for other in find_names(unit.text))
        for word in name.words
    }
    said = [word for word in _plain(statement.text) if word in own or word not in fuller]
    sentences = (_plain(span.of(unit.text)) for span in split_sentences(unit.text))
    return any(said == told[: len(said)] and GOES_ON.issuperset(told[len(said) :][:1]) for told in sentences)


def _plain(text: str) -> list[str]:
    return [word.text.lower() for word in words(text) if word.text.lower() not in SMALL]
