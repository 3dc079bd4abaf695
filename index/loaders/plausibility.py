"""Plausibility of a text that somebody wrote it: asked before an encoding is believed."""

import re
import unicodedata

# The encodings of alphabets of which any bytes make letters, with the most frequent of these: nine of ten letters of a
# text are among them, about half where another alphabet's bytes are read. Cyrillic is Russian, Ukrainian, Serbian.
_ALPHABETS = (
    (("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic"), frozenset("оеаинтсрвлкмдпуяыіј")),
    (("cp1253", "iso8859_7"), frozenset("αοιετσνηυρπκμλςάίόέήώύ")),
    (("cp1255", "iso8859_8"), frozenset("יוהלאמרתבשנכעדםקפ")),
)
_MIN_FREQUENT_RATIO = 0.7
_MAX_ODD_RATIO = 0.2
_MAX_ACCENTED_RATIO = 0.55
_MIN_LETTERS = 5
_SAMPLE_CHARS = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_WRITTEN_TOGETHER = frozenset({"HIRAGANA", "KATAKANA", "CJK", "HANGUL", "KATAKANA-HIRAGANA"})
_LONE_JAMO = re.compile("[\u3131-\u318e]")
_SIGN_IN_WORD = re.compile("[^\\W\\d_][\xa1-\xa9\xac\xae-\xb3\xb6\xb8\xb9\xbc-\xbf\xd7\xf7][^\\W\\d_]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_FOREIGN_WORD_BYTES = re.compile(rb"[\x80-\xff]{2,}")
_FOREIGN_BYTES = re.compile(rb"[\x80-\xff]")


def is_plausible(text: str) -> bool:
    """Tell whether a decoded text holds words that a person could have written.

    Not plausible are words of letters of two alphabets, with capitals behind small letters or with signs in them, words
    of accented letters alone, and half-width katakana without other Japanese: what a wrong encoding makes of a text.
    """
    sample = text[:_SAMPLE_CHARS]
    if len(_HALF_WIDTH.findall(sample)) > len(_JAPANESE.findall(sample)):
        return False
    foreign = [word for word in _WORD.findall(sample) if not word.isascii()]
    odd = sum(_is_odd(word) for word in foreign)
    latin = [letter for word in foreign if _script(word[0]) == "LATIN" for letter in word]
    accented = sum(not letter.isascii() for letter in latin)
    if len(latin) >= _MIN_LETTERS and accented > _MAX_ACCENTED_RATIO * len(latin):
        return False
    return odd + len(_SIGN_IN_WORD.findall(sample)) <= _MAX_ODD_RATIO * len(foreign)


def _is_odd(word: str) -> bool:
    scripts = {_script(letter) for letter in word} - {""}
    if scripts & _WRITTEN_TOGETHER:
        return "HANGUL" in scripts and (len(scripts) > 2 or not _is_common_hangul(word))
    return len(scripts) > 1 or _has_odd_capitals(word)


def _is_common_hangul(word: str) -> bool:
    """Tell whether a word is made of the syllables that Korean uses, which an old standard lists."""
    try:
        return len(word.encode("euc_kr")) == 2 * len(word) and _LONE_JAMO.search(word) is None
    except UnicodeEncodeError:
        return False


def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    return unicodedata.name(letter, "").split(" ", 1)[0]


def _has_odd_capitals(word: str) -> bool:
    return not (word.islower() or word.isupper() or word[1:].islower() or word.lower() == word.upper())


def alphabet_encoding(data: bytes) -> str:
    """Return the encoding that makes Cyrillic, Greek or Hebrew words of the bytes, or nothing.

    Each fits any bytes, so the frequency of letters decides, with the capitals where words have them.
    """
    foreign = len(_FOREIGN_BYTES.findall(data))
    # A Western text has its accented letters one by one.
    if foreign < _MIN_LETTERS or 2 * sum(map(len, _FOREIGN_WORD_BYTES.findall(data))) < foreign:
        return ""
    ratios = {
        encoding: _frequent_ratio(data.decode(encoding, errors="replace"), letters)
        for encodings, letters in _ALPHABETS
        for encoding in encodings
    }
    best = max(ratios, key=lambda encoding: ratios[encoding])
    return best if ratios[best] >= _MIN_FREQUENT_RATIO else ""


def _frequent_ratio(text: str, letters: frozenset[str]) -> float:
    """Return the share of frequent letters, in words with capitals in their place, among all beyond ASCII."""
    words = (word for word in _WORD.findall(text) if not (_has_odd_capitals(word) or _ASCII_LETTER.search(word)))
    frequent = sum(letter in letters for word in words for letter in word.lower())
    return frequent / max(1, sum(not sign.isascii() for sign in text))
