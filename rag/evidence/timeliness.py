"""Articles of the days that a question asks about come first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index import Hit
from rag.question.dates import DateRange

# On the fused score, 0 to 1. On 78 questions of realtimeqa-2022 that name such days, .05 to .1 loses nothing, .15 and
# more loses evidence; it tells apart what otherwise reads alike: the same council's weekly reports.
PREFERENCE = 0.1
LATER = 0.5  # of the preference, for an article of the week after: it may tell of its own days as well
POOL = 3  # times as many hits are looked through
LONGEST = timedelta(days=31)  # "this year" says too little about when an article was written
REPORTED_WITHIN = timedelta(days=7)  # articles tell of a day on it or in the week after
REPORTED_AHEAD = timedelta(days=1)


def prefer_dates(hits: Sequence[Hit], days: Sequence[DateRange]) -> tuple[Hit, ...]:
    """Return `hits`, best first, those of articles that could report on `days` with their scores raised."""
    short = [range_ for range_ in days if range_.last - range_.first <= LONGEST]
    raised = [replace(hit, score=min(1.0, hit.score + _preference(hit.article.published, short))) for hit in hits]
    return tuple(sorted(raised, key=lambda hit: -hit.score))


def _preference(published: date | None, days: Sequence[DateRange]) -> float:
    if published is None:
        return 0.0
    return max((PREFERENCE * _nearness(published, range_) for range_ in days), default=0.0)


def _nearness(published: date, days: DateRange) -> float:
    if published + REPORTED_AHEAD < days.first or published - REPORTED_WITHIN > days.last:
        return 0.0
    return 1.0 if published <= days.last else LATER
