"""Figures and orders of a table of articles, each counted when it is first asked for, and once; and which are alike."""

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.database import Database, passes
from index.types import Filter, ListedArticle

# What is added to a title when its article comes again.
_AGAIN = re.compile(r"[(\[]?\b(updated?|corrected|copy|version \d+|v\d+)\b[)\]]?|[(\[]\d+[)\]]", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
Field = Literal["title", "source", "published", "passages", "added"]
Listed = tuple[ListedArticle, ...]

NEWEST = 10  # that are kept ready
KEPT = 32  # of the latest filters; all share their rows


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article is like: others of the same text, and others under the same title whose text is another."""

    doubles: tuple[ListedArticle, ...] = ()
    versions: tuple[ListedArticle, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether it is like any."""
        return bool(self.doubles or self.versions)


def find_likenesses(articles: Iterable[ListedArticle]) -> Mapping[str, Likeness]:
    """Return the likeness of each article that has one, by its id."""
    texts: dict[int, list[ListedArticle]] = defaultdict(list)
    titles: dict[tuple[str, str], list[ListedArticle]] = defaultdict(list)
    for one in articles:
        texts[one.text].append(one)
        if name := " ".join(_WORDS.findall(_AGAIN.sub(" ", one.title).casefold())):
            titles[name, one.source].append(one)
    texts.pop(0, None)
    found = {one.id: Likeness(tuple(o for o in some if o is not one)) for some in texts.values() for one in some}
    for some in titles.values():
        for one in some if len(some) > 1 else ():
            others = sorted((o for o in some if o.text != one.text), key=lambda o: o.published is None)
            doubles = found[one.id].doubles if one.id in found else ()
            found[one.id] = Likeness(doubles, tuple(others))
    return {name: one for name, one in found.items() if one}


class Inventory:
    """The articles that pass a filter, in the order of their ids, as of one generation; it never changes."""

    def __init__(self, articles: Listed) -> None:
        self.articles = articles
        self._orders: dict[tuple[Field, bool], Listed] = {}

    @cached_property
    def by_id(self) -> Mapping[str, ListedArticle]:
        """Return the articles by their ids."""
        return {one.id: one for one in self.articles}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return the files that the articles come from."""
        return frozenset(one.path for one in self.articles)

    @cached_property
    def passages(self) -> int:
        """Return how many passages the articles have."""
        return sum(one.passages for one in self.articles)

    @cached_property
    def undated(self) -> int:
        """Return how many articles have no date."""
        return sum(one.published is None for one in self.articles)

    @cached_property
    def sources(self) -> Counter[str]:
        """Return how many articles each source has."""
        return Counter(one.source for one in self.articles if one.source)

    @cached_property
    def tags(self) -> Counter[str]:
        """Return how many articles have each tag."""
        return Counter(tag for one in self.articles for tag in one.tags)

    @cached_property
    def months(self) -> Counter[int]:
        """Return how many articles are of each month, counted from the year 0."""
        return Counter(one.published.year * 12 + one.published.month - 1 for one in self.articles if one.published)

    @cached_property
    def newest(self) -> Listed:
        """Return the `NEWEST` articles with the latest dates, of one day in the order of their ids."""
        dated = [one for one in self.articles if one.published]
        return tuple(sorted(dated, key=lambda one: str(one.published), reverse=True)[:NEWEST])

    @cached_property
    def likenesses(self) -> Mapping[str, Likeness]:
        """Return what is like another, by its id."""
        return find_likenesses(self.articles)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return title, source and tags of each article in lower case, by its id."""
        return {one.id: f"{one.title} {one.source} {' '.join(one.tags)}".casefold() for one in self.articles}

    def ordered(self, field: Field, descending: bool = False) -> Listed:
        """Return the articles by a field, those alike by title and id; what has no date comes last in either order."""
        key = (field, descending)
        if key not in self._orders:
            rows = sorted(self.articles, key=lambda one: (one.title.casefold(), one.id))
            rows.sort(key=lambda one: _sorting(one, field), reverse=descending)
            if field == "published":
                rows.sort(key=lambda one: one.published is None)
            self._orders[key] = tuple(rows)
        return self._orders[key]


def _sorting(article: ListedArticle, field: Field) -> tuple[str, int]:
    match field:
        case "title":
            return article.title.casefold(), 0
        case "source":
            return article.source.casefold(), 0
        case "published":
            return article.published.isoformat() if article.published else "", 0
        case "passages":
            return "", article.passages
        case "added":
            return article.added, 0


class Listings:
    """The inventories of the articles that pass a filter: the same ones until the library changes."""

    def __init__(self) -> None:
        self._generation = -1
        self._kept: OrderedDict[Filter, Inventory] = OrderedDict()

    def find(self, database: Database, only: Filter) -> Inventory:
        """Return the inventory of the articles that pass `only`; one thread at a time calls it."""
        # Before the rows: what is written meanwhile belongs to a later generation, and is read again with that.
        generation = database.connection.generation
        if generation != self._generation:
            self._kept.clear()
            self._generation = generation
        if only not in self._kept:
            self._kept[only] = self._read(database, only)
        self._kept.move_to_end(only)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[only]

    def _read(self, database: Database, only: Filter) -> Inventory:
        if not only:
            return Inventory(database.articles.listed())
        rows = self.find(database, Filter()).articles
        return Inventory(
            tuple(row for row in rows if passes(only, row.id, row.source, row.published, row.path, row.tags))
        )
