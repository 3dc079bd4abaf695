"""Identities: whether who or what a clause of the unit is about is surely another than the statement has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import all_of, can_be_same, meet
from rag.support.conflicts.owners import RELATIONS
from rag.support.grammar import Argument, Clause
from rag.words import stem

Arguments = tuple[Argument, ...]
PERSONS = {"he": "his", "him": "his", "she": "her", "her": "her"}
# Nouns that no name means but that of such a body: "Harlow County Council".
BODIES = frozenset(
    map(
        stem,
        "church city council county court government hospital ministry parliament police school town union".split(),
    )
)
# Verbs of what happens to a thing of itself as well as by somebody: Levin, "English Verb Classes" (1993), 45.
ERGATIVE = frozenset(
    map(
        stem,
        "begin bend boil break burn burst capsize change close collapse cool crash crack dissolve divide"
        " double drop dry end enlarge expand explode fall fill freeze grow halve heal improve increase close open"
        " move reopen resume ring rise rotate run sail shatter shrink shut sink slow split start stop strengthen"
        " tear tilt turn weaken widen".split(),
    )
)
OWNERS = frozenset(map(stem, ("his", "her", "their", "my")))
KIN = frozenset(map(stem, RELATIONS))
THINGS = frozenset(("it", "they"))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around two clauses: the unit's clauses, and stems.

    `stems`: those of the statement; `there`: those of the unit; `meant`: of the names that only its pronouns mean;
    `related`: of those whom it calls "his" or "her" cousin, brother, wife. `head`: those of the title and heading.
    """

    told: tuple[Clause, ...]
    stems: frozenset[str]
    there: frozenset[str]
    meant: frozenset[str]
    related: Mapping[str, frozenset[str]]
    head: frozenset[str]


