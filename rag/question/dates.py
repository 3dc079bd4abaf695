"""Relative dates ("last week") as days of the calendar, counted from a given day.

A week is an ISO week, Monday to Sunday. "last", "this" and "next" week, month and year are whole ones of the
calendar; "the past three days" ends today, "the next two weeks" begins today. "last Tuesday" is the latest Tuesday
before today, "next Tuesday" the first one after today, "this Tuesday" that of this week. "two weeks ago" is the
whole week in which that day lies, and likewise for months and years. Vague words ("recently", "a few days ago") and
a bare "on Tuesday" stay as they are.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
NAMED_DAYS = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip

_COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(NUMBERS)})"
_UNIT = "(?:day|week|month|year)"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_PERIODS = (
    r"(?P<determiner>the |these |this )?(?P<rolling>past|last|next|coming) "
    rf"(?:(?P<one>{_UNIT})|{_COUNT} (?P<unit>{_UNIT})s?)",
    rf"(?P<named>{'|'.join(sorted(NAMED_DAYS, key=len, reverse=True))})",
    rf"(?P<which>last|this|next|previous|coming|current) (?P<period>weekend|{_UNIT}|{'|'.join(WEEKDAYS)}|{_MONTH})",
    rf"{_COUNT} (?P<unit>{_UNIT})s? (?P<direction>ago|from now|from today)",
)
# A part of something else ("the last week of the festival") is no date.
_PHRASE = r"(?<![\w’'-]){}(?![\w-])(?!\s+of\b)(?!\s+in\s+office\b)"
_RELATIVE = tuple(re.compile(_PHRASE.format(period.replace(" ", r"\s+")), re.IGNORECASE) for period in _PERIODS)
_EXPLICIT = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{{2,4}}|{_MONTH}\s+\d\d?(?:st|nd|rd|th)?\b(?!\d)"
    rf"|\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|(?<![\d.,])(?:1\d|20)\d\d(?![\d.,]\d|\d))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<!\w)‘[^’]*’|(?<!\w)'[^']*'(?!\w)|\*[^*]+\*")
_OPEN_END = re.compile(r"\bsince\s+$", re.IGNORECASE)
_OUTSIDE = re.compile(r"\b(?:before|after|until|till|by)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days of the calendar, both ends included."""

    first: date
    last: date

    def __str__(self) -> str:
        """Return the range as people write it: "9–15 November 2026", "November 2026", "2026"."""
        first, last = self.first, self.last
        if first == last:
            return f"{first.day} {_month(first)} {first.year}"
        if first.year != last.year and not (_is_year_start(first) and _is_year_end(last)):
            return f"{first.day} {_month(first)} {first.year} – {last.day} {_month(last)} {last.year}"
        if _is_year_start(first) and _is_year_end(last):
            return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
        if first.month != last.month:
            return f"{first.day} {_month(first)} – {last.day} {_month(last)} {last.year}"
        if first.day == 1 and last == _month_end(last):
            return f"{_month(first)} {first.year}"
        return f"{first.day}–{last.day} {_month(last)} {last.year}"


def find_dates(question: str, asked: date) -> tuple[DateRange, ...]:
    """Return the days that the relative dates of `question` mean on the day `asked`, in their order.

    For an article, give the day on which it was published. "since last week" lasts until `asked`; what lies
    before or after a relative date ("until yesterday") is no range. Nothing is found when an explicit date is
    there already, or inside quotation marks and titles.
    """
    found: dict[DateRange, None] = {}
    for days, match in () if _EXPLICIT.search(question) else read_dates(question, asked):
        is_open = _OPEN_END.search(question[: match.start()]) and days.first <= asked
        found[DateRange(days.first, asked) if is_open else days] = None
    return tuple(found)


def read_dates(text: str, day: date) -> Iterator[tuple[DateRange, re.Match[str]]]:
    """Yield the days that the relative dates of `text` mean, counted from `day`, and where they are named, in order."""
    for match in _matches(text):
        days = _days(match, day)
        if days is not None and not _OUTSIDE.search(text[: match.start()]):
            yield days, match


