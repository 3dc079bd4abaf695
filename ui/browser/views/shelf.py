"""The library as markup: the table of articles, to be sorted, opened and removed, and the form that edits them."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from markupsafe import Markup

from index.inventory import Field, Inventory
from index.loaders.looks import can_be_seen
from index.types import ListedArticle
from ui.browser.templating import fill
from ui.browser.views.guide import address_look
from ui.browser.views.intake import render_waiting
from ui.browser.views.messages import done
from ui.browser.views.picture import render_picture
from ui.browser.wording import count, gettext, mark
from ui.service.documents import Waiting
from ui.service.looks import Size

ROWS = 50  # a page of the table
NAMED = 3  # likenesses of an article; of more their number is said
UNDATED = "is:undated"
DOUBLE = "is:double"
IN = "in:"  # before the name of a collection
BY_HAND = {"title": mark("title"), "source": mark("source"), "published": mark("date"), "tags": mark("tags")}
SOURCES = 100  # that are offered


class Order(StrEnum):
    """The columns that the table can be sorted by, with their headings."""

    TITLE = mark("Title")
    SOURCE = mark("Source")
    DATE = mark("Date")
    PASSAGES = mark("Passages")
    ADDED = mark("Added")

    @property
    def field(self) -> Field:
        """Return what of an article the column shows."""
        return _FIELDS[self]


_FIELDS: dict[Order, Field] = {
    Order.TITLE: "title",
    Order.SOURCE: "source",
    Order.DATE: "published",
    Order.PASSAGES: "passages",
    Order.ADDED: "added",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which page of the table is shown, and in which order."""

    page: int = 0
    order: Order = Order.TITLE
    descending: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Return the leaf that a clicked button names; ValueError for one that there is not."""
        return cls(int(given.get("page", "0")), Order(given.get("order", Order.TITLE)), given.get("down") == "1")

    def at(self, page: int) -> Self:
        """Return another page in the same order."""
        return replace(self, page=page)

    def by(self, order: Order) -> Self:
        """Return the first page sorted by a column, and the other way round when it is already."""
        return replace(self, page=0, order=order, descending=order is self.order and not self.descending)


def find_collection(words: str) -> str:
    """Return the collection that words for the table name; "" for none."""
    return next((word.removeprefix(IN) for word in words.casefold().split() if word.startswith(IN)), "")


@dataclass(frozen=True)
class Shelf:
    """What of the library is shown: the articles in whose title or source `words` occur, one page of them.

    `misfit` says that the embedder does not know their language, and what mends it. `members`
    are the articles of the collection that the words name with `in:`; None where they name none.
    """

    inventory: Inventory
    waiting: tuple[Waiting, ...] = ()
    words: str = ""
    leaf: Leaf = Leaf()
    misfit: str = ""
    members: Container[str] | None = None

    @property
    def found(self) -> tuple[ListedArticle, ...]:
        """Return the articles that `words` leave, in the leaf's order; what has no date comes last in either."""
        rows = self.inventory.ordered(self.leaf.order.field, self.leaf.descending)
        wanted = self.words.casefold().split()
        return tuple(row for row in rows if self._has(row, wanted)) if wanted else rows

    def _has(self, article: ListedArticle, wanted: Sequence[str]) -> bool:
        """Tell whether title, source or a tag has each word in lower case, or it is what a word stands for."""
        for word in wanted:
            if word == UNDATED:
                if article.published is not None:
                    return False
            elif word == DOUBLE:
                if article.id not in self.inventory.likenesses:
                    return False
            elif word.startswith(IN):
                if self.members is not None and article.id not in self.members:
                    return False
            elif word not in self.inventory.words[article.id]:
                return False
        return True


def render_shelf(shelf: Shelf) -> Markup:
    """Return the table of articles, a page of it, and the files that wait."""
    found, inventory = shelf.found, shelf.inventory
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(shelf.leaf.page, 0), pages - 1)
    return fill(
        "shelf",
        waiting=render_waiting(shelf.waiting),
        picture=render_picture(inventory),
        articles=len(inventory.articles),
        left=len(found),
        passages=inventory.passages,
        doubles=len(inventory.likenesses),
        likenesses=inventory.likenesses,
        named=NAMED,
        undated=inventory.undated,
        misfit=shelf.misfit,
        words=shelf.words,
        collection=find_collection(shelf.words) if shelf.members else "",
        found=found[page * ROWS : (page + 1) * ROWS],
        leaf=shelf.leaf.at(page),
        pages=pages,
        orders=Order,
        by_hand=_name_edited,
        added=_read_moment,
        thumb=_find_thumb,
    )


def _name_edited(names: Sequence[str]) -> str:
    """Return what of an article was set by hand and not by its file."""
    return ", ".join(gettext(BY_HAND.get(name, name)) for name in names)


def _find_thumb(article: ListedArticle) -> str:
    """Return the address of the first page as it looks; "" for what has no pages to look at."""
    return address_look(article.id, size=Size.SMALL) if can_be_seen(Path(article.path)) else ""


def _read_moment(added: str) -> date | None:
    """Return the day of a moment in ISO form; None for what is none."""
    try:
        return datetime.fromisoformat(added).astimezone().date()
    except ValueError:
        return None


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
