"""Kills workers of a library on a server at any time, over and over: `worker_kills.py ADDRESS FOLDER KILLS SEED`.

The last one is left to work until nothing waits. Each is a process of its own, forked so that it works at once.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from index.address import read_address
from index.embedders.base import Embedder
from index.embedders.hashed import HashedEmbedder
from index.postgres.connection import PostgresConnection
from index.postgres.jobs import JobTable
from index.postgres.storage import leave_to_workers
from index.postgres.worker import Worker
from index.types import Progress

LEASE_S = 0.05  # so that the next worker need not wait


def open_hashed(name: str) -> Embedder:
    assert name == "hashed"
    return HashedEmbedder()


def drain(steps: Generator[Progress, None, object]) -> None:
    for _ in steps:
        pass


def start(address: str) -> int:
    """Fork a worker and return its number."""
    child = os.fork()
    if child == 0:
        try:
            drain(Worker(read_address(address), open_hashed, LEASE_S).steps())
        finally:
            os._exit(1)
    return child


def main(address: str, folder: Path, kills: int, seed: int) -> None:
    """Kill so many workers, two of which work at a time; print how many files were done by each kill."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    running: list[int] = []
    with closing(PostgresConnection(read_address(address))) as connection:
        for step in leave_to_workers(connection, folder):
            if step.stage == "work":
                break  # all is handed out
        for _ in range(kills):
            while len(running) < 2:
                running.append(start(address))
            time.sleep(chosen.uniform(0.0, 0.12))
            victim = running.pop(chosen.randrange(2))
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            # How often a file was tried is for another test: here each is tried as often as it takes.
            connection.run("UPDATE jobs SET attempts = 0, state = 'waiting' WHERE state <> 'done'")
            sys.stdout.write(f"{JobTable(connection).progress(folder)}\n")
        for victim in running:
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
    drain(Worker(read_address(address), open_hashed, LEASE_S).steps(until_idle=True))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
