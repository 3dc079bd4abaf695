"""Times of day in a text: "06:40", "4.10 am", "half past eleven", "ten to five", "noon", as minutes since midnight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import Span

DAY_MINUTES = 24 * 60
NOON = 12 * 60
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_MINUTES = {
    "five": 5, "ten": 10, "quarter": 15, "a quarter": 15, "twenty": 20, "twenty-five": 25, "half": 30,
    "twenty five": 25,
}  # fmt: skip
_HOUR = rf"(?P<{{}}>{'|'.join(sorted(_HOURS, key=len, reverse=True))}|1[0-2]|[1-9])"
_HALF_DAY = r"(?P<half>[ap])\.?\s?m\b\.?"
_PART = "morning|afternoon|evening|night"


def _behind(name: str) -> str:
    """Return what names the part of the day behind a time, as the group `name`: "in the morning"."""
    return (
        rf"(?:\s+(?:(?:in|during) the|at|that|this|on (?:the )?\w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
        rf"\s+(?P<{name}>{_PART}))?"
    )


_TIMES = re.compile(
    rf"(?<![\w£$€.,:/-])(?:(?P<h24>[01]?\d|2[0-4])[:.](?P<m24>[0-5]\d)(?:[:.][0-5]\d)?(?![\w.,:]*\d)"
    rf"(?:\s?{_HALF_DAY}|\s?(?P<sure>h\b|hrs\b|hours\b|Uhr\b)|(?!\s?(?:per|m|km|million|%|metres|meters|percent)\b))"
    rf"|(?P<bare>1[0-2]|[1-9])\s?{_HALF_DAY.replace('half', 'half2')}"
    rf"|(?P<hfr>[01]?\d|2[0-3])\s?[hH]\s?(?P<mfr>[0-5]\d)\b"
    rf"|(?P<past>{'|'.join(sorted(_MINUTES, key=len, reverse=True))})(?:\s+minutes)?\s+(?P<way>past|to)\s+"
    rf"(?:{_HOUR.format('hour')}|(?P<named>noon|midnight|midday))\b{_behind('in1')}"
    rf"|{_HOUR.format('clock')}\s+o['’]clock\b{_behind('in2')}"
    rf"|(?<=at ){_HOUR.format('only')}(?=\s+(?:in the|at night|that)\b){_behind('in3')}"
    r"|(?P<word>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
# "4.61 metres" and "version 2.10" are no time: a full stop between the numbers wants a word of time about it.
_BEFORE_TIME = re.compile(
    r"\b(?:at|by|from|until|till|to|after|before|around|about|between|and|since|past|um|ab|bis|gegen|à|las)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day where it stands in a text; `is_sure`: it says which half of the day."""

    span: Span
    minutes: int
    is_sure: bool = True


def find_hours(text: str) -> Iterator[Hour]:
    """Yield the times of day in `text` in order; the half of the day that is not said is told from what stands by."""
    for match in _TIMES.finditer(text):
        span = Span(*match.span())
        if match["h24"]:
            colon = match.group()[len(match["h24"])] == ":"
            if not (colon or match["half"] or match["sure"] or _BEFORE_TIME.search(text[: match.start()])):
                continue
            yield Hour(span, _of_half(int(match["h24"]) % 24, match["half"]) + int(match["m24"]))
        elif match["bare"]:
            yield Hour(span, _of_half(int(match["bare"]), match["half2"]))
        elif match["hfr"]:
            yield Hour(span, int(match["hfr"]) * 60 + int(match["mfr"]))
        elif match["word"]:
            yield Hour(span, 0 if match["word"].lower() == "midnight" else NOON)
        elif not _is_count(match, text):
            yield _spoken(match, span, text)


def read_hour(value: str) -> int | None:
    """Return the minutes of a cell that is one time of day, "06:40" or "7.05 pm"; None for anything else."""
    bare = value.strip()
    if plain := re.fullmatch(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.]00)?(?:\s?(?:h|hrs|Uhr))?", bare):
        return int(plain[1]) % 24 * 60 + int(plain[2])
    found = list(find_hours(bare))
    return found[0].minutes if len(found) == 1 and found[0].span == Span(0, len(bare)) else None


def _of_half(hour: int, half: str | None) -> int:
    if not half:
        return hour * 60
    return (hour % 12 + (12 if half.lower() == "p" else 0)) * 60


def _is_count(match: re.Match[str], text: str) -> bool:
    """Tell whether "ten to two" is a vote: nothing about it speaks of a time."""
    if not match["past"] or match["way"].lower() == "past" or match["past"].lower().endswith("quarter"):
        return False
    return not (match["in1"] or _BEFORE_TIME.search(text[: match.start()]))


def _spoken(match: re.Match[str], span: Span, text: str) -> Hour:
    """Return the time of words: "half past eleven on Saturday evening"."""
    part = (match["in1"] or match["in2"] or match["in3"] or "").lower() or _part_of(text, span)
    said = match["hour"] or match["clock"] or match["only"]
    named = (match["named"] or "").lower()
    hour = (
        (0 if named == "midnight" else 12) if named else int(said) if said.isdigit() else _HOURS.index(said.lower()) + 1
    )
    minutes = hour * 60
    if match["past"]:
        step = _MINUTES[match["past"].lower()]
        minutes += step if match["way"].lower() == "past" else -step
    if not named:
        minutes %= NOON
        late = part in ("afternoon", "evening") or (part == "night" and minutes >= 6 * 60)
        minutes += NOON if late else 0
    return Hour(span, minutes % DAY_MINUTES, bool(part or named))


_PARTS = re.compile(r"\b(morning|afternoon|evening|night|early hours|dawn)\b", re.IGNORECASE)


def _part_of(text: str, span: Span) -> str:
    """Return the part of the day that a sentence names nearest to a time; "" without any."""
    found = sorted(_PARTS.finditer(text), key=lambda one: abs(one.start() - span.start))
    return {"early hours": "morning", "dawn": "morning"}.get(word := found[0][1].lower(), word) if found else ""
