"""Predications: what the unit's verbs say of whom, and whether they tell it as a fact, by its grammar."""

from collections.abc import Iterable, Iterator

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.grammar import Argument, Clause, Standing, find_clauses
from rag.support.statement import Statement
from rag.support.terms import is_alike
from rag.support.units import ROW, Unit

# Standings in the unit that do not bear out one in the statement.
SHORT_OF = {
    Standing.TOLD: (Standing.OPEN, Standing.DENIED),
    Standing.PAST: (Standing.OPEN, Standing.DENIED),
    Standing.COMING: (Standing.OPEN, Standing.DENIED),
    Standing.OPEN: (),
    Standing.DENIED: (),
}
LESS = frozenset("few some several half".split())


def says_otherwise(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether each verb of the unit that the statement has says it of others, or not as a fact.

    English alone. "The postman bit the dog" is not said by "The dog bit the postman", nor "The council closed the
    library" by "The council rejected the plan to close the library".
    """
    if ROW.fullmatch(unit.text) or unit.withdrawn:
        return None
    told = find_clauses(unit.text)
    stems = frozenset(term.stem for term in statement.terms)
    ours = find_clauses(statement.text)
    before = {pair for clause in told for pair in clause.earlier}
    if any((later, earlier) in before for clause in ours for earlier, later in clause.earlier):
        return Conflict.ORDER
    for said in ours:
        same = [other for other in told if _is_same_act(said.act, other.act)]
        found = [_clash(said, other, told, stems) for other in same]
        if found and None not in found:
            return found[0]
        if said.standing is Standing.TOLD and _is_only_sought(said, told, stems):
            return Conflict.OPEN
    return None


def tells_same_order(statement: Statement, unit: Unit) -> bool:
    """Tell whether the unit has one act before another as the statement has, whichever of them it tells first."""
    ours = {pair for clause in find_clauses(statement.text) for pair in clause.earlier}
    return bool(ours) and ours <= {pair for clause in find_clauses(unit.text) for pair in clause.earlier}


def is_anothers(statement: Statement, unit: Unit) -> bool:
    """Tell whether each verb of the unit that the statement has is of somebody of another name.

    When her sister died contradicts nothing that is said of Clara.
    """
    told = find_clauses(unit.text)
    for said in find_clauses(statement.text):
        mine = said.doer or said.done_to
        others = [other.doer or other.done_to for other in told if _is_same_act(said.act, other.act)]
        named = [any(one.is_name for one in mine) and any(one.is_name for one in theirs) for theirs in others]
        if others and all(named) and not any(_meet(mine, theirs) for theirs in others):
            return True
    return False


def _is_only_sought(said: Clause, told: tuple[Clause, ...], stems: frozenset[str]) -> bool:
    """Tell whether the unit has an amount of a clause only as what was asked for or refused: "asked for 9 per cent"."""
    for number in {word for one in _all_of(said) for word in one.words if any(map(str.isdigit, word))}:
        there = [clause for clause in told if any(number in other.words for other in _all_of(clause))]
        sought = [one for one in there if one.is_thing and one.standing in (Standing.OPEN, Standing.DENIED)]
        governors = frozenset(governor for one in sought for governor in one.governors)
        rest = [one for one in there if not one.is_thing and one.act not in governors]
        if sought and not rest and not governors & stems:
            return True
    return False


def _is_same_act(one: str, other: str) -> bool:
    return one == other or is_alike(one, frozenset((other,)))


def _clash(said: Clause, other: Clause, told: tuple[Clause, ...], stems: frozenset[str]) -> Conflict | None:
    """Return why one clause of the unit does not bear out one of the statement, None where it may."""
    return (
        _stands_otherwise(said, other, stems)
        or _turned(said, other)
        or _misplaced(said, other, told)
        or _limited(said, other)
    )


def _stands_otherwise(said: Clause, other: Clause, stems: frozenset[str]) -> Conflict | None:
    """Tell whether the unit tells less as a fact than the statement; who repeats what governs it repeats that."""
    if other.governors & stems or said.is_denied:
        return None
    if other.standing in SHORT_OF[said.standing]:
        return Conflict.POLARITY if other.standing is Standing.DENIED else Conflict.OPEN
    is_told_otherwise = Standing.COMING if said.is_past else Standing.PAST
    return Conflict.OPEN if said.standing is Standing.TOLD and other.standing is is_told_otherwise else None


def _turned(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the two who stand on either side of a verb stand there the other way round."""
    is_crossed = _meet(said.doer, other.done_to) and _meet(said.done_to, other.doer)
    is_straight = _meet(said.doer, other.doer) or _meet(said.done_to, other.done_to)
    return Conflict.ORDER if is_crossed and not is_straight else None


def _misplaced(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether who is said to do it is in the unit, where somebody else does it.

    "The firm" may be what a name before it means: then both must be of the same clause.
    """
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        if not mine or not theirs or _meet(mine, theirs) or any(one.is_pronoun for one in (*mine, *theirs)):
            continue
        if mine is said.doer and not said.done_to and _meet(mine, other.done_to):
            continue  # the ship sank, which the storm sank
        is_one_kind = len({one.is_name for one in (*mine, *theirs)}) == 1
        rest = [one for clause in (told if is_one_kind else (other,)) for one in _all_of(clause) if one not in theirs]
        if all(any(_is_same(one, apart) for apart in rest) for one in mine):
            return Conflict.UNDONE
    return None


def _limited(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the statement says of all, of only one, or of which one, what the unit does not."""
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        for one in mine:
            for two in theirs:
                if _is_same(one, two) and (
                    ("all" in one.limits and two.limits & LESS)
                    or ("most" in one.limits and two.limits & LESS)
                    or ("only" in one.limits and "only" not in two.limits)
                ):
                    return Conflict.UNDONE
    return Conflict.VALUE if said.ranks != other.ranks and said.ranks else None


def _all_of(clause: Clause) -> Iterator[Argument]:
    yield from clause.doer
    yield from clause.done_to
    yield from (place for _, place in clause.places)


def _meet(mine: Iterable[Argument], theirs: Iterable[Argument]) -> bool:
    return any(_is_same(one, other) for one in mine for other in theirs)


def _is_same(one: Argument, other: Argument) -> bool:
    """Tell whether two arguments can be the same: their nouns are, and neither is told apart from the other."""
    if one.head == other.head:
        apart = (one.modifiers - other.words, other.modifiers - one.words)
        return not (apart[0] and apart[1])
    return one.head in other.words or other.head in one.words
