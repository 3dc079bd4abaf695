"""A library on a real PostgreSQL server whose disk is full: what was there is whole, the rest comes with room."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from postgres_server import NOBODY, Server
from test_sync_ahead import held, sync

from index import Library
from index.address import read_address
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryError
from index.postgres.connection import PostgresConnection
from index.postgres.jobs import JobTable
from index.postgres.worker import Worker

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator makes a small disk"),
]
FILES = 60


@dataclass(frozen=True)
class Disk:
    """A disk in memory, of which a database of the server has as much as it is told."""

    folder: Path
    database: str

    def leave(self, room: int) -> None:
        """Make it so large that `room` bytes are free."""
        size = shutil.disk_usage(self.folder).used + room
        subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=True)


@pytest.fixture
def disk(postgres: Server, tmp_path: Path) -> Iterator[Disk]:
    folder = postgres.folder / "small"
    folder.mkdir()
    user = pwd.getpwnam(NOBODY)
    options = f"size=64m,mode=700,uid={user.pw_uid},gid={user.pw_gid}"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "small", folder], check=False, capture_output=True)
    if done.returncode:
        folder.rmdir()
        pytest.skip(f"no small disk can be made here: {done.stderr.decode().strip()}")
    admin = psycopg.connect(postgres.address().partition("&schema")[0], autocommit=True)
    try:
        admin.execute(f"CREATE TABLESPACE small LOCATION '{folder}'".encode())
        admin.execute("CREATE DATABASE small TABLESPACE small")
        yield Disk(folder, "small")
    finally:
        admin.execute("DROP DATABASE IF EXISTS small WITH (FORCE)")
        admin.execute("DROP TABLESPACE IF EXISTS small")
        admin.close()
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def write(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = " ".join(f"Ferry {number}x{n} leaves the harbour of town {n * 7 + number} at nine." for n in range(150))
        (folder / f"{number:03}.txt").write_text(f"Ferry {number}\n\n{text}\n")
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def test_a_full_disk_is_said_and_what_was_there_is_whole(
    postgres: Server, disk: Disk, documents: Path, tmp_path: Path
) -> None:
    address = postgres.address(disk.database)
    with Library.open(address, embedder=HashedEmbedder()) as library:
        library.sync(write(documents, range(1)))
        disk.leave(1 << 20)
        with pytest.raises(LibraryError, match=r"No space left on device.*free some space"):
            library.sync(write(documents, range(FILES)))
        assert 1 <= library.size().articles < FILES
        assert library.search("Ferry 0x3", 3)
        assert library.check() == ()
        disk.leave(32 << 20)
        assert library.sync(documents).failures == ()
    sync(tmp_path / "plain", documents, None)
    assert sorted(held(address)[1]) == sorted(held(tmp_path / "plain")[1])


def test_a_worker_waits_for_room(postgres: Server, disk: Disk, documents: Path, tmp_path: Path) -> None:
    address = postgres.address(disk.database)
    sync(address, write(documents, range(1)), None)
    connection = PostgresConnection(read_address(address))
    JobTable(connection).add(documents, sorted(write(documents, range(FILES)).iterdir()))
    disk.leave(1 << 20)
    steps = Worker(read_address(address), lambda _: HashedEmbedder()).steps(until_idle=True)
    for _ in range(8):  # more often than a file is tried at which workers end
        said = next(step for step in steps if step.stage == "wait")
        assert "free some space" in said.detail
    disk.leave(32 << 20)
    assert [step.stage for step in steps][-1] == "done"
    assert JobTable(connection).collect(documents).given_up == {}
    connection.close()
    sync(tmp_path / "plain", documents, None)
    sync(address, documents, None)
    assert sorted(held(address)[1]) == sorted(held(tmp_path / "plain")[1])
