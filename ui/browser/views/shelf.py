"""The library as markup: the table of articles, to be sorted, opened and removed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from index.types import ListedArticle
from ui.browser.views.collections import COLLECT_CHOSEN
from ui.browser.views.intake import render_waiting
from ui.browser.views.markup import count, day, exact, isolated, line, with_code
from ui.browser.views.picture import render_picture
from ui.service.documents import Waiting

ROWS = 50  # a page of the table
UNDATED = "is:undated"
CHOOSE_ALL = (
    '<th scope="col"><input type="checkbox" data-all="article" aria-label="Choose all articles of this page"></th>'
)
EDIT_CHOSEN = '<button type="submit" class="bs-chosen bs-plain" data-submits="amend">Edit the chosen articles</button>'
# Shown by the style sheet while an article is chosen.
REMOVE_CHOSEN = (
    '<details class="bs-remove bs-chosen"><summary>Remove the chosen articles</summary>'
    '<button type="submit">Yes, remove them</button></details>'
)


class Order(StrEnum):
    """The columns that the table can be sorted by, with their headings."""

    TITLE = "Title"
    SOURCE = "Source"
    DATE = "Date"
    PASSAGES = "Passages"
    ADDED = "Added"


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


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of the library is shown: the articles in whose title or source `words` occur, one page of them.

    `misfit` says that the embedder does not know their language, and what mends it.
    """

    articles: tuple[ListedArticle, ...]
    waiting: tuple[Waiting, ...] = ()
    words: str = ""
    leaf: Leaf = Leaf()
    misfit: str = ""

    @property
    def found(self) -> tuple[ListedArticle, ...]:
        """Return the articles that `words` leave, in the leaf's order; what has no date comes last in either."""
        wanted = self.words.casefold().split()
        kept = [one for one in self.articles if all(_has(one, word) for word in wanted)]
        kept.sort(key=lambda one: (one.title.casefold(), one.id))
        kept.sort(key=lambda one: _sorting(one, self.leaf.order), reverse=self.leaf.descending)
        if self.leaf.order is Order.DATE:
            kept.sort(key=lambda one: one.published is None)
        return tuple(kept)


def _has(article: ListedArticle, word: str) -> bool:
    """Tell whether title, source or a tag has a word in lower case; `UNDATED` is what has no date."""
    if word == UNDATED:
        return article.published is None
    return word in f"{article.title} {article.source} {' '.join(article.tags)}".casefold()


def _sorting(article: ListedArticle, order: Order) -> tuple[str, int]:
    match order:
        case Order.TITLE:
            return article.title.casefold(), 0
        case Order.SOURCE:
            return article.source.casefold(), 0
        case Order.DATE:
            return article.published.isoformat() if article.published else "", 0
        case Order.PASSAGES:
            return "", article.passages
        case Order.ADDED:
            return article.added, 0


def render_shelf(shelf: Shelf) -> str:
    """Return the table of articles, a page of it, and the files that wait."""
    found = shelf.found
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(shelf.leaf.page, 0), pages - 1)
    rows = "".join(_render_row(article) for article in found[page * ROWS : (page + 1) * ROWS])
    if not shelf.articles:
        table = '<p class="bs-hint">No articles yet. Drop documents anywhere on this page.</p>'
    elif not found:
        table = f'<p class="bs-hint">No title or source has “{line(shelf.words)}”, and no tag.</p>'
    else:
        table = (
            '<form data-event="remove" class="bs-rows"><table class="bs-table">'
            '<caption class="bs-hidden">Articles in your library</caption><thead><tr>'
            f"{CHOOSE_ALL}{''.join(_render_heading(order, shelf.leaf) for order in Order)}"
            '<th scope="col"><span class="bs-hidden">Remove</span></th>'
            f"</tr></thead><tbody>{rows}</tbody></table>"
            f'<div class="bs-bulk">{COLLECT_CHOSEN}{EDIT_CHOSEN}{REMOVE_CHOSEN}</div></form>'
            f"{_render_pages(replace(shelf.leaf, page=page), pages)}"
        )
    passages = sum(article.passages for article in shelf.articles)
    some = f"{len(found):,} of " if len(found) < len(shelf.articles) else ""
    total = f'<p class="bs-total">{some}{count(len(shelf.articles), "article")}, {count(passages, "passage")}</p>'
    misfit = f'<p class="bs-note bs-misfit">{with_code(shelf.misfit)}</p>' if shelf.misfit else ""
    held = f"{total}{misfit}" if shelf.articles else ""
    if undated := sum(article.published is None for article in shelf.articles):
        held += (
            f'<p class="bs-undated">{count(undated, "article")} without a date. <button type="button" class="bs-plain" '
            f'data-event="filter" data-words="{UNDATED}">Show</button></p>'
        )
    return f"{render_waiting(shelf.waiting)}{held}{render_picture(shelf.articles)}{table}"


