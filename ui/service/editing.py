"""Editing of articles by hand: title, source, date and tags of one or of many at once, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Filter, Library
from index.database import passes
from index.types import Edit, ListedArticle
from ui.collections.store import CollectionStore
from ui.service.errors import NotAllowed, NotUnderstood
from ui.service.identity import Identity

MAX_CHARS = 500  # of a title or a source
MAX_TAG_CHARS, MAX_TAGS = 40, 20

Before = Mapping[str, Edit]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise of articles: None stays; `reset` forgets first what was set by hand.

    `published` is an ISO date, "" for none. Tags are added, or taken away.
    """

    title: str | None = None
    source: str | None = None
    published: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Editing:
    """Edits articles for `identity`; `library` is what they may read."""

    library: Library
    collections: CollectionStore
    identity: Identity = Identity()  # noqa: RUF009 - frozen

    def edit(self, article_ids: Sequence[str], change: Change) -> Before:
        """Change articles, all or none, and return what `restore` brings back.

        Raises:
            NotUnderstood: nothing is to be otherwise, or not so: an empty title, a date that is none, a tag too long.
            ArticleUnknown: there is no such article.
            NotAllowed: others could then read an article, or could no longer.
            LibraryBusy: another process is writing.
        """
        if not article_ids or change == Change():
            raise NotUnderstood("Nothing is to be changed: name an article, and its title, source, date or a tag.")
        before = {article_id: self.library.edited(article_id) for article_id in article_ids}
        after = {article_id: _apply(edit, change) for article_id, edit in before.items()}
        self._require_same_readers(after)
        self.library.edit(after)
        return before

    def restore(self, before: Before) -> None:
        """Bring back what was set by hand before; articles that are gone since are passed over."""
        there = self.library.inventory().by_id
        self.library.edit({article_id: edit for article_id, edit in before.items() if article_id in there})

    def _require_same_readers(self, edits: Mapping[str, Edit]) -> None:
        reserved = [one.filter for one in self.collections.all() if one.readers] if self.identity.owner else []
        if not reserved:
            return
        for row in self.library.articles(Filter(articles=frozenset(edits))):
            edited = _as_edited(row, edits[row.id])
            if any(_is_in(only, row) != _is_in(only, edited) for only in reserved):
                raise NotAllowed(
                    f"“{row.title}” would be read by others than now: only the owner of this computer says who reads "
                    "which articles."
                )


def clean_tag(tag: str) -> str:
    """Return a tag in lower case with single spaces; raises NotUnderstood for one that cannot be used."""
    cleaned = " ".join(tag.casefold().split())
    if not 0 < len(cleaned) <= MAX_TAG_CHARS or "," in cleaned or not cleaned.isprintable():
        raise NotUnderstood(
            f"{tag[: MAX_TAG_CHARS + 10]!r} cannot be a tag; expected 1 to {MAX_TAG_CHARS} characters without a comma.",
            "tags",
        )
    return cleaned


def _apply(edit: Edit, change: Change) -> Edit:
    kept = Edit() if change.reset else edit
    tags = {*kept.tags, *map(clean_tag, change.add)} - {*map(clean_tag, change.remove)}
    if len(tags) > MAX_TAGS:
        raise NotUnderstood(f"An article has at most {MAX_TAGS} tags: take one away first.", "tags")
    return Edit(
        kept.title if change.title is None else _clean_line("title", change.title),
        kept.source if change.source is None else _clean_line("source", change.source),
        kept.published if change.published is None else _clean_date(change.published),
        tuple(sorted(tags)),
    )


def _clean_line(name: str, text: str) -> str:
    cleaned = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    if len(cleaned) > MAX_CHARS or (name == "title" and not cleaned):
        raise NotUnderstood(f"The {name} {text[:40]!r} cannot be used; expected at most {MAX_CHARS} characters.", name)
    return cleaned


def _clean_date(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError:
        raise NotUnderstood(f"{text[:40]!r} is no date; expected one like 2024-03-01, or none.", "published") from None


def _as_edited(row: ListedArticle, edit: Edit) -> ListedArticle:
    published = row.published if edit.published is None else None
    if edit.published:
        published = date.fromisoformat(edit.published)
    source = row.source if edit.source is None else edit.source
    return replace(row, source=source, published=published, tags=edit.tags)


def _is_in(only: Filter, row: ListedArticle) -> bool:
    return passes(only, row.id, row.source, row.published, row.path, row.tags)
