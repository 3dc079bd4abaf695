"""The file of the collections: a transaction a change, so that a page and a terminal lose nothing of each other's."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from index.types import Filter
from ui.collections.errors import CollectionError, CollectionRefused, CollectionTaken, CollectionUnknown
from ui.collections.types import Collection, slug_of
from ui.contract import from_rule
from ui.conversations.database import Statements, Tables

if TYPE_CHECKING:
    from ui.conversations.server import KeptOnServer

FILE = "collections.sqlite"
FORMAT = 1
BUSY_S = 30
OWNER = "owner"  # the user who is the owner of this computer
MOST = 300  # a question over all of them is one condition of SQL, whose depth is limited
SCHEMA = """
CREATE TABLE collections (
    slug TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, rule TEXT NOT NULL, picked TEXT NOT NULL,
    readers TEXT NOT NULL) WITHOUT ROWID
"""
TABLES = Tables(
    "collections", FORMAT, SCHEMA, error=CollectionError,
    on_server='ALTER TABLE collections ALTER COLUMN slug TYPE TEXT COLLATE "C"',
)  # fmt: skip
MIGRATIONS: dict[int, str] = {}  # what brings a file of an older format to the next one, by that format
_COLUMNS = "name, rule, picked, owner, readers"


@dataclass(frozen=True, slots=True)
class CollectionStore:
    """The collections of a home; without a file there are none. Safe for several threads and processes.

    A file that is damaged is never set aside: it says who may read what, and without it everybody would read all.
    """

    path: Path | None = None
    server: "KeptOnServer | None" = None

    @property
    def changed_at(self) -> int:
        """Return when the file was written last, in nanoseconds: another number after every change; 0 without one."""
        if self.server is not None:
            return crc32(repr(self.all()).encode())
        try:
            return self.path.stat().st_mtime_ns if self.path else 0
        except OSError:
            return 0

    def all(self) -> tuple[Collection, ...]:
        """Return the collections by name.

        Raises:
            CollectionError: the file cannot be read.
        """
        if not self._exists:
            return ()
        with self._open("DEFERRED") as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM collections ORDER BY slug").fetchall()  # noqa: S608
            return tuple(map(_read, rows))

    @property
    def _exists(self) -> bool:
        if self.server is None:
            return self.path is not None and self.path.exists()
        if self.server.exists:
            return True
        if self.path is not None and (kept := CollectionStore(self.path).all()):
            raise CollectionError(
                f"The library {self.server} has no collections, and this home has {len(kept)}, which say who may read "
                "what: take them along with `broadsheet move --to ADDRESS --library ADDRESS`, or use another --home."
            )
        return False

    def add(self, collection: Collection) -> None:
        """Keep a new collection.

        Raises:
            CollectionTaken: there is one of this name.
            CollectionRefused: there are too many.
            CollectionError: the file cannot be read or written.
        """
        with self._open() as connection:
            if _find(connection, collection.slug):
                raise _taken(collection.name)
            (count,) = connection.execute("SELECT count(*) FROM collections").fetchone()
            if count >= MOST:
                raise CollectionRefused(f"There are {MOST} collections; expected fewer: delete one first.")
            connection.execute("INSERT INTO collections VALUES (?, ?, ?, ?, ?, ?)", _write(collection))

    def change(self, name: str, change: Callable[[Collection], Collection]) -> Collection:
        """Replace a collection by what `change` makes of it, and return that; its name may be another.

        Raises:
            CollectionUnknown: there is none of this name.
            CollectionTaken: the new name is that of another.
            CollectionError: the file cannot be read or written; also what `change` raises.
        """
        with self._open() as connection:
            before = _require(connection, name)
            after = change(before)
            if after.slug != before.slug and _find(connection, after.slug):
                raise _taken(after.name)
            connection.execute("DELETE FROM collections WHERE slug = ?", (before.slug,))
            connection.execute("INSERT INTO collections VALUES (?, ?, ?, ?, ?, ?)", _write(after))
            return after

    def delete(self, name: str) -> None:
        """Forget a collection; its articles stay. Raises as `change` does."""
        with self._open() as connection:
            connection.execute("DELETE FROM collections WHERE slug = ?", (_require(connection, name).slug,))

    def forget(self, user: str) -> None:
        """Take out a user who is gone, whoever has the name next: what they alone read is the owner's."""

        def without(one: Collection) -> Collection:
            left = one.readers - {user} or frozenset({OWNER} if one.readers else ())
            return replace(one, readers=left, owner="" if one.owner == user else one.owner)

        for one in self.all():
            if user == one.owner or user in one.readers:
                self.change(one.slug, without)

    def move(self, old: Path, new: Path) -> None:
        """Have rules that name folders in `old` name the same in `new`: a home that is now elsewhere."""

        def moved(folder: str) -> str:
            path = Path(folder)
            return str(new / path.relative_to(old)) if path.is_relative_to(old) else folder

        for one in self.all() if old != new else ():
            if one.rule.folders:
                rule = replace(one.rule, folders=frozenset(map(moved, one.rule.folders)))
                self.change(one.slug, partial(replace, rule=rule))

    @contextmanager
    def _open(self, begin: str = "IMMEDIATE") -> Iterator[Statements]:
        if self.server is not None:
            with self.server.opened() as opened:
                yield opened
            return
        if self.path is None:
            raise CollectionError("There is no home to keep collections in: open the library with --home.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_S)) as connection:
                connection.execute(f"BEGIN {begin}")
                with connection:  # commits, or rolls back
                    self._bring_up_to_date(connection)
                    yield connection
        except (sqlite3.Error, OSError, ValueError, TypeError, KeyError) as error:
            raise CollectionError(
                f"The collections in {self.path} cannot be read or written ({error}); they say who may read what, so "
                "nothing is shown without them: bring the file back from a backup, or delete it and make them again."
            ) from error

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, *MIGRATIONS, FORMAT):
            raise CollectionError(
                f"The collections in {self.path} have format {version}; this Broadsheet reads format {FORMAT}: install "
                "the version that wrote them."
            )
        if version != FORMAT:
            steps = [SCHEMA] if version == 0 else [MIGRATIONS[past] for past in range(version, FORMAT)]
            for step in steps:
                connection.execute(step)
            connection.execute(f"PRAGMA user_version={FORMAT}")


