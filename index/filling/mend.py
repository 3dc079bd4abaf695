"""Mending a library: what is damaged in it is dropped, so that a sync can bring it back."""

from dataclasses import dataclass
from pathlib import Path

from index.database import Database
from index.errors import LibraryDamaged
from index.filling.changes import delete_article


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
