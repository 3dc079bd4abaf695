"""The common words of English, names among them: 82,765, from symspellpy, read when the first is asked for."""

from functools import cache
from importlib.metadata import files

_LIST = "frequency_dictionary_en_82_765.txt"


def is_english(word: str) -> bool:
    """Tell whether a word in small letters is one of common English."""
    return word in _words()


@cache
def english_beginning(letter: str) -> tuple[str, ...]:
    """Return the common words that begin with a letter."""
    return tuple(word for word in _words() if word.startswith(letter))


@cache
def _words() -> frozenset[str]:
    # Found by its distribution: the package itself need not be loaded for its list.
    [path] = [file for file in files("symspellpy") or () if file.name == _LIST]
    return frozenset(path.read_text(encoding="utf-8-sig").split()[::2])  # each line is a word and how often it occurs
