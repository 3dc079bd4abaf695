"""The articles' own sentences as markup: drawn as the question wants it, each with a link to its span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from rag.types import Citation, Point
from ui.browser.templating import fill

DRAWN = {"comparison": "sides", "timeline": "line", "listing": "table"}
LEAST_ROWS = 2  # that a table has
LEAST_GROUPS = 2  # that stand side by side, or on a line


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point as its template shows it, counted from 1; `known` says whether its title stands beside the quote."""

    position: int
    point: Point
    known: bool

    @property
    def first(self) -> Citation:
        """Return the citation that is shown."""
        return self.point.citations[0]


def render_points(
    exchange: int,
    points: Sequence[Point],
    note: str,
    numbers: Mapping[Citation, int] | None = None,
    kind: str = "",
) -> Markup:
    """Return the points of an exchange, drawn for its `kind`; without `numbers` their spans are no links yet."""
    # A chip names the publisher; without one it is the title that it says.
    drawn = [
        Drawn(position, point, point.group != first.title and bool(first.source or numbers is None))
        for position, point in enumerate(points, start=1)
        for first in point.citations[:1]
    ]
    groups = [(group, list(members)) for group, members in groupby(drawn, key=lambda one: one.point.group)]
    look = _choose_look(kind, points)
    return fill("points", turn=exchange, note=note, numbers=numbers, look=look, groups=groups)


def _choose_look(kind: str, points: Sequence[Point]) -> str:
    look = DRAWN.get(kind, "plain")
    groups = {point.group for point in points if point.group}
    if look == "table":
        return look if len(points) >= LEAST_ROWS else "plain"
    return look if len(groups) >= LEAST_GROUPS else "plain"
