"""Predications: what the unit's verbs say of whom, and whether they tell it as a fact, by its grammar."""

import re
from collections.abc import Sequence

from rag.support.antecedents import related_in
from rag.support.conflicts.clashes import UNTOLD, clash
from rag.support.conflicts.identities import Around
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import all_of, can_be_same, is_same_act, meet, numbers_of
from rag.support.coverage import Coverage
from rag.support.grammar import NOBODY, RECEIVE, Argument, Clause, Standing, find_callings, find_clauses, find_named
from rag.support.statement import Statement
from rag.support.terms import is_alike
from rag.support.units import ROW, Unit
from rag.words import stem
from rag.words import stems as stems_of

HAVE, BE = stem("have"), stem("be")
FORMS_OF_BE = ("is", "are", "was", "were", "been", "be")
BEFORE = re.compile(r"\b(?:before|until|till)\b", re.IGNORECASE)
SPELLS = frozenset(map(stem, "day week month year".split()))


def says_otherwise(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether each verb of the unit that the statement has says it of others, or not as a fact.

    English alone. "The postman bit the dog" is not said by "The dog bit the postman", nor "The council closed the
    library" by "The council rejected the plan to close the library".
    """
    if ROW.fullmatch(unit.text) or unit.withdrawn:
        return None
    told = find_clauses(unit.text)
    stems = frozenset(term.stem for term in statement.terms)
    ours, there = (
        tuple(one for one in find_clauses(statement.text) if not one.is_implied),
        frozenset(stems_of(unit.text)),
    )
    around = (*unit.names, *unit.owners)
    meant = frozenset(word.stem for name in around for word in name.words) - there
    related = related_in(unit.text)
    beside = Around(told, stems, there, meant, related, unit.head)
    if any(_is_anothers_role(said, statement, unit) for said in ours):
        return Conflict.UNDONE
    before = {pair for clause in told for pair in clause.earlier}
    if any((later, earlier) in before for clause in ours for earlier, later in clause.earlier):
        return Conflict.ORDER
    pairs = [pair for clause in ours for pair in clause.earlier if pair not in before]
    if not BEFORE.search(unit.text) and any(_is_turned(*pair, told) for pair in pairs):
        return Conflict.ORDER
    if any(_is_no_condition(said, told, there) or _is_only_called(said, told, unit) for said in ours):
        return Conflict.OPEN
    for said in ours:
        if is_measured := _is_a_term(said, told):
            return is_measured
        same = [other for other in told if is_same_act(said, other)]
        found = [clash(said, other, beside) for other in same]
        if found and None not in found:
            return found[0]
        if said.standing is Standing.TOLD and not said.is_denied and _is_only_sought(said, told, stems):
            return Conflict.OPEN
    return None


def _is_no_condition(said: Clause, told: tuple[Clause, ...], there: frozenset[str]) -> bool:
    """Tell whether a statement has a condition that the unit does not speak of: "if they default, it sues"."""
    is_told = said.act in there or is_alike(said.act, there) or any(is_same_act(said, other) for other in told)
    return said.is_condition and not is_told


def _is_only_called(said: Clause, told: tuple[Clause, ...], unit: Unit) -> bool:
    """Tell whether somebody is what the unit only has him called: "has been hailed as a cure"."""
    return said.act in find_callings(unit.text) and not any(is_same_act(said, other) for other in told)


def _is_turned(earlier: str, later: str, told: tuple[Clause, ...]) -> bool:
    """Tell whether the unit has come first what the statement has come later: "It sank. He had left that morning."."""
    first, second = ([one for one in told if one.act == act] for act in (earlier, later))
    return bool(first and second) and all(one.had for one in second) and not any(one.had for one in first)


def bears_out(statement: Statement, unit: Unit) -> bool:
    """Tell whether each verb of the statement is said in the unit of the very same, as a fact, by its grammar."""
    told, ours = find_clauses(unit.text), find_clauses(statement.text)
    return bool(ours) and all(any(_is_said(said, other) for other in told) for said in ours)


def names_place(statement: Statement) -> bool:
    """Tell whether a verb of the statement has anything behind a preposition: where, when, from whom."""
    return any(clause.places for clause in find_clauses(statement.text))


def _is_said(said: Clause, other: Clause) -> bool:
    sides = ((said.doer, other.doer), (said.done_to, other.done_to))
    return (
        is_same_act(said, other)
        and any(mine for mine, _ in sides)
        and all(_is_very_same(one, theirs) for mine, theirs in sides for one in mine)
        and all(_is_very_same(one, [two for _, two in other.places]) for _, one in said.places)
        and numbers_of(said) <= numbers_of(other)
        and other.standing not in UNTOLD
        and other.is_denied == said.is_denied
    )


def _is_very_same(one: Argument, others: Sequence[Argument]) -> bool:
    """Tell whether one of `others` surely is the same: it has all that tells which one, and no other has its noun."""
    same = [other for other in others if one.head == other.head and can_be_same(one, other)]
    return len(same) == 1 and one.modifiers <= same[0].words


def tells_same_order(statement: Statement, unit: Unit) -> bool:
    """Tell whether the unit has one act before another as the statement has, whichever of them it tells first."""
    ours = {pair for clause in find_clauses(statement.text) for pair in clause.earlier}
    return bool(ours) and ours <= {pair for clause in find_clauses(unit.text) for pair in clause.earlier}


def is_anothers(statement: Statement, unit: Unit) -> bool:
    """Tell whether each verb of the unit that the statement has is of somebody or something else.

    When her sister died contradicts nothing that is said of Clara, nor do residents without a permit say of cars that
    they need none.
    """
    told = find_clauses(unit.text)
    for said in find_clauses(statement.text):
        others = [other for other in told if is_same_act(said, other)]
        if others and all(_are_apart(said, other) for other in others):
            return True
    return False


def _are_apart(said: Clause, other: Clause) -> bool:
    """Tell whether two clauses are surely of others: of two names, or of two nouns; "the firm" may be any name."""
    mine, theirs = (said.doer, other.doer) if said.doer else (said.done_to, other.done_to)
    if not mine or not theirs or any(one.is_pronoun or one.words & NOBODY for one in (*mine, *theirs)):
        return False
    may_be_named = any(one.is_name for one in mine) and not any(one.is_name for one in theirs)
    return not may_be_named and not meet(mine, theirs)


def _is_only_sought(said: Clause, told: tuple[Clause, ...], stems: frozenset[str]) -> bool:
    """Tell whether the unit has what somebody gets, or an amount, only as what was asked for or refused.

    Who "had asked for 9 per cent" or "requested a second assistant" did not get them.
    """
    numbers = numbers_of(said)
    things = {one.head for one in said.done_to} if said.act in (RECEIVE, HAVE) else set()
    for wanted in numbers | things:
        there = [clause for clause in told if any(wanted in other.words for other in all_of(clause))]
        sought = [one for one in there if one.standing in UNTOLD]
        governors = frozenset(governor for one in sought for governor in one.governors)
        rest = [one for one in there if one not in sought and one.act not in governors and one.standing not in UNTOLD]
        if sought and not rest and not governors & stems:
            return True
    return False


def _is_a_term(said: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether somebody "is in" what the unit only measures out: who gets "four years in prison" may be free."""
    if said.act != BE or not said.places or said.done_to:
        return None
    here = [one for clause in told for one in all_of(clause)]
    for _, place in said.places:
        if place.head in SPELLS:
            continue  # "at the club for a month"
        measured = [one for one in here if one.head in SPELLS and place.head in one.words]
        if measured and not any(one.head == place.head for one in here if one not in measured):
            return Conflict.OPEN
    return None


def _is_anothers_role(said: Clause, statement: Statement, unit: Unit) -> bool:
    """Tell whether the unit calls another what the statement says that somebody is: "Ana Roth is his daughter"."""
    named = [one for one in said.doer if one.is_name]
    is_being = statement.text[said.start : said.end].lower() in FORMS_OF_BE
    if not named or not is_being or said.is_denied or said.act not in unit.own:
        return False
    called = find_named(unit.text, said.act)
    return bool(called) and not any(one.words & other.words for one in named for other in called)
