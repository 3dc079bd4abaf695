"""Copies of SQLite files that others go on writing to, and a library's paths after a move."""

import sqlite3
from contextlib import closing
from pathlib import Path

from index.database import Database
from index.database.failures import in_words, to_library_error
from index.disk import sync_file


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one moment, by SQLite's online backup; `target` must not be there.

    Raises:
        LibraryError: the file cannot be read, or the copy cannot be written.
    """
    try:
        with (
            in_words(),
            closing(sqlite3.connect(source, timeout=30)) as read,
            closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written)
            written.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
        # SQLite says nothing when the log cannot be taken away; what is in it would be missing from the file.
        if any(target.with_name(f"{target.name}{end}").exists() for end in ("-wal", "-journal")):
            raise sqlite3.OperationalError("disk I/O error")
    except sqlite3.Error as error:
        raise to_library_error(source, error) from error
    sync_file(target)


def check_database(path: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong with a file, in its words; empty when all is well."""
    try:
        with in_words(), closing(sqlite3.connect(path)) as opened:
            return tuple(str(row[0]) for row in opened.execute("PRAGMA integrity_check") if row[0] != "ok")
    except sqlite3.Error as error:
        return (str(error),)


def check_library(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a library file, in sentences; raises LibraryError when it cannot be opened."""
    database = Database(path)
    try:
        return database.check()
    finally:
        database.close()


def move_paths(path: Path, old: Path, new: Path) -> None:
    """Let a library file that knows files below `old` know them below `new`."""
    database = Database(path)
    try:
        run = database.connection.run
        start, length = f"{old}/", len(str(old)) + 1
        with database.connection.transaction():
            for table in ("articles", "files", "folders"):
                # `table` is one of the literals above.
                run(
                    f"UPDATE {table} SET path = ? || substr(path, ?) WHERE path = ? OR substr(path, 1, ?) = ?",
                    *(str(new), length, str(old), length, start),
                )
    finally:
        database.close()
