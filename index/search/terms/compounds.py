"""Words written as one: what a library does not hold as a word may be made of words it holds, or stand inside one."""

from collections.abc import Callable, Iterable, Iterator

from index.search.terms.words import stems

LONG = 12  # letters of a word in which others are looked for
SHORTEST_INSIDE = 5  # letters of a word that is looked for in longer ones
SHORTEST_COMPOUND = 8
SHORTEST_PART = 3
GRAM = 3
# What German, Dutch and the Scandinavian languages put between the parts.
LINKS = ("", "s", "es", "n", "en", "er", "e")
ENDINGS = ("en", "er", "es", "n", "e", "s")  # of a plural or a case, which a part inside a word need not have

Known = Callable[[str], bool]
"""Tells whether a word stands in a passage."""


def parts(word: str, known: Known) -> tuple[str, ...]:
    """Return the two or three known words that make up `word`, the longest first part preferred; () for none.

    `word` is folded, with its ending; the parts are as passages have them.
    """
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return ()
    heads = list(_heads(word, known))
    for head, rest in heads:
        if known(tail := _stem(rest)):
            return head, tail
    for head, rest in heads:
        if len(rest) >= SHORTEST_COMPOUND:
            for middle, last in _heads(rest, known):
                if known(tail := _stem(last)):
                    return head, middle, tail
    return ()


def _heads(word: str, known: Known) -> Iterator[tuple[str, str]]:
    """Give each known word with which `word` begins, and what comes behind it and its link."""
    for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        for link in LINKS:
            head = word[: end - len(link)]
            if word[:end].endswith(link) and len(head) >= SHORTEST_PART and known(stem := _stem(head)):
                yield stem, word[end:]
                break


def _stem(piece: str) -> str:
    return stems([piece])[0]


def grams(words: Iterable[str]) -> frozenset[str]:
    """Return what the long ones of a passage's words are made of, by three letters."""
    return frozenset(gram for word in set(words) if len(word) >= LONG and _is_spaced(word) for gram in _grams(word))


def grams_inside(word: str) -> tuple[str, ...]:
    """Return what a long word has where `word` stands inside it; () for a word too short to be told."""
    if len(word) < SHORTEST_INSIDE or not _is_spaced(word):
        return ()
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST_COMPOUND), "")
    return tuple(dict.fromkeys(_grams(word.removesuffix(ending))))


def _grams(word: str) -> Iterator[str]:
    return (word[start : start + GRAM] for start in range(len(word) - GRAM + 1))


def _is_spaced(word: str) -> bool:
    """Tell whether a word is of letters of an alphabet: other scripts have pairs of their characters."""
    return word.isalpha() and max(word) < "\u0e00"
