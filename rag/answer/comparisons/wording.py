"""Wording: the two sides of a comparison as a question names them, and what they are compared on."""

import re

from rag.question.subject import find_sides
from rag.support.names import find_names

_LED = re.compile(
    r"\W*(?P<a>[^,.:;?]{2,40}?)\s+(?:or|and|vs\.?|versus|oder|und|ou|et|o|y)\s+(?P<b>[^,.:;?]{2,40}?)\s*(?::|\s[–—-]\s)(?=.*\?)",
    re.IGNORECASE,
)
# What asks in front of what they are compared on: "how do they differ in price", "which is cheaper".
_THEY = re.compile(
    r"^\W*(?:.*?\b(?:differ\w*|compare[ds]?|unterscheid\w+|diff[eé]r\w*)\b|(?:how|what|which|who|whose)\b)?"
    r"(?:\s+(?:do|does|did|is|are|was|were)\b)?(?:\s+(?:they|these|the two|both|them|each)\b)?"
    r"(?:\s+(?:in|on|by)\b)?\s*",
    re.IGNORECASE,
)
# "The bees that napped and the ones that were kept awake": bees, too.
_ONES = re.compile(
    r"^(?:(?:the|those)\s+)?(?:ones|those)(?=\s+(?:that|who|which|in|with|of|on|at|from)\b)", re.IGNORECASE
)
_HEAD = re.compile(r"^(?P<head>.+?)\s+(?:that|who|which|in|with|of|on|at|from)\b", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:say|says|said|think|thinks|thought|argu\w+|claim\w*|believe\w*|write|wrote|disagree\w*|views?|opinions?"
    r"|positions?|stances?|stands?|stood|attitudes?|respond\w*|react\w*)\b",
    re.IGNORECASE,
)
_ALSO_ON = re.compile(r",?\s+(?:and|und|et|y)\s+(?=(?:how|what|when|where|who|their|the|in)\b)", re.IGNORECASE)


def read_sides(question: str) -> tuple[str, str, str] | None:
    """Return `find_sides`, of two that stand in front of the question, "Tram or bus: which is cheaper?", too."""
    led = _LED.match(question)
    told = find_names(question[led.end() :]) if led else ()
    if led is None or len(told) > 1:
        sides = find_sides(question)
        head = _HEAD.match(sides[0]) if sides else None
        return (sides[0], _ONES.sub(head["head"], sides[1]), sides[2]) if sides and head else sides
    return led["a"].strip(), led["b"].strip(), _THEY.sub("", question[led.end() :]).strip(" ?.!")


def split_aspects(rest: str) -> list[str]:
    """Return what two are compared on, one after the other: "price", "how many people they carry"."""
    return _ALSO_ON.split(rest)


def asks_what_is_said(question: str) -> bool:
    """Tell whether two are compared by what they say, and not by what is told of them."""
    return _SAID.search(question) is not None
