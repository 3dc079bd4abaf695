"""Quantities as readers compare them: "1,250,000" is "1.25 million", "sept" is 7, "3.10.2022" is 3 October 2022.

Numbers written as words are read by `number_words`.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from rag.language import FUNCTION_WORDS, language_of
from rag.support.number_words import HAN_NUMBER, UNSURE, VAGUE, han_value, is_number_word, ordinal_value, word_value
from rag.support.quantity import Quantity, QuantityKind
from rag.support.spells import find_spells
from rag.words import STOP_WORDS, fold, stem

DIGITS = re.compile(
    r"(?<![\w.,])[-−–]?(?:\d{1,3}(?:(?P<sep>[,.'’ \u00a0\u202f\u2009])\d{3})(?:(?P=sep)\d{3})*(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)(?!\d)"
    r"|(?<=[$£€¥])\d[\d,.]*\d|(?<=[$£€¥])\d"
)
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "mn": 1e6,
    "mio": 1e6,
    "millionen": 1e6, "millones": 1e6, "millón": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliarden": 1e9,
    "mrd": 1e9, "milliard": 1e9, "milliards": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "tausend": 1e3,
    "mille": 1e3, "mil": 1e3, "dozen": 12, "万": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
SCALE = re.compile(rf"\s*-?\s*({'|'.join(sorted(map(re.escape, SCALES), key=len, reverse=True))})\b\.?", re.IGNORECASE)
PERCENT = re.compile(
    r"\s*-?\s*(?:%|per ?cent\b|percentage points?\b|Prozent(?:punkte?n?)?\b|pour ?cent\b|por ?ciento\b)", re.IGNORECASE
)
ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|e|º|ª)\b")
PARTS = {"half": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4, "fifth": 1 / 5}
FRACTION = re.compile(
    rf"\b(?:(?P<count>one|two|three|four|a|\d)[\s-]+(?P<part>{'|'.join(PARTS)})\b|(?P<half>half)\b)", re.IGNORECASE
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sep sept septembre septiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_CERTAIN = [name.title() for name in MONTHS if len(name) > 3 and name not in ("mark", "sept", "mars", "mayo", "juin")]
_BEHIND_MONTH = "|".join(
    rf"(?<=\b{name} {joint} )" for name in _CERTAIN for joint in ("and", "or", "to", "und", "et", "y")
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?"
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
DATES = (
    re.compile(r"\b(?P<year>1\d{3}|20\d\d)-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>1\d{3}|20\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>1\d{3}|20\d\d)\b"),
    re.compile(rf"\b{_DAY}\s+(?:of |de |d[’'])?{_MONTH}(?:,?\s+(?:de |del )?{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d|[.,]\d)(?:,?\s+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},?\s+(?:de |of )?{_YEAR}", re.IGNORECASE),
    # A month alone, where it is one for sure: "in March"; "May" may be a name or a verb.
    re.compile(
        r"(?:(?<=\b[IiEe]n )|(?<=\b[Ii]m )|(?<=\b[Bb]y )|(?<=\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Ll]ate) )|(?<=\b[Ss]ince )"
        rf"|(?<=\b(?:[Ee]arly|[Uu]ntil) )|(?<=\bmid-)){_MONTH}(?![\w’']|\s+\d)",
        re.IGNORECASE,
    ),
    # "from April", "in July and August": not "from Mark", "after May resigned" and "before Augusta".
    re.compile(
        rf"(?:(?<=\b[Ff]rom )|(?<=\b(?:[Bb]efore|[Dd]uring) )|(?<=\b[Aa]fter )|(?<=\b[Bb]etween )|{_BEHIND_MONTH})"
        rf"(?P<month>{'|'.join(_CERTAIN)})\b(?![’']|\s+(?:\d|[A-Z]))"
    ),
)
YEAR = re.compile(r"\b(?:1\d{3}|20\d\d|21\d\d)\b(?![.,]\d)")
COUNTED = re.compile(r"[ \u00a0-]([^\W\d_]{3,})")
SPACED = re.compile(r"(?<=\d)([,.:]) (?=\d)")
CODE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
NUMBERED = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*-?(?P<number>\d{1,3})")  # "Cobalt-60", "PlayStation3"
MOST_CODE_LETTERS = 4
WORD = re.compile(r"[^\W\d_]+")
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
ABOUT = re.compile(
    r"\b(?:about|around|roughly|some|approximately|circa|close to|etwa|rund|ungefähr|environ|unos|cerca de)\s+\W?$",
    re.IGNORECASE,
)
NEARLY = re.compile(
    r"\b(?:nearly|almost|just under|fast|knapp|presque|casi|up to|at most|no more than|under"
    r"|(?:less|fewer|lower|shorter|smaller|younger) than)\s+\W?$",
    re.IGNORECASE,
)
OVER = re.compile(
    r"\b(?:over|at least|no (?:less|fewer) than|mehr als|über|plus de|más de"
    r"|(?:more|higher|taller|longer|older|larger|bigger|greater|wider|deeper|heavier) than)\s+\W?$",
    re.IGNORECASE,
)
TOLERANCE = 0.06  # of a number that is called about right


MONEY_GAP = re.compile(r"\s+(?:pounds?|euros?|dollars?|crowns?|francs?)(?:\s+and)?\s+", re.IGNORECASE)
# What follows the second number of an amount of money: its end, or what it is the price of.
HUNDREDTHS = re.compile(r"\s*(?:$|[.,;:!?)\"'”’\]]|(?:an?|per|pence|p|cents?)\b)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of `text` in order, those written as words included; "one" alone is mostly a pronoun."""
    taken: list[Quantity] = []
    for reader in (_dates, _codes, find_spells, _fractions, _numbers, _han_numbers, _word_numbers):
        for found in reader(text):
            if all(found.end <= other.start or other.end <= found.start for other in taken):
                taken.append(found)
    counted = sorted((_counting(text, one) for one in taken), key=lambda quantity: quantity.start)
    return tuple(_bounded(text, one) for one in _with_hundredths(text, counted))


