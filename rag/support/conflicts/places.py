"""Places: the statement puts at a place what the unit has happen elsewhere, in another part of its sentence."""

import re

from rag.support.chunks import Chunk, chunks, find_term
from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.statement import Statement
from rag.support.terms import Term, is_alike
from rag.support.units import Unit
from rag.words import content_stems

PREPOSITION = re.compile(
    r"\b(at|in|on|from|to|near|by|into|inside|outside|bei|beim|im|aus|nach|zum|zur|à|au|dans|chez|de|en|desde)\s+"
    r"(?:the\s+|a\s+|an\s+|de[rmn]\s+|la\s+|le\s+|el\s+)?$",
    re.IGNORECASE,
)

EXISTS = re.compile(
    r"\W*there (?:is|are|was|were|have been|has been|had been)\b|\W*es (?:gab|gibt|waren)\b|\W*il y (?:a|avait)\b"
    r"|\W*(?:hay|había)\b",
    re.IGNORECASE,
)
PLACED = re.compile(r"\b(?:in|at|on|near|inside|outside)\s+(?:the\s+)?$", re.IGNORECASE)


def puts_elsewhere(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a name stands behind another preposition than in the unit, without the word that it goes with there.

    "Escaped from the zoo on Monday and was caught in a car wash" has nothing caught "in a car wash at the zoo".
    """
    parts = unit.chunks
    if len(parts) < 2:
        return None
    for clause in chunks(statement.text):
        for name in clause.content:
            if name.is_name and _is_elsewhere(name, clause, statement.text, parts, unit.text):
                return Conflict.UNDONE
    return None


def _is_elsewhere(name: Term, clause: Chunk, said: str, parts: tuple[Chunk, ...], told: str) -> bool:
    homes = [(part, own) for part in parts if (own := find_term(name, part))]
    ours = PREPOSITION.search(said, 0, name.start)
    if len(homes) != 1 or ours is None:
        return False
    ((home, own),) = homes
    theirs = PREPOSITION.search(told, 0, own.start)
    if theirs is None or theirs[1].lower() == ours[1].lower():
        return False
    goes_with = [one for one in home.content if one.end <= theirs.start() and not one.is_strict]
    if not goes_with or find_term(goes_with[-1], clause):
        return False
    return any(
        find_term(one, part) for part in parts if part is not home for one in clause.content if not one.is_strict
    )


def exists_elsewhere(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the statement says how many were where, and the unit has the number and not the place.

    "There were 19 people on the footbridge" says nothing but that: "Nineteen people were taken to hospital", under a
    headline with a footbridge, does not say so.
    """
    if not EXISTS.match(statement.text) or not any(term.quantity is not None for term in statement.terms):
        return None
    placed = [
        term for term in statement.content if term.quantity is None and PLACED.search(statement.text, 0, term.start)
    ]
    told = content_stems(unit.text)
    missing = [term for term in placed if term.stem not in told and not is_alike(term.stem, told)]
    return Conflict.UNDONE if missing else None


def is_placed(text: str, start: int) -> bool:
    """Tell whether what begins at `start` stands where a place does: "in the Old Fish Hall"."""
    return PLACED.search(text, 0, start) is not None
