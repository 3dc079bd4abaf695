"""A connection to a library's SQLite file: transactions, and what the library says of itself."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.embedders.base import EmbedderIdentity
from index.errors import LibraryError

FORMAT = 1
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, text_id INTEGER NOT NULL REFERENCES texts(id), sha256 TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, published TEXT NOT NULL,
    author TEXT NOT NULL, added TEXT NOT NULL, path TEXT NOT NULL);
CREATE INDEX articles_by_text ON articles(text_id);
CREATE INDEX articles_by_path ON articles(path);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, text_id INTEGER NOT NULL REFERENCES texts(id), epoch INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, speaker TEXT NOT NULL);
CREATE INDEX passages_by_text ON passages(text_id, epoch);
CREATE TABLE vectors (passage_id INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE left_out (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
"""

Row = tuple[Any, ...]


class Connection:
    """One connection to a library file, made to format `FORMAT` when the file is new.

    Raises:
        LibraryError: the file cannot be opened, is no database, or has another format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # The library guards each connection with a lock, so that threads can share it.
            self._sqlite = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._sqlite.execute("PRAGMA journal_mode=WAL")
            self._sqlite.execute("PRAGMA synchronous=NORMAL")
            self._sqlite.execute("PRAGMA foreign_keys=ON")
            self._create_or_check()
        except sqlite3.Error as error:
            raise LibraryError(
                f"The library {path} cannot be opened ({error}); expected a SQLite file that can be written: "
                "check the folder's permissions, or choose another with --home."
            ) from error

    def _create_or_check(self) -> None:
        version = self.one("PRAGMA user_version")[0]
        if version == 0:
            with self.transaction():
                # Another process may have made the tables while this one waited for the lock.
                if self.first("SELECT 1 FROM sqlite_master") is None:
                    for statement in SCHEMA.split(";"):
                        self.run(statement)
                    self.run("INSERT INTO meta VALUES ('generation', '0'), ('epoch', '1')")
                    self.run(f"PRAGMA user_version={FORMAT}")
        elif version != FORMAT:
            raise LibraryError(
                f"The library {self.path} has format {version}; this Broadsheet reads format {FORMAT}: "
                "install the version that wrote it, or start a new library with --home."
            )

    def close(self) -> None:
        """Close the connection."""
        self._sqlite.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body as one transaction: all of it is kept, or none."""
        self._sqlite.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sqlite.execute("ROLLBACK")
            raise
        self._sqlite.execute("COMMIT")

    def run(self, statement: str, *values: object) -> sqlite3.Cursor:
        """Execute one statement."""
        return self._sqlite.execute(statement, values)

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        return self._sqlite.execute(query, values).fetchall()

    def first(self, query: str, *values: object) -> Row | None:
        """Return the first row of a query; None when it has none."""
        row: Row | None = self._sqlite.execute(query, values).fetchone()
        return row

    def one(self, query: str, *values: object) -> Row:
        """Return the only row of a query that always has one."""
        row: Row = self._sqlite.execute(query, values).fetchone()
        return row

    def check(self) -> tuple[str, ...]:
        """Return what SQLite's integrity and foreign-key checks find; empty when all is well."""
        findings = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = [f"table {row[0]}: row {row[1]} points at nothing" for row in self.rows("PRAGMA foreign_key_check")]
        return (*findings, *dangling)

    def _meta(self, key: str) -> str:
        row = self.first("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else ""

    def _set_meta(self, key: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    @property
    def generation(self) -> int:
        """Return the number that grows with every change of what can be found."""
        return int(self._meta("generation"))

    def advance(self) -> None:
        """Make the next generation; call it inside the transaction that changes something."""
        self.run("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    @property
    def epoch(self) -> int:
        """Return the epoch of the passages that are current."""
        return int(self._meta("epoch"))

    def set_epoch(self, epoch: int) -> None:
        """Make the passages of `epoch` the current ones."""
        self._set_meta("epoch", str(epoch))

    @property
    def embedder(self) -> EmbedderIdentity | None:
        """Return who made the current vectors; None before the first."""
        name = self._meta("embedder_name")
        if not name:
            return None
        return EmbedderIdentity(name, self._meta("embedder_revision"), int(self._meta("embedder_dim")))

    def set_embedder(self, identity: EmbedderIdentity) -> None:
        """Remember who makes the vectors."""
        self._set_meta("embedder_name", identity.name)
        self._set_meta("embedder_revision", identity.revision)
        self._set_meta("embedder_dim", str(identity.dim))
