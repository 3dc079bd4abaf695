"""Numbers written as words: English, German, French and Spanish by text2num, Chinese characters here."""

import re
from functools import lru_cache

from text_to_num import alpha2digit, text2num

# Words of a number that are more often something else when they stand alone, as the "o" of O'Brien.
UNSURE = frozenset("o one a an un une uno una ein eine einen eins second seconds once m neuf acht onze".split()) - {
    "acht",
    "onze",
}
# "Thousands of pounds": how many, nobody says.
VAGUE = frozenset(
    "dozens hundreds thousands millions billions hunderte tausende millionen milliarden centaines milliers millions"
    " milliards cientos miles millones".split()
)
ORDINAL_WORDS = {
    name: number
    for number, names in enumerate(
        (
            "first erste ersten erster premier première primero primera",
            "second zweite zweiten deuxième segundo segunda",
            "third dritte dritten troisième tercero tercera",
            "fourth vierte vierten quatrième cuarto cuarta",
            "fifth fünfte fünften cinquième quinto quinta",
            "sixth sechste sixième sexto",
            "seventh siebte septième séptimo",
            "eighth achte huitième octavo",
            "ninth neunte neuvième noveno",
            "tenth zehnte dixième décimo",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ORDINAL_ENDINGS = ("th", "first", "second", "third", "te", "ter", "ten", "ième", "ésimo", "ésima")
HAN = dict(zip("零〇一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
HAN_NUMBER = re.compile(rf"[{''.join(HAN)}{''.join(HAN_SCALES)}]+")


@lru_cache(maxsize=16384)
def ordinal_value(word: str, language: str) -> float | None:
    """Return the number of an ordinal word, 15 of "fifteenth"; None of any other."""
    if word in ORDINAL_WORDS:
        return float(ORDINAL_WORDS[word])
    written = alpha2digit(word, language) if word.endswith(ORDINAL_ENDINGS) else word
    digits = re.match(r"\d+", written)
    return float(digits[0]) if digits else None


@lru_cache(maxsize=16384)
def is_number_word(word: str, language: str) -> bool:
    """Tell whether a word can be part of a number."""
    return word_value(word, language) is not None or word in ("hundred", "thousand", "million", "billion")


@lru_cache(maxsize=16384)
def word_value(words: str, language: str) -> float | None:
    """Return the number that `words` are, None where they are none."""
    try:
        return float(text2num(words, language))
    except ValueError:
        return 12.0 if words in ("dozen", "a dozen") else None


def han_value(signs: str) -> float:
    """Return the number that Chinese characters stand for: 42 of 四十二."""
    total = section = digit = 0
    for sign in signs:
        if sign in HAN:
            digit = HAN[sign]
            continue
        scale = HAN_SCALES[sign]
        if scale >= 10_000:
            total, section, digit = (total + section + digit) * scale, 0, 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    return float(total + section + digit)
