"""Editing of articles on the page: the form for those that were chosen, what was changed, and undoing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import Filter
from index.types import ListedArticle
from ui.browser.views.messages import done, told, trouble
from ui.browser.views.shelf import render_edited, render_editing
from ui.browser.wording import gettext, mark
from ui.service.bin import Bin
from ui.service.editing import Before, Change, Editing

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Amending:
    """Everything that can be set by hand on the page by `reader`; `edited` is what can still be undone."""

    editing: Editing
    edited: Bin[Before]
    reader: str = ""

    def form(self, given: Given) -> str:
        """Return the form for the chosen articles, as markup."""
        rows = self._rows(given)
        sources = sorted(self.editing.library.inventory().sources)
        return render_editing(rows, sources) if rows else trouble(gettext("These articles are not there any more."))

    def alter(self, given: Given) -> str:
        """Set what the form says and return what is said of it, as markup; trouble leaves all as it was."""
        rows = self._rows(given)
        return self._edit(rows, _read_one(rows[0], given) if len(rows) == 1 else _read_many(given))

    def revert(self, given: Given) -> str:
        """Forget what was set by hand and return what is said of it, as markup."""
        return self._edit(self._rows(given), Change(reset=True))

    @told
    def undo(self) -> str:
        """Bring back what the last edit changed and return what is said of it, as markup."""
        if (before := self.edited.take(self.reader)) is None:
            return trouble(gettext("There is nothing to undo."))
        self.editing.restore(before)
        return done(mark("As it was before."))

    @told
    def _edit(self, rows: Sequence[ListedArticle], change: Change) -> str:
        if not rows:
            return trouble(gettext("These articles are not there any more."))
        self.edited.put(self.reader, self.editing.edit([row.id for row in rows], change))
        return render_edited([row.title if change.title is None else change.title for row in rows])

    def _rows(self, given: Given) -> tuple[ListedArticle, ...]:
        chosen = frozenset(name for name in given.get("article", "").split("\n") if name)
        return self.editing.library.articles(Filter(articles=chosen)) if chosen else ()


def _read_one(row: ListedArticle, given: Given) -> Change:
    """Return what of the filled-in form is not as it was."""
    published = row.published.isoformat() if row.published else ""
    tags = _split(given.get("tags", ""))
    return Change(
        title=_unless(row.title, given.get("title", row.title)),
        source=_unless(row.source, given.get("source", row.source)),
        published=_unless(published, given.get("date", published)),
        add=tuple(tag for tag in tags if tag not in row.tags),
        remove=tuple(tag for tag in row.tags if tag not in map(str.casefold, tags)),
    )


def _read_many(given: Given) -> Change:
    """Return what the form for many says; what is empty stays."""
    tags = _split(given.get("tags", ""))
    return Change(source=given.get("source") or None, published=given.get("date") or None, add=tags)


def _unless(before: str, now: str) -> str | None:
    return None if " ".join(now.split()) == " ".join(before.split()) else now


def _split(tags: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in tags.split(",") if tag.strip()))