def _with_hundredths(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities, "six pounds fifty" as 6.50."""
    hundredths: Quantity | None = None
    for one, behind in zip_longest(found, found[1:]):
        if one is hundredths:
            continue
        gap = text[one.end : behind.start] if behind else ""
        is_money = one.kind is QuantityKind.NUMBER and MONEY_GAP.fullmatch(gap) is not None
        if behind and is_money and 0 < behind.value < 100 and HUNDREDTHS.match(text, behind.end):
            hundredths = behind
            yield replace(one, value=one.value + behind.value / 100, end=behind.end)
        else:
            yield one


def loose_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of `text`, those of wrongly spaced numbers ("1, 056") both as one number and as two.

    News text is often spaced so: of the sentences that people found supported in QAGS, 5 % hold such a number.
    """
    closed = SPACED.sub(r"\1", text)
    return quantities(text) if closed == text else quantities(text) + quantities(closed)


def _counting(text: str, quantity: Quantity) -> Quantity:
    """Return the number with the word behind it, where that is no function word."""
    is_open = quantity.kind is QuantityKind.NUMBER and not quantity.counted
    word = COUNTED.match(text, quantity.end) if is_open else None
    if word is None or word[1].lower() in STOP_WORDS or word[1].lower() in FUNCTION_WORDS[language_of(text)]:
        return quantity
    return replace(quantity, counted=stem(fold(word[1])))


def _dates(text: str) -> Iterator[Quantity]:
    for pattern in DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = parts["month"]
            number = int(month) if month.isdigit() else MONTHS[month.lower().rstrip(".")]
            day = int(parts.get("day") or 0)
            if not (1 <= number <= 12 and day <= 31):
                continue
            year = float(parts["year"]) if parts.get("year") else math.nan
            yield Quantity(year, QuantityKind.DATE, match.start(), match.end(), month=number, day=day)


def _codes(text: str) -> Iterator[Quantity]:
    """Yield codes such as E-1045: "E1045" is the same, E-1054 a rival."""
    for match in CODE.finditer(text):
        if (named := NUMBERED.fullmatch(match[0])) and len(match[0]) - len(named["number"]) > MOST_CODE_LETTERS:
            start = match.start() + named.start("number")
            yield Quantity(float(named["number"]), QuantityKind.NUMBER, start, match.end())
        elif re.search(r"[A-Z]|^0x", match[0]) and not re.fullmatch(
            r"\d+(?:st|nd|rd|th|[KMB]|BN|AM|PM)", match[0], re.IGNORECASE
        ):
            code = match[0].replace("-", "").lower()
            yield Quantity(math.nan, QuantityKind.CODE, match.start(), match.end(), unit=code)


def _fractions(text: str) -> Iterator[Quantity]:
    for match in FRACTION.finditer(text):
        if match["half"]:
            yield Quantity(50.0, QuantityKind.PERCENT, match.start(), match.end())
        elif match["count"]:
            count = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4}.get(match["count"].lower()) or int(
                match["count"]
            )
            whole = 100 * count * PARTS[match["part"].lower()]
            # "Two thirds" of what is 66 or 67 per cent.
            around = (whole - 1, whole + 1) if whole % 1 else (math.nan, math.nan)
            yield Quantity(whole, QuantityKind.PERCENT, match.start(), match.end(), *around)


