"""The day, month or year that a sentence tells of: named in it, or counted from the day its article was published.

A weekday is the last one up to that day, or the next one where its clause speaks of what will be or that is the day
after. A day without a year is the nearest such day; where the article has no date, it keeps no year, and nothing is
counted from anything.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from rag.evidence.date_clauses import UNREAD, DateClause, Place, read_clause
from rag.evidence.date_names import MONTHS, NAMED
from rag.question.dates import WEEKDAYS, DateRange, read_dates
from rag.words import fold

_WEEKDAY = re.compile(rf"\b(?P<rel>next\s+|last\s+|this\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})(?:'s)?\b", re.IGNORECASE)
_LAST_DAY = re.compile(rf"last\s+(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_FUTURE = re.compile(  # not of "the commission that is to find out why", which met on Monday
    r"(?<!\bthat )(?<!\bwhich )(?<!\bwho )"
    r"\b(?:will|is (?:due|expected|set|scheduled|to)|are (?:due|expected|set|to)|would|next)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(r"\bsince\s+$", re.IGNORECASE)  # "mayor since 2019, she resigned on Wednesday"
# "Put off until 2027", "a verdict by the end of May": up to when, and not when something happened.
_UP_TO = re.compile(
    r"\b(?:until|till?|by|before|bis|hasta)\s+(?:(?:the|about|around|early|late|mid|end|beginning|start|close|midnight|noon"
    r"|on|of|at|zum|ende)[\s-]+)*$",
    re.IGNORECASE,
)
_WITH_UP_TO = re.compile(r"(?:until|till|by)\b", re.IGNORECASE)
_OF_THE_STORY = re.compile(r"the\s+(?:next|coming|last)\b", re.IGNORECASE)  # "the next day", counted from what was told
_FROM = re.compile(
    r"\b(?:between|from|von|zwischen|entre|de|desde)\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+)?$", re.IGNORECASE
)
_TO = re.compile(
    r"^[\w.,]+\s+(?:\d{4}\s+)?(?:and|to|until|till|bis|und|et|à|y|a|hasta)\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|then|before)\b", re.IGNORECASE)  # it was carried in May and struck down in June
_WHOSE = re.compile(r"['’]s?\b|['’](?=\s)")  # "the previous year's results"
_LAST_YEAR = re.compile(r",?\s+last\s+year\b", re.IGNORECASE)
_TO_ITS_DATE = re.compile(r",?\s+(?:the\s+)?$")
A_WEEK, LAST = 7, 3  # "last Friday" may be three days ago
_AHEAD = timedelta(days=75)  # how far ahead of its article a day without a year may lie
# An article that tells in the past of a day right after its own was written on since; or it means last year's.
_WRITTEN_ON = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Told:
    """The days that a sentence tells of, as they are shown, and what they are put in order by (year 0: not known).

    `is_beside`: they are not those of what the sentence tells first of all, `is_aside`: nor of anything that goes with
    it. `is_limit`: they are those up to which something is so or is to be done; `is_coming`: it is yet to come.
    `is_last`: the year is not known, but it is said to be last August's.
    """

    label: str
    order: tuple[int, int, int]
    is_beside: bool = False
    is_aside: bool = False
    is_limit: bool = False
    is_coming: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date where a sentence names it."""

    told: Callable[[DateClause], Told | None]
    start: int
    is_since: bool = False
    is_limit: bool = False


