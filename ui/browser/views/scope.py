"""The scope of a conversation: chosen by the reader, kept by the browser, shown above the question; collections."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from index import Filter
from index.inventory import Inventory
from index.types import ListedArticle
from rag.narrowing import describe_filter
from ui.browser.templating import draw, fill
from ui.collections.types import Held

MAX_SOURCES = 200
_CHOSEN = ("article", "source", "collection", "tag")


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


def read_scope(given: Mapping[str, str]) -> Filter:
    """Return the filter that a form on the page describes; several sources or articles stand on lines of their own.

    Raises:
        ValueError: a date is none, or the first is after the last.
    """
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    if first and last and first > last:
        raise ValueError(f"The first day, {first}, is after the last, {last}; expected the earlier one first.")
    articles, sources, collections, tags = (_lines(given.get(name, "")) for name in _CHOSEN)
    return Filter(articles, sources, first, last, collections, tags=frozenset(map(str.casefold, tags)))


def write_scope(only: Filter) -> str:
    """Return `only` as the browser keeps it."""
    return json.dumps(
        {
            "article": "\n".join(sorted(only.articles)),
            "source": "\n".join(sorted(only.sources)),
            "from": only.published_from.isoformat() if only.published_from else "",
            "to": only.published_to.isoformat() if only.published_to else "",
            "collection": "\n".join(sorted(only.collections)),
            "tag": "\n".join(sorted(only.tags)),
        }
    )


def recall_scope(kept: str) -> Filter:
    """Return what the browser kept; nothing narrowed when it is no scope."""
    try:
        read = json.loads(kept) if kept else {}
        return read_scope({str(name): str(value) for name, value in read.items()})
    except (ValueError, AttributeError):
        return Filter()


def render_scope(inventory: Inventory, only: Filter, offered: Offered, trouble: str = "") -> Markup:
    """Return the control that narrows: a line that says of what is asked, and a form behind it."""
    tags = inventory.tags.copy()
    tags.update(dict.fromkeys(only.tags - tags.keys(), 0))  # one that no article has any more, to be let go
    chosen = [inventory.by_id[one] for one in sorted(only.articles & inventory.by_id.keys())]
    return fill(
        "scope",
        kept=write_scope(only),
        only=only,
        trouble=trouble,
        asked=describe_scope(len(inventory.articles), only, offered.left, chosen),
        collections=offered.collections,
        # A chosen one that is gone is among them, so that it can be let go.
        gone=sorted(only.collections - {held.collection.slug for held in offered.collections}),
        chosen=chosen,
        sources=_sort(inventory.sources),
        tags=_sort(tags),
    )


def _sort(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.most_common(MAX_SOURCES), key=lambda one: one[0].casefold())


def describe_scope(total: int, only: Filter, left: int, chosen: Sequence[ListedArticle]) -> Markup:
    """Return of how many articles is asked, `left` of `total`, and which; `chosen` are those that are named."""
    return fill(
        "asked", only=only, left=left, total=total, said=name_filter(only, {one.id: one.title for one in chosen})
    )


def name_filter(only: Filter, titles: Mapping[str, str]) -> str:
    """Return what a question is narrowed to, an article by its title where that is known."""
    said = describe_filter(only)
    for one in only.articles:
        if titles.get(one):
            said = said.replace(f"the article {one}", f"“{titles[one]}”").replace(one, f"“{titles[one]}”")
    return said


def _lines(text: str) -> frozenset[str]:
    return frozenset(line for line in text.split("\n") if line)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
