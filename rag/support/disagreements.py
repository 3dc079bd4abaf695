"""Disagreements: other articles that say the same of the same thing with another value, the newest first."""

from collections.abc import Sequence
from datetime import date

from rag.support.conflicts import Conflict
from rag.support.judge import find_matches
from rag.support.statement import take_apart
from rag.types import Citation, Claim, Window

SAME_THING = 0.6  # of a claim's words, value and names aside, that the other article must say too
MOST = 3


def find_disagreements(claim: Claim, windows: Sequence[Window]) -> tuple[Citation, ...]:
    """Return what other articles than those cited say with another value, at most `MOST`, the newest first.

    Found by code alone: the same words, another number or date in the same place.
    """
    cited = {citation.article for citation in claim.citations}
    statement = take_apart(claim.text)
    if not any(term.quantity is not None for term in statement.terms):
        return ()
    found: dict[str, Citation] = {}
    others = [window for window in windows if window.article.id not in cited]
    for match in find_matches(statement, others):
        compared = match.comparison
        if compared.conflict is Conflict.VALUE and compared.words >= SAME_THING and compared.names == 1:
            found.setdefault(match.citation.article, match.citation)
    return tuple(sorted(found.values(), key=lambda one: one.published or date.min, reverse=True)[:MOST])
