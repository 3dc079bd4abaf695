"""Predications: what the unit's verbs say of whom, and whether they tell it as a fact, by its grammar."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.grammar import NOBODY, RECEIVE, Argument, Clause, Standing, find_clauses
from rag.support.number_words import is_number_word
from rag.support.statement import Statement
from rag.support.terms import is_alike
from rag.support.units import ROW, Unit
from rag.words import stem
from rag.words import stems as stems_of

UNTOLD = (Standing.OPEN, Standing.DENIED)
# Standings in the unit that do not bear out one in the statement.
SHORT_OF = {
    Standing.TOLD: UNTOLD,
    Standing.PAST: UNTOLD,
    Standing.COMING: UNTOLD,
    Standing.OPEN: (),
    Standing.DENIED: (),
}
HAVE, BE = stem("have"), stem("be")
PERSONS = frozenset(("he", "she", "him", "her"))
SPELLS = frozenset(map(stem, "day week month year".split()))
# Nouns that no name means but that of such a body: "Harlow County Council".
BODIES = frozenset(
    map(
        stem,
        "church city council county court government hospital ministry parliament police school town union".split(),
    )
)
SIDES = frozenset(("for", "against", "with"))
PLACES = frozenset(("at", "in", "into", "to", "from", "on", "out"))
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # which the article's day may supply
EACH = frozenset("all both each every".split())
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
    ours, there = find_clauses(statement.text), frozenset(stems_of(unit.text))
    around = (*unit.names, *unit.owners)
    meant = frozenset(word.stem for name in around for word in name.words) - there
    persons = frozenset(word.stem for name in unit.persons for word in name.words)
    before = {pair for clause in told for pair in clause.earlier}
    if any((later, earlier) in before for clause in ours for earlier, later in clause.earlier):
        return Conflict.ORDER
    for said in ours:
        if is_measured := _is_a_term(said, told):
            return is_measured
        same = [other for other in told if _is_same_act(said.act, other.act)]
        found = [_clash(said, other, told, stems, there, meant, persons) for other in same]
        if found and None not in found:
            return found[0]
        if said.standing is Standing.TOLD and _is_only_sought(said, told, stems):
            return Conflict.OPEN
    return None


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
        _is_same_act(said.act, other.act)
        and any(mine for mine, _ in sides)
        and all(_is_very_same(one, theirs) for mine, theirs in sides for one in mine)
        and all(_is_very_same(one, [two for _, two in other.places]) for _, one in said.places)
        and _numbers(said) <= _numbers(other)
        and other.standing not in UNTOLD
        and other.is_denied == said.is_denied
    )


def _is_very_same(one: Argument, others: Sequence[Argument]) -> bool:
    """Tell whether one of `others` surely is the same: it has all that tells which one, and no other has its noun."""
    same = [other for other in others if one.head == other.head and _is_same(one, other)]
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
        others = [other for other in told if _is_same_act(said.act, other.act)]
        if others and all(_are_apart(said, other) for other in others):
            return True
    return False


def _are_apart(said: Clause, other: Clause) -> bool:
    """Tell whether two clauses are surely of others: of two names, or of two nouns; "the firm" may be any name."""
    mine, theirs = (said.doer, other.doer) if said.doer else (said.done_to, other.done_to)
    if not mine or not theirs or any(one.is_pronoun or one.words & NOBODY for one in (*mine, *theirs)):
        return False
    may_be_named = any(one.is_name for one in mine) and not any(one.is_name for one in theirs)
    return not may_be_named and not _meet(mine, theirs)


def _is_only_sought(said: Clause, told: tuple[Clause, ...], stems: frozenset[str]) -> bool:
    """Tell whether the unit has what somebody gets, or an amount, only as what was asked for or refused.

    Who "had asked for 9 per cent" or "requested a second assistant" did not get them.
    """
    numbers = _numbers(said)
    things = {one.head for one in said.done_to} if said.act in (RECEIVE, HAVE) else set()
    for wanted in numbers | things:
        there = [clause for clause in told if any(wanted in other.words for other in _all_of(clause))]
        sought = [one for one in there if one.is_thing and one.standing in UNTOLD]
        governors = frozenset(governor for one in sought for governor in one.governors)
        rest = [one for one in there if one not in sought and one.act not in governors and one.standing not in UNTOLD]
        if sought and not rest and not governors & stems:
            return True
    return False


def _is_same_act(one: str, other: str) -> bool:
    return one == other or is_alike(one, frozenset((other,)))


def _clash(
    said: Clause,
    other: Clause,
    told: tuple[Clause, ...],
    stems: frozenset[str],
    there: frozenset[str],
    meant: frozenset[str],
    persons: frozenset[str],
) -> Conflict | None:
    """Return why one clause of the unit does not bear out one of the statement, None where it may.

    `stems`: those of the statement; `there`: those of the unit; `meant`: of the names that only its pronouns mean;
    `persons`: of whom "he" and "she" mean.
    """
    return (
        _stands_otherwise(said, other, stems)
        or _is_denied_otherwise(said, other)
        or _turned(said, other)
        or _misplaced(said, other, told, there, meant)
        or _means_another(said, other, there, persons)
        or _lacks_side(said, other, told)
        or _put_elsewhere(said, other, told)
        or _limited(said, other)
    )


def _stands_otherwise(said: Clause, other: Clause, stems: frozenset[str]) -> Conflict | None:
    """Tell whether the unit tells less as a fact than the statement; who repeats what governs it repeats that."""
    if other.governors & stems or said.is_denied or not _numbers(said) <= _numbers(other):
        return None  # who denies that it took half an hour says nothing of eleven minutes
    if other.standing in SHORT_OF[said.standing]:
        return Conflict.POLARITY if other.standing is Standing.DENIED else Conflict.OPEN
    is_told_otherwise = Standing.COMING if said.is_past else Standing.PAST
    return Conflict.OPEN if said.standing is Standing.TOLD and other.standing is is_told_otherwise else None


def _is_denied_otherwise(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the unit denies of the same what the statement says: "Neither was hurt" of two men."""
    if said.is_denied or not other.is_denied or Standing.DENIED in (said.standing, other.standing):
        return None
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        if mine and theirs and not (_meet(mine, theirs) or all(one.is_pronoun or one.words & NOBODY for one in theirs)):
            return None
        nobody = [one for one in theirs if one.words & NOBODY]
        if nobody and _meet(mine, [one for one in theirs if one not in nobody]):
            return None  # "nobody but the keeper"
    return Conflict.POLARITY


