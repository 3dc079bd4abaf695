"""Asked values: the amount, time or culprit that a question asks for, and its value in a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.short.amounts import find_amounts, in_best_part, nearest_amount
from rag.answer.short.answer_type import COUNTED, HOW_MANY, WHEN
from rag.answer.short.measure import POINTS_IN_TIME, measure_of
from rag.answer.short.wanted import find_acts, tells_act
from rag.question.subject import topic_stems
from rag.support.quantities import ABOUT, NEARLY, OVER, quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.terms import is_alike
from rag.words import content_stems, stem

COUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT)
_EMPTY = frozenset(map(stem, "fall fell get got become have go make take come".split()))  # "How many fell ill?"
_EARLIER = re.compile(
    r"\b(?:original(?:ly)?|at first|initial(?:ly)?|first (?:plan|estimate|report|thought|said)\w*|earlier"
    r"|previous(?:ly)?"
    r"|used to|formerly)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\bhow (?:long|far|tall|high|deep|wide|much|heavy|fast)\b", re.IGNORECASE)
_CULPRIT = re.compile(
    r"^\W*(?:and )?who (?:\w+ )?(?:st[eo]le|robbed|burgled|raided|killed|murdered|shot|stabbed|attacked|kidnapped"
    r"|abducted|hacked|forged|smuggled|set fire to|broke in(?:to)?|committed|took part in|was behind|is behind)\b",
    re.IGNORECASE,
)
# "Two of the fourteen stops … have been dropped": twelve are left.
_DROPPED = re.compile(
    r"\b(?:dropped|scrapped|cancelled|canceled|closed|cut|removed|axed|abandoned|deleted|struck off|withdrawn)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedValue:
    """What a question asks for: its words, what is to be counted, and whether it asks who did it or when."""

    question: str
    topic: frozenset[str]
    counted: str = ""
    is_when: bool = False
    is_culprit: bool = False

    @classmethod
    def of(cls, question: str) -> "AskedValue | None":
        """Return it; None where no value is asked for, or that of a day or an earlier time."""
        if _EARLIER.search(question) or any(one.kind in POINTS_IN_TIME for one in quantities(question)):
            return None
        topic = topic_stems(question) - _EMPTY
        if _CULPRIT.match(question):
            deed = content_stems(_CULPRIT.match(question).group())  # type: ignore[union-attr]
            return cls(question, topic - deed, is_culprit=True) if topic - deed else None
        is_when = WHEN.search(question) is not None
        if not topic or not (is_when or HOW_MANY.search(question)):
            return None
        counted = COUNTED.search(question)
        return cls(question, topic, stem(counted[1].split()[0].lower()) if counted else "", is_when)

    def amounts(self, said: str) -> list[Quantity]:
        """Return the amounts or dates of a sentence that can be what is asked for."""
        if self.is_when:
            dates = [one for one in quantities(said) if one.kind in POINTS_IN_TIME]
            return dates if tells_act(said, self.question) else []
        own = content_stems(said)
        if self.counted and not (self.counted in own or is_alike(self.counted, own)):
            return []
        if not all(act in own or is_alike(act, own) for act in find_acts(self.question) - _EMPTY):
            return []
        found = find_amounts(said, self.question)
        return [one for one in found if measure_of(one, said)] if _MEASURED.search(self.question) else found

    def value(self, said: str, amounts: Sequence[Quantity]) -> str:
        """Return the value that a sentence with such `amounts` gives, in its words; "" where it is not one."""
        if self.is_when:
            return said[amounts[0].start : amounts[0].end] if len(amounts) == 1 else ""
        if self.counted and (left := _left(said, amounts, self.counted)):
            return left
        amounts = in_best_part(said, self.question, amounts)
        is_first = bool(self.counted) and len(amounts) > 1 and amounts[0].counted == self.counted
        if is_first and not any(one.counted == self.counted for one in amounts[1:]) and _is_added(said, amounts):
            return ""
        return nearest_value(said, self.question)


def nearest_value(said: str, question: str) -> str:
    """Return the amount of a sentence nearest to what is asked, with its currency and "more than"; "" without any."""
    one = nearest_amount(said, question)
    if one is None:
        return ""
    start = one.start - (said[one.start - 1 : one.start] in tuple("£$€¥"))
    bound = next((found for pattern in (OVER, NEARLY, ABOUT) if (found := pattern.search(said[:start]))), None)
    start = bound.start() if bound else start
    return said[start : one.end].rstrip(" .,;")


def _is_added(said: str, amounts: Sequence[Quantity]) -> bool:
    """Tell whether one number stands beside another of the same: "killed two people and made nineteen others ill"."""
    between = said[amounts[0].end : amounts[1].start]
    return re.search(r"\band\b", between) is not None and amounts[1].counted in ("other", "")


def _left(said: str, amounts: Sequence[Quantity], counted: str) -> str:
    """Return how many are left of those of which a sentence drops some; "" where it drops none."""
    if len(amounts) < 2 or not _DROPPED.search(said, amounts[1].end):
        return ""
    part, whole = amounts[0], amounts[1]
    is_of = re.fullmatch(r"\s+of\s+(?:the|its|their)\s+(?:\w+\s+)?", said[part.end : whole.start]) is not None
    return f"{whole.value - part.value:g}" if is_of and whole.counted == counted and whole.value > part.value else ""
