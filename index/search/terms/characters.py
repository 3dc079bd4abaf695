"""Characters as search compares them: compatible, visible, and without the marks that writers leave out."""

import re
import unicodedata

# Scripts written without spaces between words, as part of a character class.
UNSPACED = (
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han, kana
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Myanmar, Khmer
)
# As the loaders leave them out, and the Arabic vowel signs that stand alone: NFKC sets a space before those.
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufc5e-\ufc63\ufe00-\ufe0f\ufe70-\ufe7f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
# NFKC makes ordinary digits and letters of these, which would run into the word or number before: 10² and 2½.
_SET_APART = re.compile(
    "[©®™℠ªº¼-¾\u2150-\u215f\u2189\u2460-\u24ff\u2776-\u2793\u3200-\u33ff]|(?<=[0-9])[²³¹\u2070-\u2079\u2080-\u2089]+"
)
# Accents that do not compose with their letter, Hebrew and Arabic vowel signs, the Arabic stretching line,
# frames around a character, and the colours of skin.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u20d0-\u20f0\U0001f3fb-\U0001f3ff]"
)
_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐"
_ALIKE: dict[int, int | str] = {
    **str.maketrans(
        "Ёёςآأإٱىيئكةۀہؤ’‘ʼ‛′‐‑‒−♯⁄",
        "ЕеσاااایییکهههوÀÀÀÀÀ----#/".replace("À", "'"),
    )
}
_ALIKE |= {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}
_ALIKE |= {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0x386, 0x3CF), *range(0x1F00, 0x2000))
    if unicodedata.normalize("NFD", chr(code)) != chr(code)
}


def legible(text: str) -> str:
    """Return the text without invisible characters, in compatible ones (NFKC), and without lone surrogates."""
    if text.isascii():
        return text
    apart = _SET_APART.sub(r" \g<0> ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFKC", apart).encode("utf-8", "replace").decode("utf-8")


def plain(text: str) -> str:
    """Return the legible text with letters, digits, hyphens and apostrophes that count as the same made the same.

    The accents of Latin letters stay: the words' analyzer takes them off.
    """
    if text.isascii():
        return text
    return _MARKS.sub("", legible(text)).translate(_ALIKE)
