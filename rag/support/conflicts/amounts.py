"""Amounts: the statement gives to one verb, or to one time, the number that the unit gives to another."""

import re
from collections.abc import Iterator, Sequence

from index.splitting import split_sentences
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import is_same_act
from rag.support.coverage import Coverage
from rag.support.grammar import Clause, Standing, find_clauses
from rag.support.quantities import SPACED
from rag.support.quantity import Quantity, QuantityKind
from rag.support.statement import Statement
from rag.support.terms import Term, terms
from rag.support.units import ROW, Unit

COUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT)
# What says when, or on what terms: "before the pandemic", "from the date of purchase", "if you register".
FRAME = re.compile(
    r"\b(?:before|after|during|until|since|from|if|unless|when|once|while|under|in)\s+(?:[a-z]\w*\s+)?([^.,;:!?]+)",
    re.IGNORECASE,
)
TAKING_UP = frozenset(("it", "that", "this"))
AGE = re.compile(r"[,(]\s*(?:now |aged )?\d{1,3}\s*[,)]", re.IGNORECASE)  # "Ana Roth, 25, " is whoever does it
JOINT = re.compile(r";\s+|,\s+(?:and|but|while|whereas|though|although)\s+", re.IGNORECASE)


def counts_another(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit gives the statement's number to another act, or of another time, and has one for this.

    "Seven trees are infected. Four must be felled" does not have seven felled, nor has an inn 1,100 guests before the
    war by "Around 1,100 a year. Before the war it was 1,500."
    """
    ours = list(_counts(statement.text, statement.terms))
    said = [term.quantity for term in ours if term.quantity]
    if not said or ROW.fullmatch(unit.text):
        return None
    text = SPACED.sub(r"\1", unit.text)  # "13, 000" is no list of two
    told = list(_counts(text, terms(text)))
    if len(told) < 2:
        return None
    is_moved = any(_is_of_another_act(term, statement, text, told, said) for term in ours)
    is_lent = is_moved or any(_is_of_another_time(term, statement, text, told, said) for term in ours)
    return Conflict.SWAPPED if is_lent else None


def _counts(text: str, among: Sequence[Term]) -> Iterator[Term]:
    """Yield what counts something among terms; no ages that stand beside a name."""
    ages = [(found.start(), found.end()) for found in AGE.finditer(text)]
    for term in among:
        if term.quantity and term.quantity.kind in COUNTS and not any(a <= term.start < b for a, b in ages):
            yield term


def _is_of_another_act(
    term: Term, statement: Statement, text: str, told: Sequence[Term], said: Sequence[Quantity]
) -> bool:
    """Tell whether the verb of a number has another one in the unit, and the number another verb."""
    clauses = find_clauses(text)
    homes = [one for one in clauses if any(_is_same(two, term) and two.start in one.own for two in told)]
    if any(one.doer and all(who.head in TAKING_UP for who in one.doer) for one in homes):
        return False  # "It was 60 workers" goes on with what was said before
    for ours in find_clauses(statement.text):
        if term.start not in ours.own or ours.is_thing:
            continue
        done = [one for one in clauses if not one.is_thing and one.standing is not Standing.DENIED]
        same = [other for other in done if is_same_act(ours, other)]
        if same and all(_has_another(term, other, told, said) for other in same):
            return True
    return False


def _is_same(one: Term, other: Term) -> bool:
    return one.quantity is not None and other.quantity is not None and one.quantity.holds(other.quantity)


def _has_another(term: Term, clause: Clause, told: Sequence[Term], said: Sequence[Quantity]) -> bool:
    mine = [one for one in told if one.start in clause.own]
    rivals = [one.quantity for one in mine if one.quantity and _is_rival(one.quantity, term, said)]
    return bool(rivals) and not any(_is_same(one, term) for one in mine)


def _is_of_another_time(
    term: Term, statement: Statement, text: str, told: Sequence[Term], said: Sequence[Quantity]
) -> bool:
    """Tell whether the statement's time or condition stands beside another number of the unit, and not its own."""
    framed = _framed(statement.text) & frozenset(one.stem for one in statement.content if not one.is_strict)
    if not framed:
        return False
    mine, theirs = frozenset[str](), frozenset[str]()
    for start, end in _parts(text):
        here = [one for one in told if start <= one.start < end]
        stems = frozenset(one.stem for one in terms(text[start:end]))
        if any(_is_same(one, term) for one in here):
            mine |= stems
        elif any(_is_rival(one.quantity, term, said) for one in here if one.quantity):
            theirs |= stems & _framed(text[start:end])
    return bool(mine) and bool(framed & theirs - mine)


def _framed(text: str) -> frozenset[str]:
    return frozenset(
        one.stem for found in FRAME.finditer(text) for one in terms(found[1]) if one.is_content and one.stem
    )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for span in split_sentences(text):
        begin = span.start
        for joint in JOINT.finditer(text, span.start, span.end):
            yield begin, joint.start()
            begin = joint.end()
        yield begin, span.end


def _is_rival(one: Quantity, term: Term, said: Sequence[Quantity]) -> bool:
    return term.quantity is not None and one.is_rival(term.quantity) and not any(one.holds(two) for two in said)
