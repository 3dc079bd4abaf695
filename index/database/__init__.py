"""The library's one truth: a SQLite file with files, articles, texts, passages and vectors."""

from dataclasses import dataclass
from pathlib import Path

from index.database.articles import ArticleTable, fingerprint, passes
from index.database.connection import Connection
from index.database.files import FileTable
from index.database.integrity import Damage, find_damage, find_strays
from index.database.passages import PassageRow, PassageTable, SplitText
from index.database.read_ahead import Ahead
from index.errors import LibraryDamaged, LibraryError

__all__ = ["Damage", "Database", "PassageRow", "Size", "SplitText", "fingerprint", "passes"]


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a library's articles and current passages, and its generation."""

    articles: int
    passages: int
    generation: int


class Database:
    """The tables of one library file over one connection, and readers ahead of it; the only SQL of Broadsheet."""

    def __init__(self, path: Path) -> None:
        self.connection = Connection(path)
        self.files = FileTable(self.connection)
        self.articles = ArticleTable(self.connection)
        self.passages = PassageTable(self.connection)
        self.ahead = Ahead(path)

    @classmethod
    def in_folder(cls, folder: Path) -> "Database":
        """Return the database of the library in `folder`, which is made where it is not there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The folder {folder} cannot be made ({error.strerror}): make it writable, or choose another with "
                "--home."
            ) from error
        return cls(folder / "library.sqlite")

    def size(self) -> Size:
        """Return how much there is."""
        row = self.connection.one(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages WHERE epoch = ?)",
            self.connection.epoch,
        )
        return Size(row[0], row[1], self.connection.generation)

    def damage(self) -> tuple[Damage, ...]:
        """Return what is wrong with the articles.

        Raises:
            LibraryDamaged: the file cannot be read at all.
        """
        return tuple(find_damage(self.connection))

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, in sentences; empty when all is well."""
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
        self.ahead.close()
        self.connection.close()
