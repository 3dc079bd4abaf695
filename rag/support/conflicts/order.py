"""Order: two names stand on either side of the same words, or of "than", the other way round."""

import re
from itertools import pairwise

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.statement import Statement
from rag.support.terms import key_of, terms
from rag.support.units import Unit

THAN = re.compile(r"\b(?:than|ahead of|als|que)\b", re.IGNORECASE)
END = re.compile(r"[.!?…。！？][\"”’)]*\s")
BY = re.compile(r"\b(?:by|von|par|por)\b", re.IGNORECASE)


def turns_round(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether two names that stand on either side of the same words stand there the other way round."""
    is_parsed = bool(find_clauses(statement.text) and find_clauses(unit.text))  # then its grammar tells who did what
    is_turned = not is_parsed and _is_turned(statement, unit)
    return Conflict.ORDER if is_turned or _is_compared_otherwise(statement, unit) else None


def _is_turned(statement: Statement, unit: Unit) -> bool:
    said = [term for term in statement.content if term.is_name]
    told = [term for term in terms(unit.text) if term.is_content]
    places = {term.stem: term.start for term in reversed(told) if term.stem}
    counts = [term.stem for term in told]
    passive = bool(BY.search(statement.text)) != bool(BY.search(unit.text))
    for one, other in pairwise(said):
        between = [t for t in statement.content if one.end <= t.start < other.start and not t.is_strict and t.stem]
        if not between or one.stem not in places or other.stem not in places or passive:
            continue
        if counts.count(one.stem) > 1 or counts.count(other.stem) > 1:
            continue
        first, second = places[other.stem], places[one.stem]
        if END.search(unit.text, first, second):
            continue  # each stands in a sentence of its own
        if first < second and any(first < places.get(verb.stem, -1) < second for verb in between):
            return True
    return False


def _is_compared_otherwise(statement: Statement, unit: Unit) -> bool:
    ours, theirs = THAN.search(statement.text), THAN.search(unit.text)
    if not ours or not theirs:
        return False
    left, right = _sides(statement.text, ours.start())
    their_left, their_right = _sides(unit.text, theirs.start())
    crossed = len((left - right) & (their_right - their_left)) + len((right - left) & (their_left - their_right))
    straight = len((left - right) & (their_left - their_right)) + len((right - left) & (their_right - their_left))
    turned = bool((left - right) & (their_right - their_left)) and bool((right - left) & (their_left - their_right))
    return turned and crossed >= straight - 1


def _sides(text: str, place: int) -> tuple[set[str], set[str]]:
    content = [term for term in terms(text) if term.is_content and key_of(term)]
    return ({key_of(t) for t in content if t.end <= place}, {key_of(t) for t in content if t.start >= place})
