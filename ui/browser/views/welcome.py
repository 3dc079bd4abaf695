"""The first screen, where the first answer will be: what the library holds, ways to fill it, and questions to ask."""

from collections.abc import Sequence

from markupsafe import Markup

from index.inventory import Inventory
from ui.browser.templating import fill
from ui.browser.views.picture import render_times
from ui.service.demo import find_demo

SOURCES, NEWEST = 4, 3  # shown


def render_welcome(inventory: Inventory) -> Markup:
    """Return the first screen: how to fill an empty library, or what it holds."""
    return fill(
        "welcome",
        articles=len(inventory.articles),
        has_demo=find_demo() is not None,
        times=render_times(inventory),
        sources=inventory.sources.most_common(SOURCES),
        more_sources=max(0, len(inventory.sources) - SOURCES),
        newest=inventory.newest[:NEWEST],
    )


def render_starters(questions: Sequence[str]) -> Markup:
    """Return the questions to begin with, each of which asks itself; "" for none."""
    return fill("starters", questions=questions)