def _numbers(text: str) -> Iterator[Quantity]:
    for match in DIGITS.finditer(text):
        value = _value(match.group())
        if math.isnan(value):
            continue
        yield _measured(text, value, match.start(), match.end(), written=match.group())


def _value(written: str) -> float:
    """Return the number that digits with separators stand for, nan where they stand for none (a version, say)."""
    bare = re.sub(r"[^\d.,]", "", written).rstrip(".,")
    groups = re.split(r"[.,]", bare)
    if len(groups) == 1:
        return float(bare or "nan")
    marks = [mark for mark in bare if mark in ".,"]
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if len(set(marks)) == 1 and grouped and (len(marks) > 1 or marks[0] == "," or _is_continental(written)):
        return float("".join(groups))
    if len(marks) == 1 or (len(set(marks)) == 2 and marks.count(marks[-1]) == 1):
        return float("".join(groups[:-1]) + "." + groups[-1])
    return math.nan


def _is_continental(written: str) -> bool:
    return written.endswith("000")  # 1.000 is a thousand wherever one meets it; 1.125 is not


def _measured(text: str, value: float, start: int, end: int, written: str = "") -> Quantity:
    """Return the quantity with what stands around its digits: scale, percent sign, ordinal, currency."""
    unit = CURRENCIES.get(text[start - 1], "") if start else ""
    scale = SCALE.match(text, end)
    if scale and not (scale[1] == "m" and value >= 1000):  # 10,000m are metres
        value, end = value * SCALES[scale[1].lower()], scale.end()
    if percent := PERCENT.match(text, end):
        return Quantity(value, QuantityKind.PERCENT, start, percent.end())
    if ordinal := ORDINAL.match(text, end):
        return Quantity(value, QuantityKind.ORDINAL, start, ordinal.end())
    if not unit and end < len(text) and (sign := text[end : end + 2].strip()[:1]) in CURRENCIES:
        unit = CURRENCIES[sign]
    if not unit and YEAR.fullmatch(written):
        return Quantity(value, QuantityKind.YEAR, start, end + text.startswith("s", end))
    kind = QuantityKind.NUMBER
    return Quantity(value, kind, start, end, unit=unit)


def _word_numbers(text: str) -> Iterator[Quantity]:
    language = language_of(text)
    found = list(WORD.finditer(text))
    place = 0
    while place < len(found):
        word = found[place].group().lower()
        if (ordinal := ordinal_value(word, language)) is not None and word not in UNSURE:
            yield Quantity(ordinal, QuantityKind.ORDINAL, found[place].start(), found[place].end())
        length = _run_length(text, found[place:], language)
        if length:
            first, last = found[place].start(), found[place + length - 1].end()
            value = word_value(_joined(text[first:last]), language)
            if value is not None and not (length == 1 and (word in UNSURE or word in VAGUE)):
                yield _measured(text, value, first, last)
        place += max(1, length)


def _run_length(text: str, found: list[re.Match[str]], language: str) -> int:
    """Return how many of the words that follow each other are one number, 0 for none."""
    best = 0
    for length, match in enumerate(found[:12]):
        gap = text[found[length - 1].end() : match.start()] if length else ""
        if length and gap not in (" ", "-", "‑"):
            break
        word = match.group().lower()
        if not is_number_word(word, language) and not (length and word in ("and", "und", "et", "y")):
            break
        if word_value(_joined(text[found[0].start() : match.end()]), language) is not None:
            best = length + 1
    return best


def _joined(text: str) -> str:
    return text.lower().replace("‑", "-")


def _han_numbers(text: str) -> Iterator[Quantity]:
    for match in HAN_NUMBER.finditer(text):
        yield _measured(text, han_value(match.group()), match.start(), match.end())


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """Return the quantity with its bounds, where words before it widen it."""
    before, value = text[max(0, quantity.start - 16) : quantity.start], quantity.value
    if quantity.kind in (QuantityKind.DATE, QuantityKind.YEAR, QuantityKind.CODE):
        return quantity
    if ABOUT.search(before):
        return replace(quantity, least=value * (1 - TOLERANCE), most=value * (1 + TOLERANCE))
    if NEARLY.search(before):
        return replace(quantity, least=value * 0.85, most=value)
    if OVER.search(before):
        return replace(quantity, least=value, most=value * 1.35)
    return quantity
