"""The changes that a library knows: an article comes or is replaced, goes, or is told otherwise by hand."""

from pathlib import Path

from index.database import Database, SplitText
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
