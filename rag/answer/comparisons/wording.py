"""Wording: the two sides of a comparison as a question names them, and what they are compared on."""

import re
from typing import NamedTuple

from rag.answer.comparisons.dated import time_of, without_time
from rag.answer.comparisons.facing import asked_value
from rag.question.kind import find_asking
from rag.question.subject import find_sides, topic_phrase
from rag.support.names import find_capitals, find_names

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
# "The sentences that Brask and Weir got", "what Brask and Weir got": what is asked of both stands around both names.
_IN_FRONT = re.compile(r"(?:(?P<what>.*?)\s+)?(?:of|that|which|what|how)\s+(?:the\s+)?", re.IGNORECASE)
_IT = re.compile(r"(?:it|this|that|they|these|those)\b", re.IGNORECASE)
_ONE = re.compile(r"(?:the |that )?ones?\b(?P<which>.*)", re.IGNORECASE)
_OWNING = re.compile(r"['’]s?(?:\s+|$)")
_POINTS_BACK = re.compile(r"(?:\w+\s+)?(?:this|that|these|those|such)(?:\s+\w+)?$", re.IGNORECASE)  # "at that price"
_THEIR = re.compile(r"^(?:his|her|its|their)\s+", re.IGNORECASE)
_COLON = re.compile(r":\s+|\s[–—]\s")
_EACH_OF = re.compile(r",?\s+(?:and|und|et|y)\s+|,\s*")  # "rocket, distance and what it leads to"
_LED_BY = re.compile(r"(?:on|in|about|over|in terms of|regarding)\s", re.IGNORECASE)
_ALSO_ON = re.compile(r",?\s+(?:and|und|et|y)\s+(?=(?:how|what|when|where|who|their|the|in)\b)", re.IGNORECASE)


def read_sides(question: str) -> tuple[str, str, str] | None:
    """Return `find_sides`, of two that stand in front of the question, "Tram or bus: which is cheaper?", too.

    What both are compared on may stand behind a colon, in front of both names, or behind them. What a sentence before
    the question tells is what "it" and "the one" are: "They met in May. How does it compare with the one in June?".
    """
    asked = find_asking(question)
    if asked != question and (sides := read_sides(asked)) is not None:
        return _as_told(question[: question.rindex(asked)].strip(), sides)
    led = _LED.match(question)
    told = find_names(question[led.end() :]) if led else ()
    if led is not None and len(told) <= 1:
        return led["a"].strip(), led["b"].strip(), _THEY.sub("", question[led.end() :]).strip(" ?.!")
    asked, *aspects = _COLON.split(question, maxsplit=1)
    sides = find_sides(asked) if aspects else None
    if sides is not None:
        return _as_named(*sides[:2], " ".join(aspects).strip(" ?.!"))
    if (sides := find_sides(question)) is None:
        return None
    first, second, rest = sides
    rest = "" if _POINTS_BACK.match(rest) else rest
    head = _HEAD.match(first)
    return _as_named(first, _ONES.sub(head["head"], second) if head else second, rest)


def _as_told(told: str, sides: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return two sides with what is `told` before the question where they only point at that."""
    first, second, rest = sides
    kind = topic_phrase(without_time(told))
    if _IT.fullmatch(first):
        first = f"{kind} {time_of(told)}".strip()
    if one := _ONE.fullmatch(second):
        return first, " ".join(filter(None, (kind, one["which"].strip(), rest))), ""
    if time_of(first) and not time_of(second) and time_of(rest):  # "the rise", "in June"
        return first, f"{second} {rest}", ""
    return first, second, rest


class _Named(NamedTuple):
    """A side around the first name in it: what stands before and behind it, and whether it owns that."""

    before: str
    name: str
    behind: str
    is_owner: bool


def _around_name(side: str) -> _Named | None:
    name = next(iter(find_capitals(side)), None)
    if name is None:
        return None
    whole = re.sub(r"['’]s?$", "", side[name.start : name.end])
    behind = side[name.start + len(whole) :]
    return _Named(side[: name.start], whole, _OWNING.sub("", behind, 1).strip(), _OWNING.match(behind) is not None)


def _as_named(first: str, second: str, rest: str) -> tuple[str, str, str]:
    """Return two sides by their names, where what stands around these is asked of both."""
    own, other = _around_name(first), _around_name(second)
    led = _IN_FRONT.fullmatch(own.before) if own else None
    if own is None or other is None:
        second = _THEIR.sub(f"{own.name}'s ", second) if own else second
        return (first[len(own.before) :] if own and led else first), second, rest
    if not led and not (own.is_owner and (other.is_owner or not own.behind)):
        return first, second, rest
    around = dict.fromkeys(filter(None, (led and led["what"], own.behind, other.behind, rest)))
    return own.name, other.name, " ".join(around)


def split_aspects(question: str, rest: str) -> list[str]:
    """Return what two are compared on, one after the other: "price", "how many people they carry"."""
    colon = _COLON.search(question)
    if colon and question[colon.end() :].strip(" ?.!") == rest and find_sides(question[: colon.start()]):
        return _EACH_OF.split(rest)
    if asked_value(rest):
        return _ALSO_ON.split(rest)
    led = _LED_BY.match(rest)  # "on tax, and on the army"
    return re.split(rf",?\s+(?:and|und|et|y)\s+(?={led[0]})", rest) if led else [rest]


def asks_what_is_said(question: str) -> bool:
    """Tell whether two are compared by what they say, and not by what is told of them."""
    return _SAID.search(question) is not None
