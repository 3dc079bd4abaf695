"""Words that a line break has parted at a hyphen: whether the hyphen is the break's or the word's own."""

import re
from collections.abc import Set

from index.vocabulary import is_english

_BROKEN = re.compile(
    r"(?:(?<=[\s(\"'„“‚‘«\[])|^)([^\W\d_]{2,}(?:-[^\W\d_]{2,})*)-\n([^\W\d_]{2,})(\S*)[ \t]?", re.MULTILINE
)
_HANGING = frozenset("and or nor to und oder bis noch et ou y o e".split())
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MIN_PART_CHARS = 3
_SHORT_PARTS = (
    "co",
    "ex",
    "so",
    "by",
    "in",
    "on",
    "up",
    "no",
)  # parts of two letters that keep their hyphen before a word


def join_broken_words(text: str) -> str:
    """Return text in which each word that goes on behind a line break stands whole on the first of the lines."""
    if "-\n" not in text:
        return text
    words = {word.lower() for word in _WORD.findall(_BROKEN.sub(" ", text))}

    def joined(broken: re.Match[str]) -> str:
        if is_hanging(broken[1], broken[2]) or not broken[2][0].islower():
            return broken[0]
        return join_parts(broken[1], broken[2], words) + broken[3] + "\n"

    return _BROKEN.sub(joined, text)


def join_parts(first: str, last: str, words: Set[str]) -> str:
    """Return the two parts of a word as it is written within a line; `words` are the text's others, in small letters.

    The hyphen goes where the text has the word without it, or English has; it stays where the text has the word with
    it, where a capital or a figure stands at it, and where both parts are words of English ("long-term").
    """
    whole, compound = first + last, f"{first}-{last}"
    if whole.lower() in words:
        return whole
    head = first.rpartition("-")[2].lower()
    if compound.lower() in words or not last[:1].islower() or head[-1:].isdigit():
        return compound
    if "-" in first:  # "state-of-the-art" goes on with a word, "well-estab-lished" within one
        return whole if is_english(head + last) and not is_english(head) else compound
    return whole if is_english(head + last) or not (_stands_alone(head) and _stands_alone(last)) else compound


def is_hanging(first: str, last: str) -> bool:
    """Tell whether a hyphen behind `first` stands for a part that two words share: "Hafen- und Lotsenamt"."""
    return last in _HANGING and not is_english(first + last)


def _stands_alone(part: str) -> bool:
    return part in _SHORT_PARTS or (len(part) >= _MIN_PART_CHARS and is_english(part))
