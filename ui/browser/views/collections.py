"""Collections as they are offered where a question is narrowed, as the rail lists them, and what came of making one."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index import Filter
from ui.browser.templating import draw, fill
from ui.collections.types import Held


@dataclass(frozen=True, slots=True)
class Offered:
    """What a narrowing leaves, in articles, and the collections that may be chosen."""

    left: int
    collections: Sequence[Held] = ()


def render_kept(held: Held) -> Markup:
    """Return what is said of a collection that was made, or added to."""
    return draw("collections", "made", held)


def render_collections(collections: Sequence[Held], only: Filter, said: Markup, deleted: str) -> Markup:
    """Return the list in the rail: what each holds, and which `only` asks.

    `said` stands above it; `deleted` names the collection that can still be brought back.
    """
    return fill("collection_list", collections=collections, only=only, said=said, deleted=deleted)
