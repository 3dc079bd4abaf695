"""The library's one truth: files, articles, texts, passages and vectors, in a SQLite file or on a server."""

from dataclasses import dataclass
from pathlib import Path

from index.database.articles import ArticleTable, fingerprint, passes
from index.database.connection import Connection
from index.database.files import FileTable
from index.database.integrity import Damage, find_damage, find_strays
from index.database.passages import PassageRow, PassageTable, SplitText, fingerprint_text
from index.database.read_ahead import Ahead
from index.database.sqlite import SqliteConnection
from index.errors import LibraryDamaged

__all__ = ["Damage", "Database", "PassageRow", "Size", "SplitText", "fingerprint", "fingerprint_text", "passes"]


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a library's articles and current passages, and its generation."""

    articles: int
    passages: int
    generation: int


class Database:
    """The tables of one library over one connection; a file has readers ahead of it."""

    def __init__(self, opened: Path | Connection) -> None:
        """Open the file `opened`, or take the tables behind a connection."""
        self.connection = opened if isinstance(opened, Connection) else SqliteConnection(opened)
        self.files = FileTable(self.connection)
        self.articles = ArticleTable(self.connection)
        self.passages = PassageTable(self.connection)
        self.ahead = None if isinstance(opened, Connection) else Ahead(opened)

    def size(self) -> Size:
        """Return how much there is."""
        row = self.connection.one(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages WHERE epoch = ?)",
            self.connection.epoch,
        )
        return Size(row[0], row[1], self.connection.generation)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was ever put into it, and nothing set or removed by hand."""
        tables = ("texts", "articles", "files", "folders", "left_out", "edits")
        return not any(self.connection.first(f"SELECT 1 FROM {table} LIMIT 1") for table in tables)

    def damage(self) -> tuple[Damage, ...]:
        """Return what is wrong with the articles; raises LibraryDamaged where it cannot be read at all."""
        return tuple(find_damage(self.connection))

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with what is kept, in sentences; empty when all is well."""
        findings = self.connection.check()
        if findings:
            return findings
        try:
            damage = tuple(f"article {one.article!r} {one.says}" for one in self.damage())
            return damage + find_strays(self.connection)
        except LibraryDamaged as error:
            return (str(error),)

    def close(self) -> None:
        """Close the connection and the readers."""
        if self.ahead is not None:
            self.ahead.close()
        self.connection.close()
