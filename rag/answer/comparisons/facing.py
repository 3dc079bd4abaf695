"""Facing: of two sides the sentences that speak of the same thing, opposite each other."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rag.answer.short.measure import POINTS_IN_TIME, Measure, asked_measure, measure_of
from rag.evidence.quotations import Quote
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.question.subject import topic_stems
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.support.terms import is_alike
from rag.words import content_stems, stem

COUNT, DAY = "count", "day"
# What an aspect is a value of: "the number of injured", "the cost of the wall".
_ASPECTS = (
    (
        COUNT,
        re.compile(r"\b(?:numbers?|count|figures?) of\b|\bhow many\b|\banzahl\b|\bnombre de\b|\bnúmero de\b", re.I),
    ),
    (DAY, re.compile(r"\b(?:when|dates?|what day|wann|quand|cuándo)\b", re.I)),
    (
        Measure.MONEY.value,
        re.compile(
            r"\b(?:costs?|prices?|salar(?:y|ies)|fees?|fares?|rents?|budgets?|expensive|cheap\w*|kosten|preise?"
            r"|prix|coûts?|precios?|costes?)\b",
            re.I,
        ),
    ),
    (Measure.PERCENT.value, re.compile(r"\b(?:percentages?|shares? of|proportions?|polls?|surveys?)\b", re.I)),
    (Measure.LENGTH.value, re.compile(r"\b(?:length|height|width|depth|distance|range)\b", re.I)),
    (Measure.WEIGHT.value, re.compile(r"\bweights?\b", re.I)),
    (Measure.TIME.value, re.compile(r"\b(?:how long|duration)\b", re.I)),
)
_SAYS = re.compile(r"^\W*(?:say|says|said|writes?|wrote|reports?|reported|thinks?|thought|tells?|told)\b", re.I)
_GENERIC = frozenset(map(stem, "number count figure amount how".split()))
ALIKE = 0.2  # for a sentence that speaks of what one of the other side's does, which fits as well as their best
OF_WORDS, OF_VALUES = 0.5, 0.5  # of being alike: words of what is asked in both, values of one kind in both
LOOKED_AT = 8  # sentences of a side
LEAST_ALIKE = 0.5  # to stand opposite to each other


@lru_cache(maxsize=512)
def find_values(text: str) -> frozenset[str]:
    """Return the kinds of the values that `text` gives: "money", "day", "count", and what is counted."""
    found = set()
    for one in quantities(text):
        if one.kind in POINTS_IN_TIME:
            found.add(DAY)
        elif one.kind in (QuantityKind.NUMBER, QuantityKind.PERCENT):
            measure = measure_of(one, text)
            found |= {measure.value} if measure else {COUNT, one.counted} - {""}
    return frozenset(found)


def asked_value(aspect: str) -> str:
    """Return the kind of value that an aspect is, "" where it is none."""
    measure = asked_measure(aspect)
    return measure.value if measure else next((kind for kind, pattern in _ASPECTS if pattern.search(aspect)), "")


def face(aspect: str, sides: Sequence[Sequence[Ranked]]) -> tuple[tuple[Ranked, ...], ...]:
    """Return the sentences of two sides, best first, with what it is worth to speak of what the other side speaks of.

    Where they are compared on a value ("the number of injured") and both give such, only these are left.
    """
    topic, value = find_topic(aspect), asked_value(aspect)
    left = [list(side) for side in sides]
    if value:
        left = [[one for one in side if _is_of(one, topic)] or side for side in left]
        valued = [[one for one in side if value in find_values(_text(one.sentence))] for side in left]
        left = valued if all(valued) else left
    return _raised(left[0], left[1], topic), _raised(left[1], left[0], topic)


def _raised(own: Sequence[Ranked], others: Sequence[Ranked], topic: frozenset[str]) -> tuple[Ranked, ...]:
    """Return the sentences of one side, best first, with what facing one of the others is worth."""
    best = max((one.score for one in others), default=0.0) or 1.0
    raised = []
    for one in own:
        worths = [
            alike(_text(one.sentence), _text(other.sentence), topic) * other.score / best
            for other in others[:LOOKED_AT]
            if not _is_same(one.sentence, other.sentence)
        ]
        raised.append(replace(one, score=one.score + ALIKE * max(worths, default=0.0)))
    return tuple(sorted(raised, key=lambda one: -one.score))


def line_up(first: Sequence[Quote], second: Sequence[Quote], aspect: str) -> tuple[Quote, ...]:
    """Return the quotations of the second side in the order of those of the first that they face."""
    topic, left, lined = find_topic(aspect), list(second), list[Quote]()
    for own in first:
        worths = {place: alike(_quoted(own), _quoted(other), topic) for place, other in enumerate(left)}
        place = max(worths, key=lambda one: (worths[one], -one), default=None)
        if place is not None and worths[place] >= LEAST_ALIKE:
            lined.append(left.pop(place))
    return (*lined, *left)


def find_topic(aspect: str) -> frozenset[str]:
    """Return the stems of what two sides are compared on, "the injured" of "reported about the number of injured"."""
    return topic_stems(_SAYS.sub("", aspect)) - _GENERIC


def alike(one: str, other: str, topic: frozenset[str]) -> float:
    """Return how far two texts speak of the same: words of the topic, or else any, and kinds of values; 0 to 1."""
    stems, others = content_stems(one), content_stems(other)
    asked = topic or (stems & others)
    shared = [word for word in asked if _holds(word, stems) and _holds(word, others)]
    mine, theirs = find_values(one), find_values(other)
    values = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    words = (
        len(shared) / max(1, len(asked)) if topic else min(1.0, len(shared) / max(1, min(len(stems), len(others))) * 2)
    )
    return OF_WORDS * words + OF_VALUES * values


def _is_of(item: Ranked, topic: frozenset[str]) -> bool:
    told = content_stems(f"{item.sentence.heading}\n{_text(item.sentence)}")
    return not topic or any(_holds(word, told) for word in topic)


def _holds(word: str, told: frozenset[str]) -> bool:
    return word in told or is_alike(word, told)


def _is_same(one: Sentence, other: Sentence) -> bool:
    return one.article.id == other.article.id and one.whole.overlaps(other.whole)


def _text(sentence: Sentence) -> str:
    return sentence.whole.of(sentence.article.text)


def _quoted(quote: Quote) -> str:
    return quote.span.of(quote.article.text)
