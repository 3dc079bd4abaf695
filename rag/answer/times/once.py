"""Each event once: five reports of a final are one line of a timeline, and so is a medal that each of them recalls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag.answer.times.told_days import UNKNOWN
from rag.evidence.date_clauses import deed_of
from rag.evidence.event_dates import Told
from rag.evidence.ranking import Ranked

PER_DAY, FEW = 2, 6  # lines of one day, one where there are as many other days
GOOD, THIRD = 0.75, 3  # of the score of the third: what a line behind the first few must have
LONG = 10_000
RANGE = "–"  # in the days of a week
NEARER = 2  # days by which a report is nearer to what it tells, so that it tells it better
AS_GOOD = 0.6  # of the other's score
FRESH = 1  # days, within which a report tells its own news
WITHOUT = 8  # of reports without a date
SAME = 0.6  # cosine, from which two sentences of one day tell the same
ALIKE = 0.78  # and of two days: what one of them recalls
OF_DAYS = 0.87  # and of two that are known to the day, or of reports without a date, which may be of two days


def each_event_once(dated: Sequence[tuple[Ranked, Told]], most: int) -> list[tuple[Ranked, Told]]:
    """Return at most `most` sentences with their days, best first, without those that tell the same again.

    Of "in February" and "on 17 February" the more exact one is kept. Each day has one line before any has another.
    """
    kept, more = list[tuple[Ranked, Told]](), list[tuple[Ranked, Told]]()
    for item, told in sorted(dated, key=lambda one: -one[0].score):
        same = next((other for other in (*kept, *more) if _tells_same(item, told, *other)), None)
        if same is not None:
            if same in kept and _is_better((item, told), same):
                kept[kept.index(same)] = (replace(item, score=same[0].score), told)
            continue
        count = sum(other.label == told.label for _, other in (*kept, *more))
        if count < (WITHOUT if told == UNKNOWN else 1):
            kept.append((item, told))
        elif told.order[1] and told != UNKNOWN and count < PER_DAY:
            more.append((item, told))
    kept.sort(key=lambda one: -one[0].score)
    least = GOOD * kept[min(len(kept), THIRD) - 1][0].score if kept else 0.0
    kept = [one for row, one in enumerate(kept[:most]) if row < FEW or one[1] != UNKNOWN or one[0].score >= least]
    return kept + more[: max(0, FEW - len(kept))]


def _is_better(one: tuple[Ranked, Told], other: tuple[Ranked, Told]) -> bool:
    """Tell whether a sentence tells the day of the same event more exactly, or was written nearer to the event."""
    (item, told), (kept, day) = one, other
    if not told.order[2] or (RANGE in told.label) > (RANGE in day.label):
        return False
    if told.label != day.label and (_is_within(told, day) or RANGE in day.label):
        return True
    is_nearer = _days_after(item, told) + NEARER < _days_after(kept, day)
    return is_nearer and bool(day.order[2]) and not told.is_beside and item.score >= AS_GOOD * kept.score


def _days_after(item: Ranked, told: Told) -> int:
    """Return how many days after what it tells an article was written, many where one of both is not known."""
    published = item.sentence.article.published
    if published is None or not all(told.order):
        return LONG
    return abs((published - date(*told.order)).days)


def _tells_same(item: Ranked, told: Told, other: Ranked, day: Told) -> bool:
    deed = deed_of(item.sentence.text) if told.label == day.label and told != UNKNOWN else ""
    if deed and deed == deed_of(other.sentence.text):
        return True  # he is arrested once a day
    is_near = _is_within(told, day) or _is_within(day, told)
    if not is_near and max(_days_after(item, told), _days_after(other, day)) <= FRESH:
        return False  # both told their own day: rates are raised again
    if told == day == UNKNOWN or (not is_near and told.order[2] and day.order[2]):
        least = OF_DAYS
    else:
        least = ALIKE if UNKNOWN in (told, day) or not is_near else SAME
    return float(item.vector @ other.vector) >= least


def _is_within(told: Told, other: Told) -> bool:
    """Tell whether one may be a day of the other: the same month, a year that is not known being any."""
    (year, month, day), (around, other_month, other_day) = told.order, other.order
    if year and around and year != around:
        return False
    return other_month in (0, month) and other_day in (0, day)
