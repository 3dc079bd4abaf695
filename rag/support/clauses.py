"""The clauses of a claim that says two things: each may stand in an article of its own."""

import re

from rag.support.grammar import split_propositions
from rag.words import content_stems

JOINT = re.compile(
    r"""\s*(?:;|,["”’']{0,2}\s*(?:and|but|while|whereas|although|though)\b|\b(?:while|whereas)\b)\s+""", re.IGNORECASE
)
MIN_WORDS = 3  # of content: less is the end of a list


def split_clauses(claim: str) -> tuple[str, ...]:
    """Return the two or more clauses of `claim`; () when it says one thing."""
    for clauses in ([clause.strip(" ,.") for clause in JOINT.split(claim)], split_propositions(claim)):
        if len(clauses) > 1 and all(len(content_stems(clause)) >= MIN_WORDS for clause in clauses):
            return tuple(clauses)
    return ()
