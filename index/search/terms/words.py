"""The words of passages and of questions, for every full-text store the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.search.terms import numbers, spellings
from index.search.terms.characters import UNSPACED, plain
from index.search.terms.function_words import foreign_words

if TYPE_CHECKING:
    import tantivy

# Scripts written without spaces become one word a character, so that a name inside a sentence is found; so do emoji.
WORD = (
    rf"[{UNSPACED}]|[\x{{1F1E6}}-\x{{1F1FF}}]{{2}}|\p{{Extended_Pictographic}}"
    rf"|[[\p{{Alphabetic}}\p{{M}}\p{{N}}]--[{UNSPACED}]]+"
)
LONGEST_WORD = 255  # bytes; what is longer is no word that anybody types

# Left out of questions only: passages keep them, so that "The Who" can still be asked for. With the words
# that only make a question of a sentence, nDCG@10 of ~130-word passages on squad2-600 is .892 instead of .874.
_STOP_WORDS = """a about an and are as at be been but by can could did do does for from had has have how if in
into is it no not of on or s should such t that the their then there these they this to was were what when where
which who whom whose why will with would"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question, each once and with its whole form; then its spellings, of which most are in no passage.

    `words` maps what a passage's word would be to the word before its ending was cut.
    """

    words: dict[str, str]
    numbers: tuple[str, ...]
    spellings: tuple[str, ...]


def passage_words(text: str) -> list[str]:
    """Return the words of a text in order, folded to lower case, English endings cut; then their other spellings."""
    return stems(passage_folded(text))


def passage_folded(text: str) -> list[str]:
    """Return the words of a text and their other spellings, folded to lower case without accents."""
    letters = _rewritten(text)
    others = " ".join([*numbers.spellings(letters), *spellings.spellings(letters)])
    return [*_folded(letters), *(_folded(others) if others else ()), *_pairs(letters)]


def question_words(question: str) -> Asked:
    """Return the words of a question without stop words, its language's too, unless it has no others; and spellings."""
    letters = _rewritten(question)
    folded = _folded(letters)
    left_out = STOP_WORDS | foreign_words(folded)
    folded = [word for word in folded if word not in left_out] or folded
    others = " ".join([*spellings.spellings(letters), *spellings.joined(letters, STOP_WORDS)])
    joined = [word for word in (*_folded(others), *_pairs(letters)) if word not in STOP_WORDS]
    return Asked(dict(zip(stems(folded), folded, strict=True)), tuple(numbers.spellings(letters)), tuple(stems(joined)))


def stems(folded: Iterable[str]) -> list[str]:
    """Return the words without their English endings (Snowball); words of other languages mostly stay as they are."""
    import Stemmer

    stemmed: list[str] = Stemmer.Stemmer("english").stemWords(list(folded))  # threads must not share one
    return stemmed


def _rewritten(text: str) -> str:
    return spellings.with_signs_spelt(numbers.without_separators(plain(text)))


def _pairs(letters: str) -> list[str]:
    return [] if letters.isascii() else list(spellings.pairs(letters))


def _folded(text: str) -> list[str]:
    return _analyzer().analyze(text)


@cache
def _analyzer() -> "tantivy.TextAnalyzer":
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(WORD))
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_WORD))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()
