"""Names: runs of capitalised words, and whether a text speaks of the same one.

"Joe Biden" is held by a text with "Biden", "UN" by one with "United Nations", and the reverse.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.splitting.abbreviations import ALL as ABBREVIATIONS
from rag.language import FUNCTION_WORDS, language_of
from rag.support.demonyms import place_of
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.words import Word, fold, words

JOINING = ("", " ", "-", ".", " & ")
MISTYPED_LETTERS = 6  # of a name, at least: "Vost" and "Voss" are two people
ERAS = frozenset(("A.D.", "B.C.", "AD", "BC", "CE", "BCE"))  # nobody's
GIVEN_NAMES = frozenset(("Per", "Will", "May", "So", "An", "Do"))  # function words elsewhere
OPENING_QUOTE = re.compile("[\"'“‘«„]")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words and numbers that stand together, with its offsets."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return the offset behind the last character."""
        return self.words[-1].end

    @property
    def initials(self) -> str:
        """Return the first letters of its words, folded: "un" for United Nations."""
        return "".join(fold(word.text)[0] for word in self.words)


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names of `text` in order; a lone capital at a sentence's beginning is not taken for one."""
    nouns = language_of(text) == "de"  # which all have a capital
    return tuple(
        name for name in find_capitals(text) if len(name.words) > 1 or (not nouns and _is_certain(text, name.words[0]))
    )


@lru_cache(maxsize=1024)
def find_capitals(text: str) -> tuple[Name, ...]:
    """Return the runs of capitalised words in order, whether names or the beginnings of sentences."""
    runs: list[list[Word]] = []
    foreign = FUNCTION_WORDS[language] if (language := language_of(text)) != "en" else ()
    # October is no name in a date, nor are the letters of a code, "E9", which is compared as a whole.
    dates = [(one.start, one.end) for one in quantities(text) if one.kind in (QuantityKind.DATE, QuantityKind.CODE)]
    for word in words(text):
        if any(start <= word.start < end for start, end in dates):
            continue
        if not word.is_name or (_is_function_word(word, foreign) and not _is_given_name(text, word)):
            continue
        if runs and is_joined(text, runs[-1][-1], word):
            runs[-1].append(word)
        elif not word.is_stop or _is_given_name(text, word):  # "I" goes on "Elizabeth", and is nobody alone
            runs.append([word])
    return tuple(Name(tuple(run)) for run in runs)


def is_joined(text: str, last: Word, word: Word) -> bool:
    """Tell whether a name goes on: behind an initial or "Dr", not behind a sentence's end, "… Orr. Lucian Brade"."""
    gap = text[last.end : word.start]
    return gap in JOINING or (gap == ". " and (len(last.text) == 1 or last.text in ABBREVIATIONS))


def _is_function_word(word: Word, foreign: Collection[str]) -> bool:
    return (
        (word.is_stop and len(word.text) > 1)
        or word.text.lower() in foreign
        or word.text.lower().endswith("n't")
        or word.text in ERAS
    )


def _is_given_name(text: str, word: Word) -> bool:
    """Tell whether a function word with a capital is a name's first: "her brother Per Lindholm"."""
    follows = text[word.end : word.end + 2]
    before = text[: word.start].rstrip()
    goes_on = bool(before) and before[-1] not in '.!?:\n"“'
    return word.text in GIVEN_NAMES and goes_on and follows[:1] == " " and follows[1:].isupper()


def _is_certain(text: str, word: Word) -> bool:
    """Tell whether a lone capital is a name's: not at the beginning of a sentence, nor of what somebody says."""
    before = text[: word.start].rstrip(" \"'“‘(*")
    if before.endswith(",") and OPENING_QUOTE.search(text, len(before), word.start):
        return False
    return (bool(before) and before[-1] not in ".!?:\n") or (word.text.isupper() and len(word.text) > 1)


TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady king queen prince princess president chancellor senator governor mayor"
    " general captain professor prof judge justice minister pope saint st the herr frau councillor cllr alderman deputy"
    " bishop father sister reverend rev rabbi imam sergeant inspector constable officer detective chief coach director"
    " chairman chairwoman chair secretary treasurer manager editor spokesman spokeswoman lieutenant colonel major"
    " commander ambassador congressman congresswoman representative baron count countess duke duchess earl"
    " administrator ceo".split()
)


def are_same(name: Name, other: Name) -> bool:
    """Tell whether two names can be of one bearer: "Biden" and "President Joe Biden", "UN" and "United Nations".

    "Tobias Vost" is not "Hanne Vost", nor "Osric III" "Osric IV": neither's words are all in the other.
    """
    first, second = _bearing(name), _bearing(other)
    if first <= second or second <= first:
        return True
    short, long = (name, other) if len(name.words) == 1 else (other, name)
    return len(short.words) == 1 and len(long.words) > 1 and fold(short.words[0].text).replace(".", "") == long.initials


def without_title(name: Name) -> Name:
    """Return a name without what its bearer is addressed by: "Sunita Varma", of "Councillor Sunita Varma"."""
    kept = name.words
    while len(kept) > 1 and fold(kept[0].text).rstrip(".") in TITLES:
        kept = kept[1:]
    return Name(kept)


def _bearing(name: Name) -> frozenset[str]:
    stems = frozenset(word.stem for word in name.words)
    return frozenset(_meaning(word) for word in name.words if fold(word.text).rstrip(".") not in TITLES) or stems


def _meaning(word: Word) -> str:
    return place_of(word.text) or word.stem


def is_held(name: Name, text: str) -> bool:
    """Tell whether `text` speaks of `name`: its last word, most of its words, or its initials stand there."""
    held = _stems_of(text)
    present = [word.stem in held for word in name.words]
    if present[-1] or sum(present) * 2 > len(present):
        return True
    if len(name.words) > 1 and name.initials in held:
        return True
    short = fold(name.words[0].text)
    return len(name.words) == 1 and len(short) > 1 and short in _initials_of(text)


def is_meant(name: Name, text: str) -> bool:
    """Tell whether `text` speaks of `name`, or names one that differs in a letter: people mistype "Moncalm"."""
    if is_held(name, text):
        return True
    asked = [fold(word.text) for word in name.words]
    return any(_is_nearly(one, other) for one in asked for other in _capitals_of(text))


def _is_nearly(one: str, other: str) -> bool:
    if min(len(one), len(other)) < MISTYPED_LETTERS or one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return one.isalpha() and sum(block.size for block in same) >= max(len(one), len(other)) - 1


@lru_cache(maxsize=64)
def _capitals_of(text: str) -> frozenset[str]:
    return frozenset(fold(word.text) for word in words(text) if word.is_name)


@lru_cache(maxsize=64)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text))


@lru_cache(maxsize=64)
def _initials_of(text: str) -> frozenset[str]:
    return frozenset(name.initials for name in find_names(text))
