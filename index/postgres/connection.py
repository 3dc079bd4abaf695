"""A connection to a library on a PostgreSQL server."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from index.address import Address
from index.database import Database
from index.database.connection import Connection, Row
from index.errors import LibraryError
from index.postgres.failures import no_pgvector, to_library_error, too_old, unopened
from index.postgres.schema import FORMAT, SCHEMA, STEPS

CONNECT_S = 10
LEAST_SERVER, LEAST_VECTOR = 15, (0, 8)
LOST = (psycopg.OperationalError, psycopg.InterfaceError)
# A writer whose computer is gone without a word holds its locks no longer than this; its transactions are short.
GIVEN_UP = {
    "tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3",
    "idle_in_transaction_session_timeout": "10min",
}  # fmt: skip
VECTOR = "SELECT extversion, nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = %s"


class PostgresConnection(Connection):
    """One connection to a library, made where there is none and brought to format `FORMAT` where it is older.

    What reads connects again when the server was restarted; what writes does not, since its lock went with the
    connection. `after_begin` and `before_commit` run at both ends of each transaction and are part of it; one within
    another is a part of that, too.

    Raises:
        LibraryError: the server cannot be reached, lacks pgvector, or the library has a newer format.
    """

    numbers = "listed_numbers(?)"
    names = "listed_names(?)"
    joined_ids = "string_agg(id::text, ',')"

    def __init__(self, address: Address, *, writing: bool = False) -> None:
        self.name = address.name
        self.after_begin: Callable[[], None] = lambda: None
        self.before_commit: Callable[[], None] = lambda: None
        self._address = address
        self._writing = writing
        self._depth = 0
        self._said: dict[str, str] | None = None
        self._postgres = self._connect()
        try:
            self._create_or_check()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> "psycopg.Connection[Row]":
        try:
            opened: psycopg.Connection[Row] = psycopg.connect(
                # A plan kept for any filter is not the one for this filter.
                self._address.told, autocommit=True, prepare_threshold=None,
                connect_timeout=CONNECT_S, client_encoding="utf8",
            )  # fmt: skip
        except (psycopg.Error, UnicodeError) as error:
            raise unopened(self._address, error) from None  # the driver's words may show the password
        version = opened.info.server_version // 10_000
        if version < LEAST_SERVER:
            opened.close()
            raise too_old(self.name, version, LEAST_SERVER)
        try:
            found = opened.execute(VECTOR, ["vector"]).fetchone()
            self._set_path(opened, found[1] if found else "public")
            if self._writing:
                for name, value in GIVEN_UP.items():
                    opened.execute("SELECT set_config(%s, %s, false)", [name, value])
        except psycopg.Error as error:
            opened.close()
            raise to_library_error(self.name, error) from error
        return opened

    def _set_path(self, opened: "psycopg.Connection[Row]", vectors: str) -> None:
        path = sql.SQL("SET search_path TO {}, {}").format(
            sql.Identifier(self._address.schema), sql.Identifier(vectors)
        )
        opened.execute(path)

    def _create_or_check(self) -> None:
        found = self._format()
        if found == FORMAT:
            self._check_vector()
            return
        if found > FORMAT:
            raise LibraryError(
                f"The library {self.name} has format {found}; this Broadsheet reads format {FORMAT}: "
                "install the version that wrote it, or name another schema in the address (?schema=NAME)."
            )
        if 0 <= found < min(STEPS):
            raise LibraryError(
                f"The library {self.name} has format {found}, which this Broadsheet cannot bring to its own, {FORMAT}: "
                "install the version that wrote it, or name another schema in the address (?schema=NAME) and sync into "
                "that."
            )
        schema = self._address.schema
        with self.transaction():
            # Two that come first at once: the second waits, and finds the tables.
            self.run("SELECT pg_advisory_xact_lock(hashtext(?))", f"broadsheet format {schema}")
            found = self._format()
            if found < 0:
                self._make_room(schema)
            for step in [SCHEMA] if found < 0 else [STEPS[old] for old in range(found, FORMAT)]:
                self.execute(step)
            self.run("UPDATE meta SET value = ? WHERE key = 'format'", str(FORMAT))

    def _make_room(self, schema: str) -> None:
        try:
            self._postgres.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except psycopg.Error as error:
            raise no_pgvector(self.name, error) from error
        self._check_vector()
        if self.first("SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = ?", schema):
            raise LibraryError(
                f"The schema {schema!r} of {self.name} holds tables, but not of Broadsheet: name another one "
                "in the address (?schema=NAME)."
            )
        try:
            self._postgres.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
        except psycopg.Error as error:
            raise to_library_error(self.name, error) from error
        self._set_path(self._postgres, str(self.one("SELECT nspname FROM pg_extension JOIN pg_namespace n"
            " ON n.oid = extnamespace WHERE extname = 'vector'")[0]))  # fmt: skip

    def _check_vector(self) -> None:
        row = self.first("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        if row is None or tuple(map(int, row[0].split(".")[:2])) < LEAST_VECTOR:
            raise no_pgvector(self.name)

    def _format(self) -> int:
        """Return the format of the library that is there; -1 where there is none."""
        schema = self._address.schema
        if self.first("SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'meta'", schema) is None:
            return -1
        return self._number("format")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body as one transaction: all of it is kept, or none."""
        if self._depth:
            yield
            return
        with self._begun("BEGIN"):
            self.after_begin()
            yield
            self.before_commit()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read one state of the library in the body, whatever others commit meanwhile."""
        with self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            self._said = dict(self.rows("SELECT key, value FROM meta"))
            try:
                yield
            finally:
                self._said = None

    def _meta(self, key: str) -> str:
        return super()._meta(key) if self._said is None else self._said.get(key, "")

    @contextmanager
    def _begun(self, begin: str) -> Iterator[None]:
        self.run(begin)
        self._depth = 1
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            with suppress(LibraryError):  # the server was lost: it has ended the transaction itself
                self.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    def run(self, statement: str, *values: object) -> None:
        """Execute one statement."""
        self.execute(statement, values)

    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        return self.execute(query, values).fetchall()

    def first(self, query: str, *values: object) -> Row | None:
        """Return the first row of a query; None when it has none."""
        return self.execute(query, values).fetchone()

    def execute(self, statement: str, values: Sequence[object] = ()) -> "psycopg.Cursor[Row]":
        """Execute one statement, or several without values, and return what tells of its rows."""
        # The statements are of this package; `?` is how all of it writes the place of a value.
        written = (statement.replace("?", "%s") if values else statement).encode()
        try:
            try:
                return self._postgres.execute(written, values or None, binary=bool(values))
            except LOST:
                if self._writing or self._depth or not self._postgres.closed:
                    raise
                self._postgres = self._connect()
                return self._postgres.execute(written, values or None, binary=bool(values))
        except (psycopg.Error, UnicodeEncodeError) as error:
            raise to_library_error(self.name, error) from error

    def copy_in(self, table: str, lines: Iterable[str]) -> None:
        """Write rows into a table, each a line of PostgreSQL's own text form; call it in a transaction."""
        try:
            with self._postgres.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                copy.write("".join(f"{line}\n" for line in lines))
        except (psycopg.Error, UnicodeEncodeError) as error:
            raise to_library_error(self.name, error) from error

    def listen(self, channel: str) -> None:
        """Hear what is told in one channel, and in no other."""
        self.run("UNLISTEN *")
        try:
            self._postgres.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        except psycopg.Error as error:
            raise to_library_error(self.name, error) from error

    def heard(self, timeout_s: float) -> list[str]:
        """Return what was told since, after `timeout_s` seconds."""
        try:
            return [one.payload for one in self._postgres.notifies(timeout=timeout_s)]
        except psycopg.Error as error:
            raise to_library_error(self.name, error) from error

    def take_schema(self, other: str) -> None:
        """Drop this library, and give the schema `other` its name; call it in a transaction."""
        own = self._address.schema
        if self.first(
            "SELECT 1 FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE nspname = ?", own
        ):
            raise LibraryError(
                f"The schema {own!r} holds extensions, which would go: name another one in the address (?schema=NAME)."
            )
        names = sql.Identifier(own), sql.Identifier(other)
        try:
            for statement in ("DROP SCHEMA {0} CASCADE", "ALTER SCHEMA {1} RENAME TO {0}"):
                self._postgres.execute(sql.SQL(statement).format(*names))
        except psycopg.Error as error:
            raise to_library_error(self.name, error) from error

    def check(self) -> tuple[str, ...]:
        """Return nothing: the server checks its rows and references itself."""
        return ()

    def close(self) -> None:
        """Close the connection."""
        self._postgres.close()


def server_of(database: Database) -> PostgresConnection:
    """Return the connection of a library that lies on a server; raises TypeError for any other."""
    if not isinstance(database.connection, PostgresConnection):
        raise TypeError(f"the library {database.connection.name} is not on a server; expected one that is")
    return database.connection
