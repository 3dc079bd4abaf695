"""A round-up: how the newest articles of a source, of some days or of the library begin."""

from dataclasses import replace

from index import Article
from index.splitting import split_article
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request, as_hits
from rag.answer.scope import Scope, newest_first
from rag.evidence.event_dates import find_told
from rag.evidence.sentences import read_sentences
from rag.question.dates import DateRange
from rag.question.kind import Kind
from rag.types import Point

HEAD_CHARS = 4_000  # of an article's beginning, for each sentence that is told of it
LEAST_SECTIONS = 3
MOST_LINES = 2  # of an article in a round-up
MOST_LISTED = 12  # articles of a source, a time or the library that are told of


def of_articles(request: Request, scope: Scope) -> Gathered:
    """Return how the newest articles begin, the fewer they are the more of each, and how many there are.

    Those of a span of days stand in the order of their days, under them.
    """
    if not scope.rows:
        note = f"You have no articles {scope.label}".rstrip()
        told = _that_tell_of(request, scope.days) if scope.days else ()
        if told:
            return Gathered(Kind.OVERVIEW, told, f"{note}; this is what others tell of those days.", 1.0)
        return Gathered(Kind.OVERVIEW, (), f"{note}.", answerable=False)
    newest = newest_first(scope.rows)[:MOST_LISTED]
    is_round_up = scope.days is not None and len(newest) > 1
    each = max(1, min(MOST_LINES if is_round_up else request.most, request.most // len(newest)))
    if is_round_up:
        newest.reverse()
    points = tuple(point for row in newest for point in first_points(request.library.article(row.id), each))
    if is_round_up:
        points = tuple(replace(point, group=_dated(point)) for point in points)
    count = len(scope.rows)
    covered = f"the newest {len(newest)} of {count:,} articles" if count > len(newest) else _all(count)
    return Gathered(Kind.OVERVIEW, points, f"This covers {covered} {scope.label}".rstrip() + ".", 1.0)


def _dated(point: Point) -> str:
    day = point.citations[0].published
    return f"{DateRange(day, day)}: {point.group}" if day else point.group


def _that_tell_of(request: Request, days: DateRange) -> tuple[Point, ...]:
    """Return the sentences of articles of other days that tell of `days`, by their day."""
    first, last = ((day.year, day.month, day.day) for day in (days.first, days.last))
    told = []
    for one in read_sentences(request.search(str(days))):
        found = None if one.is_order else find_told(one.text, one.article.published)
        if found is not None and found.order[2] and first <= found.order <= last:
            told.append((found, one))
    told.sort(key=lambda item: item[0].order)
    return tuple(Point(found.label, (cite(one.article, one.span),)) for found, one in told[: request.most])


def _all(count: int) -> str:
    return "the only article" if count == 1 else f"all {count} articles"


def first_points(article: Article, most: int = 1) -> tuple[Point, ...]:
    """Return the first sentences of an article that tell something, at most `most`, under its title.

    Of an article in sections ("News in brief") they are the first of each section.
    """
    head = split_article(article.text[: HEAD_CHARS * most])
    told = [one for one in read_sentences(as_hits(article, head, 1.0)) if not one.is_order]
    sections = {one.heading: one for one in reversed(told)}
    firsts = sorted(sections.values(), key=lambda one: one.span.start) if len(sections) >= LEAST_SECTIONS else told
    return tuple(Point(article.title, (cite(article, one.span),)) for one in firsts[:most])
