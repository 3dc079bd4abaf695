"""Numbers as readers compare them: 1,250 is 1250, "two" is 2, 3m is 3 million, "15th" is 15."""

import re
from dataclasses import dataclass

NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d)(?:(?:st|nd|rd|th)\b)?"
    r"(?:\s*-?\s*(?P<scale>hundred|thousand|million|billion|trillion|m|mn|bn|tn|k)\b)?"
    r"|\b(?P<word>[A-Za-z]+)\b(?:\s+(?P<wordscale>hundred|thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
UNITS += " seventeen eighteen nineteen"
SMALL = {name: number for number, name in enumerate(UNITS.split())}
TENS = {
    name: 10 * ten for ten, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
ORDINALS = {
    name: number
    for number, name in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
OTHER = {"dozen": 12, "hundred": 100, "once": 1, "twice": 2, "half": 0.5}
WORDS = SMALL | TENS | ORDINALS | OTHER
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip

# News text is often spaced wrongly; of the sentences that people found supported in QAGS, 5 % hold a number that its
# article writes as "1, 056" or "98. 7".
SPACED = re.compile(r"(?<=\d)([,.]) (?=\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value and where it stands; `written` says it is made of digits."""

    value: float
    start: int
    end: int
    written: bool


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of `text`, those written as words included ("one" is left out: it is mostly a pronoun)."""
    found = []
    for match in NUMBER.finditer(text):
        if match["digits"]:
            value = float(match["digits"].replace(",", "")) * SCALES.get((match["scale"] or "").lower(), 1)
            found.append(Number(value, match.start(), match.end(), written=True))
        else:
            word = match["word"].lower()
            if word in WORDS and word != "one":
                value = WORDS[word] * SCALES.get((match["wordscale"] or "").lower(), 1)
                found.append(Number(value, match.start(), match.end(), written=False))
            elif word == "one" and match["wordscale"]:
                found.append(Number(SCALES[match["wordscale"].lower()], match.start(), match.end(), written=False))
    return tuple(found)


def held_values(text: str) -> frozenset[float]:
    """Return the values of the numbers in `text`, wrongly spaced ones ("1, 056") both as one number and as two."""
    closed = SPACED.sub(r"\1", text)
    return frozenset(number.value for part in {text, closed} for number in numbers(part))
