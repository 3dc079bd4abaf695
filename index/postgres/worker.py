"""A worker: takes files of a library on a server, reads, splits and embeds them, and stores what they hold.

Job and rows are one transaction, so a worker that is killed loses and doubles nothing: its file goes to another one
when its lease is over. Workers store one after the other, and embed at the same time, which is what takes long.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress

from index.address import Address
from index.database import Database
from index.embedders.base import Embedder, OpenNamed
from index.errors import LibraryAway, LibraryError, ModelError
from index.filling.one_file import FileSync, Overtaken
from index.postgres.connection import PostgresConnection
from index.postgres.filling import fill
from index.postgres.jobs import Job, JobTable
from index.postgres.turns import lock_in_turn
from index.types import Progress
from index.web.buckets import fetch_object

LOG = logging.getLogger("broadsheet")
LEASE_S = 60.0  # a worker that is silent for so long has lost its file
POLL_S = 0.5


class _Lost(Exception):
    """The file is no longer this worker's to store."""


class Worker:
    """Works until it is stopped; each step says what it is at. `open_named` opens the embedder of a name."""

    def __init__(self, address: Address, open_named: OpenNamed, lease_s: float = LEASE_S) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._address = address
        self._open_named = open_named
        self._embedder: Embedder | None = None
        self._lease_s = lease_s
        self._done = 0

    def steps(self, *, until_idle: bool = False) -> Generator[Progress, None, None]:
        """Take in file after file; with `until_idle` until none waits any more.

        A server that is lost or full is waited for.

        Raises:
            LibraryError: the library cannot be used, or its server cannot be reached at the start.
        """
        connection = self._connect()
        while True:
            try:
                with closing(connection):
                    yield from self._work(connection, until_idle)
                yield Progress("done", self._done, self._done)
                return
            except LibraryAway as error:
                said = str(error)
            while True:
                yield Progress("wait", 0, 0, said)
                time.sleep(POLL_S)
                with suppress(LibraryAway):
                    connection = self._connect()
                    break

    def _connect(self) -> PostgresConnection:
        return PostgresConnection(self._address, writing=True)

    def _work(self, connection: PostgresConnection, until_idle: bool) -> Iterator[Progress]:
        database = Database(connection)
        connection.before_commit = lambda: fill(database)
        jobs = JobTable(connection)
        while True:
            embedder = self._find_embedder(connection)
            job = jobs.claim(self.name, self._lease_s) if embedder else None
            if embedder is not None and job is not None:
                yield Progress("work", self._done, self._done + 1, job.path.name)
                yield from self._take(database, embedder, job)
            elif until_idle and not jobs.waiting():
                return
            else:
                yield Progress("idle", 0, 0)
                time.sleep(POLL_S)

    def _find_embedder(self, connection: PostgresConnection) -> Embedder | None:
        """Return the embedder of the library as it is now; None of one that is empty still."""
        identity = connection.embedder
        if identity is None or (self._embedder is not None and self._embedder.identity == identity):
            return self._embedder if identity else None
        self._embedder = self._open_named(identity.name)
        if self._embedder.identity != identity:
            raise LibraryError(
                f"The library {self._address.name} was embedded by other files of {identity.name} than those here: "
                "get the same ones with `broadsheet models pull`, or embed it anew with `broadsheet rebuild`."
            )
        return self._embedder

    def _take(self, database: Database, embedder: Embedder, job: Job) -> Iterator[Progress]:
        connection = database.connection
        assert isinstance(connection, PostgresConnection)  # noqa: S101 - ours, from `_connect`
        jobs = JobTable(connection)

        def begin() -> None:
            lock_in_turn(connection, self._address.schema)
            if not jobs.hold(job, self.name) or connection.embedder != embedder.identity:
                raise _Lost

        def finish(added: Sequence[str], changed: Sequence[str]) -> None:
            jobs.finish(job, self.name, added, changed)

        connection.after_begin = begin
        try:
            with self._kept(job):
                if job.bucket:
                    fetch_object(job.bucket, job.root, job.path)
                taking = FileSync(database, embedder, job.root, job.path, finish)
                yield from taking.steps()
                finish(*taking.taken)  # of a file that cannot be read in full: the sync that asked for it says why
            self._done += 1
        except (LibraryAway, ModelError) as error:
            if isinstance(error, LibraryAway):
                with suppress(LibraryError):  # of a server that is full and there; one that is lost frees it itself
                    jobs.release(job, self.name)
            raise
        except (_Lost, Overtaken):
            jobs.release(job, self.name)
        except Exception:
            LOG.exception("job_failed")
            jobs.fail(job, self.name)
        except GeneratorExit:
            with suppress(LibraryError):
                jobs.release(job, self.name)
            raise
        finally:
            connection.after_begin = lambda: None

    @contextmanager
    def _kept(self, job: Job) -> Iterator[None]:
        """Extend the lease now and then meanwhile, over a connection of its own."""
        is_over = threading.Event()

        def extend() -> None:
            while not is_over.wait(self._lease_s / 3):
                with suppress(LibraryError), closing(self._connect()) as connection:
                    JobTable(connection).extend(job, self.name, self._lease_s)

        thread = threading.Thread(target=extend, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
