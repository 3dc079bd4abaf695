"""Workers that are started beside a sync, and end with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from index.cores import count_cores
from ui.commands.settings import Settings

END_S = 20


@contextmanager
def crew(settings: Settings, workers: int) -> Iterator[None]:
    """Keep so many workers at the library until the end; they share the cores."""
    # The address may hold a password, which a list of processes would show.
    told = os.environ | {
        "BROADSHEET_LIBRARY": settings.home.server,
        "OMP_NUM_THREADS": str(max(1, count_cores() // max(1, workers))),
    }
    command = [sys.executable, "-m", "ui.main", "--home", str(settings.home.root), "work"]
    started = [
        subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # noqa: S603
        for _ in range(workers if settings.home.server else 0)
    ]
    try:
        yield
    finally:
        for worker in started:
            worker.terminate()
        for worker in started:
            try:
                worker.wait(END_S)
            except subprocess.TimeoutExpired:
                worker.kill()