def _matches(question: str) -> Iterator[re.Match[str]]:
    """Yield relative dates in order, the longest reading of each, none inside quotes or titles."""
    taken = [match.span() for match in _QUOTED.finditer(question)]
    found: list[re.Match[str]] = []
    for pattern in _RELATIVE:
        for match in pattern.finditer(question):
            free = all(match.end() <= start or end <= match.start() for start, end in taken)
            if free and not _is_title(question, match):
                found.append(match)
                taken.append(match.span())
    yield from sorted(found, key=lambda match: match.start())


def _is_title(question: str, match: re.Match[str]) -> bool:
    """Tell whether capitals say that the words name something: "Last Week Tonight", "USA Today"."""
    if match.group().isupper():
        return not question.isupper()
    names = {*WEEKDAYS, *MONTHS}
    words = match.group().split()
    inside = any(word[0].isupper() and word.lower() not in names for word in words[1:])
    before = question[: match.start()].rstrip(" (")
    capital_inside_sentence = words[0][0].isupper() and bool(before) and before[-1] not in ".!?:;"
    return inside or capital_inside_sentence


def _days(match: re.Match[str], asked: date) -> DateRange | None:
    """Return the days of one relative date; None when they leave the calendar."""
    parts = {name: re.sub(r"\s+", " ", (text or "").lower()) for name, text in match.groupdict().items()}
    try:
        if parts.get("named"):
            return _one(asked + timedelta(NAMED_DAYS[parts["named"]]))
        if parts.get("direction"):
            sign = -1 if parts["direction"] == "ago" else 1
            return _whole(parts["unit"], asked, sign * _number(parts["count"]))
        which = parts.get("rolling") or parts["which"]
        if parts.get("count"):
            return _rolling(which, _number(parts["count"]), parts["unit"], asked)
        if which == "past" or parts.get("determiner"):
            return _rolling(which, 1, parts["one"], asked)
        step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
        return _named_period(parts.get("one") or parts["period"], step, asked)
    except (OverflowError, ValueError):
        return None


def _named_period(period: str, step: int, asked: date) -> DateRange:
    if period in WEEKDAYS:
        return _one(_weekday(WEEKDAYS.index(period), step, asked))
    if period in MONTHS:
        month = MONTHS.index(period) + 1
        late = (step < 0 and month >= asked.month) or (step > 0 and month > asked.month)
        year = asked.year + (step if step < 0 and late else 0) + (step if step > 0 and not late else 0)
        return _whole("month", date(year, month, 1), 0)
    if period == "weekend":
        week = _whole("week", asked, step)
        return DateRange(week.last - timedelta(1), week.last)
    return _whole(period, asked, step)


def _weekday(weekday: int, step: int, asked: date) -> date:
    if step < 0:
        return asked - timedelta((asked.weekday() - weekday - 1) % 7 + 1)
    if step > 0:
        return asked + timedelta((weekday - asked.weekday() - 1) % 7 + 1)
    return asked + timedelta(weekday - asked.weekday())


def _rolling(which: str, count: int, unit: str, asked: date) -> DateRange:
    """Return the days that end, or begin, with `asked`."""
    sign = -1 if which in ("past", "last") else 1
    if unit in ("day", "week"):
        other = asked + timedelta(sign * (count * (7 if unit == "week" else 1) - 1))
    else:
        moved = _move_months(asked, sign * count * (12 if unit == "year" else 1))
        other = moved - timedelta(sign)
    return DateRange(min(asked, other), max(asked, other))


def _whole(unit: str, asked: date, step: int) -> DateRange:
    """Return the day, ISO week, month or year that lies `step` units from that of `asked`."""
    if unit == "day":
        return _one(asked + timedelta(step))
    if unit == "week":
        monday = asked - timedelta(asked.weekday()) + timedelta(7 * step)
        return DateRange(monday, monday + timedelta(6))
    if unit == "month":
        first = _move_months(asked.replace(day=1), step)
        return DateRange(first, _month_end(first))
    return DateRange(date(asked.year + step, 1, 1), date(asked.year + step, 12, 31))


def _move_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(day: date) -> str:
    return MONTHS[day.month - 1].capitalize()


def _is_year_start(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _one(day: date) -> DateRange:
    return DateRange(day, day)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 1 if text in ("a", "an") else NUMBERS.index(text) + 1
