"""Introductions: whom a text names with the words that say what he is, "Dr Leila Farouk, an expert in metalwork"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.support.names import TITLES, Name, find_capitals
from rag.support.speakers import is_possessive
from rag.words import fold, words

BEFORE_CHARS = 90
AFTER_CHARS = 150
_SENTENCE = re.compile(r"(?<!\b[A-Z])[.!?…][\"”’)]*\s+(?=[A-ZÀ-Þ\"“])|\n\s*\n")
_DET = r"(?:the|an?|his|her|its|their|our|[\w-]+['’]s|[\w-]+s['’])"
_ROLE_BEFORE = re.compile(  # "The chief fire officer, Lucinda Carr", "said the council's inspector, Giorgio Pane"
    rf"(?<!\bto )(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bfor )(?<!\bunder )\b(?P<role>{_DET}\s+[^,.;:!?\"“”]{{2,80}})"
    r",\s*(?:[a-z][\w-]*\s+){0,3}$",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"(?P<role>(?:[\w'’-]+\s+){1,5})$")  # "the retired judge Winifred Osei"
_LED = re.compile(
    r"\b(?P<role>(?:[\w'’-]+,?\s+){0,4}(?:led|chaired|headed|run|founded|owned|directed|designed) by\s+)$"
)
_ROLE_AFTER = re.compile(
    r",?\s+(?P<role>(?:who|whose)\s+[^.;:!?\"“”]{3,120})"
    r"|,\s+(?:\d+,\s+)?(?P<apposed>(?!(?:and|but|or|then|when|while|as|in|on|at|to|for|with|from|by|after|before)\b)"
    r"[a-zà-ÿA-ZÀ-Þ][^,.;:!?\"“”]{2,110})"
    r"|\s+(?:is|was)\s+(?P<told>(?:the|an?|head|chair)\s+[^,.;:!?\"“”]{2,80})"
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody with the words that say what he is, and the line in which they stand."""

    name: Name
    role: str
    line: str


@lru_cache(maxsize=64)
def find_introduced(text: str) -> tuple[Introduced, ...]:
    """Return whom a text introduces by what they are, in order."""
    found = []
    bounds = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    place = 0
    for name in find_capitals(text):
        while bounds[place + 1] <= name.start:
            place += 1
        line = text[bounds[place] : bounds[place + 1]]
        roles = tuple(filter(None, _roles(text, name, bounds[place], bounds[place + 1])))
        if roles and not is_possessive(name, text):
            found.append(Introduced(name, " ".join(roles), line))
    return tuple(found)


def _roles(text: str, name: Name, start: int, end: int) -> Iterator[str]:
    before = text[max(start, name.start - BEFORE_CHARS) : name.start]
    apposed = _ROLE_BEFORE.search(before)
    if apposed is not None:
        yield apposed["role"]
    if (led := _LED.search(before)) is not None:
        yield led["role"]
    title = _TITLE_BEFORE.search(before)
    if title is not None:
        stops = [word.end for word in words(title["role"]) if word.is_stop]
        yield title["role"][max(stops, default=0) :].strip()
    yield from (word.text for word in name.words if fold(word.text).rstrip(".") in TITLES)
    after = _ROLE_AFTER.match(text, name.end, min(end, name.end + AFTER_CHARS))
    if after is not None and not (apposed and after["apposed"]):  # "The leader, Giles Pemberton, argued for buses"
        yield next(part for part in after.groups() if part)
