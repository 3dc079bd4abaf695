"""The clauses of a claim that says two things: each may stand in an article of its own."""

import re

from rag.support.grammar import split_propositions
from rag.support.speakers import REPORTING, SAYING
from rag.words import content_stems

JOINT = re.compile(
    r"""\s*(?:;|,["”’']{0,2}\s*(?:and|but|while|whereas|although|though)\b|\b(?:while|whereas)\b)\s+""", re.IGNORECASE
)
# "Orr said that the mill is sound and that it will stay" is said twice by Orr.
SAID_TWICE = re.compile(
    r"(?P<lead>[^,.;:]{2,80}?) that (?P<one>.+?),? (?:and|but) (?:also )?that (?P<other>.+)", re.DOTALL
)
MIN_WORDS = 3  # of content: less is the end of a list


def split_clauses(claim: str) -> tuple[str, ...]:
    """Return the two or more clauses of `claim`; () when it says one thing."""
    joined = [clause.strip(" ,.") for clause in JOINT.split(claim)]
    for clauses in (_split_said(claim), joined, split_propositions(claim)):
        if len(clauses) > 1 and all(len(content_stems(clause)) >= MIN_WORDS for clause in clauses):
            return tuple(clauses)
    return ()


def _split_said(claim: str) -> tuple[str, ...]:
    """Return both sentences of "He said that … and that …"; () for another."""
    found = SAID_TWICE.fullmatch(claim)
    if found is None or not (SAYING.search(found["lead"]) or REPORTING.search(f"{found['lead']} that")):
        return ()
    return f"{found['lead']} that {found['one']}.", f"{found['lead']} that {found['other']}"
