"""Slots: what stands in the same place of two sentences that otherwise read alike."""

import math
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.places import is_placed
from rag.support.coverage import Coverage
from rag.support.grammar import ANYTHING
from rag.support.names import are_same
from rag.support.polarity import ENDED, are_opposites
from rag.support.quantities import SPACED
from rag.support.quantity import Quantity, QuantityKind
from rag.support.statement import Statement
from rag.support.terms import Term, is_alike, key_of, terms
from rag.support.units import ROW, Unit
from rag.words import fold, stem

ALONGSIDE = 0.6  # of a statement's words, in the order of the unit: so much, and the two are laid side by side
VERBATIM = 0.75  # so much, and a name is another even if it stands elsewhere in the unit
ONE_WORD = 0.6  # so much, with one word in the place of another, and it is not said
Step = tuple[str, int, int, int, int]
SLOT = 4  # words at most that stand in one place


def differs(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Lay the statement beside the unit, and compare what stands in the same place between the same words.

    A unit with a wrongly spaced number ("3, 000") differs only if it does in either reading.
    """
    found = None
    for text in dict.fromkeys((unit.text, SPACED.sub(r"\1", unit.text))):
        if (found := _differs_from(text, statement, unit, coverage)) is None:
            return None
    return found


def _differs_from(text: str, statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    said, told = statement.content, [term for term in terms(text) if term.is_content]
    laid = SequenceMatcher(None, [key_of(term) for term in said], [key_of(term) for term in told], autojunk=False)
    same = sum(block.size for block in laid.get_matching_blocks()) / max(1, len(said))
    steps = laid.get_opcodes() if same >= ALONGSIDE else []
    for tag, start, end, their_start, their_end in steps:
        if tag != "replace" or max(end - start, their_end - their_start) > SLOT:
            continue
        ours, theirs = said[start:end], told[their_start:their_end]
        for one in ours:
            if same < VERBATIM and one in coverage.own:
                continue  # a sentence that puts the same words in another order
            for other in theirs:
                if found := _difference(one, other, unit, statement):
                    return found
    others = [_without_meant(step, said, statement, unit) for step in steps]
    changed = [step for step in others if step[0] == "replace" and step[1] < step[2]]
    is_row = ROW.fullmatch(unit.text) is not None  # whose labels say no more than a verb would
    if same >= ONE_WORD and len(changed) == 1 and not is_row:
        _, start, end, their_start, their_end = changed[0]
        if end == len(said):  # where the statement ends the unit goes on
            their_end = their_start + 1
        is_one = end - start == 1 and (their_end - their_start == 1 or _is_compound(text, told[their_start:their_end]))
        is_ended = ENDED.match(text, told[their_start].start) is not None  # "we stopped charging"
        if is_one and not is_ended and _is_another_word(said[start], told[their_start], coverage):
            return Conflict.UNDONE
    return None


def _without_meant(step: Step, said: Sequence[Term], statement: Statement, unit: Unit) -> Step:
    """Return a step without a name that the unit means and does not say: "a TV host" is whom the next one names."""
    tag, start, end, their_start, their_end = step
    meant = [name for name in statement.names if any(are_same(name, owner) for owner in unit.behind)]
    is_meant = [any(name.start <= one.start < name.end for name in meant) for one in said[start:end]]
    if tag != "replace" or not any(is_meant):
        return step
    if not is_meant[0]:
        kept = is_meant.index(True)
        return tag, start, start + kept, their_start, min(their_end, their_start + kept)
    kept = is_meant[::-1].index(True)
    return tag, end - kept, end, max(their_start, their_end - kept), their_end


def _is_compound(text: str, parts: Sequence[Term]) -> bool:
    """Tell whether words are parts of one: "second-hand"."""
    return all(text[one.end : other.start] == "-" for one, other in pairwise(parts))


def _is_another_word(one: Term, other: Term, coverage: Coverage) -> bool:
    """Tell whether a plain word stands in the place of another: "at midnight" where the unit has "at noon"."""
    plain = not (one.is_strict or other.is_strict or other.text.lower() in ANYTHING)
    return plain and not coverage.holds(one, around=True)


def _difference(one: Term, other: Term, unit: Unit, statement: Statement) -> Conflict | None:
    if one.quantity is not None and other.quantity is not None:
        return Conflict.VALUE if _is_other_value(one.quantity, other.quantity) else None
    if are_opposites(_word(one), _word(other)):
        return Conflict.OPPOSITE
    if one.is_name and other.is_name and not is_alike(one.stem, frozenset((other.stem,))):
        mine = [name for name in statement.names if name.start <= one.start < name.end]
        if any(are_same(name, owner) for name in mine for owner in unit.behind):
            return None  # "a TV host", whom the next sentence names
        theirs = [name for name in unit.names if any(word.stem == other.stem for word in name.words)]
        placed = (
            [is_placed(statement.text, name.start) for name in mine],
            [is_placed(unit.text, name.start) for name in theirs],
        )
        if any(placed[0]) != any(placed[1]):
            return None  # who it was says nothing of where
        return None if any(are_same(a, b) for a in mine for b in theirs) else Conflict.NAME
    return None


def _is_other_value(mine: Quantity, theirs: Quantity) -> bool:
    """Tell whether the values differ: "about 83" is not "about 80", which rounds it and 80 itself bears out."""
    if mine.is_rival(theirs):
        return True
    is_rounder = len(f"{mine.value:.0f}".rstrip("0")) < len(f"{theirs.value:.0f}".rstrip("0"))
    is_loose = not math.isnan(mine.least) and (math.isnan(theirs.least) or is_rounder)
    is_number = mine.kind is theirs.kind is QuantityKind.NUMBER or mine.kind is theirs.kind is QuantityKind.PERCENT
    return is_number and not is_loose and not math.isclose(mine.value, theirs.value)


def _word(term: Term) -> str:
    return term.stem or stem(fold(term.text))
