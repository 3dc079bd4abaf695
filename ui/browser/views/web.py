"""Web addresses as markup: where one is added, and the feeds that are followed."""

from collections.abc import Sequence

from markupsafe import Markup

from ui.browser.templating import fill


def render_web(feeds: Sequence[str], may_fetch: bool, wrong: str = "") -> Markup:
    """Return the form, and the followed feeds; "" where addresses may not be added and no feed is followed."""
    if not (feeds or may_fetch or wrong):
        return Markup()
    return fill("web", feeds=feeds, may_fetch=may_fetch, wrong=wrong)