def _write(collection: Collection) -> tuple[str, ...]:
    listed = (from_rule(collection.rule), sorted(collection.picked), sorted(collection.readers))
    rule, picked, readers = (json.dumps(one, ensure_ascii=True) for one in listed)
    return collection.slug, collection.name, collection.owner, rule, picked, readers


def _read(row: tuple[str, str, str, str, str]) -> Collection:
    name, rule, picked, owner, readers = row
    kept = json.loads(rule)
    return Collection(
        name,
        Filter(
            sources=frozenset(kept["sources"]),
            folders=frozenset(kept["folders"]),
            published_from=date.fromisoformat(kept["from"]) if kept["from"] else None,
            published_to=date.fromisoformat(kept["to"]) if kept["to"] else None,
            tags=frozenset(kept.get("tags", ())),
            undated=bool(kept.get("undated")),
        ),
        frozenset(json.loads(picked)),
        owner,
        frozenset(json.loads(readers)),
    )


def _find(connection: Statements, slug: str) -> Collection | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM collections WHERE slug = ?", (slug,)).fetchone()  # noqa: S608
    return _read(row) if row else None


def _require(connection: Statements, name: str) -> Collection:
    found = _find(connection, slug_of(name))
    if found is None:
        raise unknown(name)
    return found


def unknown(name: str) -> CollectionUnknown:
    """Return that there is no collection `name`, also where who asks may not know of it."""
    return CollectionUnknown(
        f"There is no collection {name!r}: `broadsheet collections list` shows those that there are."
    )


def _taken(name: str) -> CollectionTaken:
    return CollectionTaken(f"There is a collection {name!r} already: choose another name, or change that one.")
