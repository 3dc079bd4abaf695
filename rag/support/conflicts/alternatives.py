"""Alternatives: the statement has a value that the unit gives of another, of a part or in another sentence."""

import re
from collections.abc import Sequence

from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.misattributions import is_said
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.quantity import QuantityKind
from rag.support.statement import Statement
from rag.support.terms import Term, terms
from rag.support.units import ROW, Unit
from rag.words import stem, words

# Where a second value begins that is said of another: "costs £75, or £40 for students", "610 beds, St Brannoc's 245".
BORDER = re.compile(
    r",\s+(?:or|and|but|against|compared (?:with|to)|with)?\s*|\s+(?:or|against|compared (?:with|to))\s+|;\s+", re.I
)
OF_THE = re.compile(
    r"(?:\s+\w+)?\s+(?:out\s+)?of\s+(?:the|its|his|her|their|(?:the\s+)?[\w-]+['’]s)\s+[£€$¥]?$", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[“\"‘A-Z])")
HAVE = stem("have")
NEXT = 3  # words behind a whole, that say whose it is: "the £150,000 she needs"


def takes_anothers(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a value of the statement is that of something beside it, of which the statement has no word."""
    if ROW.fullmatch(unit.text):
        return None
    told = [term for term in terms(unit.text) if term.is_content]
    for term in statement.terms:
        one = term.quantity
        if one is None or one.kind in (QuantityKind.YEAR, QuantityKind.DATE, QuantityKind.ORDINAL):
            continue
        homes = [other for other in told if other.quantity and other.quantity.holds(one)]
        if homes and all(_is_anothers(home, statement, unit.text, told) for home in homes):
            return Conflict.SWAPPED
    return None


def _is_anothers(home: Term, statement: Statement, text: str, told: Sequence[Term]) -> bool:
    rivals = [one for one in told if _is_other_value(one, home) and not is_said(one, statement.terms)]
    return (
        any(_is_whole(one, home, statement, text) for one in rivals)
        or any(_is_beside(one, home, statement, text, told) for one in rivals)
        or _is_elsewhere(home, statement, text, told, rivals)
    )


def _is_whole(part: Term, home: Term, statement: Statement, text: str) -> bool:
    """Tell whether a value is the whole of which the unit tells a part: "£90,000 of the £150,000 she needs"."""
    if part.end > home.start or not OF_THE.fullmatch(text, part.end, home.start):
        return False
    counted = home.quantity.counted if home.quantity else ""
    said = [one.quantity.counted for one in statement.terms if one.quantity]
    if counted and counted in said and only_has(statement):
        return False  # "Forty-four of its sixty-one members": it has sixty-one
    following = (word.stem for word in words(text[home.end : home.end + 60]) if not word.is_stop)
    behind = [one for one in following if one != counted][:NEXT]
    return not any(term.stem in behind for term in statement.content)


def only_has(statement: Statement) -> bool:
    """Tell whether a statement says no more than that somebody or something has what it names."""
    clauses = find_clauses(statement.text)
    return bool(clauses) and all(clause.act == HAVE for clause in clauses)


def _is_beside(rival: Term, home: Term, statement: Statement, text: str, told: Sequence[Term]) -> bool:
    """Tell whether a value stands behind that of a rival, with words of its own that the statement lacks."""
    if rival.end > home.start or SENTENCE_END.search(text, rival.end, home.start):
        return False
    borders = list(BORDER.finditer(text, rival.end, home.start))
    if not borders:
        return False
    ends = (found.start() for pattern in (BORDER, SENTENCE_END) for found in pattern.finditer(text, home.end))
    end = min(ends, default=len(text))
    own = [one for one in told if borders[-1].end() <= one.start < end and one is not home and one.quantity is None]
    said = frozenset(term.stem for term in statement.terms)
    before = frozenset(one.stem for one in told if one.start < borders[-1].start())
    new = [one for one in own if one.stem not in before]
    return bool(new) and not any(one.stem in said for one in new)


def _is_elsewhere(home: Term, statement: Statement, text: str, told: Sequence[Term], rivals: Sequence[Term]) -> bool:
    """Tell whether a value stands in one sentence, and whom it is told of in another that has a rival of its own."""
    border = next((found.end() for found in SENTENCE_END.finditer(text)), 0)
    names = [term for term in statement.terms if term.is_name]
    if not border or not names:
        return False
    is_late = home.start >= border
    first = names[0]
    there = [one for one in told if one.is_name and one.stem == first.stem]
    is_apart = bool(there) and all((one.start >= border) != is_late for one in there)
    return is_apart and any((one.start >= border) != is_late for one in rivals)


def _is_other_value(term: Term, home: Term) -> bool:
    """Tell whether a term is a value of the same kind, whatever it counts: nine matches are not five games."""
    one, other = term.quantity, home.quantity
    return one is not None and other is not None and one.kind is other.kind and not one.holds(other)
