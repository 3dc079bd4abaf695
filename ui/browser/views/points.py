"""The articles' own sentences as markup: drawn as the question wants it, each with a link to its span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from rag.types import Citation, Point
from ui.browser.templating import fill
from ui.browser.views.claims import render_chip, render_citation, render_pin
from ui.browser.views.markup import line

DRAWN = {"comparison": "sides", "timeline": "line", "listing": "table"}
LEAST_ROWS = 2  # that a table has
LEAST_GROUPS = 2  # that stand side by side, or on a line


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point as its template shows it; `known` says whether the title is named beside it."""

    first: Citation
    known: bool
    chip: Markup


def render_points(
    exchange: int,
    points: Sequence[Point],
    note: str,
    numbers: Mapping[Citation, int] | None = None,
    kind: str = "",
) -> str:
    """Return the points of an exchange, drawn for its `kind`; without `numbers` their spans are no links yet."""
    said = f'<p class="bs-note">{line(note)}</p>' if note else ""
    if not points:
        return said
    drawn = [_draw(exchange, position, point, numbers) for position, point in enumerate(points, start=1)]
    groups = [
        (group, [shown for _, shown in members])
        for group, members in groupby(zip(points, drawn, strict=True), key=lambda pair: pair[0].group)
    ]
    return said + fill("points", look=_choose_look(kind, points), groups=groups)


def _choose_look(kind: str, points: Sequence[Point]) -> str:
    look = DRAWN.get(kind, "plain")
    groups = {point.group for point in points if point.group}
    if look == "table":
        return look if len(points) >= LEAST_ROWS else "plain"
    return look if len(groups) >= LEAST_GROUPS else "plain"


def _draw(exchange: int, position: int, point: Point, numbers: Mapping[Citation, int] | None) -> Drawn:
    first, chip = point.citations[0], ""
    if numbers is not None:
        chip = render_chip([_link(exchange, citation, numbers[citation]) for citation in point.citations])
        chip += render_pin(exchange, "point", position)
    # A chip names the publisher; without one it is the title that it says.
    return Drawn(first, point.group != first.title and bool(first.source or not chip), Markup(chip))  # noqa: S704 - of templates


def _link(exchange: int, citation: Citation, cited: int) -> str:
    return render_citation(f"{exchange}-p-{cited}", f'data-turn="{exchange}" data-number="{cited}"', cited, citation)
