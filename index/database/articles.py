"""Articles as the library keeps them: what is known of each, and which text it has."""

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import astuple, replace
from datetime import UTC, date, datetime
from pathlib import Path

from index.database.connection import Connection, Row
from index.database.failures import damaged
from index.types import FACTS, Article, Edit, Filter, ListedArticle, Place

REPLACED = ", ".join(
    f"{column} = excluded.{column}"
    for column in "text_id sha256 title source url published author added path places".split()
)
LISTED = "a.id, a.title, a.source, a.author, a.url, a.published, a.added, a.path"
BY_HAND = "e.title, e.source, e.published, e.tags"
# The articles with what was set by hand in the place of what their files say; a row of it is what a filter sees.
SHOWN = (
    "(SELECT a.id, text_id, coalesce(e.title, a.title) AS title, coalesce(e.source, a.source) AS source, author, url,"
    " coalesce(e.published, a.published) AS published, added, path, coalesce(e.tags, '[]') AS tags,"
    " e.title IS NOT NULL AS title_set, e.source IS NOT NULL AS source_set, e.published IS NOT NULL AS published_set"
    " FROM articles a LEFT JOIN edits e ON e.id = a.id)"
)
_EDITED = "tags, title_set, source_set, published_set"


def fingerprint(article: Article) -> str:
    """Return the sha256 over every field of the article: equal only when nothing changed."""
    *fields, places = astuple(article)
    if places:  # an article without has the fingerprint that it had before there were places
        fields.append(_write_places(article))
    return hashlib.sha256("\x00".join(map(str, fields)).encode(errors="surrogatepass")).hexdigest()


def _write_places(article: Article) -> str:
    return json.dumps([(place.start, place.name) for place in article.places], ensure_ascii=False)


