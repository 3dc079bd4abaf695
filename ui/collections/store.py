"""The file of the collections: a transaction a change, so that a page and a terminal lose nothing of each other's."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ui.collections.errors import CollectionError, CollectionRefused, CollectionTaken, CollectionUnknown
from ui.collections.types import Collection, slug_of
from ui.contract import from_rule, to_filter
from ui.conversations.database import KeptFile, Statements, Tables

if TYPE_CHECKING:
    from ui.conversations.server import KeptOnServer

FILE = "collections.sqlite"
FORMAT = 1
OWNER = "owner"  # the user who is the owner of this computer
MOST = 300  # a question over all of them is one condition of SQL, whose depth is limited
SCHEMA = """
CREATE TABLE collections (
    slug TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, rule TEXT NOT NULL, picked TEXT NOT NULL,
    readers TEXT NOT NULL) WITHOUT ROWID
"""
TABLES = Tables(
    "collections", FORMAT, SCHEMA, error=CollectionError,
    on_server='ALTER TABLE collections ALTER COLUMN slug TYPE TEXT COLLATE "C"', keeps_damaged=True,
    advice="they say who may read what, so nothing is shown without them: bring the file back from a backup, or delete "
    "it and make them again.",
)  # fmt: skip
Result = TypeVar("Result")
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
            return self.server.changed_at
        return self._file.changed_at if self.path else 0

    def all(self) -> tuple[Collection, ...]:
        """Return the collections by name; raises CollectionError where the file cannot be read."""
        if not self._exists:
            return ()
        query = f"SELECT {_COLUMNS} FROM collections ORDER BY slug"  # noqa: S608
        return self._run(lambda opened: tuple(map(_read, opened.execute(query).fetchall())))

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

        def add(connection: Statements) -> None:
            if _find(connection, collection.slug):
                raise _taken(collection.name)
            (count,) = connection.execute("SELECT count(*) FROM collections").fetchone()
            if count >= MOST:
                raise CollectionRefused(f"There are {MOST} collections; expected fewer: delete one first.")
            connection.execute("INSERT INTO collections VALUES (?, ?, ?, ?, ?, ?)", _write(collection))

        self._run(add)

    def change(self, name: str, change: Callable[[Collection], Collection]) -> Collection:
        """Replace a collection by what `change` makes of it, and return that; its name may be another.

        Raises:
            CollectionUnknown: there is none of this name.
            CollectionTaken: the new name is that of another.
            CollectionError: the file cannot be read or written; also what `change` raises.
        """

        def replace_it(connection: Statements) -> Collection:
            before = _require(connection, name)
            after = change(before)
            if after.slug != before.slug and _find(connection, after.slug):
                raise _taken(after.name)
            connection.execute("DELETE FROM collections WHERE slug = ?", (before.slug,))
            connection.execute("INSERT INTO collections VALUES (?, ?, ?, ?, ?, ?)", _write(after))
            return after

        return self._run(replace_it)

    def delete(self, name: str) -> None:
        """Forget a collection; its articles stay. Raises as `change` does."""

        def delete(connection: Statements) -> None:
            connection.execute("DELETE FROM collections WHERE slug = ?", (_require(connection, name).slug,))

        self._run(delete)

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

    @property
    def _file(self) -> KeptFile:
        if self.path is None:
            raise CollectionError("There is no home to keep collections in: open the library with --home.")
        return KeptFile(self.path, TABLES)

    def _run(self, work: Callable[[Statements], Result]) -> Result:
        if self.server is not None:
            return self.server.run(work)
        file = self._file
        try:
            file.path.parent.mkdir(parents=True, exist_ok=True)
            return file.run(work)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CollectionError(
                f"The collections in {self.path} cannot be read or written ({error}); {TABLES.advice}"
            ) from error


def _write(collection: Collection) -> tuple[str, ...]:
    listed = (from_rule(collection.rule), sorted(collection.picked), sorted(collection.readers))
    rule, picked, readers = (json.dumps(one, ensure_ascii=True) for one in listed)
    return collection.slug, collection.name, collection.owner, rule, picked, readers


def _read(row: tuple[str, str, str, str, str]) -> Collection:
    name, rule, picked, owner, readers = row
    kept = json.loads(rule)
    if lost := {"sources", "folders", "from", "to"}.difference(kept):  # it would let more through than was meant
        raise KeyError(*lost)
    return Collection(name, to_filter(kept), frozenset(json.loads(picked)), owner, frozenset(json.loads(readers)))


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
