"""Other spellings of codes, names and terms: joined, split, with their signs in letters."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.search.terms.characters import UNSPACED

_WORD = re.compile(r"[^\W_]+")
_CAPITALS = "A-ZÀ-ÖØ-ÞА-ЯΑ-Ω"
_WITH_CAPITAL_OR_DIGIT = re.compile(rf"(?<![^\W_])[^\W\d_{_CAPITALS}]*[\d{_CAPITALS}][^\W_]*")
_SIGNED = re.compile(r"(?<!\w)([^\W\d_]+)(#|\+\+)(?!\w)")
_DOTTED = re.compile(r"(?<![\w.])\.([^\W\d_]\w+)")
SIGNS = {"#": "sharp", "++": "plusplus"}
# Where a word changes from letters to digits or from small to capital letters: ISO|27001, iPhone|15, HTML|Parser.
_BORDER = re.compile(
    rf"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zß-öø-ÿа-яα-ω])(?=[{_CAPITALS}])"
    r"|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=[A-Za-z])(?=[가-힣])|(?<=[가-힣])(?=[A-Za-z])"
)
MOST_PARTS = 6  # more are a key or a checksum
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|(?<!\w)[^\W\d_]{1,3} ?& ?[^\W\d_]{1,3}(?!\w)")
# E-mail, O'Malley, and Persian words with a joint that is not seen.
_JOINTS = re.compile(
    r"(?<![\w-])(?:[^\W\d_]{1,2}-[^\W\d_]{2,}|[^\W\d_]{1,2}'[A-Z][^\W\d_]+|[^\W\d_]+(?:\u200c[^\W\d_]+)+)(?![\w-])"
)
# Words behind the Arabic and the Hebrew article, which is written with them.
_ARTICLES = re.compile("(?<!\\w)(?:(?:[وبكف]?ال|لل)([ا-ی]{3,})|ה([א-ת]{3,}))(?!\\w)")
_JOINT = re.compile(r"[-–_/.'&\u200c]")
_ONE_UNSPACED = re.compile(f"[{UNSPACED}]")
_UNSPACED = re.compile(f"[{UNSPACED}]{{2,}}")
_HANGUL = re.compile("[가-힣]{2,}")
# Endings of Korean nouns: subject, object, topic, place, "of", "and", "with", "also", "only", "from", "to".
_PARTICLES = re.compile("(.)(?:[이가을를은는의에와과도만로께]|에서|에게|으로|부터|까지|처럼|보다|한테)$")


def with_signs_spelt(text: str) -> str:
    """Return the text with C# as Csharp, C++ as Cplusplus, and .NET as NET and dotnet."""
    signed = _SIGNED.sub(_spelt, text) if "#" in text or "++" in text else text
    return _DOTTED.sub(lambda name: f" {name[1]} dot{name[1].lower()}", signed) if "." in signed else signed


def _spelt(name: re.Match[str]) -> str:
    """Keep what can stand without its sign: Notepad++ is Notepad, too, but C# is not C."""
    spelt = f"{name[1].lower()}{SIGNS[name[2]]}"
    return spelt if len(name[1]) < 3 else f"{name[1]} {spelt}"


def spellings(text: str) -> Iterator[str]:
    """Give the parts of codes and of names with capitals inside, and initials, e-mail and such in one word."""
    for word in _WITH_CAPITAL_OR_DIGIT.findall(text):
        if len(word) > 1 and not (word.isdigit() or (word.isalpha() and word.istitle())):
            yield from _parts(word)
    for found in _INITIALS.finditer(text):
        yield re.sub(r"[\W_]", "", found.group())
    for found in _JOINTS.finditer(text):
        yield re.sub(r"[\W_]", "", found.group())


def _parts(word: str) -> Iterator[str]:
    parts = _BORDER.split(word)
    if not 1 < len(parts) <= MOST_PARTS or _ONE_UNSPACED.search(word):
        return
    for part in parts:
        # A letter by itself says nothing; nor does a digit of H1N1, but that of B12 or v2 may.
        if len(part) > 1 or (part.isdigit() and len(parts) == 2):
            yield part


def joined(question: str, stop_words: frozenset[str]) -> Iterator[str]:
    """Give neighbouring words of a question as one: a passage may write them so."""
    words = list(_WORD.finditer(question))
    for first, second in pairwise(words):
        gap = question[first.end() : second.start()]
        if first.group().isdigit() and second.group().isdigit():
            continue
        if _JOINT.fullmatch(gap) or (gap == " " and not {first.group().lower(), second.group().lower()} & stop_words):
            yield first.group() + second.group()


def pairs(text: str) -> Iterator[str]:
    """Give each two neighbouring characters of scripts without spaces, and of Korean words, which end in particles.

    Of Arabic and Hebrew, which begin with the article, the words without it.
    """
    for article in _ARTICLES.finditer(text):
        yield article[1] or article[2]
    for run in _UNSPACED.findall(text):
        yield from map("".join, pairwise(run))
    for word in _HANGUL.findall(text):
        if len(word) > 2:
            yield from map("".join, pairwise(word))
        if stem := _PARTICLES.fullmatch(word):
            yield stem[1]
