"""The form in which articles of the library are edited, one or many at once, and what came of it, as markup."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from index.types import ListedArticle
from ui.browser.templating import fill
from ui.browser.views.messages import done
from ui.browser.wording import count, mark

SOURCES = 100  # that are offered


def render_editing(rows: Sequence[ListedArticle], sources: Sequence[str]) -> Markup:
    """Return the form for these articles: filled in for one, empty for many; "" for none."""
    if not rows:
        return Markup()
    one = rows[0] if len(rows) == 1 else None
    is_by_hand = any(row.edited or row.tags for row in rows)
    stamp = datetime.now().astimezone().isoformat()  # another form each time: what was typed is gone
    return fill("editing", rows=rows, one=one, sources=sources[:SOURCES], is_by_hand=is_by_hand, stamp=stamp)


def render_edited(titles: Sequence[str]) -> Markup:
    """Return that articles were edited, and the button that undoes it."""
    return done(mark("Edited: %(what)s"), titles[0] if len(titles) == 1 else count(len(titles), "article"), "unedit")
