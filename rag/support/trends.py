"""Trends: "rose" and "fell" said of a table's row, whose cells hold the values and no verb."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.support.quantities import quantities
from rag.words import fold, stem

_UP = (
    "rose rise risen rising increase increased grew grown growth higher climbed gained doubled stieg gestiegen wuchs"
    " zugenommen"
)
_DOWN = (
    "fell fall fallen falling decrease decreased dropped drop shrank shrunk declined decline lower cut halved lost sank"
    " gesunken fiel gefallen abgenommen"
)
DIRECTIONS = {stem(fold(word)): way for words, way in ((_UP, 1), (_DOWN, -1)) for word in words.split()}
CELL = re.compile(r"\s*(?P<label>[^|:]+?)\s*:\s*(?P<value>[^|]+?)\s*(?:\||$)")
YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")


def find_direction(stems: frozenset[str]) -> int:
    """Return 1 where `stems` say that something rose, -1 where it fell, 0 where neither or both."""
    ways = {DIRECTIONS[one] for one in stems if one in DIRECTIONS}
    return ways.pop() if len(ways) == 1 else 0


def find_trend(row: str) -> int | None:
    """Return 1, -1 or 0 as the values of a row rise, fall or stay from year to year; None where they do neither.

    A row is "Kellin | 2019: 1,204 | 2020: 990"; years stand in its labels, which otherwise read the same.
    """
    series: dict[str, list[tuple[int, float]]] = {}
    for label, year, value in _values(row):
        series.setdefault(label, []).append((year, value))
    steps = [
        (later > earlier) - (later < earlier)
        for values in series.values()
        for (_, earlier), (_, later) in pairwise(sorted(values))
    ]
    return steps[0] if steps and len(set(steps)) == 1 else None


def _values(row: str) -> Iterator[tuple[str, int, float]]:
    for cell in CELL.finditer(row):
        years = YEAR.findall(cell["label"])
        numbers = quantities(cell["value"])
        if len(years) == 1 and len(numbers) == 1:
            yield YEAR.sub("", cell["label"]).strip().casefold(), int(years[0]), numbers[0].value
