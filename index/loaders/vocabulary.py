"""The common words of English: 82,765 of them, from symspellpy, read when the first is asked for."""

from functools import cache
from importlib.metadata import files

_LIST = "frequency_dictionary_en_82_765.txt"


def is_english(word: str) -> bool:
    """Tell whether a word in small letters is one of common English."""
    return word in _words()


@cache
def _words() -> frozenset[str]:
    # Found by its distribution: the package itself need not be loaded for its list.
    [path] = [file for file in files("symspellpy") or () if file.name == _LIST]
    return frozenset(path.read_text(encoding="utf-8-sig").split()[::2])  # each line is a word and how often it occurs
