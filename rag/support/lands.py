"""Lands: in which country a question asks for something, and in which a sentence has it happen.

What it costs in Japan is no answer to what it costs in the US. Continents hold countries and are not compared.
"""

import re
from collections.abc import Collection, Sequence

from rag.support.demonyms import IRREGULAR, PLACES, place_of
from rag.words import fold, words

_CONTINENTS = frozenset(("africa", "america", "asia", "europe"))
# America is the country in "in America", the continent in "in South America".
_OTHERS = {
    "america": "united states", "us": "united states", "usa": "united states", "u.s.": "united states",
    "u.s": "united states", "united states": "united states", "uk": "britain", "u.k.": "britain", "u.k": "britain",
    "united kingdom": "britain", "great britain": "britain", "new zealand": "new zealand",
    "south africa": "south africa", "saudi arabia": "saudi arabia", "sri lanka": "sri lanka",
    "hong kong": "hong kong", "costa rica": "costa rica", "north korea": "north korea", "south korea": "south korea",
    "northern ireland": "northern ireland", "czech republic": "czechia",
}  # fmt: skip
_PARTS = {part: "britain" for part in ("england", "scotland", "wales", "northern ireland")}
_NAMES = sorted({*PLACES, *IRREGULAR.values(), *_OTHERS} - (_CONTINENTS - {"america"}), key=len, reverse=True)
_NAMED = "|".join(map(re.escape, _NAMES))
_WHERE = re.compile(rf"\b(?:in|across|throughout|within)\s+(?:the\s+)?({_NAMED})(?!\w)")
_ANY = re.compile(rf"(?<!\w)({_NAMED})(?!\w)")


def tells_of_another_land(question: str, told: str, title: str) -> bool:
    """Tell whether a question asks for what is so in one country, and `told` has it in others alone.

    The title of its article may name the country asked for.

    >>> tells_of_another_land("What does it cost in the US?", "It will cost 19,800 yen in Japan.", "A console")
    True
    """
    asked = {_land(found) for found in _WHERE.findall(_plain(question))}
    if not asked:
        return False
    where = {_land(found) for found in _WHERE.findall(_plain(told))}
    return bool(where) and not _names_any(asked, (told, title))


def asks_of_land(question: str) -> bool:
    """Tell whether a question asks for what is so in a country."""
    return _WHERE.search(_plain(question)) is not None


def tells_of_the_land(question: str, told: str, title: str) -> bool:
    """Tell whether `told` or its title names a country that a question asks about, if it asks about one."""
    asked = {_land(found) for found in _WHERE.findall(_plain(question))}
    return not asked or _names_any(asked, (told, title))


def _names_any(asked: Collection[str], texts: Sequence[str]) -> bool:
    named = {_land(found) for text in texts for found in _ANY.findall(_plain(text))}
    named |= {_land(place_of(word.text)) for text in texts for word in words(text)}
    return any(_are_one(one, other) for one in asked for other in named)


def _plain(text: str) -> str:
    """Return `text` folded, with "US" apart from "us"."""
    return fold(re.sub(r"\bus\b", "we", text))


def _land(name: str) -> str:
    return _OTHERS.get(name, name)


def _are_one(one: str, other: str) -> bool:
    """Tell whether two countries are one, or one is a part of the other."""
    return one == other or _PARTS.get(one) == other or _PARTS.get(other) == one
