"""A library on a PostgreSQL server: who reads it, and who may write."""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from index.address import Address
from index.database import Database
from index.database.failures import is_taken
from index.embedders.base import OpenNamed
from index.filling.taken import Taken
from index.postgres.bulletin import PostgresBulletin
from index.postgres.connection import PostgresConnection
from index.postgres.filling import fill
from index.postgres.following import leave_to_workers
from index.postgres.index import PostgresIndex
from index.postgres.turns import lock
from index.postgres.worker import Worker
from index.search import SearchIndex
from index.types import Progress

Steps = Generator[Progress, None, None]

MOST_BYTES = 63  # of a name in PostgreSQL


class PostgresStorage:
    """A `Storage` on a server. The writer's lock is an advisory one of the very connection that writes."""

    def __init__(self, address: Address) -> None:
        self.name = address.name
        self.index: SearchIndex = PostgresIndex()
        self._address = address

    def open(self) -> Database:
        """Return a connection for reading, and make the library where there is none."""
        return Database(PostgresConnection(self._address))

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Give the connection that holds the lock: the server lets it go when its holder ends or is cut off."""
        connection = PostgresConnection(self._address, writing=True)
        with closing(Database(connection)) as database:
            lock(connection, self._address.schema)
            connection.before_commit = lambda: fill(database)
            yield database

    def leave_to_workers(self, root: Path) -> Generator[Progress, None, Taken]:
        """Have workers take in what is new in a folder, and follow them until they are through."""
        with closing(PostgresConnection(self._address)) as connection:
            return (yield from leave_to_workers(connection, root))

    def work(self, open_named: OpenNamed, lease_s: float, *, until_idle: bool = False) -> Steps:
        """Be a worker."""
        return Worker(self._address, open_named, lease_s).steps(until_idle=until_idle)

    def bulletin(self) -> PostgresBulletin:
        """Open what the processes with this library tell each other."""
        return PostgresBulletin(self._address)

    def resting(self) -> AbstractContextManager[None]:
        """Do nothing: nobody replaces what another one reads."""
        return nullcontext()

    def arriving(self) -> "PostgresStorage":
        """Return the library in the schema of the same name with `arriving_` before it."""
        return PostgresStorage(replace(self._address, schema=self._arriving))

    @property
    def _arriving(self) -> str:
        return f"arriving_{self._address.schema}".encode()[:MOST_BYTES].decode(errors="ignore")

    def take_arrived(self) -> None:
        """Give that schema this one's name, in one transaction: who reads here finds it with the next question."""
        connection = PostgresConnection(self._address, writing=True)
        with closing(Database(connection)) as database:
            lock(connection, self._address.schema)
            with connection.transaction():
                is_used = connection.first(
                    "SELECT 1 FROM jobs UNION SELECT 1 FROM meta WHERE key LIKE 'kept %' LIMIT 1"
                )
                if not database.is_empty or is_used:
                    raise is_taken(self.name)
                connection.take_schema(self._arriving)
