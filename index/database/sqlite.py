"""A connection to a library's SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.database.connection import Connection, Row
from index.database.failures import in_words, to_library_error, unfit
from index.database.schema import FORMAT, SCHEMA, STEPS
from index.errors import LibraryDamaged, LibraryError


class SqliteConnection(Connection):
    """One connection to a library file, made to format `FORMAT` when the file is new or of an older one.

    A transaction that has ended is on the disk, a power failure included (WAL, synchronous=FULL).
    Every method raises LibraryError, in a sentence fit to show, when SQLite cannot go on.

    Raises:
        LibraryError: the file cannot be opened, is no database, or has a newer format.
    """

    numbers = names = "json_each(?)"
    joined_ids = "group_concat(id)"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        try:
            # The library guards each connection with a lock, so that threads can share it.
            self._sqlite = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        except sqlite3.Error as error:
            raise self._unopened(error) from error
        try:
            with in_words():
                self._sqlite.execute("PRAGMA journal_mode=WAL")
                self._sqlite.execute("PRAGMA synchronous=FULL")
                self._sqlite.execute("PRAGMA foreign_keys=ON")
            self._create_or_check()
        except sqlite3.Error as error:
            self._sqlite.close()
            raise self._unopened(error) from error
        except BaseException:
            self._sqlite.close()
            raise

    def _unopened(self, error: sqlite3.Error) -> LibraryError:
        said = to_library_error(self.path, error)
        if isinstance(said, LibraryDamaged) or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CANTOPEN:
            return type(said)(
                f"The library {self.path} cannot be opened ({error}); expected a SQLite file that can be written: "
                "check the folder's permissions, bring it back with `broadsheet restore BACKUP`, or choose another "
                "with --home."
            )
        return said

    def _create_or_check(self) -> None:
        version = self._version()
        if version == FORMAT:
            return
        if version > FORMAT:
            raise LibraryError(
                f"The library {self.path} has format {version}; this Broadsheet reads format {FORMAT}: "
                "install the version that wrote it, or start a new library with --home."
            )
        with self.transaction():
            version = self._version()  # another process may have been here while this one waited for the lock
            if version == 0 and self.first("SELECT 1 FROM sqlite_master") is not None:
                raise LibraryError(
                    f"The file {self.path} is a database, but not of Broadsheet: choose another folder with --home."
                )
            for step in [SCHEMA] if version == 0 else [STEPS[old] for old in range(version, FORMAT)]:
                for statement in step.split(";"):
                    self.run(statement)
            if version == 0:
                self.run("INSERT INTO meta VALUES ('generation', '0'), ('epoch', '1')")
            self.run(f"PRAGMA user_version={FORMAT}")

    def _version(self) -> int:
        return int(self.one("PRAGMA user_version")[0])

    def close(self) -> None:
        """Close the connection."""
        self._sqlite.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body as one transaction: all of it is kept, or none."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._sqlite.in_transaction:  # SQLite ends it itself when the disk is full
                self.run("ROLLBACK")
            raise

    def run(self, statement: str, *values: object) -> None:
        """Execute one statement."""
        with self._saying():
            self._sqlite.execute(statement, values)

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        with self._saying():
            return self._sqlite.execute(query, values).fetchall()

    def first(self, query: str, *values: object) -> Row | None:
        """Return the first row of a query; None when it has none."""
        with self._saying():
            row: Row | None = self._sqlite.execute(query, values).fetchone()
        return row

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            with in_words():
                yield
        except sqlite3.Error as error:
            raise to_library_error(self.path, error) from error
        except UnicodeEncodeError as error:
            raise unfit(self.name, error, "SQLite takes no half characters") from error

    def check(self) -> tuple[str, ...]:
        """Return what SQLite's integrity and foreign-key checks find; empty when all is well."""
        try:
            return self._check()
        except LibraryDamaged as error:
            return (str(error),)

    def _check(self) -> tuple[str, ...]:
        findings = [str(row[0]) for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        dangling = [f"table {row[0]}: row {row[1]} points at nothing" for row in self.rows("PRAGMA foreign_key_check")]
        return (*findings, *dangling)
