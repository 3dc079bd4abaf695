"""The door for storage: where a library lies, who may write to it there, and what searches it."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from index.address import is_on_server, read_address
from index.bulletin import Bulletin
from index.database import Database
from index.database.failures import is_taken
from index.disk import sync_folder
from index.embedders.base import OpenNamed
from index.errors import LibraryError
from index.filling.taken import Taken
from index.search import SearchIndex, open_index
from index.types import Progress
from index.writer_lock import WriterLock, why_busy


class Storage(Protocol):
    """Keeps one library. Any number of threads and processes read, one at a time writes.

    `name` is how messages call it, without a password; `index` searches it.
    """

    name: str
    index: SearchIndex

    def open(self) -> Database:
        """Return a connection for reading, and make the library where there is none.

        Raises:
            LibraryError: it cannot be made or read.
        """
        ...

    def writing(self) -> AbstractContextManager[Database]:
        """Give the one connection that may write, to its holder alone; LibraryBusy where somebody else has it.

        It ends with its holder, however that ends, and what was not committed is gone.
        """
        ...

    def leave_to_workers(self, root: Path) -> Generator[Progress, None, Taken]:
        """Have workers take in what is new or changed in a folder, and return what they did when they are through.

        Raises:
            LibraryError: the library has no workers.
        """
        raise no_workers(self.name)

    def work(
        self, open_named: OpenNamed, lease_s: float, *, until_idle: bool = False
    ) -> Generator[Progress, None, None]:
        """Be a worker, until all is done with `until_idle`; a file stays with one that is silent for `lease_s` seconds.

        Raises:
            LibraryError: the library has no workers.
        """
        raise no_workers(self.name)

    def bulletin(self) -> Bulletin:
        """Open what the processes that have it open tell each other: nothing, unless it lies where they can."""
        return Bulletin()

    def resting(self) -> AbstractContextManager[None]:
        """Keep writers off meanwhile where they would replace what is read, unless one goes on beyond our patience."""
        ...

    def arriving(self) -> "Storage":
        """Return where a library is put together that is to be this one: beside it, under a name that nobody opens."""
        ...

    def take_arrived(self) -> None:
        """Make what has arrived this library, at once; an empty one that is here goes.

        Raises:
            LibraryError: there is another library here, or nothing has arrived.
        """
        ...


def no_workers(name: str) -> LibraryError:
    """Return that a library in a folder has no workers."""
    return LibraryError(
        f"The library {name} is in a folder, which one process fills: `broadsheet sync FOLDER` does it. "
        "Workers need a library on a server: --library postgresql://USER@HOST/DATABASE."
    )


OWN_FILES = ("library.sqlite-wal", "library.sqlite-shm", "library.sqlite", "writer.lock")


class FolderStorage(Storage):
    """A library in a folder: `library.sqlite`, its caches, and the writer's lock."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder
        self._lock = WriterLock(folder)
        self.index = open_index(folder, self._lock)

    def open(self) -> Database:
        """Return a connection for reading; the folder and the file are made where there are none."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The folder {self._folder} cannot be made ({error.strerror}): make it writable, or choose another "
                "with --home."
            ) from error
        return Database(self._folder / "library.sqlite")

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Give a connection to who holds the writer's lock."""
        with self._lock.hold(why_busy(self.name)), closing(Database(self._folder / "library.sqlite")) as database:
            yield database

    def resting(self) -> AbstractContextManager[None]:
        """Hold the writer's lock."""
        return self._lock.keep_others_off()

    def arriving(self) -> "FolderStorage":
        """Return the folder beside this one whose name ends in `.arriving`."""
        arriving = FolderStorage(self._folder.with_name(f"{self._folder.name}.arriving"))
        arriving.name = self.name
        return arriving

    def take_arrived(self) -> None:
        """Give that folder this one's name."""
        if (self._folder / "library.sqlite").exists():
            with self.writing() as database:
                if not database.is_empty:
                    raise is_taken(self.name)
                self.index.close()
            for name in OWN_FILES:
                (self._folder / name).unlink(missing_ok=True)
            shutil.rmtree(self._folder / "caches", ignore_errors=True)
        arrived = self.arriving()._folder
        try:
            if self._folder.exists():
                self._folder.rmdir()
            arrived.rename(self._folder)
        except OSError as error:
            raise LibraryError(
                f"The library that has arrived in {arrived} cannot be given its place ({error.strerror}): move away "
                f"what is in {self._folder}, then run the same command again."
            ) from error
        sync_folder(self._folder.parent)


def open_storage(place: str | os.PathLike[str]) -> Storage:
    """Return the storage in a folder, or on the server whose address is `place`; nothing is made or read yet.

    Raises:
        LibraryError: the place is on a server, and what speaks with it is not installed.
    """
    if not is_on_server(place):
        return FolderStorage(Path(place).expanduser().absolute())
    try:
        from index.postgres.storage import PostgresStorage
    except ImportError as error:
        raise LibraryError(
            f"A library on PostgreSQL needs what is not installed ({error}): type `pip install 'broadsheet[postgres]'`."
        ) from error
    return PostgresStorage(read_address(str(place)))
