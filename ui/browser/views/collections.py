"""Collections as they are offered where a question is narrowed, and what came of making one."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ui.browser.templating import draw
from ui.collections.types import Held


@dataclass(frozen=True, slots=True)
class Offered:
    """What a narrowing leaves, in articles, and the collections that may be chosen."""

    left: int
    collections: Sequence[Held] = ()


def render_kept(held: Held) -> Markup:
    """Return what is said of a collection that was made, or added to."""
    return draw("collections", "made", held)
