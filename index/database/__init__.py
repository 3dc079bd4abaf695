"""The library's one truth: a SQLite file with files, articles, texts, passages and vectors."""

from pathlib import Path

from index.database.articles import ArticleTable, fingerprint, passes
from index.database.connection import Connection
from index.database.files import FileTable
from index.database.passages import PassageRow, PassageTable, SplitText

__all__ = ["Database", "PassageRow", "SplitText", "fingerprint", "passes"]


class Database:
    """The tables of one library file over one connection; the only SQL of Broadsheet."""

    def __init__(self, path: Path) -> None:
        self.connection = Connection(path)
        self.files = FileTable(self.connection)
        self.articles = ArticleTable(self.connection)
        self.passages = PassageTable(self.connection)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
