"""The library as markup: the table of articles, what waits, and how a rebuild goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.types import Failure, ListedArticle, Progress, SyncReport
from ui.browser.documents import Taken
from ui.browser.markup import count, day, exact, isolated, line

ROWS = 50  # a page of the table
STAGES = {"read": "Reading", "embed": "Embedding", "index": "Preparing the search", "done": "Done"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of the library is shown: the articles in whose title or source `words` occur, one page of them."""

    articles: tuple[ListedArticle, ...]
    waiting: tuple[str, ...] = ()
    words: str = ""
    page: int = 0

    @property
    def found(self) -> tuple[ListedArticle, ...]:
        """Return the articles that `words` leave, by title."""
        wanted = self.words.casefold().split()
        kept = (one for one in self.articles if all(word in f"{one.title} {one.source}".casefold() for word in wanted))
        return tuple(sorted(kept, key=lambda one: (one.title.casefold(), one.id)))


def render_shelf(shelf: Shelf) -> str:
    """Return the table of articles, a page of it, and the files that wait."""
    found = shelf.found
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(shelf.page, 0), pages - 1)
    rows = "".join(_render_row(article) for article in found[page * ROWS : (page + 1) * ROWS])
    if not shelf.articles:
        table = '<p class="bs-hint">No articles yet. Drop documents above, then press “Rebuild index”.</p>'
    elif not found:
        table = f'<p class="bs-hint">No title or source has “{line(shelf.words)}”.</p>'
    else:
        table = (
            '<table class="bs-table"><caption class="bs-hidden">Articles in your library</caption><thead><tr>'
            '<th scope="col">Title</th><th scope="col">Source</th><th scope="col">Date</th>'
            '<th scope="col" class="bs-figure">Passages</th><th scope="col"><span class="bs-hidden">Remove</span></th>'
            f"</tr></thead><tbody>{rows}</tbody></table>{_render_pages(page, pages)}"
        )
    passages = sum(article.passages for article in shelf.articles)
    total = f'<p class="bs-total">{count(len(shelf.articles), "article")}, {count(passages, "passage")}</p>'
    return f"{_render_waiting(shelf.waiting)}{total if shelf.articles else ''}{table}"


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


def _render_pages(page: int, pages: int) -> str:
    if pages == 1:
        return ""
    before = _render_turn(page - 1, "← Previous", page > 0)
    after = _render_turn(page + 1, "Next →", page + 1 < pages)
    return f'<nav class="bs-pages" aria-label="Pages of the library">{before} Page {page + 1} of {pages} {after}</nav>'


def _render_turn(page: int, words: str, possible: bool) -> str:
    state = "" if possible else " disabled"
    return f'<button type="button" data-event="leaf" data-page="{page}"{state}>{words}</button>'


def _render_waiting(names: Sequence[str]) -> str:
    if not names:
        return ""
    rows = "".join(
        f'<li>{isolated(name)} <button type="button" data-event="discard" data-name="{exact(name)}" '
        f'aria-label="Discard {line(name)}">Discard</button></li>'
        for name in names
    )
    return f'<div class="bs-waiting"><p>Not in the index yet:</p><ul>{rows}</ul></div>'
