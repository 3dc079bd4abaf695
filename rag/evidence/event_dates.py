"""The day, month or year that a sentence tells of: named in it, or counted from the day its article was published.

A weekday is the last one up to that day, or the next one where its clause speaks of what will be. A day without a
year is the nearest such day; where the article has no date, it keeps no year, and nothing is counted from anything.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from rag.evidence.date_clauses import UNREAD, DateClause, Place, read_clause
from rag.evidence.date_names import MONTHS, NAMED
from rag.question.dates import WEEKDAYS, DateRange, find_dates
from rag.words import fold

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
    """The days that a sentence tells of, as they are shown, and what they are put in order by (year 0: not known).

    `is_beside`: they are not those of what the sentence tells first of all.
    """

    label: str
    order: tuple[int, int, int]
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date where a sentence names it: `start` is -1 where it is not known."""

    told: Callable[[DateClause], Told | None]
    start: int
    is_whole: bool  # no tense is needed to tell which day it is
    is_since: bool = False


def find_told(sentence: str, published: date | None) -> Told | None:
    """Return the day, month or year of what `sentence` tells first of all, the most exact first; None without any.

    A date beside that ("stolen on 17 January, it was found on Saturday") is the day of a sentence that has no other.
    What has been so since a year was so before what happened: it counts last, too.
    """
    mentions = list(_mentions(sentence, published))
    if len(mentions) == 1 and mentions[0].is_whole:
        return mentions[0].told(UNREAD)
    found: list[tuple[tuple[bool, Place, bool], Told]] = []
    for mention in mentions:
        clause = read_clause(sentence, mention.start) if mention.start >= 0 else None
        if clause is None:
            clause = replace(UNREAD, is_coming=bool(_FUTURE.search(sentence)))
        told = mention.told(clause)
        if told is not None:
            found.append(((mention.is_since, clause.place, clause.is_coming), told))
    if not found:
        return None
    (is_since, place, _), told = min(found, key=lambda one: one[0])
    return replace(told, is_beside=is_since or place is not Place.MAIN)


def told_on(day: date | None) -> Told | None:
    """Return a day by itself; None without one."""
    return None if day is None else _of(DateRange(day, day))


def told_as(year: int, month: int, day: int) -> Told:
    """Return a day, a month or a year by its numbers; 0 is what is not known of it."""
    month_name = f"{date(2000, month, 1):%B}" if month else ""
    return Told(" ".join(filter(None, (str(day or ""), month_name, str(year or "")))), (year, month, day))


def names_date(sentence: str, published: date | None) -> bool:
    """Tell whether `sentence` names a date at all, without reading its grammar."""
    return any(mention.told(UNREAD) is not None for mention in _mentions(sentence, published))


def _mentions(sentence: str, published: date | None) -> Iterator[_Mention]:
    """Yield the dates that a sentence names, the most exact first; the parts of one date are not named again."""
    taken: list[tuple[int, int]] = []
    for pattern in NAMED:
        for match in pattern.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if _named(match, published, UNREAD) is None:
                continue
            taken.append(match.span())
            is_since = (
                _BEFORE_THAT.search(sentence[: match.start()]) is not None or match.group()[:5].lower() == "since"
            )
            whole = bool(match.groupdict().get("year")) or published is None
            yield _Mention(partial(_named, match, published), _name_start(match), whole, is_since)
    if published is None:
        return
    ranges = () if taken else find_dates(sentence, published)
    yield from (_Mention(partial(_range, days), -1, is_whole=True) for days in ranges)
    if not ranges:
        for weekday in _WEEKDAY.finditer(sentence):
            yield _Mention(partial(_of_weekday, weekday, published), weekday.start("weekday"), is_whole=False)


def _range(days: DateRange, _: DateClause) -> Told:
    return _of(days)


def _of_weekday(match: re.Match[str], published: date, clause: DateClause) -> Told:
    return _of(_weekday(match, published, clause))


def _name_start(match: re.Match[str]) -> int:
    """Return where the month or the year of a date stands: what it hangs on tells the clause."""
    return match.start("month") if match.groupdict().get("month") else match.start("year")


def name_weekday(phrase: str, sentence: str, published: date | None) -> str:
    """Return the day that the weekday in a phrase of `sentence` is, "18 June 2025"; "" without one or its date."""
    weekday = _WEEKDAY.search(phrase)
    if weekday is None or published is None:
        return ""
    clause = read_clause(sentence, sentence.find(phrase) + weekday.start("weekday"))
    clause = clause or replace(UNREAD, is_coming=bool(_FUTURE.search(sentence)))
    return str(_weekday(weekday, published, clause))


def _named(match: re.Match[str], published: date | None, clause: DateClause) -> Told | None:
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
        relation = (parts.get("rel") or "").lower()
        year = _year_of(relation, month, published) or _nearest_year(month, day, published, clause)
    try:
        known = date(year or 2000, month, day or 1)  # 2000 has a 29th of February
    except ValueError:
        return None
    label = f"{known:%B}" if not day else f"{day} {known:%B}"
    return Told(f"{label} {year}" if year else label, (year, month, day))


def _year_of(relation: str, month: int, published: date) -> int:
    """Return the year of "last April", which was before the article, or of "next April", which comes; 0 without one."""
    if relation == "last":
        return published.year - (month >= published.month)
    if relation == "next":
        return published.year + (month <= published.month)
    return published.year if relation == "this" else 0


def _nearest_year(month: int, day: int, published: date, clause: DateClause) -> int:
    """Return the year in which that day lies: the last before the article, or the coming one where it is near."""
    same = (published.year, month, day or 1)
    written = (published.year, published.month, published.day)
    if same <= written:
        return published.year + (1 if clause.is_coming and published.month - month > 6 else 0)
    if clause.is_past and clause.place is not Place.BESIDE and same > written:
        return published.year - 1
    ahead = published + (_AHEAD * 4 if clause.is_coming else _AHEAD)
    return published.year if same <= (ahead.year, ahead.month, ahead.day) else published.year - 1


def _weekday(match: re.Match[str], published: date, clause: DateClause) -> DateRange:
    number = WEEKDAYS.index(match["weekday"].lower())
    coming = (match["rel"] or "").lower().startswith("next") or clause.is_coming
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
