"""Languages: which one a text is written in, by its function words or its script, and how it is called.

`language_of` tells the four whose number words and negations are known, and takes English for all others;
`tell_language` tells many more, for what is said to people.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from index.search.terms.function_words import COMMON_WORDS, FUNCTION_WORDS

__all__ = ["FUNCTION_WORDS", "differ", "language_of", "name_language", "say_difference", "tell_language"]

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", re.UNICODE)
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian",
        "nl": "Dutch", "sv": "Swedish", "pl": "Polish", "tr": "Turkish", "ru": "Russian", "uk": "Ukrainian",
        "el": "Greek", "he": "Hebrew", "ar": "Arabic", "fa": "Persian", "hi": "Hindi", "th": "Thai", "ko": "Korean",
        "ja": "Japanese", "zh": "Chinese",
    }
)  # fmt: skip
# Scripts with the language that most writes them; letters that only another one has come first.
_SCRIPTS = (
    ("ja", "[\u3041-\u30ff]"), ("zh", "[\u3400-\u9fff]"), ("ko", "[가-힣]"), ("th", "[\u0e01-\u0e4e]"),
    ("uk", "[іїєґІЇЄҐ]"), ("ru", "[а-яёА-ЯЁ]"), ("el", "[\u0370-\u03ff]"), ("he", "[א-ת]"),
    ("fa", "[پچژگ]"), ("ar", "[\u0621-\u064a]"), ("hi", "[\u0900-\u097f]"),
)  # fmt: skip
_SHARE = 0.02  # of the letters that are of the script, for the one that only a language's own letters tell
_LETTER = re.compile(r"[^\W\d_]")
_ACCENTED = re.compile(r"[¿¡ß-öø-ÿāăąćčęěğıłńňőœřśşšůűźżž]", re.IGNORECASE)
_QUOTED = re.compile(r"[“„«\"][^”“»\"]*[”“»\"]")
LEAST_HITS = 2  # function words that tell a language; one does where accents say that it is not English
LEAST_SHARE = 0.1  # of the words; running text has a third and more, a list of names hardly any
READ_CHARS = 2000


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """Return "en", "de", "fr" or "es", whichever has most of its function words in `text`; "en" where none has any."""
    counts = _count_words(_parts(text), FUNCTION_WORDS)
    return max(counts, key=lambda name: (counts[name], name == "en"))


@lru_cache(maxsize=4096)
def tell_language(text: str) -> str:
    """Return the language's ISO 639-1 code, one of `NAMES`; "" where too little of the text tells it."""
    read = text[:READ_CHARS]
    return _by_script(read) or _by_words(read)


def name_language(code: str) -> str:
    """Return a language's English name; "another language" for one that is not in `NAMES`."""
    return NAMES.get(code, "another language")


def differ(question: str, texts: Iterable[str]) -> tuple[str, str] | None:
    """Return the language of a question and the commonest of `texts`, where all are known to be in others; else None.

    What a question quotes, such as a title, may be in any language.
    """
    asked = tell_language(_QUOTED.sub(" ", question))
    told = [code for text in texts if (code := tell_language(text))]
    return (asked, Counter(told).most_common(1)[0][0]) if asked and told and asked not in told else None


def say_difference(question: str, texts: Iterable[str]) -> str:
    """Return in a sentence that `texts` are in another language than was asked in; "" where they are not."""
    found = differ(question, texts)
    if found is None:
        return ""
    asked, told = map(name_language, found)
    return f"You asked in {asked}; the articles found for it are in {told}."


def _by_script(text: str) -> str:
    letters = len(_LETTER.findall(text))
    if not letters:
        return ""
    counts = {code: len(re.findall(pattern, text)) for code, pattern in _SCRIPTS}
    groups = (("ja", "zh"), ("ko",), ("th",), ("uk", "ru"), ("el",), ("he",), ("fa", "ar"), ("hi",))
    group = max(groups, key=lambda codes: sum(counts[code] for code in codes))
    whole = sum(counts[code] for code in group)
    if whole * 2 < letters:
        return ""
    return group[0] if counts[group[0]] > _SHARE * whole else group[-1]


def _by_words(text: str) -> str:
    said = [word for word in _parts(text) if len(word) > 1]  # letters stand for themselves in formulas and initials
    counts = _count_words(said, COMMON_WORDS)
    ordered = sorted(counts, key=lambda code: (-counts[code], code != "en"))
    best, second = ordered[:2]
    if counts[best] == counts[second] and best != "en":
        return ""
    least = 1 if best != "en" and _ACCENTED.search(text) else LEAST_HITS
    return best if counts[best] >= max(least, LEAST_SHARE * len(said)) else ""


def _parts(text: str) -> list[str]:
    return [part for word in WORD.findall(text.lower()) for part in re.split("[’']", word)]


def _count_words(said: list[str], words: Mapping[str, frozenset[str]]) -> dict[str, int]:
    return {code: sum(word in known for word in said) for code, known in words.items()}