def _turned(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the two who stand on either side of a verb stand there the other way round."""
    is_crossed = _meet(said.doer, other.done_to) and _meet(said.done_to, other.doer)
    is_straight = _meet(said.doer, other.doer) or _meet(said.done_to, other.done_to)
    return Conflict.ORDER if is_crossed and not is_straight else None


def _misplaced(
    said: Clause, other: Clause, told: tuple[Clause, ...], there: frozenset[str], meant: frozenset[str]
) -> Conflict | None:
    """Tell whether who is said to do it is in the unit, where somebody else does it.

    "The firm" may be what a name before it means: then both must be of the same clause. Of two nouns, one may stand for
    the other unless it does something itself: "a penalty … the shot was saved", but "the insurer paid".
    """
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        if not mine or not theirs or _meet(mine, theirs) or any(one.is_pronoun for one in (*mine, *theirs)):
            continue
        if mine is said.doer and not said.done_to and _meet(mine, other.done_to):
            continue  # the ship sank, which the storm sank
        is_named = any(one.is_name for one in mine), any(one.is_name for one in theirs)
        is_told_apart = {one.head for one in mine} & {one.head for one in theirs}  # the north wing and the south wing
        is_new = not any(one.is_definite or one.is_name for one in theirs)  # "run by residents" is nobody named before
        if mine is said.done_to and is_named == (True, False) and all(one.head in BODIES for one in theirs):
            return Conflict.UNDONE  # who asked the county did not ask a firm
        heads = {one.head for one in theirs}
        if all(is_named) and all(one.head in (there - heads) | meant for one in mine):
            return Conflict.UNDONE  # meant by another's "she": "Their son Matteo died … She wrote a Requiem"
        if all(is_named) or is_told_apart:
            rest = [one for clause in told for one in _all_of(clause)]
        elif any(is_named) and not is_new:
            rest = list(_all_of(other))
        else:
            rest = [one for clause in told for one in clause.doer]
            if mine is said.doer:  # what is done to it alone, it is the subject of: "Chains are excluded"
                above = [one for one in told if not one.doer and one is not other and one.act not in other.governors]
                rest += [one for clause in above for one in clause.done_to]
        if all(any(_is_same(one, apart) for apart in rest if apart not in theirs) for one in mine):
            return Conflict.UNDONE
    return None


def _means_another(said: Clause, other: Clause, there: frozenset[str], persons: frozenset[str]) -> Conflict | None:
    """Tell whether the statement names somebody where the unit has "he" for another, and that somebody elsewhere."""
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        named = [one for one in mine if one.is_name]
        is_apart = all(one.head in there and not one.words <= persons for one in named)
        if named and persons and is_apart and any(one.head in PERSONS for one in theirs):
            return Conflict.UNDONE
    return None


def _lacks_side(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether the statement has somebody do it for, with or against one whom the unit has elsewhere alone."""
    here = [*_all_of(other)]
    beside = [one for side, one in said.places if side in SIDES and one.is_name]
    absent = [one for one in beside if not any(_is_same(one, two) or one.head in two.words for two in here)]
    elsewhere = frozenset(word for clause in told for one in _all_of(clause) for word in one.words)
    return Conflict.UNDONE if any(one.head in elsewhere for one in absent) else None


def _put_elsewhere(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether the statement puts it at a place that the unit has for something else, and the unit at another.

    A meeting "in the school hall because the council chamber is being repainted" is not held in the council chamber.
    """
    rest = [one for clause in told if clause is not other for one in _all_of(clause)]
    for side, mine in said.places:
        theirs = [two for beside, two in other.places if beside == side]
        is_number = any(map(str.isdigit, mine.head)) or any(map(str.isdigit, "".join(one.head for one in theirs)))
        is_apart = bool(theirs) and not is_number and not _meet([mine], [*theirs, *_all_of(other)])
        if side in PLACES and is_apart and any(_is_same(mine, one) for one in rest):
            return Conflict.UNDONE
    return None


def _is_a_term(said: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether somebody "is in" what the unit only measures out: who gets "four years in prison" may be free."""
    if said.act != BE or not said.places or said.done_to:
        return None
    here = [one for clause in told for one in _all_of(clause)]
    for _, place in said.places:
        if place.head in SPELLS:
            continue  # "at the club for a month"
        measured = [one for one in here if one.head in SPELLS and place.head in one.words]
        if measured and not any(one.head == place.head for one in here if one not in measured):
            return Conflict.OPEN
    return None


def _limited(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the statement says of all, of only one, or of which one, what the unit does not."""
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        for one in mine:
            for two in theirs:
                if _is_same(one, two) and (
                    (one.limits & EACH and two.limits & LESS)
                    or ("most" in one.limits and two.limits & LESS)
                    or ("only" in one.limits and "only" not in two.limits)
                ):
                    return Conflict.UNDONE
    return Conflict.VALUE if said.ranks != other.ranks and said.ranks else None


def _numbers(clause: Clause) -> frozenset[str]:
    """Return the numbers that stand with the arguments of a clause, in digits or in words; no years."""
    said = (word for one in _all_of(clause) for word in one.words if not YEAR.fullmatch(word))
    return frozenset(word for word in said if any(map(str.isdigit, word)) or is_number_word(word, "en"))


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
