"""Clashes: why a clause of the unit does not bear out the statement's clause that has the same verb."""

from rag.support.conflicts.identities import Around, is_misplaced, means_another, means_another_thing
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import YEAR, all_of, can_be_same, meet, numbers_of
from rag.support.grammar import NOBODY, Clause, Standing
from rag.support.terms import is_alike
from rag.words import stem

UNTOLD = (Standing.OPEN, Standing.DENIED)
# Standings in the unit that do not bear out one in the statement.
SHORT_OF = {
    Standing.TOLD: UNTOLD,
    Standing.PAST: UNTOLD,
    Standing.COMING: UNTOLD,
    Standing.OPEN: (),
    Standing.DENIED: (),
}
MUTUAL = frozenset(map(stem, "face fight join marry meet play resemble wed".split()))
WHOM = frozenset(map(stem, "he her him it me she them they us we".split()))
SPEAKING = frozenset(("we", "you"))  # who pays is not who is paid
PLACES = frozenset(("at", "in", "into", "to", "from", "on", "out"))
EACH = frozenset("all both each every".split())
LESS = frozenset("few some several half".split())


def clash(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Return why one clause of the unit does not bear out one of the statement, None where it may."""
    return (
        _stands_otherwise(said, other, around.stems)
        or _is_denied_otherwise(said, other)
        or _turned(said, other, around.told)
        or _is_of_the_listener(said, other)
        or _is_said_by_another(said, other, around)
        or _only_reports(said, other, around)
        or is_misplaced(said, other, around)
        or means_another(said, other, around)
        or means_another_thing(said, other, around)
        or _put_elsewhere(said, other, around.told)
        or _is_of_an_aside(said, other, around.told)
        or _limited(said, other)
        or _depends_otherwise(said, other, around)
    )


def _stands_otherwise(said: Clause, other: Clause, stems: frozenset[str]) -> Conflict | None:
    """Tell whether the unit tells less as a fact than the statement; who repeats what governs it repeats that."""
    is_of_another = bool(other.done_to) and not numbers_of(said) <= numbers_of(other)
    if other.governors & stems or said.is_denied or is_of_another:
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
        if mine and theirs and not (meet(mine, theirs) or all(one.is_pronoun or one.words & NOBODY for one in theirs)):
            return None
        nobody = [one for one in theirs if one.words & NOBODY]
        if nobody and meet(mine, [one for one in theirs if one not in nobody]):
            return None  # "nobody but the keeper"
    return Conflict.POLARITY


def _turned(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether the two who stand on either side of a verb stand there the other way round."""
    if _does_something_else(said, other, told):
        return Conflict.UNDONE
    is_straight = meet(said.doer, other.doer) or meet(said.done_to, other.done_to)
    if is_straight or not said.doer or not said.done_to or said.act in MUTUAL:
        return None
    crossed = meet(said.doer, other.done_to), meet(said.done_to, other.doer)
    if all(crossed):
        return Conflict.ORDER
    # "Two firemen carried her out": Wilhelmina Tarr did not carry them. "The ship was sunk": it sank nothing.
    is_whom = bool(other.done_to) and all(one.head in WHOM for one in other.done_to)
    rest = [one for clause in told if clause is not other for one in all_of(clause)]
    if is_whom and not other.doer:  # "Rovers came to Orn, where they were beaten": they beat nobody
        subjects = [one for clause in told if clause.start < other.start for one in clause.doer][-1:]
        crossed = any(one.head in who.words for one in said.doer for who in subjects), crossed[1]
    is_undone = crossed[0] and not other.doer and meet(said.done_to, rest)
    return Conflict.UNDONE if (crossed[1] and is_whom) or is_undone else None


def _does_something_else(said: Clause, other: Clause, told: tuple[Clause, ...]) -> bool:
    """Tell whether who does it does another thing there: a board that "appoints Holt as Kell's replacement"."""
    is_apart = other.is_implied and bool(said.doer) and bool(other.doer) and not meet(said.doer, other.doer)
    return is_apart and any(meet(said.doer, one.doer) for one in told if one is not other)


def _is_of_the_listener(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether "we" do what the unit has "you" do, or the reverse."""
    return Conflict.UNDONE if {one.head for one in (*said.doer, *other.doer)} == SPEAKING else None


def _is_said_by_another(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether the unit has it from somebody else, and speaks of the statement's speaker without having him say it.

    "Their lawyer said that the town had known" does not have the town admit it.
    """
    mine, theirs = said.said_by, other.said_by
    if not mine or not theirs or meet(mine, theirs) or any(one.is_pronoun for one in (*mine, *theirs)):
        return None  # of names `is_said_by_another` tells
    about = {one.head for clause in around.told if not clause.reports for one in all_of(clause)}
    is_told_of = all(one.head in about and not one.is_name for one in mine) and not all(one.is_name for one in theirs)
    return Conflict.UNDONE if is_told_of else None


def _only_reports(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether the statement has somebody write or tell what the unit only has him report something about."""
    about = [one for _, one in other.places]
    is_told = all(one.head in around.there for one in said.done_to)
    is_other = said.done_to and is_told and not said.reports and other.reports and not other.done_to
    return Conflict.UNDONE if is_other and not meet(said.done_to, about) else None


def _put_elsewhere(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether the statement puts it at a place that the unit has for something else, and the unit at another.

    A meeting "in the school hall because the council chamber is being repainted" is not held in the council chamber.
    """
    rest = [one for clause in told if clause is not other for one in all_of(clause)]
    for side, mine in said.places:
        theirs = [two for beside, two in other.places if beside == side]
        is_number = any(map(str.isdigit, mine.head)) or any(map(str.isdigit, "".join(one.head for one in theirs)))
        is_apart = bool(theirs) and not is_number and not meet([mine], [*theirs, *all_of(other)])
        if side in PLACES and is_apart and any(can_be_same(mine, one) for one in rest):
            return Conflict.UNDONE
    return None


def _is_of_an_aside(said: Clause, other: Clause, told: tuple[Clause, ...]) -> Conflict | None:
    """Tell whether the unit has the statement's year only beside: "The bakery, there since 1911, closed in autumn"."""
    years = {word for _, one in said.places for word in one.words if YEAR.fullmatch(word)}
    homes = [clause for clause in told if any(years & one.words for one in all_of(clause))]
    return Conflict.UNDONE if homes and other not in homes and all(one.is_aside for one in homes) else None


def _limited(said: Clause, other: Clause) -> Conflict | None:
    """Tell whether the statement says of all, of only one, or of which one, what the unit does not."""
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        for one in mine:
            for two in theirs:
                if can_be_same(one, two) and (
                    (one.limits & EACH and two.limits & LESS)
                    or ("most" in one.limits and two.limits & LESS)
                    or ("only" in one.limits and "only" not in two.limits)
                ):
                    return Conflict.UNDONE
    return Conflict.VALUE if said.ranks != other.ranks and said.ranks else None


def _depends_otherwise(said: Clause, other: Clause, around: Around) -> Conflict | None:
    """Tell whether a condition of the statement is of what the unit does not speak of, as "if revenue exceeds" is."""
    if not (said.is_condition and other.is_condition):
        return None
    for mine, theirs in ((said.doer, other.doer), (said.done_to, other.done_to)):
        if not mine or not theirs or meet(mine, theirs) or any(one.is_pronoun for one in (*mine, *theirs)):
            continue
        if not any(one.head in around.there or is_alike(one.head, around.there) for one in mine):
            return Conflict.UNDONE
    return None
