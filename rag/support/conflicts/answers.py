"""Answers of an interview: "he" and "his" in them mean whom the answer speaks of, not who gives it."""

import re

from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import is_same_act
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.names import Name, is_held
from rag.support.polarity import denies
from rag.support.statement import Statement
from rag.support.terms import content
from rag.support.units import Unit
from rag.words import stem

OWNED = re.compile(r"['’]s?\s+(?P<what>(?:[\w-]+ ){0,3}[\w-]+)")
OWN = re.compile(r"\b(?P<whose>my|our|his|her|their)\s+(?P<what>(?:[\w-]+ ){0,3}[\w-]+)", re.IGNORECASE)
MINE = frozenset(("my", "our"))
OTHERS = frozenset(map(stem, ("he", "she", "they")))
LABEL = re.compile(r"\W*(?:[^\W\d_][\w.’'-]*\s?){1,4}:\W*")  # "**Varga:** Never."
NO = re.compile(r"\W*(?:no|never|not at all|nein|nie|non|jamais)\W*", re.IGNORECASE)


def is_of_whom_it_speaks(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the statement gives to who answers what the answer gives to "he", calls "his", or says No to.

    "A cellist. In the end I found out his tuning fork was bent": that of who answers was not.
    """
    if not unit.speaker:
        return None
    label = LABEL.match(unit.text)
    told = unit.text[label.end() :] if label else unit.text
    if NO.fullmatch(told):
        return None if denies(statement.text) else Conflict.UNDONE
    names = [name for name in statement.names if is_held(name, unit.speaker) and not is_held(name, told)]
    is_owned = any(_is_of_another(name, statement.text, told) for name in names)
    stems = frozenset(word.stem for name in names for word in name.words)
    return Conflict.UNDONE if is_owned or _is_done_by_another(statement.text, stems, told) else None


def _is_of_another(name: Name, said: str, told: str) -> bool:
    owned = OWNED.search(said, name.start, min(len(said), name.end + 60))
    if owned is None or owned.start() > name.end:
        return False
    whose = {one["whose"].lower() for one in OWN.finditer(told) if content(one["what"]) & content(owned["what"])}
    return bool(whose) and not whose & MINE


def _is_done_by_another(said: str, stems: frozenset[str], told: str) -> bool:
    """Tell whether all that one of `stems` does is done by "he" or "she" in an answer."""
    for one in find_clauses(said):
        if stems and any(stems & who.words for who in one.doer):
            same = [other for other in find_clauses(told) if is_same_act(one, other)]
            if same and all(other.doer and all(who.head in OTHERS for who in other.doer) for other in same):
                return True
    return False
