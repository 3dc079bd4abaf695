"""The catalogue of the library: its articles listed, counted, searched, and read to the character."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from index import Article, Filter, Hit, Library
from index.errors import ArticleUnknown
from index.types import ListedArticle
from ui.collections.errors import CollectionEmpty
from ui.errors import NothingToAsk
from ui.service.errors import NotThere

MAX_LISTED = 1_000
MAX_NAMED = 6  # of several articles that may be meant
UNNAMED = ""  # the row of articles without a source, or without a date


class CountBy(StrEnum):
    """What the articles are counted by."""

    SOURCE = "source"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list: `total` is how many articles there are, `following` where the next page begins, or None."""

    articles: tuple[ListedArticle, ...]
    total: int
    following: int | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Characters of an article, exactly: `text == article.text[start:end]`."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the characters."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are, and of each source, year or month, the most first, or the earliest."""

    total: int
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are meant: those that pass `only`, with every word of `words` in title, source, author or tags."""

    words: str = ""
    only: Filter = field(default_factory=Filter)

    def has(self, article: ListedArticle) -> bool:
        """Tell whether `article`, which passes `only`, is meant."""
        shown = f"{article.title} {article.source} {article.author} {article.id} {' '.join(article.tags)}".casefold()
        return all(word in shown for word in self.words.casefold().split())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is asked of the articles themselves, without an answer being made."""

    library: Library

    def list(self, wanted: Wanted, limit: int = 50, offset: int = 0) -> Listing:
        """Return the articles that are meant, in the order of their ids, from the one at `offset` on."""
        found = [article for article in self.library.articles(wanted.only) if wanted.has(article)]
        page = tuple(found[offset : offset + limit])
        following = offset + limit if offset + limit < len(found) else None
        return Listing(page, len(found), following)

    def count(self, by: CountBy, wanted: Wanted) -> Counts:
        """Return how many articles are meant, and how many of each source, year or month."""
        found = [article for article in self.library.articles(wanted.only) if wanted.has(article)]
        counted = Counter(_name(article, by) for article in found)
        rows = counted.most_common() if by is CountBy.SOURCE else sorted(counted.items())
        return Counts(len(found), tuple(rows))

    def search(self, words: str, count: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `count` passages that fit `words` best.

        Raises:
            NothingToAsk: there is no word.
            ArticleUnknown: the filter names an article that is not there.
            CollectionUnknown: it names a collection that is not there.
            CollectionEmpty: it names collections without an article.
        """
        if not words.strip():
            raise NothingToAsk('The question is empty: type a few words, as in `broadsheet search "harbour founder"`.')
        self.require(only)
        return self.library.search(words, k=count, only=only)

    def excerpt(self, article_id: str, start: int | None = None, end: int | None = None, around: int = 0) -> Excerpt:
        """Return an article, or its characters from `start` to `end` with `around` more on both sides.

        Raises:
            ArticleUnknown: the library has no such article.
            NotThere: the article has no such characters.
        """
        article = self.library.article(article_id)
        length = len(article.text)
        first, last = 0 if start is None else start, length if end is None else end
        if not 0 <= first < last <= length:
            raise NotThere(
                f"The article {article_id!r} has no characters {first} to {last}; it has {length:,}: expected "
                f"0 <= start < end <= {length}."
            )
        return Excerpt(article, max(0, first - around), min(length, last + around))

    def find(self, named: str) -> ListedArticle:
        """Return the article whose id, file's name or title is `named`, or the only one with its words in these.

        Raises:
            ArticleUnknown: none is called so, or several are.
        """
        listed = self.library.inventory()
        if named in listed.by_id:
            return listed.by_id[named]
        words = named.casefold().split()
        called = {one: _names(one) for one in listed.articles} if words else {}
        found = [one for one, names in called.items() if " ".join(words) in names]
        found = found or [one for one, names in called.items() if " ".join(words) in "\n".join(names)]
        found = found or [one for one, names in called.items() if all(word in "\n".join(names) for word in words)]
        if not found:
            raise ArticleUnknown(f"No article has {named!r} in its id or title: `broadsheet list` shows what there is.")
        if len(found) > 1:
            shown = ", ".join(f"{one.id!r} ({one.title})" for one in found[:MAX_NAMED])
            more = f" and {len(found) - MAX_NAMED:,} more" if len(found) > MAX_NAMED else ""
            raise ArticleUnknown(f"{named!r} may be {len(found):,} articles: {shown}{more}; type the id of one.")
        return found[0]

    def require(self, only: Filter) -> None:
        """Raise ArticleUnknown, CollectionUnknown or CollectionEmpty where `only` names what cannot be asked."""
        for article_id in sorted(only.articles - self.library.inventory().by_id.keys()) if only.articles else ():
            raise ArticleUnknown(f"The library has no article {article_id!r}: `broadsheet list` shows the ids it has.")
        if only.collections and not self.library.articles(Filter(collections=only.collections)):
            raise CollectionEmpty(
                f"There is no article in {' and '.join(map(repr, sorted(only.collections)))}: none was picked or fits "
                "the rule, or they are gone from the library. Add some with `broadsheet collections add`, or ask "
                "without it."
            )


def _names(article: ListedArticle) -> tuple[str, ...]:
    """Return what people may call an article, in lower case."""
    file = PurePath(article.id)
    return tuple(" ".join(name.casefold().split()) for name in (article.id, article.title, file.name, file.stem))


def _name(article: ListedArticle, by: CountBy) -> str:
    if by is CountBy.SOURCE:
        return article.source or UNNAMED
    return f"{article.published:{'%Y' if by is CountBy.YEAR else '%Y-%m'}}" if article.published else UNNAMED
