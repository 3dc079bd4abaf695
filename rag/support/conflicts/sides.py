"""Sides: the unit has somebody against what the statement has him for, or the reverse."""

import re
from collections.abc import Iterator

from rag.support.chunks import Chunk, chunks
from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.statement import Statement
from rag.support.terms import key_of
from rag.support.units import Unit

FOR = re.compile(
    r"\bsecond(?:ed|ing)\b"
    r"|\b(?:for|in favou?r of|in support of|support(?:s|ed|ing)?|für|zugunsten|pour|en faveur d[eu]|por|a favor de)\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?:against|oppos(?:es?|ed|ing)(?: to)?|in opposition to|gegen|contre|en contra de|contra)\b", re.IGNORECASE
)
REACH = 2  # words of content behind "for" or "against"


def takes_the_other_side(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit is only against something that the statement is for, or the reverse.

    What a bare "against" is against was said before: "63 % voted for the pier, 31 % against".
    """
    theirs = list(_sides(unit.text, unit.chunks))
    for is_for, things in _sides(statement.text, chunks(statement.text)):
        same = {other for other, others in theirs if things & others or not others}
        if same == {not is_for}:
            return Conflict.OPPOSITE
    return None


def _sides(text: str, parts: tuple[Chunk, ...]) -> Iterator[tuple[bool, frozenset[str]]]:
    """Yield for each "for" and "against" which it is, and what it is about."""
    for part in parts:
        for is_for, pattern in ((True, FOR), (False, AGAINST)):
            for found in pattern.finditer(text, part.start, part.end):
                behind = [key_of(term) for term in part.content if term.start >= found.end() and key_of(term)]
                yield is_for, frozenset(behind[:REACH])
