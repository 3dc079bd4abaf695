"""The part of some checks that hold: what comparisons are made of."""

from collections.abc import Iterable


def ratio(present: Iterable[bool]) -> float:
    """Return the part of `present` that is true, 0 to 1; 1 where there is nothing to look for."""
    found = list(present)
    return sum(found) / len(found) if found else 1.0
