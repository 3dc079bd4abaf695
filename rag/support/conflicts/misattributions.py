"""Lending: the statement joins a value or name with what another part of the sentence says of a rival."""

import re
from collections.abc import Sequence

from rag.support.chunks import Chunk, chunks, find_term
from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.demonyms import place_of
from rag.support.grammar import Standing, find_clauses
from rag.support.quantities import SPACED
from rag.support.statement import Statement
from rag.support.terms import Term, key_of
from rag.support.trends import tells_change
from rag.support.units import Unit

# "Of the 640 households 588 were paid, the other 52 were not": what is counted is said once, of both.
ELLIPSIS = re.compile(
    r"\b(?:the (?:other|others|rest|remaining)|die (?:übrigen|anderen|restlichen)|les autres|l[oa]s (?:otr[oa]s|demás))"
    r"\b",
    re.IGNORECASE,
)
DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?")  # a time, nobody's rival
FORM_OF_ADDRESS = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)s?\.?")  # no name of anybody
RELATIVE = re.compile(r"\W*(?:who|which|whose)\b", re.IGNORECASE)
TAKEN_UP = re.compile(r"[.!?][\"”’)]*\s+(?=(?:It|They|This|These|Both|Es|Dies|Il|Elle|Ils|Elles|Esto|Ellos|Ellas)\b)")


def lends(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the statement joins a value or name with what another part says of a rival.

    "63 % voted against it" takes its value from "63 % voted for it" and "against" from "31 % against".
    """
    text = SPACED.sub(r"\1", unit.text)  # "13, 000" is no list of two
    parts = chunks(text)
    if len(parts) < 2 or ELLIPSIS.search(text) or unit.withdrawn or tells_change(statement.text, text):
        return None
    # "A study is to show … It is led by Farah Nightingale": what the second sentence says, it says of the first.
    borders = [found.end() for found in TAKEN_UP.finditer(text)]
    # Who denied that it took half an hour lends no "took" to the eleven minutes of the log.
    denied = [clause.own for clause in find_clauses(text) if clause.standing is Standing.DENIED]
    parts = tuple(part for part in parts if not any(part.start <= one < part.end for own in denied for one in own))
    for clause in chunks(statement.text):
        for term in clause.content:
            if not term.is_strict or term not in coverage.own or (term.is_name and term.stem in unit.head):
                continue
            homes = [part for part in parts if find_term(term, part)]
            if homes and all(
                _is_lent(term, home, _others(home, parts, borders, text), clause.content, statement.content)
                for home in homes
            ):
                return Conflict.SWAPPED
    return None


def _others(home: Chunk, parts: Sequence[Chunk], borders: Sequence[int], text: str) -> list[Chunk]:
    """Return the parts from which `home` might have been lent something.

    They stand in the same sentence, where the next one takes that sentence up. What "who" and "which" mean stands at
    the end of the part before: that is no loan.
    """
    side = sum(border <= home.end for border in borders)
    beside = [part for part in parts if part is not home and sum(border <= part.end for border in borders) == side]
    if not RELATIVE.match(text, home.start):
        return beside
    return [part for part in beside if text[part.end : home.start].strip() or part.start > home.start]


def _is_lent(term: Term, home: Chunk, parts: Sequence[Chunk], clause: Sequence[Term], said: Sequence[Term]) -> bool:
    """Tell whether what `clause` says of `term`, which stands in `home`, is said of a rival in another part.

    From a part before, what stands on one side of the rival belongs to the term as well ("spent 1.2 million on the pier
    and 97,000 on lamps") unless `home` has words of its own on that side. From a part behind, nothing does that stands
    to the rival as the statement has it to the term.
    """
    own = find_term(term, home)
    keys = {key_of(one) for one in said}
    wanted = [one for one in clause if one is not term and find_term(one, home) is None]
    for other in parts:
        rivals = [one for one in other.content if _is_rival(term, one) and not is_said(one, said)]
        if own is None or not rivals:
            continue
        rival = rivals[0]
        for one in wanted:
            found = find_term(one, other)
            if found is None:
                continue
            behind = found.start > rival.start
            if found.is_name and not behind:
                continue  # the subject of all that follows
            before = any(free.is_strict and free.start < own.start for free in home.content)
            if term.is_name and before and other.start < home.start:
                continue  # what stands behind another name or number there only adds to it
            if other.start > home.start:
                lent = not found.is_strict and behind == (one.start > term.start)
            else:
                lent = any(key_of(free) not in keys and (free.start > own.start) == behind for free in home.content)
            if lent:
                return True
    return False


def is_said(one: Term, said: Sequence[Term]) -> bool:
    """Tell whether a term is among others, a value in whatever letters, a people by its place."""
    if one.quantity is not None:
        return any(other.quantity is not None and one.quantity.holds(other.quantity) for other in said)
    place = place_of(one.text) if one.is_name else ""
    return any(one.stem == other.stem or (place and place == place_of(other.text)) for other in said)


def _is_rival(term: Term, other: Term) -> bool:
    if term.quantity is not None:
        return other.quantity is not None and other.quantity.is_rival(term.quantity)
    is_other = term.is_name and other.is_name and term.stem != other.stem
    return is_other and not DAY.fullmatch(other.text) and not FORM_OF_ADDRESS.fullmatch(other.text)
