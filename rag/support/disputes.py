"""Disputes: what an article only asks, or one party says and another denies, it does not tell as a fact."""

import re

from index import Article
from rag.support.grammar import find_clauses
from rag.support.quantities import quantities
from rag.support.questions import is_only_asked
from rag.support.statement import Statement
from rag.support.terms import is_alike
from rag.support.units import Unit
from rag.words import content_stems

ASKED = "the sources only ask it"
DISPUTED = "the sources have it as said by one side, and another denies it"
BEHIND_CHARS = 200  # in which the denial begins
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed) (?:this|that|the (?:claim|accusation|allegation|charge)|it)"
    r"|disput(?:es|ed) (?:this|that|it|the)|dismiss(?:es|ed) (?:this|that|the|it)"
    r"|(?:had|has|have) no (?:record|knowledge)|no such|(?:is|was|are|were) (?:untrue|not true|false)"
    r"|bestreitet|bestritt|démenti\w*|niega|negó)\b",
    re.IGNORECASE,
)
_TOLD_AS_SAID = re.compile(r"\b(?:according to|claim\w*|alleg\w+|accus\w+|disput\w+|den(?:y|ies|ied))\b", re.IGNORECASE)


_REPLACED = re.compile(r"\b(?:rather than|instead of|in place of)\s+(?P<old>[^,.;]*)", re.IGNORECASE)


def tells_no_fact(statement: Statement, unit: Unit, article: Article) -> str:
    """Return why a unit does not tell a statement as a fact; "" where it does."""
    if is_only_asked(statement, unit):
        return ASKED
    return DISPUTED if is_disputed(statement, unit, article) else ""


def replaces(newer: str, statement: str) -> bool:
    """Tell whether a newer sentence has another number for what a statement says: "nine staff rather than fourteen"."""
    said = quantities(statement)
    for found in _REPLACED.finditer(newer):
        old, rest = quantities(found["old"]), newer[: found.start()]
        is_told = any(one.holds(two) for one in old for two in said)
        if is_told and not any(one.holds(two) for one in quantities(rest) for two in said):
            return bool(content_stems(rest) & content_stems(statement))
    return False


def is_disputed(statement: Statement, unit: Unit, article: Article) -> bool:
    """Tell whether a statement tells as a fact what the unit has one party say and the next sentence another deny."""
    if statement.sayers or _TOLD_AS_SAID.search(statement.text):
        return False
    behind = article.text[unit.span.end : unit.span.end + BEHIND_CHARS].partition("\n\n")[0]
    denial = _DENIAL.search(unit.text) or _DENIAL.search(behind)
    if denial is None:
        return False
    said = find_clauses(statement.text)
    if any(clause.said_by or clause.reports for clause in said):
        return False
    claimed = frozenset(clause.act for clause in find_clauses(unit.text) if clause.said_by)
    acts = [clause.act for clause in said if not clause.is_thing]
    return any(act in claimed or is_alike(act, claimed) for act in acts)
