"""Periods: the days that a question names by the calendar, "the week of 12 May 2025", "from March to May 2025"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rag.evidence.date_names import MONTHS
from rag.evidence.event_dates import find_told
from rag.question.dates import DateRange

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:19|20)\d\d\b(?![-.]\d)"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|\.)?(?!\d)"
_OF = r"(?:(?:of|de|del)\s+)?"
_DAY = (
    rf"(?:\d{{4}}-\d\d-\d\d|{_NUMBER}\s+{_OF}{_MONTH}(?:,?\s+{_OF}{_YEAR})?"
    rf"|{_MONTH}\s+{_NUMBER}(?:,?\s+{_YEAR})?)"
)
_WHEN = rf"(?:{_DAY}|{_MONTH}\s+{_OF}{_YEAR}|{_YEAR})"
_THE = r"(?:(?:the|der|die|das|dem|den|la|le|el)\s+)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_WEEK = r"(?:week|woche|semaine|semana)"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


def find_period(question: str, asked: date) -> tuple[DateRange, str] | None:
    """Return the days that `question` names by the calendar and the words that say so; None without any.

    A day without a year is the last one up to the day it is `asked`. A week is that of the calendar in which a day
    lies, Monday to Sunday, unless it is said to begin or to end with it.
    """
    for pattern, read in _PATTERNS:
        found = pattern.search(question)
        if found is not None:
            try:
                days = read(found.groupdict(), asked)
            except (ValueError, OverflowError):  # "31 June"
                continue
            if days is not None and days.first <= days.last:
                return days, found.group()
    return None


@dataclass(frozen=True, slots=True)
class _Named:
    """A day, a month or a year as it is named; `day` and `month` are 0 where it has none."""

    year: int
    month: int
    day: int

    @property
    def days(self) -> DateRange:
        first = date(self.year, self.month or 1, self.day or 1)
        if self.day:
            return DateRange(first, first)
        if self.month:
            return DateRange(first, _month_end(self.year, self.month))
        return DateRange(first, date(self.year, 12, 31))


def _read(words: str, asked: date) -> _Named:
    told = find_told(f"in {words[0].upper()}{words[1:]}", asked)
    if told is None or not told.order[0]:
        raise ValueError(words)
    return _Named(*told.order)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def _week(parts: Mapping[str, str], asked: date) -> DateRange:
    day = _read(parts["when"], asked).days.first
    how = (parts["how"] or "").lower()
    if how.startswith(("begin", "start", "commenc", "from", "that", "vom", "ab")):
        return DateRange(day, day + timedelta(6))
    if how.startswith("end"):
        return DateRange(day - timedelta(6), day)
    monday = day - timedelta(day.weekday())
    return DateRange(monday, monday + timedelta(6))


def _week_of_month(parts: Mapping[str, str], asked: date) -> DateRange:
    month = _read(parts["when"], asked).days
    which = _PARTS[parts["which"].lower()]
    first = month.first + timedelta(7 * which) if which >= 0 else month.last - timedelta(6)
    return DateRange(first, first + timedelta(6))


def _between(parts: Mapping[str, str], asked: date) -> DateRange:
    """Return the days of a range; what the first end lacks the last one says: "3–20 June 2025"."""
    last = _read(parts["last"], asked)
    words = parts["first"].strip()
    number = re.match(r"\d+", words)
    if number and re.fullmatch(_NUMBER, words):
        first = _Named(last.year, last.month, int(number.group()))
    else:
        has_year = re.search(_YEAR, words) is not None
        first = _read(words if has_year else f"{words} {last.year}", asked)
        if not has_year and first.days.first > last.days.last:  # "from November to February 2025"
            first = _Named(last.year - 1, first.month, first.day)
    return DateRange(first.days.first, last.days.last)


def _season(parts: Mapping[str, str], asked: date) -> DateRange:
    year, month = int(parts["year"]), _SEASONS[parts["season"].lower()]
    last = month + 2
    return DateRange(date(year, month, 1), _month_end(year + (last > 12), (last - 1) % 12 + 1))


def _part_of_year(parts: Mapping[str, str], asked: date) -> DateRange:
    months = 3 if parts["part"].lower() == "quarter" else 6
    which = _PARTS[parts["which"].lower()] % (12 // months)
    year = int(parts["year"])
    return DateRange(date(year, which * months + 1, 1), _month_end(year, (which + 1) * months))


def _since(parts: Mapping[str, str], asked: date) -> DateRange:
    return DateRange(_read(parts["when"], asked).days.first, asked)


def _in(parts: Mapping[str, str], asked: date) -> DateRange:
    return _read(parts["when"], asked).days


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[Mapping[str, str], date], DateRange | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (
            rf"(?:\bin\s+)?{_THE}\b{_WEEK}\s+(?P<how>of|from|around|(?:that\s+)?(?:begin\w*|start\w*|commenc\w*|end\w*)"
            rf"|vom|ab|du|de|del)\s+(?:on\s+|with\s+)?{_THE}{_WEEKDAY}(?P<when>{_DAY})",
            _week,
        ),
        (
            rf"\b(?P<which>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+(?P<when>{_MONTH}(?:\s+{_OF}{_YEAR})?)",
            _week_of_month,
        ),
        (
            rf"\b(?:(?:between|from|zwischen|von|vom|entre|du|de|desde)\s+{_THE})?(?P<first>{_WHEN}|{_NUMBER}|{_MONTH})"
            rf"(?:\s+(?:and|to|until|till|through|bis|und|et|au|y|a|al|hasta)\s+{_THE}|\s*[–—-]\s*)(?P<last>{_WHEN})",
            _between,
        ),
        (rf"\b(?P<season>{'|'.join(_SEASONS)})\s+(?:of\s+)?(?P<year>{_YEAR})", _season),
        (
            rf"\b(?P<which>first|second|third|fourth|last)\s+(?P<part>quarter|half)\s+(?:of\s+)?(?P<year>{_YEAR})",
            _part_of_year,
        ),
        (rf"\b(?:since|seit|depuis|desde)\s+(?:dem\s+|le\s+|el\s+)?{_WEEKDAY}(?P<when>{_WHEN})", _since),
        (rf"\b(?:on|am|le|el)\s+(?:the\s+)?{_WEEKDAY}(?P<when>{_DAY})", _in),
        (
            rf"\b(?:of|from|in|during|published in|aus|von|im|de|en|du|des)\s+(?:the\s+)?"
            rf"(?P<when>{_MONTH}\s+{_OF}{_YEAR}|{_YEAR})",
            _in,
        ),
        (rf"^\W*(?:summari[sz]e|recap|review)\s+{_THE}(?:(?:month|year)\s+)?{_OF}(?P<when>{_WHEN})\W*$", _in),
        (rf"\b(?:in|during|im|en)\s+(?P<when>{_MONTH})(?!\s+\d)(?=\W*$|[,;])", _in),
    )
)  # fmt: skip