def find_told(sentence: str, published: date | None, year: int = 0) -> Told | None:
    """Return the day, month or year of what `sentence` tells first of all, the most exact first; None without any.

    A date beside that ("stolen on 17 January, it was found on Saturday") is the day of a sentence that has no other;
    so is that of what is yet to come. What has been so since a year was so before what happened: it counts last, too.
    `year` is that of the days without one, where an article tells of another time than its own; -1: it is not known.
    """
    found: list[tuple[tuple[bool, bool, Place, int], Told, int]] = []
    for mention in _mentions(sentence, published, year):
        clause = read_clause(sentence, mention.start)
        if clause is None:
            clause = replace(UNREAD, is_coming=bool(_FUTURE.search(sentence)))
        told = mention.told(clause)
        if told is not None:
            told = replace(
                told,
                is_beside=mention.is_since or clause.place is not Place.MAIN,
                is_aside=clause.is_aside,
                is_limit=mention.is_limit,
                is_coming=clause.is_coming,
            )
            is_last = mention.is_since or mention.is_limit or clause.is_aside
            found.append(((is_last, clause.is_coming, clause.place, clause.depth), told, mention.start))
    return _with_end(sentence, found) if found else None


def _with_end(sentence: str, found: Sequence[tuple[tuple[bool, bool, Place, int], Told, int]]) -> Told:
    """Return the first day by its rank; "between June 2016 and August 2023" both of them, and so of two events.

    Two events: "retired in 1936 and died on 9 January 1944".
    """
    rank, told, start = min(found, key=lambda one: one[0])
    later = sorted((one for one in found if one[2] > start), key=lambda one: one[2])
    if not later or later[0][1].order <= told.order:
        return told
    (other_rank, other, place), between = later[0], sentence[start : later[0][2]]
    if _FROM.search(sentence[:start]) and _TO.search(between):
        return replace(told, label=f"{told.label} – {other.label}")
    is_event = other_rank[:3] == rank[:3] == (False, False, Place.MAIN) and _AND.search(between) is not None
    return replace(told, label=f"{told.label} and {other.label}") if is_event and place > start else told


def told_on(day: date | None) -> Told | None:
    """Return a day by itself; None without one."""
    return None if day is None else _of(DateRange(day, day))


def told_as(year: int, month: int, day: int) -> Told:
    """Return a day, a month or a year by its numbers; 0 is what is not known of it."""
    month_name = f"{date(2000, month, 1):%B}" if month else ""
    return Told(" ".join(filter(None, (str(day or ""), month_name, str(year or "")))), (year, month, day))


def names_date(sentence: str, published: date | None) -> bool:
    """Tell whether `sentence` names a date at all, without reading its grammar."""
    return any(mention.told(UNREAD) is not None for mention in _mentions(sentence, published, 0))


def _mentions(sentence: str, published: date | None, year: int) -> Iterator[_Mention]:
    """Yield the dates that a sentence names, the most exact first; the parts of one date are not named again."""
    taken: list[tuple[int, int]] = []
    for pattern in NAMED:
        for match in pattern.finditer(sentence):
            if _overlaps(match, taken) or not _is_date(match, published, year):
                continue
            taken.append(match.span())
            before = sentence[: match.start()]
            is_since = _BEFORE_THAT.search(before) is not None or match.group()[:5].lower() == "since"
            is_limit = _UP_TO.search(before) is not None or _WITH_UP_TO.match(match.group()) is not None
            yield _Mention(partial(_named, match, published, year=year), _name_start(match), is_since, is_limit)
    if published is not None and not year:
        yield from _counted(sentence, published, taken)


def _counted(sentence: str, published: date, taken: list[tuple[int, int]]) -> Iterator[_Mention]:
    """Yield the dates that are counted from the day of the article, outside of what is `taken`: "last week"."""
    for days, match in read_dates(sentence, published):
        if _overlaps(match, taken):
            continue
        taken.append(match.span())
        if _LAST_DAY.match(match.group()) and published - days.first < timedelta(LAST):  # not yesterday
            days = DateRange(days.first - timedelta(A_WEEK), days.last - timedelta(A_WEEK))
        parts = match.groupdict()
        if parts.get("rolling") and (parts["determiner"] or parts["count"] or parts["rolling"].lower() == "past"):
            continue  # "over the past month" lasts
        if not (_OF_THE_STORY.match(match.group()) or _WHOSE.match(sentence, match.end())):
            before = sentence[: match.start()]
            is_since, is_limit = _BEFORE_THAT.search(before) is not None, _UP_TO.search(before) is not None
            yield _Mention(partial(_range, days), match.end() - 1, is_since, is_limit)
    for weekday in _WEEKDAY.finditer(sentence):
        is_of_date = any(_TO_ITS_DATE.fullmatch(sentence[weekday.end() : start]) for start, _ in taken)
        if not is_of_date and not _overlaps(weekday, taken):
            is_limit = _UP_TO.search(sentence[: weekday.start()]) is not None
            yield _Mention(partial(_of_weekday, weekday, published), weekday.start("weekday"), is_limit=is_limit)


