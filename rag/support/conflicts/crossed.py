"""Crossed predicates: the statement joins what the unit says of one thing with the thing it says another of."""

import re
from itertools import product

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.polarity import are_opposites
from rag.support.statement import Statement
from rag.support.terms import content
from rag.support.units import Unit
from rag.words import fold, stem

WAY = r"about|against|at|by|for|from|in|of|on|to|with"
# "Right about the pitch and wrong about the piano", "born in Rinn and died in Lund".
JOINED = re.compile(
    rf"\b(?P<one>[\w-]+) (?P<way>{WAY}) (?P<first>[^,.;:!?]+?),? (?:and|but|yet) (?:[\w-]+ )?"
    r"(?P<other>[\w-]+) (?P=way) (?P<second>[^,.;:!?]+)",
    re.IGNORECASE,
)
SAID = re.compile(rf"\b(?P<word>[\w-]+) (?P<way>{WAY}) (?P<what>[^,.;:!?]+)", re.IGNORECASE)


def crosses(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the statement has one of two joined words with what the unit has the other with.

    "Wrong about the pitch", of one who is "right about the pitch and wrong about the piano".
    """
    for said, told in product(SAID.finditer(statement.text), JOINED.finditer(unit.text)):
        if said["way"].lower() != told["way"].lower():
            continue
        sides = {_stem(told["one"]): told["first"], _stem(told["other"]): told["second"]}
        own = sides.pop(_stem(said["word"]), None)
        if own is None or not sides:
            continue
        another, others = sides.popitem()
        what = content(said["what"])
        if what & (content(others) - content(own)) and not what & content(own):
            is_opposite = are_opposites(_stem(said["word"]), another) and another not in content(statement.text)
            return Conflict.OPPOSITE if is_opposite else Conflict.UNDONE
    return None


def _stem(word: str) -> str:
    return stem(fold(word))
