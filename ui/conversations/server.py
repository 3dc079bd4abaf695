"""Tables of readers beside a library on a server: in its own schema, seen by every page that serves it."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from index.address import read_address
from index.errors import ArticleUnknown, LibraryAway, LibraryError
from index.home import Home
from ui.conversations.database import Kept, KeptFile, Tables

if TYPE_CHECKING:
    from index.postgres.connection import PostgresConnection

RETRY_S = 0.5
# What SQLite has by itself: the list of a JSON text as rows, and where a text stands in another one.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION json_each(list TEXT) RETURNS TABLE (value TEXT) LANGUAGE sql IMMUTABLE
    AS $$SELECT one FROM jsonb_array_elements_text(list::jsonb) AS one$$;
CREATE OR REPLACE FUNCTION instr(whole TEXT, part TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE
    AS $$SELECT strpos(whole, part)$$;
"""
Result = TypeVar("Result")


class KeptOnServer:
    """The `tables` of one library on a server, made by the first who writes; safe for several threads and processes.

    The format is a row of the library's `meta`. One writes at a time, as in a file.
    """

    def __init__(self, address: str, tables: Tables) -> None:
        self.notice = ""  # the server mends its files itself
        self._address = read_address(address)
        self._tables = tables
        self._key = f"kept {tables.things}"
        self._guard = threading.Lock()
        self._connection: PostgresConnection | None = None

    def __str__(self) -> str:
        return self._address.name

    @property
    def exists(self) -> bool:
        """Tell whether somebody has written already."""
        with self._opened() as connection:
            return self._format(connection) > 0

    @property
    def changed_at(self) -> int:
        """Return another number after every change of the first of the tables; 0 where nobody has written."""
        with self._opened() as connection:
            if not self._format(connection):
                return 0
            # A row's `xmin` is the number of the transaction that wrote it.
            (newest, rows) = connection.one(
                f"SELECT coalesce(max(xmin::text::bigint), 0), count(*) FROM {self._tables.things}"  # noqa: S608
            )
            return crc32(f"{newest} {rows}".encode()) or 1

    def check(self) -> None:
        """Raise the error of the tables where they cannot be reached or have another format; nothing is made."""
        with self._opened() as connection:
            self._refuse_newer(self._format(connection))

    def run(self, work: Callable[["PostgresConnection"], Result], patience_s: float = 0) -> Result:
        """Return what `work` returns; all that it changes is kept, or nothing.

        A server that is lost is waited for, `patience_s` seconds at most, and `work` is done again; not where it was
        lost at the very end, since nobody knows then what was kept.

        Raises:
            InterfaceError: that of the tables; the server cannot be reached, or they have a newer format.
        """
        until = time.monotonic() + patience_s
        is_done = False

        def watched(connection: "PostgresConnection") -> Result:
            nonlocal is_done
            result = work(connection)
            is_done = True
            return result

        while True:
            try:
                with self.opened() as connection:
                    return watched(connection)
            except self._tables.error as error:
                lost = isinstance(error.__cause__, LibraryAway) and not is_done
                if not lost or time.monotonic() >= until:
                    raise
            time.sleep(RETRY_S)

    @contextmanager
    def opened(self) -> Iterator["PostgresConnection"]:
        """Give the tables in a transaction; raises as `run` does."""
        with self._opened() as connection, connection.transaction():
            connection.run("SELECT pg_advisory_xact_lock(hashtext(?))", f"{self._key} {self._address.schema}")
            self._bring_up_to_date(connection)
            yield connection

    @contextmanager
    def _opened(self) -> Iterator["PostgresConnection"]:
        try:
            with self._guard:
                if self._connection is None:
                    from index.postgres.connection import PostgresConnection

                    self._connection = PostgresConnection(self._address)
                    weakref.finalize(self, self._connection.close)
                yield self._connection
        except ArticleUnknown:  # said by what was done with the tables
            raise
        except LibraryError as error:
            raise self._tables.error(str(error)) from error

    def _format(self, connection: "PostgresConnection") -> int:
        row = connection.first("SELECT value FROM meta WHERE key = ?", self._key)
        return int(row[0]) if row else 0

    def _refuse_newer(self, version: int) -> None:
        if version > self._tables.format:
            raise self._tables.error(
                f"The {self._tables.things} in {self} have format {version}; this Broadsheet reads format "
                f"{self._tables.format}: install the version that wrote them."
            )

    def _bring_up_to_date(self, connection: "PostgresConnection") -> None:
        version, tables = self._format(connection), self._tables
        self._refuse_newer(version)
        if version == tables.format:
            return
        if version == 0:
            connection.run("SELECT pg_advisory_xact_lock(hashtext(?))", f"kept functions {self._address.schema}")
            steps = [FUNCTIONS, tables.schema.replace(" WITHOUT ROWID", ""), tables.on_server]
        else:
            steps = [tables.migrations[past] for past in range(version, tables.format)]
        for step in (*steps, tables.view):
            if step:
                connection.execute(step)
        connection.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            self._key, str(tables.format),
        )  # fmt: skip


def keep(home: Home, file: str, tables: Tables) -> Kept:
    """Return where `tables` are kept, in a file of the home or beside its library; nothing is read or made yet."""
    return KeptOnServer(home.server, tables) if home.server else KeptFile(home.root / file, tables)
