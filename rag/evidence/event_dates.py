"""The day, month or year that a sentence tells of: named in it, or counted from the day its article was published.

A weekday is the last one up to that day, or the next one where the sentence speaks of what will be. A day without a
year is the nearest such day; where the article has no date, it keeps no year, and nothing is counted from anything.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rag.question.dates import WEEKDAYS, DateRange, find_dates
from rag.words import fold

_MONTH_NAMES = (
    "january januar janvier enero jan", "february februar fevrier février febrero feb",
    "march marz märz mars marzo mar",
    "april avril abril apr", "may mai mayo", "june juni juin junio jun", "july juli juillet julio jul",
    "august aout août agosto aug", "september septembre septiembre sept sep", "october oktober octobre octubre oct okt",
    "november novembre noviembre nov", "december dezember decembre décembre diciembre dec dez",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>(?:1[0-9]|20)\d\d)"
_NAMED = tuple(
    re.compile(rf"(?<![\w.]){pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"{_DAY}\s+(?:of\s+|de\s+)?{_MONTH},?\s*(?:de\s+|del\s+)?{_YEAR}\b",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"{_MONTH}\s+(?:of\s+|de\s+)?{_YEAR}\b",
        rf"{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}(?!\w)",
        rf"{_MONTH}\s+{_DAY}(?![\w%]|\s*(?:percent|million|people))",
        rf"(?:in|since|by|until|from|of|last|this|next|im|seit|en|depuis|desde|early|late"
        rf"|mid)[\s-]+{_MONTH}(?!\s+(?:be|have|not|also|well)\b)",
        rf"{_YEAR}(?!\w|[.,]\d|\s*(?:people|km|miles|metres|meters|euros|dollars))",
    )
)
_WEEKDAY = re.compile(rf"\b(?P<rel>next\s+|last\s+|this\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})(?:'s)?\b", re.IGNORECASE)
_FUTURE = re.compile(  # not of "the commission that is to find out why", which met on Monday
    r"(?<!\bthat )(?<!\bwhich )(?<!\bwho )"
    r"\b(?:will|is (?:due|expected|set|scheduled|to)|are (?:due|expected|set|to)|would|next)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(r"\bsince\s+$", re.IGNORECASE)  # "mayor since 2019, she resigned on Wednesday"
_AHEAD = timedelta(days=75)  # how far ahead of its article a day without a year may lie


@dataclass(frozen=True, slots=True)
class Told:
    """The days that a sentence tells of, as they are shown, and what they are put in order by (year 0: not known)."""

    label: str
    order: tuple[int, int, int]


def find_told(sentence: str, published: date | None) -> Told | None:
    """Return the first day, month or year that `sentence` names, the most exact first; None without any.

    What has been so since a year was so before what happened: it is the day of a sentence that has no other.
    """
    since: Told | None = None
    for pattern in _NAMED:
        for match in pattern.finditer(sentence):
            told = _named(match, published, sentence)
            if told is not None and not _BEFORE_THAT.search(sentence[: match.start()]):
                return told
            since = since or told
    if published is None:
        return since
    if ranges := find_dates(sentence, published):
        return _of(ranges[0])
    weekday = _WEEKDAY.search(sentence)
    return _of(_weekday(weekday, published, sentence)) if weekday else since


def name_weekday(phrase: str, sentence: str, published: date | None) -> str:
    """Return the day that the weekday in a phrase of `sentence` is, "18 June 2025"; "" without one or its date."""
    weekday = _WEEKDAY.search(phrase)
    return "" if weekday is None or published is None else str(_weekday(weekday, published, sentence))


def _named(match: re.Match[str], published: date | None, sentence: str) -> Told | None:
    parts = match.groupdict()
    name = parts.get("month")
    month = MONTHS[fold(name)] if name else int(parts.get("number") or 0)
    if name and name[0].islower() and fold(name) in ("may", "mar", "march", "mars", "mai", "sep", "dec", "jan"):
        return None  # "may be", "march on"
    day = int(parts.get("day") or 0)
    year = int(parts["year"]) if parts.get("year") else 0
    if not month:
        return Told(str(year), (year, 0, 0))
    if not year and published is not None:
        year = _nearest_year(month, day, published, bool(_FUTURE.search(sentence)))
    try:
        known = date(year or 2000, month, day or 1)  # 2000 has a 29th of February
    except ValueError:
        return None
    label = f"{known:%B}" if not day else f"{day} {known:%B}"
    return Told(f"{label} {year}" if year else label, (year, month, day))


def _nearest_year(month: int, day: int, published: date, future: bool) -> int:
    """Return the year in which that day lies: the last before the article, or the coming one where it is near."""
    same = (published.year, month, day or 1)
    written = (published.year, published.month, published.day)
    if same <= written:
        return published.year + (1 if future and published.month - month > 6 else 0)
    ahead = published + (_AHEAD * 4 if future else _AHEAD)
    return published.year if same <= (ahead.year, ahead.month, ahead.day) else published.year - 1


def _weekday(match: re.Match[str], published: date, sentence: str) -> DateRange:
    number = WEEKDAYS.index(match["weekday"].lower())
    coming = (match["rel"] or "").lower().startswith("next") or bool(_FUTURE.search(sentence))
    back = (published.weekday() - number) % 7
    day = published + timedelta((7 - back) % 7) if coming else published - timedelta(back)
    return DateRange(day, day)


def _of(days: DateRange) -> Told:
    first = days.first
    whole_year = (days.last - days.first).days > 300
    whole_month = not whole_year and (days.last - days.first).days > 26
    return Told(
        str(days), (first.year, 0 if whole_year else first.month, 0 if whole_year or whole_month else first.day)
    )