class ArticleTable:
    """The table of articles; several may have the same text, which lies in `PassageTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, article: Article, text_id: int, path: Path) -> None:
        """Add or replace one article; call it in a transaction."""
        published = article.published.isoformat() if article.published else ""
        added = datetime.now(UTC).isoformat(timespec="seconds")
        self._connection.run(
            "INSERT INTO articles (id, text_id, sha256, title, source, url, published, author, added, path, places)"
            f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET {REPLACED}",
            *(article.id, text_id, fingerprint(article), article.title, article.source, article.url),
            *(published, article.author, added, str(path), _write_places(article)),
        )

    def delete(self, article_id: str) -> None:
        """Remove one article; its text stays."""
        self._connection.run("DELETE FROM articles WHERE id = ?", article_id)

    def get(self, article_id: str) -> Article | None:
        """Return one article with its text; None when there is none of this id.

        Raises:
            LibraryDamaged: it is not the article that was written.
        """
        return self.get_all([article_id]).get(article_id)

    def get_all(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return those articles that there are, by their ids; raises as `get`."""
        rows = self._connection.rows(
            f"SELECT a.id, a.title, text, a.source, url, a.published, author, places, a.sha256, {BY_HAND}"
            f" FROM {self._connection.names} j CROSS JOIN articles a JOIN texts t ON t.id = text_id"
            " LEFT JOIN edits e ON e.id = a.id WHERE a.id = j.value",
            json.dumps(list(article_ids)),
        )
        return {row[0]: self._whole(row) for row in rows}

    def _whole(self, row: Row) -> Article:
        article = Article(row[0], row[1], row[2], row[3], row[4], self._date(row[5]), row[6], self._places(row[7]))
        if fingerprint(article) != row[8]:
            raise damaged(self._connection.name, f"article {article.id!r}")
        edit = self._edit(row[9:])
        return replace(
            article,
            title=article.title if edit.title is None else edit.title,
            source=article.source if edit.source is None else edit.source,
            published=article.published if edit.published is None else self._date(edit.published),
        )

    def edited(self, article_id: str) -> Edit:
        """Return what was set by hand of an article; nothing of one that there is not."""
        row = self._connection.first(f"SELECT {BY_HAND} FROM edits e WHERE id = ?", article_id)
        return self._edit(row) if row else Edit()

    def edit(self, article_id: str, edit: Edit) -> None:
        """Set by hand what `edit` says and nothing else; it stays when the article goes, for it may come back."""
        self._connection.run("DELETE FROM edits WHERE id = ?", article_id)
        if edit != Edit():
            values = (edit.title, edit.source, edit.published, json.dumps(edit.tags))
            self._connection.run("INSERT INTO edits VALUES (?, ?, ?, ?, ?)", article_id, *values)

    def carry_edits(self, article_id: str, source: Path) -> None:
        """Give an article what was set by hand of that with the same text whose file was moved from `source`."""
        self._connection.run(
            "INSERT INTO edits SELECT new.id, e.title, e.source, e.published, e.tags FROM edits e"
            " JOIN articles old ON old.id = e.id AND old.path = ?"
            " JOIN articles new ON new.text_id = old.text_id AND new.id = ? WHERE true ON CONFLICT DO NOTHING",
            *(str(source), article_id),
        )

    def text_id(self, article_id: str) -> int | None:
        """Return the number of an article's text; None when there is no such article."""
        row = self._connection.first("SELECT text_id FROM articles WHERE id = ?", article_id)
        return int(row[0]) if row else None

    def owner(self, article_id: str) -> Path | None:
        """Return the file that an article came from; None when there is no such article."""
        row = self._connection.first("SELECT path FROM articles WHERE id = ?", article_id)
        return Path(row[0]) if row else None

    def of_file(self, path: Path) -> dict[str, str]:
        """Return the ids of the articles of one file with their fingerprints."""
        return dict(self._connection.rows("SELECT id, sha256 FROM articles WHERE path = ?", str(path)))

    def listed(self) -> tuple[ListedArticle, ...]:
        """Return the table of articles in the order of their ids."""
        rows = self._connection.rows(
            f"SELECT {LISTED}, coalesce(n.passages, 0), {_EDITED}, text_id FROM {SHOWN} a LEFT JOIN"
            " (SELECT text_id AS counted, count(*) AS passages FROM passages WHERE epoch = ? GROUP BY text_id) n"
            " ON n.counted = text_id ORDER BY a.id",
            self._connection.epoch,
        )
        return tuple(self._listed(row, text=row[-1]) for row in rows)

    def with_text(self, text_id: int) -> tuple[ListedArticle, ...]:
        """Return the articles that have this text, in the order of their ids (their `passages` is 0)."""
        return tuple(label for _, label in self.with_texts([text_id]))

    def with_texts(self, text_ids: Iterable[int]) -> tuple[tuple[int, ListedArticle], ...]:
        """Return the articles that have one of these texts, behind its number, as `with_text` does."""
        rows = self._connection.rows(
            f"SELECT text_id, {LISTED}, 0, {_EDITED} FROM {self._connection.numbers} j CROSS JOIN {SHOWN} a"
            " WHERE text_id = j.value ORDER BY a.id",
            json.dumps(list(text_ids)),
        )
        return tuple((row[0], self._listed(row[1:])) for row in rows)

    def _listed(self, row: Row, text: int = 0) -> ListedArticle:
        return ListedArticle(
            id=row[0], title=row[1], source=row[2], author=row[3], url=row[4], published=self._date(row[5]),
            added=row[6], path=row[7], passages=row[8], tags=self._tags(row[9]),
            edited=tuple(name for name, is_set in zip(FACTS, row[10:13], strict=True) if is_set), text=text,
        )  # fmt: skip

    def _edit(self, row: Row) -> Edit:
        return Edit(row[0], row[1], row[2], self._tags(row[3] or "[]"))

    def _tags(self, stored: str) -> tuple[str, ...]:
        try:
            return tuple(map(str, json.loads(stored))) if stored != "[]" else ()
        except (ValueError, TypeError):
            raise damaged(self._connection.name, f"the tags {stored[:40]!r}") from None

    def _places(self, stored: str) -> tuple[Place, ...]:
        try:
            return tuple(Place(start, name) for start, name in json.loads(stored))
        except (ValueError, TypeError):
            raise damaged(self._connection.name, f"the places {stored[:40]!r}") from None

    def _date(self, stored: str) -> date | None:
        try:
            return date.fromisoformat(stored) if stored else None
        except (ValueError, TypeError):
            raise damaged(self._connection.name, f"the date {stored!r}") from None


def passes(
    only: Filter, article_id: str, source: str, published: date | None, path: str = "", tags: Collection[str] = ()
) -> bool:
    """Tell whether an article with these facts passes the filter; ValueError for one that names collections still."""
    if only.collections:
        raise ValueError(f"the collections {sorted(only.collections)} are names still; expected what is in them")
    if not _passes_alone(only, article_id, source, published, path):
        return False
    if (only.tags and only.tags.isdisjoint(tags)) or (only.undated and published is not None):
        return False
    if not (only.all_of or only.any_of or only.none_of):
        return True

    def let(one: Filter) -> bool:
        return passes(one, article_id, source, published, path, tags)

    return (
        all(map(let, only.all_of))
        and (not only.any_of or any(map(let, only.any_of)))
        and not any(map(let, only.none_of))
    )


def _passes_alone(only: Filter, article_id: str, source: str, published: date | None, path: str) -> bool:
    if only.articles and article_id not in only.articles:
        return False
    if only.sources and source not in only.sources:
        return False
    if only.folders and not any(path == folder or path.startswith(folder + os.sep) for folder in only.folders):
        return False
    if only.published_from and (published is None or published < only.published_from):
        return False
    return not (only.published_to and (published is None or published > only.published_to))
