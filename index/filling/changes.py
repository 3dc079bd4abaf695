"""The changes that a library knows: an article comes or is replaced, goes, is told otherwise by hand, or is damaged."""

from dataclasses import dataclass
from pathlib import Path

from index.database import Database, SplitText
from index.errors import LibraryDamaged
from index.types import Article, Edit


def put_article(database: Database, article: Article, path: Path, split: SplitText | None) -> bool:
    """Add or replace an article, and tell whether it is new; call it in a transaction.

    `split` holds the passages of the article's text; None when the library has them already.
    """
    old_text = database.articles.text_id(article.id)
    text_id = database.passages.put_text(article.text)
    titles = _titles(database, text_id)
    if split is not None:
        database.passages.put(text_id, database.connection.epoch, split)
    database.articles.put(article, text_id, path)
    if old_text is not None and old_text != text_id:
        database.passages.drop_text_if_unused(old_text)
    if split is None and titles != _titles(database, text_id):
        # New numbers make the caches take the passages in again, under the new title.
        database.passages.renumber(text_id)
    database.connection.advance()
    return old_text is None


def delete_article(database: Database, article_id: str) -> None:
    """Remove an article, and its text when no other article has it; call it in a transaction."""
    text_id = database.articles.text_id(article_id)
    database.articles.delete(article_id)
    if text_id is not None:
        database.passages.drop_text_if_unused(text_id)
    database.connection.advance()


def edit_article(database: Database, article_id: str, edit: Edit) -> None:
    """Set by hand what is said of an article, and have it found under that; call it in a transaction."""
    text_id = database.articles.text_id(article_id)
    titles = _titles(database, text_id) if text_id is not None else set()
    database.articles.edit(article_id, edit)
    if text_id is not None and titles != _titles(database, text_id):
        database.passages.renumber(text_id)  # see `put_article`
    database.connection.advance()


def _titles(database: Database, text_id: int) -> set[str]:
    return {label.title for label in database.articles.with_text(text_id)}


@dataclass(frozen=True, slots=True)
class Mended:
    """The outcome of mending: the ids of the articles it dropped, and the folders whose sync brings them back."""

    dropped: tuple[str, ...]
    folders: tuple[Path, ...]


def drop_damaged(database: Database) -> tuple[str, ...]:
    """Drop each article that is not what was written, forget its file, and return the ids.

    Raises:
        LibraryDamaged: the database's own check fails; then nothing is touched.
    """
    wrong = database.connection.check()
    if wrong:
        raise LibraryDamaged(
            f"The library {database.connection.name} is damaged beyond mending ({wrong[0]}): bring it back with "
            "`broadsheet restore BACKUP`, or sync your folders into a new --home."
        )
    damaged = tuple(one.article for one in database.damage())
    for article_id in damaged:
        owner = database.articles.owner(article_id)
        with database.connection.transaction():
            if owner is not None:
                database.files.forget(owner)
            delete_article(database, article_id)
    return damaged
