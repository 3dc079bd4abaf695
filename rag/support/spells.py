"""Spells of time as people say them: "half a year" is six months, "a decade" ten years."""

import re
from collections.abc import Iterator

from rag.support.number_words import word_value
from rag.support.quantity import Quantity, QuantityKind
from rag.words import stem

# How many of what each is: the whole of "half a year", the tens of "two decades".
PARTS = {"year": (12, "month"), "day": (24, "hour"), "hour": (60, "minute"), "decade": (10, "year")}
_SPELL = "|".join(PARTS)
_COUNT = r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
PATTERN = re.compile(
    rf"\b(?:half an? (?P<half>{_SPELL})|(?P<quarters>a quarter|three quarters) of an? (?P<quarter>{_SPELL})"
    rf"|an? (?P<more>{_SPELL}) and a half|{_COUNT}[ -](?P<tens>decade)s?|an? (?P<weeks>fortnight))\b",
    re.IGNORECASE,
)


def find_spells(text: str) -> Iterator[Quantity]:
    """Yield the spells of time in `text` that are said by a part or a multiple of a longer or shorter one."""
    for found in PATTERN.finditer(text):
        spell = next(filter(None, (found["half"], found["quarter"], found["more"], found["tens"])), "").lower()
        size, counted = PARTS.get(spell, (14, "day"))
        times = 1.0
        if found["half"]:
            times = 0.5
        elif found["quarters"]:
            times = 0.75 if found["quarters"].lower().startswith("three") else 0.25
        elif found["more"]:
            times = 1.5
        elif (count := (found["count"] or "").lower()) and count not in ("a", "an"):
            times = float(count) if count.isdigit() else word_value(count, "en") or 1.0
        yield Quantity(size * times, QuantityKind.NUMBER, found.start(), found.end(), counted=stem(counted))
