"""Terms: what a sentence is compared by. Words by their stem, names by their words, quantities by their value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rag.language import FUNCTION_WORDS, language_of
from rag.support.polarity import is_denial
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.speakers import REPORTING
from rag.words import Word, words

# "invade" and "invasion" begin alike; "Beitrag" is part of "Krankenversicherungsbeitrag".
ALIKE_LETTERS, ALIKE_PART = 4, 0.6
# How stems of one word end where neither goes on the other: "invad" and "invas", "clos" and "closur", "gewahl" and
# "gewahlt"; "commiss" and "committe" are two bodies, "protest" and "protect" two deeds.
ENDING = re.compile(
    r"a[ln]?|a?t|ain|an?at|b|c|d|e[nrs]?|e[ds]?t|i[cnqrs]?|iv|k|l|n[ds]?|o[lrsu]?|our|oy|pt|r|s[hst]?|tit|uct|u[rt]|v"
    # of German, French and Spanish
    r"|ung(?:en)?|te[nrst]?|em|end|ig|lich|[kh]eit|as|ad[ao]s?|aron|io|ee?s?|ent|ait|eurs?|euses?|a?cion(?:es)?|a?tions?"
    r"|a?ment|ant"
)
# Function words that carry what is said: "for" and "against" a bill, "before" and "after" a day.
CARRYING = frozenset(
    "against before after above below under over without more less most least few fewer first last up down off"
    " all both none same".split()
)
# What stands before a number and only widens it: "more than half", "nearly 4,000".
LEAD = re.compile(
    r"\b(?:(?:nearly|almost|about|around|roughly|approximately|some|over|under|just|more|less|fewer|than|at|least|most|up"
    r"|to|a little|slightly|well|etwa|rund|fast|knapp|mehr|als|environ|presque|plus|de|unos|casi|más)\s+)+(?=$|\W$)",
    re.IGNORECASE,
)
# That something happened at all says nothing of it, nor does "the post of" a treasurer.
LIGHT = re.compile(
    r"\b(?:took|takes?|taken|taking) place\b|\b(?:happen(?:s|ed)?|occur(?:s|red)?|fand(?:en)? statt|eut lieu"
    r"|tuvo lugar)\b|\b(?:post|position|role|office|job) of\b|\bused(?= to \w)|\bmanaged(?= to\b)"
    r"|\b(?:means?|meant|indicates?|indicated|signals?)(?= that\b)"  # "E9 means that", of "E9: the pump is hot"
    r"|\bended up(?= \w+ing\b)|\bamong (?:those|the (?:people|ones))(?= who\b)",
    re.IGNORECASE,
)
PARTICLES = frozenset("的了是在有和与于也都就着过吗呢吧の は が を に で と も へ や か ね よ".replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quantity of a text, with its offsets.

    `stem` is "" for a quantity. `is_content`: it says something by itself; `is_name`: it begins with a capital within
    a sentence.
    """

    text: str
    start: int
    end: int
    stem: str
    is_content: bool
    is_name: bool = False
    quantity: Quantity | None = None

    @property
    def is_strict(self) -> bool:
        """Tell whether it must be the same: names and quantities have no synonyms."""
        return self.is_name or self.quantity is not None


@lru_cache(maxsize=8192)
def terms(text: str) -> tuple[Term, ...]:
    """Return the terms of `text` in order."""
    measured = quantities(text)
    found = [Term(text[q.start : q.end], q.start, q.end, "", is_content=True, quantity=q) for q in measured]
    foreign = FUNCTION_WORDS[language] if (language := language_of(text)) != "en" else frozenset()
    read = words(text)
    loose = [(lead.start(), lead.end()) for q in measured if (lead := LEAD.search(text, 0, q.start))]
    loose += [(light.start(), light.end()) for pattern in (LIGHT, REPORTING) for light in pattern.finditer(text)]
    for place, word in enumerate(read):
        if any(q.start < word.end and word.start < q.end for q in measured):
            continue
        lower = word.text.lower()
        is_stop = (word.is_stop and lower not in CARRYING) or lower in foreign or word.text in PARTICLES
        is_stop = is_stop or is_denial(word.text) or any(start <= word.start < end for start, end in loose)
        is_name = word.is_name and not (word.is_stop and len(word.text) > 1) and _is_name(text, word, place, foreign)
        found.append(Term(word.text, word.start, word.end, word.stem, not is_stop, is_name))
    return tuple(sorted(found, key=lambda term: term.start))


def _is_name(text: str, word: Word, place: int, foreign: frozenset[str]) -> bool:
    """Tell whether a capital is a name's: within a sentence, of an acronym, or before another capital."""
    if word.text.isupper() and len(word.text) > 1:
        return True
    if foreign is FUNCTION_WORDS["de"]:
        return False  # every noun has a capital
    if word.text.endswith(("+", "#")):
        return True
    before = text[: word.start].rstrip(" \"'“‘„«(*_#-•")
    if place and before and before[-1] not in ".!?:;\n|":
        return True
    follows = text[word.end : word.end + 2]
    return len(follows) == 2 and follows[0] == " " and follows[1].isupper() and not word.is_stop


def content(text: str) -> frozenset[str]:
    """Return the stems of the content words of `text`, quantities left out."""
    return frozenset(term.stem for term in terms(text) if term.is_content and term.stem)


def key_of(term: Term) -> str:
    """Return what terms are compared by: the stem, or of a quantity its value."""
    if term.quantity is None:
        return term.stem
    one = term.quantity
    return f"{one.value:g}/{one.month}/{one.day}/{one.unit if one.kind is QuantityKind.CODE else ''}"


def is_alike(stem: str, stems: frozenset[str]) -> bool:
    """Tell whether a stem begins like one of `stems` ("invad" and "invas"), or is part of a long one."""
    return len(stem) >= ALIKE_LETTERS and any(_begin_alike(stem, other) or _is_part(stem, other) for other in stems)


def holds_any(stems: Iterable[str], told: frozenset[str]) -> bool:
    """Tell whether one of `stems` is among those `told`, or begins like one of them."""
    return any(stem in told or is_alike(stem, told) for stem in stems)


def _begin_alike(one: str, other: str) -> bool:
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if same < ALIKE_LETTERS or same < ALIKE_PART * max(len(one), len(other)):
        return False
    rests = one[same:], other[same:]
    return not all(rests) or all(ENDING.fullmatch(rest) for rest in rests)


def _is_part(one: str, other: str) -> bool:
    return len(one) > ALIKE_LETTERS and len(other) > 2 * len(one) - 2 and one in other
