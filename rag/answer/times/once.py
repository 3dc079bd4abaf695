"""Each event once: five reports of a final are one line of a timeline, and so is a medal that each of them recalls."""

from collections.abc import Sequence

from rag.answer.times.told_days import UNKNOWN
from rag.evidence.date_clauses import deed_of
from rag.evidence.event_dates import Told
from rag.evidence.ranking import Ranked

PER_DAY, PER_YEAR, WITHOUT = 3, 2, 6  # lines of one day or month, of a year alone, and without any
SAME = 0.6  # cosine, from which two sentences of one day tell the same
ALIKE = 0.78  # and of two days: what one of them recalls


def each_event_once(dated: Sequence[tuple[Ranked, Told]]) -> list[tuple[Ranked, Told]]:
    """Return the sentences with their days, best first, without those that tell the same again.

    Of "in February" and "on 17 February" the more exact one is kept; of one day no more than a few, of a year fewer.
    """
    kept = list[tuple[Ranked, Told]]()
    for item, told in sorted(dated, key=lambda one: -one[0].score):
        day = [other for other in kept if other[1].label == told.label]
        if len(day) >= (WITHOUT if told == UNKNOWN else PER_DAY if told.order[1] else PER_YEAR):
            continue
        same = next((other for other in kept if _tells_same(item, told, *other)), None)
        if same is None:
            kept.append((item, told))
        elif _is_within(told, same[1]) and told.label != same[1].label and told.order[2]:
            kept[kept.index(same)] = (item, told)
    return kept


def _tells_same(item: Ranked, told: Told, other: Ranked, day: Told) -> bool:
    deed = deed_of(item.sentence.text) if told.label == day.label and told != UNKNOWN else ""
    if deed and deed == deed_of(other.sentence.text):
        return True  # he is arrested once a day
    is_near = UNKNOWN not in (told, day) and (_is_within(told, day) or _is_within(day, told))
    return float(item.vector @ other.vector) >= (SAME if is_near else ALIKE)


def _is_within(told: Told, other: Told) -> bool:
    """Tell whether one may be a day of the other: the same month, a year that is not known being any."""
    (year, month, day), (around, other_month, other_day) = told.order, other.order
    if year and around and year != around:
        return False
    return other_month in (0, month) and other_day in (0, day)