def _render_row(article: ListedArticle) -> str:
    key = exact(article.id)
    return (
        f'<tr><td class="bs-choice"><input type="checkbox" name="article" value="{key}" '
        f'aria-label="Choose {line(article.title)}"></td>'
        f'<th scope="row"><button type="button" class="bs-title" data-event="open" data-article="{key}">'
        f"{isolated(article.title)}</button>{_render_by_hand(article)}</th><td>{isolated(article.source)}</td><td>{day(article.published)}</td>"
        f'<td class="bs-figure">{article.passages:,}</td><td class="bs-added">{_render_added(article.added)}</td>'
        f'<td><button type="button" class="bs-amend" data-event="amend" data-article="{key}" '
        f'aria-label="Edit {line(article.title)}">Edit</button><details class="bs-remove">'
        f'<summary aria-label="Remove {line(article.title)}">Remove</summary>'
        f'<button type="button" data-event="remove" data-article="{key}">Yes, remove it</button></details></td></tr>'
    )


def _render_by_hand(article: ListedArticle) -> str:
    """Return the tags of an article, and what of it was set by hand and not by its file."""
    tags = "".join(f' <span class="bs-tagged">{isolated(tag)}</span>' for tag in article.tags)
    names = ", ".join({"published": "date"}.get(name, name) for name in article.edited)
    return tags + (f' <small class="bs-by-hand">{names} set by hand</small>' if names else "")


def _render_added(added: str) -> str:
    """Return the day of a moment in ISO form; "" for what is none."""
    try:
        return day(datetime.fromisoformat(added).astimezone().date())
    except ValueError:
        return ""


def _render_heading(order: Order, leaf: Leaf) -> str:
    """Return a column's heading: a button that sorts by it, and the other way round when it does already."""
    sorts = order is leaf.order
    wanted = Leaf(0, order, descending=sorts and not leaf.descending)
    state = f' aria-sort="{"descending" if leaf.descending else "ascending"}"' if sorts else ""
    sign = f' <span aria-hidden="true">{"▼" if leaf.descending else "▲"}</span>' if sorts else ""
    figure = ' class="bs-figure"' if order is Order.PASSAGES else ""
    return f'<th scope="col"{figure}{state}>{_render_turn(wanted, order.value + sign, "bs-sort")}</th>'


def _render_pages(leaf: Leaf, pages: int) -> str:
    if pages == 1:
        return ""
    before = _render_turn(replace(leaf, page=leaf.page - 1), "← Previous", state="" if leaf.page > 0 else "disabled")
    more = leaf.page + 1 < pages
    after = _render_turn(replace(leaf, page=leaf.page + 1), "Next →", state="" if more else "disabled")
    where = f"Page {leaf.page + 1} of {pages}"
    return f'<nav class="bs-pages" aria-label="Pages of the library">{before} {where} {after}</nav>'


def _render_turn(leaf: Leaf, words: str, name: str = "", state: str = "") -> str:
    """Return the button that turns to `leaf`; `words` is markup."""
    wanted = f'data-page="{leaf.page}" data-order="{leaf.order.value}" data-down="{int(leaf.descending)}"'
    return f'<button type="button" class="{name}" data-event="leaf" {wanted} {state}>{words}</button>'
