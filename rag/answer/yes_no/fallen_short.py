"""Fallen short: sentences that answer No since something is needed for it, failed, or is only a part of the whole."""

import re
from collections.abc import Iterator, Sequence

from index import Hit
from rag.answer.citations import cite
from rag.answer.short.wanted import find_acts
from rag.question.subject import topic_stems
from rag.support.grammar import find_clauses
from rag.support.names import find_names, is_held
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.terms import is_alike
from rag.support.units import units_of
from rag.types import Citation
from rag.words import content_stems

OF_QUESTION = 0.6  # of its words, that a sentence must have which tells of a failure
_WITHOUT = re.compile(r"^\W*(?:can|could|will|would|may|might|is|are)\b.*?\bwithout\s+(?P<whom>[^?]+)", re.IGNORECASE)
_NEEDS = re.compile(
    r"\b(?:needs?|needed|requires?|required|depends? on|hinges? on|not possible without|cannot\b.*\bwithout)\b",
    re.IGNORECASE,
)
_ASKS_SUCCESS = re.compile(
    r"\b(?:help(?:ed)?|manage[ds]?|succeed(?:ed)?|success\w*|able|work(?:ed)?|effective|achieve[ds]?)\b", re.IGNORECASE
)
_FAILED = re.compile(
    r"\b(?:unsuccessful(?:ly)?|fail(?:s|ed|ure)? (?:to|in)|in vain|without success|to no avail"
    r"|lost (?:its|his|her|their) (?:\w+ )?(?:case|battle|bid|appeal|attempt))\b",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"\b(?:all|whole|entire(?:ly)?|everything|fully|completely|every (?:penny|cent|euro))\b", re.I)
_TOTAL = re.compile(r"\b(?:total\w*|altogether|in all|sum|amount(?:s|ed) to|came to|adds? up to)\b", re.IGNORECASE)


def find_fallen_short(question: str, hits: Sequence[Hit]) -> tuple[str, Citation] | None:
    """Return "No" and the sentence of `hits` that answers a question of yes or no so; None where none does.

    Who will need the approval of two men cannot do it without them; what was tried "unsuccessfully" did not succeed;
    who paid back £71,000 of a total of £184,300 has not paid back all of it.
    """
    for told, hit, text, citation in _sentences(hits):
        if _is_needed(question, text, told) or _has_failed(question, text, told) or _is_part(question, text, hit):
            return "No", citation
    return None


def _sentences(hits: Sequence[Hit]) -> Iterator[tuple[frozenset[str], Hit, str, Citation]]:
    for hit in hits:
        for unit in units_of(hit.article, hit.passage.start, hit.passage.end, hit.passage.speaker):
            yield content_stems(unit.text), hit, unit.text, cite(hit.article, unit.span)


def _is_needed(question: str, sentence: str, told: frozenset[str]) -> bool:
    """Tell whether a sentence says that whom a question leaves out ("without Ada Vane") is needed."""
    asked = _WITHOUT.match(question)
    if asked is None or not _NEEDS.search(sentence):
        return False
    names = find_names(asked["whom"])
    is_of_them = all(is_held(name, sentence) for name in names) if names else topic_stems(asked["whom"]) <= told
    others = find_names(question[: asked.start("whom")])
    return is_of_them and any(is_held(name, sentence) for name in others)


def _has_failed(question: str, sentence: str, told: frozenset[str]) -> bool:
    """Tell whether a sentence says that what a question asks about, whether it helped or succeeded, failed."""
    if not _ASKS_SUCCESS.search(question) or not _FAILED.search(sentence):
        return False
    asked = topic_stems(_ASKS_SUCCESS.sub(" ", question)) - {
        one.act for one in find_clauses(question) if not one.is_thing
    }
    held = [stem in told or is_alike(stem, told) for stem in asked]
    return len(held) > 1 and sum(held) >= OF_QUESTION * len(held)


def _is_part(question: str, sentence: str, hit: Hit) -> bool:
    """Tell whether a sentence has the deed of "all of the money" with less than the total that its article tells."""
    acts = find_acts(question)
    if not _ALL_OF.search(question) or not acts & content_stems(sentence):
        return False
    text = hit.article.text
    if not all(is_held(name, f"{hit.article.title}\n{text}") for name in find_names(question)):
        return False
    told = _amounts(sentence)
    units = units_of(hit.article, 0, len(text))
    totals = [one for unit in units if _TOTAL.search(unit.text) for one in _amounts(unit.text)]
    return len(told) == 1 and any(one.unit == told[0].unit and one.value > told[0].value for one in totals)


def _amounts(sentence: str) -> list[Quantity]:
    return [one for one in quantities(sentence) if one.kind is QuantityKind.NUMBER and one.unit]
