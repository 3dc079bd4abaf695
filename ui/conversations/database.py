"""A file of what a reader keeps: a short transaction an operation, and a damaged file is set aside.

Each operation opens a connection of its own: threads and processes then share nothing but the
file, and one that was set aside by somebody else is not written to any more.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from ui.conversations.errors import ConversationError
from ui.errors import InterfaceError

BUSY_S = 30
VIEW = """
CREATE VIEW listed AS
    SELECT id, name, started, changed, (SELECT count(*) FROM exchanges WHERE conversation = id) AS exchanges,
        words, conversations.rowid AS made, owner
    FROM conversations;
"""
SCHEMA = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, words TEXT NOT NULL, started TEXT NOT NULL, changed TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT ''); -- who signed in, empty for the user of this computer
CREATE TABLE exchanges (
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, number INTEGER NOT NULL,
    asked TEXT NOT NULL, words TEXT NOT NULL,
    verdict TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', judged TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL, -- last: a search reads the words without passing over it
    PRIMARY KEY (conversation, number));
"""
# What brings a file of an older format to the next one, by that format.
MIGRATIONS = {
    1: "ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT ''; DROP VIEW listed",
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What lies in a file: how it is called, its format and how that is made, and the error that tells of a failure."""

    things: str
    format: int
    schema: str
    view: str = ""
    migrations: Mapping[int, str] = field(default_factory=dict)
    error: type[InterfaceError] = InterfaceError


CONVERSATIONS = Tables("conversations", 2, SCHEMA, VIEW, MIGRATIONS, ConversationError)
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Result = TypeVar("Result")


class KeptFile:
    """One file of `tables`; safe for several threads and processes.

    `notice` is what the user must be told: that a damaged file was set aside, and where.
    """

    def __init__(self, path: Path, tables: Tables = CONVERSATIONS) -> None:
        self.path = path
        self.notice = ""
        self._tables = tables

    def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `work` returns; all that it changes is kept, or nothing.

        A damaged file is set aside, and `work` is done in a new one.

        Raises:
            InterfaceError: that of the tables; the file cannot be opened, read or written, or has another format.
        """
        try:
            return self._attempt(work)
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise self._say_unusable(error) from error
        self._set_aside()
        try:
            return self._attempt(work)
        except sqlite3.Error as error:
            raise self._say_unusable(error) from error

    def check(self) -> None:
        """Read the whole file, and set it aside when it is damaged.

        Raises:
            InterfaceError: that of the tables; the file cannot be opened, read or written, or has another format.
        """
        self.run(_examine)

    def _attempt(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        with _in_words(), closing(self._connect()) as connection:
            if _version(connection) != self._tables.format:
                self._create_or_refuse(connection)
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # commits, or rolls back
                return work(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_S)
        connection.text_factory = _decode
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what a reader deletes is gone from the disk's file, too
        return connection

    def _create_or_refuse(self, connection: sqlite3.Connection) -> None:
        tables = self._tables
        with self._lock():  # two that switch a new file to WAL at once do not wait for each other
            version = _version(connection)
            if version not in (0, *tables.migrations, tables.format):
                raise tables.error(
                    f"The {tables.things} in {self.path} have format {version}; this Broadsheet reads format "
                    f"{tables.format}: install the version that wrote them, or choose another folder with --home."
                )
            if version == tables.format:
                return
            if version == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise _Foreign("it has other tables")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("BEGIN IMMEDIATE")
            steps = (
                [tables.schema] if version == 0 else [tables.migrations[past] for past in range(version, tables.format)]
            )
            with connection:
                for statement in ";".join([*steps, tables.view]).split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={tables.format}")

    def _set_aside(self) -> None:
        with self._lock():
            try:
                self._attempt_check()
            except sqlite3.Error as error:
                if not _is_damage(error):
                    raise self._say_unusable(error) from error
            else:
                return  # another process was quicker
            aside = _free_name(self.path)
            # The log goes first: left behind, it would be played into the new file.
            for ending in ("-wal", "-shm", ""):
                part = self.path.with_name(self.path.name + ending)
                if part.exists():
                    part.rename(aside.with_name(aside.name + ending))
        self.notice = (
            f"The file of your {self._tables.things} was damaged and is now {aside}; a new one was begun: "
            "put a copy from your backup in its place if you have one."
        )

    def _attempt_check(self) -> None:
        with _in_words(), closing(self._connect()) as connection:
            if _version(connection) == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise _Foreign("it has other tables")
            _examine(connection)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        lock = FileLock(self.path.with_suffix(".lock"), timeout=BUSY_S)
        try:
            with lock:
                yield
        except Timeout as error:
            raise self._tables.error(
                f"Another process has held {lock.lock_file} for {BUSY_S} s, so the {self._tables.things} in "
                f"{self.path} cannot be opened: end that process, then try again."
            ) from error

    def _say_unusable(self, error: sqlite3.Error) -> InterfaceError:
        return self._tables.error(
            f"The {self._tables.things} in {self.path} cannot be read or written ({error}); expected a SQLite file "
            "that can be written: check the folder's permissions and free space, or choose another with --home FOLDER."
        )


class _Foreign(sqlite3.DatabaseError):
    """A database that is not ours, or that fails its own check."""


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes the damaged file, and Python cannot read that
        raise _Foreign("there are bytes in it that are no text") from error


def _examine(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != ("ok",):
        raise _Foreign(str(found))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _is_damage(error: sqlite3.Error) -> bool:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, _Foreign) or primary in _DAMAGE


def _decode(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")  # one spoilt letter is no reason to lose the rest


def _free_name(path: Path) -> Path:
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = [f"{path.stem}-damaged-{stamp}", *(f"{path.stem}-damaged-{stamp}-{number}" for number in range(2, 100))]
    return next(free for name in names if not (free := path.with_name(f"{name}{path.suffix}")).exists())
