"""The library as markup: the table of articles, what waits, and how a rebuild goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Self

from index.types import Failure, ListedArticle, Progress, SyncReport
from ui.browser.documents import Taken
from ui.browser.markup import count, day, exact, isolated, line
from ui.browser.picture import render_picture

ROWS = 50  # a page of the table
STAGES = {"read": "Reading", "embed": "Embedding", "index": "Preparing the search", "done": "Done"}


class Order(StrEnum):
    """The columns that the table can be sorted by, with their headings."""

    TITLE = "Title"
    SOURCE = "Source"
    DATE = "Date"
    PASSAGES = "Passages"


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
    """What of the library is shown: the articles in whose title or source `words` occur, one page of them."""

    articles: tuple[ListedArticle, ...]
    waiting: tuple[str, ...] = ()
    words: str = ""
    leaf: Leaf = Leaf()

    @property
    def found(self) -> tuple[ListedArticle, ...]:
        """Return the articles that `words` leave, in the leaf's order; what has no date comes last in either."""
        wanted = self.words.casefold().split()
        kept = [one for one in self.articles if all(word in f"{one.title} {one.source}".casefold() for word in wanted)]
        kept.sort(key=lambda one: (one.title.casefold(), one.id))
        kept.sort(key=lambda one: _sorting(one, self.leaf.order), reverse=self.leaf.descending)
        if self.leaf.order is Order.DATE:
            kept.sort(key=lambda one: one.published is None)
        return tuple(kept)


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


def render_shelf(shelf: Shelf) -> str:
    """Return the table of articles, a page of it, and the files that wait."""
    found = shelf.found
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(shelf.leaf.page, 0), pages - 1)
    rows = "".join(_render_row(article) for article in found[page * ROWS : (page + 1) * ROWS])
    if not shelf.articles:
        table = '<p class="bs-hint">No articles yet. Drop documents above, then press “Rebuild index”.</p>'
    elif not found:
        table = f'<p class="bs-hint">No title or source has “{line(shelf.words)}”.</p>'
    else:
        table = (
            '<table class="bs-table"><caption class="bs-hidden">Articles in your library</caption><thead><tr>'
            f"{''.join(_render_heading(order, shelf.leaf) for order in Order)}"
            '<th scope="col"><span class="bs-hidden">Remove</span></th>'
            f"</tr></thead><tbody>{rows}</tbody></table>{_render_pages(replace(shelf.leaf, page=page), pages)}"
        )
    passages = sum(article.passages for article in shelf.articles)
    total = f'<p class="bs-total">{count(len(shelf.articles), "article")}, {count(passages, "passage")}</p>'
    return f"{_render_waiting(shelf.waiting)}{total if shelf.articles else ''}{render_picture(shelf.articles)}{table}"


def render_step(step: Progress) -> str:
    """Return how far a rebuild is."""
    share = f' max="{step.total}" value="{min(step.done, step.total)}"' if step.total else ""
    amount = f" {step.done:,} of {step.total:,}" if step.total else ""
    said = f"{STAGES.get(step.stage, line(step.stage))}{amount}"
    detail = f" <span>{isolated(step.detail)}</span>" if step.detail else ""
    return (
        f'<div class="bs-progress"><progress aria-label="Rebuilding the index"{share}></progress>'
        f'<p>{said}{detail}</p></div><p class="bs-hidden" role="status">Rebuilding the index…</p>'
    )


def render_report(report: SyncReport) -> str:
    """Return what a rebuild did, with every file that failed and why."""
    did = [
        f"{len(ids)} {verb}"
        for ids, verb in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (report.left_out, "left out because you removed them"),
        )
        if ids
    ]
    unchanged = f"{report.unchanged} unchanged" if report.unchanged else ""
    said = ", ".join([*did, *([unchanged] if unchanged else [])]) or "nothing to do"
    return f'<p role="status">The index is ready: {said}.</p>{_render_failures(report.failures)}'


def render_removed(title: str) -> str:
    """Return that an article was removed, and the button that undoes it."""
    return (
        f'<p role="status">Removed: {line(title)} '
        '<button type="button" class="bs-plain" data-event="undo">Undo</button></p>'
    )


PASTE = (
    '<details class="bs-paste"><summary>Paste a text</summary><form data-event="paste">'
    '<label>Title <input name="title" autocomplete="off"></label>'
    '<label>Text <textarea name="text" rows="6" required></textarea></label>'
    '<label>Source, if you like <input name="source" autocomplete="off"></label>'
    '<label>Published, if known <input type="date" name="date"></label>'
    '<button type="submit">Add this text</button></form></details>'
)


def render_taken(taken: Taken) -> str:
    """Return what became of an upload."""
    parts = []
    if taken.added:
        parts.append(f"<li>Added: {', '.join(map(isolated, taken.added))}</li>")
    if taken.replaced:
        parts.append(f"<li>Replaced (same name): {', '.join(map(isolated, taken.replaced))}</li>")
    hint = "<p>Press “Rebuild index” to make them answerable.</p>" if parts else ""
    listed = f"<ul>{''.join(parts)}</ul>" if parts else ""
    return f'<div role="status">{listed}{hint}</div>{_render_failures(taken.refused)}'


def _render_failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    rows = "".join(
        f"<li><strong>{isolated(PurePath(failure.path).name)}</strong>: {line(failure.reason)}</li>"
        for failure in failures
    )
    return f'<div class="bs-failures" role="alert"><p>Could not be read:</p><ul>{rows}</ul></div>'


def _render_row(article: ListedArticle) -> str:
    key = exact(article.id)
    return (
        f'<tr><th scope="row"><button type="button" class="bs-title" data-event="open" data-article="{key}">'
        f"{isolated(article.title)}</button></th><td>{isolated(article.source)}</td><td>{day(article.published)}</td>"
        f'<td class="bs-figure">{article.passages:,}</td><td><details class="bs-remove">'
        f'<summary aria-label="Remove {line(article.title)}">Remove</summary>'
        f'<button type="button" data-event="remove" data-article="{key}">Yes, remove it</button></details></td></tr>'
    )


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


def _render_waiting(names: Sequence[str]) -> str:
    if not names:
        return ""
    rows = "".join(
        f'<li>{isolated(name)} <button type="button" data-event="discard" data-name="{exact(name)}" '
        f'aria-label="Discard {line(name)}">Discard</button></li>'
        for name in names
    )
    return f'<div class="bs-waiting"><p>Not in the index yet:</p><ul>{rows}</ul></div>'