def _overlaps(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)


def _is_date(match: re.Match[str], published: date | None, year: int) -> bool:
    """Tell whether it is a day of the calendar, though its year may not be known."""
    return any(_named(match, day, UNREAD, year) is not None for day in (published, None))


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


def _named(match: re.Match[str], published: date | None, clause: DateClause, year: int = 0) -> Told | None:
    parts = match.groupdict()
    name = parts.get("month")
    month = MONTHS[fold(name)] if name else int(parts.get("number") or 0)
    if name and name[0].islower() and fold(name) in ("may", "mar", "march", "mars", "mai", "sep", "dec", "jan"):
        return None  # "may be", "march on"
    day = int(parts.get("day") or 0)
    known = int(parts["year"]) if parts.get("year") else 0
    relation = (parts.get("rel") or "").lower()
    is_last = not known and (relation == "last" or _LAST_YEAR.match(match.string, match.end()) is not None)
    if month and not known:
        if year < 0:
            return None
        known = year
        if not known and published is not None:
            known = _year_of("last" if is_last else relation, month, published)
            known = known or _nearest_year(month, day, published, clause)
            if not known:
                return None
    try:
        date(known or 2000, month or 1, day or 1)  # 2000 has a 29th of February
    except ValueError:
        return None
    told = replace(told_as(known, month, day), is_last=is_last and not known)
    first = int(parts.get("first") or 0)
    return replace(told, label=f"{first}–{told.label}", order=(known, month, first)) if 0 < first < day else told


def _year_of(relation: str, month: int, published: date) -> int:
    """Return the year of "last April", which was before the article, or of "next April", which comes; 0 without one."""
    if relation == "last":
        return published.year - (month >= published.month)
    if relation == "next":
        return published.year + (month <= published.month)
    return published.year if relation == "this" else 0


def _nearest_year(month: int, day: int, published: date, clause: DateClause) -> int:
    """Return the year in which that day lies: the last before the article, or the coming one where it is near.

    0 where it cannot be told: the article was written on after its day, or means last year's.
    """
    same = (published.year, month, day or 1)
    written = (published.year, published.month, published.day)
    if same <= written:
        return published.year + (1 if clause.is_coming and published.month - month > 6 else 0)
    if clause.is_past and clause.place is not Place.BESIDE:
        soon = published + _WRITTEN_ON
        return 0 if day and same <= (soon.year, soon.month, soon.day) else published.year - 1
    ahead = published + (_AHEAD * 4 if clause.is_coming else _AHEAD)
    return published.year if same <= (ahead.year, ahead.month, ahead.day) else published.year - 1


def _weekday(match: re.Match[str], published: date, clause: DateClause) -> DateRange:
    number = WEEKDAYS.index(match["weekday"].lower())
    coming = (match["rel"] or "").lower().startswith("next") or clause.is_coming
    back = (published.weekday() - number) % 7
    if back == A_WEEK - 1 and not match["rel"]:
        coming = True  # a report of Thursday that tells of Friday was written on, or abroad: it would say "last Friday"
    day = published + timedelta(-back % A_WEEK) if coming else published - timedelta(back)
    return DateRange(day, day)


def _of(days: DateRange) -> Told:
    first = days.first
    whole_year = (days.last - days.first).days > 300
    whole_month = not whole_year and (days.last - days.first).days > 26
    return Told(
        str(days), (first.year, 0 if whole_year else first.month, 0 if whole_year or whole_month else first.day)
    )
