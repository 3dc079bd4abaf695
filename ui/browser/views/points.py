"""The articles' own sentences as markup: grouped as the question wants it, each with a link to its span."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from rag.types import Citation, Point
from ui.browser.views.claims import render_citation
from ui.browser.views.markup import isolated, line, quoted


def render_points(
    exchange: int, points: Sequence[Point], note: str, numbers: Mapping[Citation, int] | None = None
) -> str:
    """Return the points of an exchange under their headings; without `numbers` their spans are no links yet."""
    said = f'<p class="bs-note">{line(note)}</p>' if note else ""
    if not points:
        return said
    groups = "".join(
        _render_group(exchange, group, list(members), numbers)
        for group, members in groupby(points, key=lambda point: point.group)
    )
    return f'{said}<section class="bs-points"><h3>In the articles’ own words</h3>{groups}</section>'


def _render_group(exchange: int, group: str, points: Sequence[Point], numbers: Mapping[Citation, int] | None) -> str:
    items = "".join(_render_point(exchange, point, numbers) for point in points)
    heading = f"<h4>{isolated(group)}</h4>" if group else ""
    return f"{heading}<ul>{items}</ul>"


def _render_point(exchange: int, point: Point, numbers: Mapping[Citation, int] | None) -> str:
    first, *others = point.citations
    links = [_link(exchange, citation, numbers) for citation in point.citations]
    also = f" also in {' '.join(links[1:])}" if others else ""
    day = f", {first.published.isoformat()}" if first.published else ""
    known = day.removeprefix(", ") if point.group == first.title else f"{isolated(first.title)}{day}"
    source = f"<cite>{known}</cite>" if known else ""
    return f"<li>{quoted(first.quote)} {source} {links[0]}{also}</li>"


def _link(exchange: int, citation: Citation, numbers: Mapping[Citation, int] | None) -> str:
    if numbers is None:
        return ""
    cited = numbers[citation]
    return render_citation(f"{exchange}-p-{cited}", f'data-turn="{exchange}" data-number="{cited}"', cited, citation)
