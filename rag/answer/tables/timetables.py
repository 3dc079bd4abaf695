"""Timetables: the first, the last, or all departures that a question asks for, by direction and day of the week."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request, best_articles
from rag.answer.tables.departures import Departing, find_departing
from rag.answer.tables.directions import ARRIVING, LEAVING, Way, as_place, find_places, find_way, is_stop, way_of
from rag.answer.tables.reading import Row, TableOfText, read_tables
from rag.answer.tables.rows import SHOWN
from rag.evidence.clock import DAY_MINUTES, read_hour
from rag.question.kind import Kind
from rag.question.weekdays import ALL_DAYS, find_days, label_days, read_days
from rag.types import Point
from rag.words import content_stems

ARTICLES = 6  # of the best hits, whose tables are read
FEW = 6  # departures that are told in a line
NIGHT = 3 * 60  # what leaves before that is the last of the day before
_YES = re.compile(r"\s*(?:yes|y|ja|oui|s[ií]|✓|✔|x)\s*", re.IGNORECASE)
_NO = re.compile(r"\s*(?:no|n|nein|non|–|—|-)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Departure:
    """A row with what it tells: when it leaves, in minutes, the days it runs on, and the words of that time."""

    row: Row
    minutes: int
    days: frozenset[int] | None
    told: str

    def runs_on(self, day: int) -> bool:
        """Tell whether it runs on a day, 0 for Monday; it may where its timetable does not say."""
        return self.days is None or day in self.days


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that answer, the time in a few words, and what must be known beside it."""

    rows: tuple[Row, ...]
    short: str
    note: str = ""


def gather_departures(request: Request) -> Gathered | None:
    """Return the departures that a question asks for, from the timetables among the best hits; None without any."""
    asked = find_departing(request.question, request.asked)
    if asked is None:
        return None
    articles = best_articles(request.hits or request.search(), ARTICLES)
    told = [(article, _of_article(article, request.question, asked)) for article in articles]
    found = [(article, one) for article, one in told if one is not None]
    if not found:
        return None
    points = [Point(article.title, (cite(article, row.span),)) for article, one in found for row in one.rows[:SHOWN]]
    notes = dict.fromkeys(one.note for _, one in found if one.note)
    shorts = {one.short for _, one in found}
    if len(shorts) > 1:
        notes[f"{len(found)} timetables tell this, not all the same."] = None
    short = shorts.pop() if len(shorts) == 1 else ""
    return Gathered(Kind.FACT, tuple(points), " ".join(notes), 1.0, short=short)


def _of_article(article: Article, question: str, asked: Departing) -> Found | None:
    told = [one for table in read_tables(article.text) for one in _departures(table, article, question, asked)]
    fitting = [one for one in told if asked.days is None or any(map(one.runs_on, asked.days))]
    if not fitting:
        return None
    if asked.is_first or asked.is_last:
        found = _ranked(fitting, asked)
    else:
        ordered = sorted(fitting, key=lambda one: one.minutes)
        times = dict.fromkeys(one.told for one in ordered)
        found = Found(tuple(one.row for one in ordered), ", ".join(times) if len(times) <= FEW else "")
    is_unsaid = asked.days is not None and all(one.days is None for one in fitting)
    return Found(found.rows, found.short, "The timetable does not say on which days it runs." if is_unsaid else "")


def _ranked(fitting: Sequence[Departure], asked: Departing) -> Found:
    """Return the first or the last departure of the days; of days that differ each with its days."""
    choose = max if asked.is_last else min
    best: dict[int, set[int]] = {}
    for day in sorted(asked.days or ALL_DAYS):
        if running := [one.minutes for one in fitting if one.runs_on(day)]:
            best.setdefault(choose(running), set()).add(day)
    kept = [
        one
        for time in sorted(best, reverse=asked.is_last)
        for one in fitting
        if one.minutes == time and any(map(one.runs_on, best[time]))
    ]
    said = {one.minutes: one.told for one in kept}
    parts = [f"{told} ({label_days(frozenset(best[time]))})" for time, told in said.items()]
    return Found(tuple(one.row for one in kept), "; ".join(parts if len(said) > 1 else said.values()))


def _departures(table: TableOfText, article: Article, question: str, asked: Departing) -> Iterator[Departure]:
    """Yield the departures of a table in the direction asked for; none where a word of the question is of no row."""
    timed = [name for name in table.columns if _is_timed([value for row in table.rows if (value := row.value(name))])]
    if not timed or not asked.is_served(content_stems(f"{article.title} {article.text}")):
        return
    places = find_places(table, timed, article.title)
    way, wanted = find_way(question, places), asked.names_beside(places)
    yes = [name for name in table.columns if content_stems(name) & wanted and _is_yes_or_no(table, name)]
    wanted -= content_stems(f"{article.title} {table.heading} {' '.join(table.columns)}")
    for row in table.rows:
        if not wanted <= row.stems or not all(_YES.fullmatch(row.value(name)) for name in yes):
            continue
        for column in _columns_of(row, timed, way, asked):
            minutes = read_hour(row.value(column))
            if minutes is None or not way_of(row, timed, column, article.title, table.heading).takes(way):
                continue
            minutes += DAY_MINUTES if minutes < NIGHT else 0
            if all(minutes >= time if is_after else minutes <= time for is_after, time in asked.bounds):
                yield Departure(row, minutes, _days_of(row, column, table.heading, article.title), row.value(column))


def _is_timed(values: Sequence[str]) -> bool:
    return 2 * sum(read_hour(value) is not None for value in values) > len(values)


def _is_yes_or_no(table: TableOfText, column: str) -> bool:
    values = [value for row in table.rows if (value := row.value(column))]
    return all(_YES.fullmatch(value) or _NO.fullmatch(value) for value in values)


def _columns_of(row: Row, timed: Sequence[str], way: Way, asked: Departing) -> Sequence[str]:
    """Return the column of the time that is asked for, each where they are of days; () where no column has it."""
    if of_day := [name for name in timed if read_days(name)]:
        return [name for name in of_day if row.value(name)]
    arriving = [name for name in timed if ARRIVING.match(name)]
    leaving = [name for name in timed if LEAVING.match(name)]
    stops = list(filter(is_stop, timed))
    if asked.is_arrival:
        return (arriving or [name for name in stops if as_place(name) in way.targets])[:1]
    own = [name for name in stops if as_place(name) in way.origins]
    plain = [name for name in timed if name not in (*arriving, *leaving, *stops)]
    return (leaving or own or plain or ([] if way.origins else stops))[:1]


def _days_of(row: Row, column: str, *above: str) -> frozenset[int] | None:
    """Return the days that a row runs on, by its cells, its column, or a line above the table; None where unsaid."""
    for cell, value in zip(row.cells, row.values, strict=True):
        if cell.name != column and value and (days := read_days(value)) is not None:
            return days
    if (days := read_days(column)) is not None:
        return days
    return next((found for line in above if (found := find_days(line)[0]) is not None), None)
