"""A library on a PostgreSQL server: who reads it, and who may write."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext

from index.address import Address
from index.database import Database
from index.errors import LibraryBusy
from index.postgres.connection import PostgresConnection
from index.postgres.filling import fill
from index.postgres.index import PostgresIndex
from index.writer_lock import PATIENCE_S


class PostgresStorage:
    """A `Storage` on a server. The writer's lock is an advisory one of the very connection that writes."""

    def __init__(self, address: Address) -> None:
        self.name = address.name
        self.index = PostgresIndex()
        self._address = address

    def open(self) -> Database:
        """Return a connection for reading, and make the library where there is none."""
        return Database(PostgresConnection(self._address))

    @contextmanager
    def writing(self, why_not: str) -> Iterator[Database]:
        """Give the connection that holds the lock: the server lets it go when its holder ends or is cut off."""
        connection = PostgresConnection(self._address, writing=True)
        with closing(Database(connection)) as database:
            _lock(connection, self._address.schema, why_not)
            connection.before_commit = lambda: fill(database)
            yield database

    def resting(self) -> AbstractContextManager[None]:
        """Do nothing: nobody replaces what another one reads."""
        return nullcontext()


def _lock(connection: PostgresConnection, schema: str, why_not: str) -> None:
    connection.run("SELECT set_config('lock_timeout', ?, false)", f"{PATIENCE_S * 1000:.0f}ms")
    try:
        connection.run("SELECT pg_advisory_lock(hashtext(?))", f"broadsheet writer {schema}")
    except LibraryBusy as error:
        raise LibraryBusy(why_not) from error
