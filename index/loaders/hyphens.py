"""Words that a line break has parted at a hyphen: whether the hyphen is the break's or the word's own."""

import re
from collections.abc import Set

# First and last parts of English compounds that keep their hyphen; in other languages the break made it, mostly.
_FIRST = frozenset(
    """anti best co cost cross eight eighty ever ex far fast fifty first five forty four full half hand hard high ill
    just large last little long low mid much multi near new nine ninety non north old one open post pre price quasi
    self semi seven seventy short single six sixty small south ten third thirty three time top twenty two upper vice
    water well west wide world year""".split()
)
_LAST = frozenset(
    """aged based bound built century conscious dependent driven effective efficient friendly general hour intensive
    kilometre known level looking made mile minded month owned paid party person proof quality range related rich
    running scale sized speaking specific speed style term thirds time type wide winning year""".split()
)
_BROKEN = re.compile(
    r"(?:(?<=[\s(\"'„“‚‘«\[])|^)([^\W\d_]{2,}(?:-[^\W\d_]{2,})*)-\n([^\W\d_]{2,})(\S*)[ \t]?", re.MULTILINE
)
_HANGING = frozenset("and or nor to und oder bis noch et ou y o e".split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MIN_FREE_CHARS = 4


def join_broken_words(text: str) -> str:
    """Return text in which each word that goes on behind a line break stands whole on the first of the lines."""
    if "-\n" not in text:
        return text
    words = {word.lower() for word in _WORD.findall(_BROKEN.sub(" ", text))}

    def joined(broken: re.Match[str]) -> str:
        if broken[2] in _HANGING or not broken[2][0].islower():
            return broken[0]
        return join_parts(broken[1], broken[2], words) + broken[3] + "\n"

    return _BROKEN.sub(joined, text)


def join_parts(first: str, last: str, words: Set[str]) -> str:
    """Return the two parts of a word as it is written within a line; `words` are the text's others, in small letters.

    The hyphen stays where the text has the word with it, where both parts are words of their own, and where the parts
    make compounds in English ("long-term", "twenty-two"). A capital or a figure behind it has kept it as well.
    """
    whole, compound = first + last, f"{first}-{last}"
    if whole.lower() in words:
        return whole
    head = first.rpartition("-")[2].lower()
    free = all(len(part) >= _MIN_FREE_CHARS and part in words for part in (head, last.lower()))
    parted = "-" in first or head in _FIRST or last.lower() in _LAST or free or not last[:1].islower()
    return compound if parted or compound.lower() in words else whole
