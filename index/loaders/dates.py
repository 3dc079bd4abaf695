"""Days as people write them: one reader for front matter, article lines, mails and pages."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

MAX_CHARS = 120  # a longer text is prose, not a date
# Their names of months never mean two different months; a name that does is left out of the table.
_LANGUAGES = "en de fr es it pt nl sv da nb fi pl cs sk hu ro hr sl ru uk bg el tr id ca lt lv et".split()
_YEAR = r"([12]\d{3})"
_ISO = re.compile(rf"(?<![\d./-]){_YEAR}([-/.])(\d{{1,2}})\2(\d{{1,2}})(?![\d./-]*\d)")
_COMPACT = re.compile(r"(?<![\w.-])([12]\d{3})(\d{2})(\d{2})(?=$|T\d|[\s,;])")
_CHINESE = re.compile(rf"{_YEAR}\s*[年년]\s*(\d{{1,2}})\s*[月월]\s*(\d{{1,2}})\s*[日号일]")
_YEAR_LAST = re.compile(rf"(?<![\d./-])(\d{{1,2}})(\.\s?|[-/])(\d{{1,2}})\2{_YEAR}(?![\d/-]*\d)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")  # seconds since 1970, or thousandths of them
_CLOCK = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?|(?<=[\d\s])[+-]\d{4}\b|\d{1,2}\s*(?:[ap]\.?m\b|Uhr|h\b)", re.I
)
_WORD = re.compile(r"(\d+)(?:st|nd|rd|th|er|re|º|ª|°)?(?![^\W\d_])|([^\W\d_]+)", re.I)
_FILLERS = frozenset("de del of le the den der am la di do da a".split())


def read_date(written: str) -> date | None:
    """Return the day that a text states, or None where it states none, several, or one that can be read in two ways.

    Read are ISO dates and times, the year before or behind month and day, names of months in many languages, and
    seconds since 1970. `04/05/2023` is no date, as half of the world reads it as April and half as May; with full
    stops the day comes first.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    if not text or len(text) > MAX_CHARS:
        return None
    if found := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC).date()
    days = set(_numeric_days(text)) or set(_named_days(text))
    return days.pop() if len(days) == 1 else None


def say_unread(written: str) -> str:
    """Return what is said of a date that `read_date` does not read."""
    return f"its date {written[:40]!r} was not understood, so the article has none; expected one such as 2024-03-05"


def _numeric_days(text: str) -> Iterator[date | None]:
    for pattern in (_ISO, _COMPACT, _CHINESE):
        for found in pattern.finditer(text):
            numbers = [int(part) for part in found.groups() if part.isdigit()]
            yield _day(*numbers)
    for found in _YEAR_LAST.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        is_day_first = found[2][0] == "." or first > 12 or first == second
        readings = [_day(year, second, first)] if is_day_first else []
        if second > 12:
            readings = [_day(year, first, second)]
        yield readings[0] if readings else None


def _named_days(text: str) -> Iterator[date | None]:
    """Yield the days that stand around names of months, such as "5. April 2023", "Apr 5th, 2023", "2023 April 5"."""
    parts = [(number, word.casefold()) for number, word in _WORD.findall(_CLOCK.sub(" ; ", text))]
    parts = [(number, word) for number, word in parts if word not in _FILLERS]
    for position, (_, word) in enumerate(parts):
        month = _months().get(word)
        if month is None:
            continue
        before, after = _numbers(parts[:position][::-1]), _numbers(parts[position + 1 :])
        orders = ((before[:1], after[:1]), (after[:1], after[1:2]), (after[:1], before[:1]))
        for days, years in orders:
            if days and years and len(days[0]) <= 2 and len(years[0]) == 4:
                yield _day(int(years[0]), month, int(days[0]))
                break


def _numbers(parts: list[tuple[str, str]]) -> list[str]:
    """Return the numbers that stand next to a name of a month, at most two."""
    numbers: list[str] = []
    for number, _ in parts[:2]:
        if not number:
            break
        numbers.append(number)
    return numbers


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    named: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[use][width].items():
                    for word in (name, _without_accents(name)):
                        named.setdefault(word.rstrip(".").casefold(), set()).add(number)
    named |= {"sept": {9}, "maerz": {3}}
    return {name: numbers.pop() for name, numbers in named.items() if len(numbers) == 1 and not name.isdigit()}


def month_names() -> frozenset[str]:
    """Return the names of months and their short forms, in small letters, without full stops."""
    return frozenset(_months())


@cache
def weekday_names() -> frozenset[str]:
    """Return the names of the days of the week in the same languages and form, each word of a name for itself."""
    from babel import Locale

    named = (
        name
        for language in _LANGUAGES
        for widths in Locale(language).days.values()
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
    )
    return frozenset(
        word.rstrip(".").casefold() for name in named for word in re.split(r"[\s-]", name) if len(word) > 1
    )


def _without_accents(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
