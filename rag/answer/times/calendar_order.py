"""The order of days of which some have no year, since their articles have no date."""

from collections.abc import Sequence

from rag.evidence.event_dates import Told

DECEMBER = 12
NEVER = (9_999, 0, 0)  # behind all days


def order_of(told: Told, days: Sequence[Told]) -> tuple[int, int, int]:
    """Return what a day is put in order by among `days`: without a year, as if it were of the newest year beside it.

    Where one says "last August", a December beside it is of that year, too, and a February of the one after.
    """
    if told.order[1] > DECEMBER:
        return NEVER
    newest = max((one.order[0] for one in days), default=0)
    first = min((one.order[1] for one in days if one.is_last), default=0)
    year, month, day = told.order
    return year or newest + (month < first), month, day