def is_misplaced(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether who is said to do it is in the unit, where somebody else does it.

    "The firm" may be what a name before it means: then both must be of the same clause. Of two nouns, one may stand for
    the other unless it does something itself: "a penalty … the shot was saved", but "the insurer paid".
    """
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        if _is_lent_a_role(mine, theirs) or _is_only_near(mine, theirs):
            return Conflict.UNDONE
        if not mine or not theirs or meet(mine, theirs) or any(one.is_pronoun for one in (*mine, *theirs)):
            continue
        if mine is said.doer and not said.done_to and said.act in ERGATIVE and meet(mine, other.done_to):
            continue  # the ship sank, which the storm sank
        is_by_name = any(one.is_name for one in mine)
        names = [one.is_name for one in theirs]  # "a rival" is not "the mayor, Ana Roth", but may be "Ana Roth"
        is_named = is_by_name, any(names) if is_by_name else all(names)
        is_told_apart = {one.head for one in mine} & {one.head for one in theirs}  # the north wing and the south wing
        is_new = not any(one.is_definite or one.is_name for one in theirs)  # "run by residents" is nobody named before
        if _is_another(mine, theirs, around, is_named, is_done_to=mine is said.done_to):
            return Conflict.UNDONE
        if all(is_named) or is_told_apart:
            rest = [one for clause in around.told for one in all_of(clause)]
        elif any(is_named) and not is_new:
            rest = list(all_of(other))
        else:
            rest = [one for clause in around.told for one in clause.doer]
            if mine is said.doer:  # what is done to it alone, it is the subject of: "Chains are excluded"
                above = [
                    one for one in around.told if not one.doer and one is not other and one.act not in other.governors
                ]
                rest += [one for clause in above for one in clause.done_to]
        if all(any(can_be_same(one, apart) for apart in rest if apart not in theirs) for one in mine):
            return Conflict.UNDONE
    return None


def _is_another(
    mine: Arguments, theirs: Arguments, around: Around, is_named: tuple[bool, bool], *, is_done_to: bool
) -> bool:
    """Tell whether who is meant on either side is surely not the same."""
    heads = {one.head for one in theirs}
    if is_named == (True, False) and is_done_to and heads <= BODIES:
        return True  # who asked the county did not ask a firm
    if is_named == (True, False) and heads <= KIN and all(one.words & OWNERS for one in theirs):
        return True  # what "his grandfather" did, he did not
    if all(is_named) and all(one.head in (around.there - heads) | around.meant for one in mine):
        return True  # meant by another's "she": "Their son Matteo died … She wrote a Requiem"
    return all(any(one.head in two.beside for two in theirs) for one in mine)  # of "a man who fell and a firefighter"


def _is_lent_a_role(mine: Arguments, theirs: Arguments) -> bool:
    """Tell whether one is called what another is: "health minister Dan Ayre, trade minister Tom Brake" are two."""
    pairs = [(one.words - two.words, two) for one in mine for two in theirs if one.is_name and one.head == two.head]
    return any(
        lent and any(lent <= one.words for one in theirs if one.is_name and one is not two) for lent, two in pairs
    )


def _is_only_near(mine: Arguments, theirs: Arguments) -> bool:
    """Tell whether one only stands beside who does it: what "the mill beside the brewery" did, no brewery did."""
    heads = {two.head for two in theirs}
    return bool(mine) and all(one.head not in heads and any(one.head in two.near for two in theirs) for one in mine)


def means_another(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether the statement names whom the unit calls his relation where the unit goes on with "he"."""
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        related = [around.related.get(PERSONS[one.head], frozenset()) for one in theirs if one.head in PERSONS]
        named = [one for one in mine if one.is_name]
        if any(_is_relation_of(one, theirs) for one in mine):
            return Conflict.UNDONE  # "Ida Marn's daughter", where it was Ida Marn
        if named and related and all(one.words <= related[0] for one in named):
            return Conflict.UNDONE
    return None


def _is_relation_of(mine: Argument, theirs: Sequence[Argument]) -> bool:
    """Tell whether somebody is a relation of the one whom the unit names in that place, who is somebody else."""
    is_related = not mine.is_name and mine.head in KIN
    return (
        is_related
        and bool(theirs)
        and all(one.is_name and one.head in mine.words and mine.head not in one.words for one in theirs)
    )


def means_another_thing(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether the statement has another thing do what the unit's "it" does.

    "The library in Mill Street reopens after a renovation that took a year. It has a hall": neither the street nor the
    renovation has. What stands behind "it" is not meant, nor what only says whose or which; what is beside the subject
    is, where it stands last.
    """
    places = [one.start for one in other.doer if one.head in THINGS]
    if not places or len(places) < len(other.doer) or any(one.is_pronoun for one in said.doer):
        return None
    before = [
        (one, clause)
        for clause in around.told
        for one in all_of(clause)
        if one.start < places[0] and not one.is_pronoun
    ]
    if _is_of_another_name(said, other, before, around):
        return Conflict.UNDONE
    last = max((one.start for one, _ in before), default=-1)
    aside = {one.start for one, clause in before if one.start > clause.start and one not in clause.done_to}
    subjects = [one for one, clause in before if one.start < clause.start and one in (*clause.doer, *clause.done_to)]
    for mine in said.doer:
        if mine.head not in around.there or mine.head in around.head:
            continue
        same = [one for one, _ in before if one.head == mine.head]
        is_aside = bool(subjects) and all(one.start in aside and one.start < last for one in same)
        if not same or is_aside:
            return Conflict.UNDONE
    return None


def _is_of_another_name(said: Clause, other: Clause, before: Sequence[tuple[Argument, Clause]], around: Around) -> bool:
    """Tell whether "it" is what the same sentence names, and the statement names another.

    "The Nordvik goes further, but it costs more": the Hauler of the sentence before does not.
    """
    named = [one for one, clause in before if one.is_name and one in (*clause.doer, *clause.done_to)]
    if not named or not said.doer or any(one.head == named[-1].head for one in other.said_by):
        return False
    is_thing = named[-1].is_definite or all(one.head not in around.there for one in said.doer)
    is_first = not any(one.start > named[-1].start for one, _ in before if one.head in {two.head for two in said.doer})
    return is_thing and is_first and all(one.is_name for one in said.doer) and not meet(said.doer, named[-1:])
