"""Disagreements: other articles that say the same of the same thing with another value, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.citations import cite
from rag.support.conflicts import Conflict
from rag.support.corrections import CORRECTS, find_right_figure, is_taken_back, take_back
from rag.support.judge import find_matches
from rag.support.quantities import quantities
from rag.support.quantity import Quantity
from rag.support.statement import Statement, take_apart
from rag.types import Citation, Claim, Window

SAME_THING = 0.6  # of a claim's words, value and names aside, that the other article must say too
MOST = 3


@dataclass(frozen=True, slots=True)
class Value:
    """A value that an article gives, in its words; `is_corrected` where the article corrects an earlier one."""

    text: str
    is_corrected: bool


def find_disagreements(claim: Claim, windows: Sequence[Window]) -> tuple[Citation, ...]:
    """Return what other articles than those cited say with another value, at most `MOST`, the newest first.

    Found by code alone: the same words, another number or date in the same place.
    """
    cited = {citation.article for citation in claim.citations}
    statement = take_apart(claim.text)
    if not any(term.quantity is not None for term in statement.terms):
        return ()
    found: dict[str, Citation] = {}
    others = [one for one in windows if one.article.id not in cited or CORRECTS.search(one.article.title)]
    for match in find_matches(statement, others):
        compared = match.comparison
        if is_taken_back(match.window.article, match.span):
            # What a correction repeats to take it back is no other value; what it says instead is one.
            righted = cite(match.window.article, take_back(match.window.article, match.span))
            if compared.words >= SAME_THING and compared.names == 1 and _is_righted_otherwise(righted, statement):
                found[righted.article] = righted
            continue
        if match.window.article.id in cited:
            continue
        if compared.conflict is Conflict.VALUE and compared.words >= SAME_THING and compared.names == 1:
            found.setdefault(match.citation.article, match.citation)
    return tuple(sorted(found.values(), key=lambda one: one.published or date.min, reverse=True)[:MOST])


def _is_righted_otherwise(righted: Citation, statement: Statement) -> bool:
    """Tell whether a correction gives another figure than the statement, whatever it calls what it counts."""
    right = find_right_figure(righted.quote)
    said = [term.quantity for term in statement.terms if term.quantity is not None]
    if right is None or any(one.holds(right) for one in said):
        return False
    return any(one.kind is right.kind for one in said)


def list_values(claims: Iterable[Claim], others: Iterable[Citation]) -> tuple[Value, ...]:
    """Return the values that disagree, the claim's first, each once; empty where they cannot be told apart."""
    # Of a sentence with two such numbers ("Two of the fourteen stops") it cannot be told which one is meant.
    said = [(claim, one) for claim in claims for one in quantities(claim.text) if not _is_one_of_several(one, claim)]
    found: dict[str, Value] = {}
    for citation in others:
        right = find_right_figure(citation.quote) if _corrects(citation) else None
        there = quantities(citation.quote)
        for claim, own in said:
            alike = (
                [right]
                if right is not None
                else [one for one in there if (one.kind, one.counted, one.unit) == (own.kind, own.counted, own.unit)]
            )
            if not alike or any(one.holds(own) for one in alike):
                continue
            corrected = any(_corrects(cited) for cited in claim.citations)
            _add(found, claim.text[own.start : own.end], corrected)
            _add(found, citation.quote[alike[0].start : alike[0].end], _corrects(citation))
            break
    return tuple(found.values())


def _is_one_of_several(one: Quantity, claim: Claim) -> bool:
    return sum((other.kind, other.unit) == (one.kind, one.unit) for other in quantities(claim.text)) > 1


def _add(found: dict[str, Value], text: str, is_corrected: bool) -> None:
    known = found.get(text)
    found[text] = Value(text, is_corrected or (known is not None and known.is_corrected))


def _corrects(citation: Citation) -> bool:
    return CORRECTS.search(f"{citation.title} {citation.quote}") is not None
