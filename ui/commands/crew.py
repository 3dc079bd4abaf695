"""Those who are started beside a sync, and end with it: workers, and the actors of Ray."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from index.cores import count_cores
from ui.commands.settings import Settings
from ui.errors import InterfaceError

if TYPE_CHECKING:
    from index.filling.pool import Pool
    from index.library import Library

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
                worker.wait()


def open_engine(
    name: str, settings: Settings, library: "Library", actors: int | None
) -> "AbstractContextManager[Pool | None]":
    """Start what an engine reads and embeds with; None without a name.

    Raises:
        InterfaceError: there is no engine of this name, or it is not installed.
    """
    if not name:
        return nullcontext()
    if name != "ray":
        raise InterfaceError(f"There is no engine {name!r}; expected --engine ray, or none.")
    try:
        from index.filling.ray_pool import open_pool

        version("ray")
    except PackageNotFoundError as error:
        raise InterfaceError("Ray is not installed: type `pip install 'broadsheet[ray]'`.") from error
    return open_pool(library.embedder_name, settings.home.models, library.embedder.identity, actors)
