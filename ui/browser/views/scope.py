"""The scope of a conversation: chosen by the reader, kept by the browser, shown above the question."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from index import Filter
from index.database import passes
from index.types import ListedArticle
from rag.narrowing import describe_filter
from ui.browser.views.collections import KEEP, Offered, render_box, render_choices
from ui.browser.views.markup import count, exact, isolated

MAX_SOURCES = 200


def read_scope(given: Mapping[str, str]) -> Filter:
    """Return the filter that a form on the page describes; several sources or articles stand on lines of their own.

    Raises:
        ValueError: a date is none, or the first is after the last.
    """
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    if first and last and first > last:
        raise ValueError(f"The first day, {first}, is after the last, {last}; expected the earlier one first.")
    collections = _lines(given.get("collection", ""))
    return Filter(_lines(given.get("article", "")), _lines(given.get("source", "")), first, last, collections)


def write_scope(only: Filter) -> str:
    """Return `only` as the browser keeps it."""
    return json.dumps(
        {
            "article": "\n".join(sorted(only.articles)),
            "source": "\n".join(sorted(only.sources)),
            "from": only.published_from.isoformat() if only.published_from else "",
            "to": only.published_to.isoformat() if only.published_to else "",
            "collection": "\n".join(sorted(only.collections)),
        }
    )


def recall_scope(kept: str) -> Filter:
    """Return what the browser kept; nothing narrowed when it is no scope."""
    try:
        read = json.loads(kept) if kept else {}
        return read_scope({str(name): str(value) for name, value in read.items()})
    except (ValueError, AttributeError):
        return Filter()


def render_scope(
    articles: Sequence[ListedArticle], only: Filter, trouble: str = "", offered: Offered | None = None
) -> str:
    """Return the control that narrows: a line that says of what is asked, and a form behind it."""
    offered = offered or Offered(sum(passes(only, a.id, a.source, a.published, a.path, a.tags) for a in articles))
    asked = describe_scope(articles, only, offered.left)
    alert = f'<p class="bs-trouble" role="alert">{exact(trouble)}</p>' if trouble else ""
    widen = '<button type="button" class="bs-plain" data-event="narrow">Ask all articles again</button>' if only else ""
    return (
        f'<div class="bs-scope" data-only="{exact(write_scope(only))}">'
        f"<details{' open' if trouble else ''}><summary>Asking: {asked}</summary>{alert}"
        f'<form data-event="narrow">{render_choices(offered, only)}'
        f"{_render_articles(articles, only)}{_render_sources(articles, only)}"
        f"<fieldset><legend>Published</legend>{_render_day('from', only.published_from)}"
        f"{_render_day('to', only.published_to)}</fieldset>"
        f'<button type="submit">Ask only these</button></form>{KEEP if only else ""}</details>{widen}</div>'
    )


def describe_scope(articles: Sequence[ListedArticle], only: Filter, left: int) -> str:
    """Return of how many articles is asked, `left` of them, and which, as markup."""
    if not articles:
        return "nothing yet"
    if not only:
        return "your one article" if len(articles) == 1 else f"all {count(len(articles), 'article')}"
    said = isolated(name_filter(only, {one.id: one.title for one in articles if one.id in only.articles}))
    if not left:
        return f"none of your {count(len(articles), 'article')} ({said}): nothing can be found there"
    return f"{count(left, 'article')} of {len(articles):,} ({said})"


def name_filter(only: Filter, titles: Mapping[str, str]) -> str:
    """Return what a question is narrowed to, an article by its title where that is known."""
    said = describe_filter(only)
    for one in only.articles:
        if titles.get(one):
            said = said.replace(f"the article {one}", f"“{titles[one]}”").replace(one, f"“{titles[one]}”")
    return said


def _render_articles(articles: Sequence[ListedArticle], only: Filter) -> str:
    chosen = [article for article in articles if article.id in only.articles]
    if not chosen:
        return ""
    boxes = "".join(render_box("article", one.id, isolated(one.title), is_chosen=True) for one in chosen)
    return f"<fieldset><legend>Articles</legend>{boxes}</fieldset>"


def _render_sources(articles: Sequence[ListedArticle], only: Filter) -> str:
    counts = Counter(article.source for article in articles if article.source)
    if not counts:
        return ""
    boxes = "".join(
        render_box("source", name, f"{isolated(name)} <span>{number:,}</span>", name in only.sources)
        for name, number in sorted(counts.most_common(MAX_SOURCES), key=lambda one: one[0].casefold())
    )
    return f'<fieldset class="bs-choices"><legend>Sources (none chosen: all)</legend>{boxes}</fieldset>'


def _render_day(name: str, day: date | None) -> str:
    value = day.isoformat() if day else ""
    return f'<label>{name} <input type="date" name="{name}" value="{value}"></label>'


def _lines(text: str) -> frozenset[str]:
    return frozenset(line for line in text.split("\n") if line)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
