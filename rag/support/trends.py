"""Trends: "rose" and "fell" said of a table's row, whose cells hold the values and no verb."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.support.quantities import quantities
from rag.support.quantity import Quantity
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
SCALES = (1.0, 1e3, 1e6, 1e9)
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


def tells_change(statement: str, row: str) -> bool | None:
    """Tell whether a statement says from what to what a row's values go from year to year: "from 18.3 to 21.9".

    False where it has them the other way round, None where it says no such thing.
    """
    said = quantities(statement)
    pairs = [(one.value, two.value) for one, two in pairwise(said) if _is_from_to(statement, one, two)]
    told = sorted((year, label, value) for label, year, value in _values(row))
    steps = [(one[2], two[2]) for one in told for two in told if one[1] == two[1] and one[0] < two[0]]
    if any(_are_scaled(pair, step) for pair in pairs for step in steps):
        return True
    return False if any(_are_scaled(pair, step[::-1]) for pair in pairs for step in steps) else None


def _are_scaled(pair: tuple[float, float], step: tuple[float, float]) -> bool:
    """Tell whether values are a row's, or those in thousands or millions: "from 18.3 to 21.9 million"."""
    return any(pair[0] in (step[0], step[0] * by) and pair[1] == step[1] * by for by in SCALES)


def _is_from_to(text: str, one: Quantity, two: Quantity) -> bool:
    between = text[one.end : two.start].split()
    return text[: one.start].rstrip().casefold().endswith("from") and between[-1:] == ["to"]


def _values(row: str) -> Iterator[tuple[str, int, float]]:
    for cell in CELL.finditer(row):
        years = YEAR.findall(cell["label"])
        numbers = quantities(cell["value"])
        if len(years) == 1 and len(numbers) == 1:
            yield YEAR.sub("", cell["label"]).strip().casefold(), int(years[0]), numbers[0].value
