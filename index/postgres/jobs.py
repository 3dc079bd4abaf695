"""The files that wait for workers: who has which one, until when, and how often it was tried."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.filling.taken import Taken
from index.postgres.connection import PostgresConnection

MOST_ATTEMPTS = 5  # of a file at which workers ended; then it is left alone, until a sync asks for it again
DEAD = (
    f"workers tried it {MOST_ATTEMPTS} times, and ended or failed each time: see their logs; the next sync tries again"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A file that a worker has, the folder that is synced, and the bucket that this is a copy of, if it is one."""

    path: Path
    root: Path
    bucket: str = ""


class JobTable:
    """The jobs, a row a file; a statement is a transaction of its own unless it stands in another."""

    def __init__(self, connection: PostgresConnection) -> None:
        self._connection = connection

    def add(self, root: Path, files: Iterable[Path], bucket: str = "") -> None:
        """Have workers take in these files of a folder; one that waits already keeps its worker."""
        self._connection.run(
            "INSERT INTO jobs (path, root, bucket) SELECT value, ?, ? FROM listed_names(?)"
            " ON CONFLICT (path) DO UPDATE SET root = excluded.root, bucket = excluded.bucket, state = 'waiting',"
            " attempts = 0, worker = '', leased_until = '-infinity', added = '[]', changed = '[]'"
            " WHERE jobs.state <> 'waiting'",
            *(str(root), bucket, json.dumps([str(file) for file in files])),
        )

    def claim(self, worker: str, lease_s: float) -> Job | None:
        """Give a worker the next file that nobody has, for so many seconds; None where there is none."""
        self._connection.run(
            "UPDATE jobs SET state = 'dead' WHERE state = 'waiting' AND attempts >= ? AND leased_until < now()",
            MOST_ATTEMPTS,
        )
        row = self._connection.first(
            "UPDATE jobs SET worker = ?, attempts = attempts + 1, leased_until = now() + ? * interval '1 second'"
            " WHERE path = (SELECT path FROM jobs WHERE state = 'waiting' AND leased_until < now()"
            " ORDER BY attempts, path LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING path, root, bucket",
            *(worker, lease_s),
        )
        return Job(Path(row[0]), Path(row[1]), row[2]) if row else None

    def extend(self, job: Job, worker: str, lease_s: float) -> None:
        """Let a worker keep its file for so many seconds from now."""
        self._connection.run(
            "UPDATE jobs SET leased_until = now() + ? * interval '1 second'"
            " WHERE path = ? AND worker = ? AND state = 'waiting'",
            *(lease_s, str(job.path), worker),
        )

    def hold(self, job: Job, worker: str) -> bool:
        """Tell whether a worker has its file still, which nobody takes from it until the transaction ends."""
        chosen = "SELECT 1 FROM jobs WHERE path = ? AND worker = ? AND state = 'waiting' FOR UPDATE"
        return self._connection.first(chosen, str(job.path), worker) is not None

    def finish(self, job: Job, worker: str, added: Sequence[str], changed: Sequence[str]) -> None:
        """Say what came of a file."""
        self._connection.run(
            "UPDATE jobs SET state = 'done', added = ?, changed = ?"
            " WHERE path = ? AND worker = ? AND state = 'waiting'",
            *(json.dumps(added), json.dumps(changed), str(job.path), worker),
        )

    def fail(self, job: Job, worker: str) -> None:
        """Give a file back that was tried in vain."""
        self._connection.run(
            "UPDATE jobs SET worker = '', leased_until = '-infinity' WHERE path = ? AND worker = ?",
            *(str(job.path), worker),
        )

    def release(self, job: Job, worker: str) -> None:
        """Give a file back as if it had not been tried."""
        self._connection.run(
            "UPDATE jobs SET attempts = attempts - 1, worker = '', leased_until = '-infinity'"
            " WHERE path = ? AND worker = ? AND state = 'waiting'",
            *(str(job.path), worker),
        )

    def waiting(self) -> int:
        """Return how many files wait, or are being read."""
        return int(self._connection.one("SELECT count(*) FROM jobs WHERE state = 'waiting'")[0])

    def progress(self, root: Path) -> tuple[int, int, int]:
        """Return of a folder how many files are done or dead, how many there are, and how many workers are at it."""
        done, total, workers = self._connection.one(
            "SELECT count(*) FILTER (WHERE state <> 'waiting'), count(*),"
            " count(DISTINCT worker) FILTER (WHERE state = 'waiting' AND leased_until > now()) FROM jobs"
            " WHERE root = ?",
            str(root),
        )
        return int(done), int(total), int(workers)

    def collect(self, root: Path) -> Taken:
        """Return what came of the files of a folder; call it in the transaction that clears them away."""
        rows = self._connection.rows(
            "DELETE FROM jobs WHERE root = ? AND state <> 'waiting' RETURNING path, state, added, changed", str(root)
        )
        rows.sort()
        return Taken(
            tuple(id for row in rows for id in json.loads(row[2])),
            tuple(id for row in rows for id in json.loads(row[3])),
            {Path(row[0]): DEAD for row in rows if row[1] == "dead"},
        )
