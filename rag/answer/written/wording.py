"""Wording: a written sentence made to stand by itself: who it is about, and who says so."""

import re

from rag.evidence.leaning import begins_with_pronoun
from rag.support.conflicts.likeness import is_same_act
from rag.support.grammar import Clause, find_clauses, points_back
from rag.support.judge import Verdict
from rag.support.names import Name
from rag.support.speakers import ACCORDING, REPORTING, SAYING, find_sayers

HE = re.compile(r"(?:he|she|they|it)\b(?!['’])", re.IGNORECASE)
# What tells nobody anything: that nobody answered.
SILENT = re.compile(
    r"\b(?:declin|refus)\w+ to (?:comment|say (?:more|anything))\b|\b(?:could not|couldn['’]t) be reached\b"
    r"|\b(?:was|were) (?:not available|unavailable) for comment\b|\bno comment\b",
    re.IGNORECASE,
)
END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def points_at_nothing(claim: str) -> bool:
    """Tell whether a sentence begins with somebody whom it does not name: "They won", "Since his arrest he won"."""
    return begins_with_pronoun(claim) or points_back(claim)


def name_doer(verdict: Verdict) -> str:
    """Return the claim with the name that its cited sentence has where it has "He" at its beginning; "" without one.

    "He had begun with a loan", of "Roake said that Veal had begun with a loan", is about Veal.
    """
    text = verdict.claim.text
    begun = HE.match(text)
    found = _told_clause(verdict) if begun else None
    if begun is None or found is None:
        return ""
    doer, unit = found[1].doer, verdict.matches[0].comparison.unit.text
    if len(doer) != 1 or not doer[0].is_name:
        return ""
    return unit[doer[0].start : doer[0].end] + text[begun.end() :]


def name_sayer(verdict: Verdict) -> str:
    """Return the claim with who says so, where its cited sentence has it from a name and the claim does not; else "".

    What a lawyer says of his client is no fact of the newspaper's.
    """
    text = verdict.claim.text
    if SAYING.search(text) or REPORTING.search(text) or ACCORDING.search(text) or len(verdict.claim.citations) > 1:
        return ""
    found = _told_clause(verdict)
    if found is None or not found[1].said_by or not found[1].said_by[0].is_name:
        return ""
    sayer = _sayer_of(found[1], verdict.matches[0].comparison.unit.text)
    if sayer is None or any(word.text in text for word in sayer.words[-1:]):
        return ""
    return f"{text.rstrip().removesuffix('.')}, {' '.join(word.text for word in sayer.words)} said."


def is_finished(claim: str) -> bool:
    """Tell whether a sentence has an end: the last one that a model writes may break off."""
    return END.search(claim.rstrip()) is not None


def _sayer_of(clause: Clause, unit: str) -> Name | None:
    """Return the name in `unit` of who says what a clause tells."""
    said_by = clause.said_by[0]
    return next((name for name in find_sayers(unit) if name.start < said_by.end and said_by.start < name.end), None)


def _told_clause(verdict: Verdict) -> tuple[Clause, Clause] | None:
    """Return what the claim says first of all, and the clause of its cited sentence that says so."""
    if not verdict.matches:
        return None
    said = next((clause for clause in find_clauses(verdict.claim.text) if not clause.is_implied), None)
    if said is None:
        return None
    told = find_clauses(verdict.matches[0].comparison.unit.text)
    same = [other for other in told if is_same_act(said, other) and not other.is_implied]
    return (said, same[0]) if len(same) == 1 else None
