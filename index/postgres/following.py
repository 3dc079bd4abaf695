"""Leaving the files of a folder to workers, and following them."""

import time
from collections.abc import Generator
from pathlib import Path

from index.database import Database
from index.errors import LoadError
from index.filling.missing_files import Moves
from index.filling.taken import Taken
from index.loaders import file_sha256, find_files, reader, refuse_odd_name
from index.postgres.connection import PostgresConnection
from index.postgres.jobs import JobTable
from index.types import Progress
from index.web.buckets import bucket_of

AT_ONCE = 200  # files that are handed over together
POLL_S = 0.5
NOBODY = "waiting for workers: `broadsheet work` starts one"


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
