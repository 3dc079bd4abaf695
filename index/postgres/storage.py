"""A library on a PostgreSQL server: who reads it, who may write, and what is left to workers."""

import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from index.address import Address
from index.database import Database
from index.database.failures import is_taken
from index.embedders.base import OpenNamed
from index.errors import LoadError
from index.filling.missing_files import Moves
from index.filling.taken import Taken
from index.loaders import file_sha256, find_files, reader, refuse_odd_name
from index.postgres.bulletin import PostgresBulletin
from index.postgres.connection import PostgresConnection
from index.postgres.filling import fill
from index.postgres.index import PostgresIndex
from index.postgres.jobs import JobTable
from index.postgres.turns import lock
from index.postgres.worker import Worker
from index.search import SearchIndex
from index.types import Progress
from index.web.buckets import bucket_of

Steps = Generator[Progress, None, None]

MOST_BYTES = 63  # of a name in PostgreSQL
AT_ONCE = 200  # files that are handed over together
POLL_S = 0.5
NOBODY = "waiting for workers: `broadsheet work` starts one"


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


def leave_to_workers(connection: PostgresConnection, root: Path) -> Generator[Progress, None, Taken]:
    """Have workers take in what is new or changed in a folder, and return what they did when they are through.

    What was moved, is gone or cannot be read is left to the sync that follows.
    """
    refuse_odd_name(root)
    jobs = JobTable(connection)
    copied = bucket_of(root)
    bucket = copied.name if copied else ""
    found: list[Path] = []
    files = list(find_files(root)) if root.is_dir() else [root] if root.exists() else []
    for position, file in enumerate(_new_or_changed(connection, files)):
        yield Progress("read", position, len(files), file.name)
        found.append(file)
        if len(found) == AT_ONCE:
            jobs.add(root, found, bucket)
            found.clear()
    jobs.add(root, found, bucket)
    while True:
        done, total, workers = jobs.progress(root)
        if done == total:
            return jobs.collect(root)
        yield Progress("work", done, total, f"by {workers} workers" if workers else NOBODY)
        time.sleep(POLL_S)


def _new_or_changed(connection: PostgresConnection, files: list[Path]) -> Generator[Path, None, None]:
    database = Database(connection)
    known, readers = database.files.known(), database.files.readers()
    moves = Moves(known, files)
    for file in files:
        try:
            digest, reads = file_sha256(file), reader(file)
        except LoadError:
            continue
        moves.take(file, digest)
        is_known = known.get(file) == digest and readers[file].startswith(reads)
        if not is_known and not moves.sources_of(file):
            yield file
