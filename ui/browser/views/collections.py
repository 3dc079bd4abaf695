"""Collections as markup: chosen where a question is narrowed, made of what is chosen, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Filter
from ui.browser.views.markup import count, exact, isolated, line
from ui.collections.types import Held

_NAME = '<label>Name <input type="text" name="name" maxlength="60" autocomplete="off"></label>'
# Below the form that narrows: what is narrowed, kept under a name.
KEEP = (
    f'<form data-event="collect" class="bs-collect">{_NAME}<button type="submit">Keep as a collection</button></form>'
)
# Among the rows of the table, shown by the style sheet while one is chosen. Before the removal: Enter in a field of a
# form presses its first button.
COLLECT_CHOSEN = (
    '<details class="bs-chosen bs-collect"><summary>Put the chosen articles into a collection</summary>'
    f'{_NAME}<button type="submit" data-submits="collect">Put them there</button></details>'
)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a narrowing leaves, in articles, and the collections that may be chosen."""

    left: int
    collections: Sequence[Held] = ()


def render_choices(offered: Offered, only: Filter) -> str:
    """Return the collections, to be chosen; a chosen one that is gone is among them, so that it can be let go."""
    named = {held.collection.slug: held for held in offered.collections}
    boxes = "".join(
        render_box(
            "collection",
            slug,
            f"{isolated(held.collection.name)} <span>{held.articles:,}</span>",
            slug in only.collections,
        )
        for slug, held in named.items()
    )
    gone = "".join(
        render_box("collection", slug, f"{isolated(slug)} <span>not there any more</span>", is_chosen=True)
        for slug in sorted(only.collections - named.keys())
    )
    if not boxes and not gone:
        return ""
    return f'<fieldset class="bs-choices"><legend>Collections (none chosen: all)</legend>{boxes}{gone}</fieldset>'


def render_box(name: str, value: str, shown: str, is_chosen: bool) -> str:
    """Return a box to tick with what stands beside it, `shown`, as markup."""
    state = " checked" if is_chosen else ""
    return f'<label><input type="checkbox" name="{name}" value="{exact(value)}"{state}> {shown}</label>'


def render_kept(held: Held) -> str:
    """Return what is said of a collection that was made, or added to."""
    return (
        f'<p class="bs-done" role="status">The collection {isolated(held.collection.name)} holds '
        f"{count(held.articles, 'article')}. "
        f'<button type="button" class="bs-plain" data-event="narrow" data-collection="{line(held.collection.slug)}">'
        "Ask only these</button></p>"
    )
