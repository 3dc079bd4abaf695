"""Take in what changes in the watched folders, while the page is served."""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

from index.filling.resync import resync_steps
from index.library import Library
from ui.service.watched import WatchedFolders
from ui.service.work import Steps, Work

CALM_MS = 1000  # without a change, before what changed is taken in: an editor writes a file several times
WAIT_MS = 60_000  # at most, where something changes all the time
LOOK_MS = 500  # how soon the end, or another list of folders, is noticed
_log = logging.getLogger(__name__)


def watch_folders(library: Library, watched: WatchedFolders, work: Work, closing: threading.Event) -> None:
    """Sync a watched folder after each change in it, until `closing` is set.

    Where another piece of work is under way it waits for its end. A folder that is not there is left alone, and so
    are its articles. What changed before the watching began is for a sync to find.
    """
    while not closing.is_set():
        watched.changed.clear()
        folders = [folder for folder in watched.folders if folder.is_dir()]
        if not folders:
            watched.changed.wait(LOOK_MS / 1000)
            continue
        stops = _Either(closing, watched.changed)
        try:
            for changes in watch(
                *folders, debounce=WAIT_MS, step=CALM_MS, rust_timeout=LOOK_MS, yield_on_timeout=True,
                stop_event=stops, raise_interrupt=False, ignore_permission_denied=True,
            ):  # fmt: skip
                touched = _touched(folders, [Path(path) for _, path in changes])
                if touched and not _take_in(library, touched, work, closing):
                    return
                if any(not folder.is_dir() for folder in folders):
                    break  # it may come back: begin anew
        except OSError:  # too many folders for the system, or one that vanished just now
            _log.exception("watching failed")
            closing.wait(CALM_MS / 1000)


@dataclass(frozen=True, slots=True)
class _Either:
    """Asked by the watching whether to end: two events as one."""

    one: threading.Event
    other: threading.Event

    def is_set(self) -> bool:
        """Tell whether one of them is set."""
        return self.one.is_set() or self.other.is_set()


def _touched(folders: Iterable[Path], changed: list[Path]) -> list[Path]:
    """Return the folders in which a file changed that is not hidden."""
    return [
        folder
        for folder in folders
        if any(
            path.is_relative_to(folder) and not any(part.startswith(".") for part in path.relative_to(folder).parts)
            for path in changed
        )
    ]


def _take_in(library: Library, touched: list[Path], work: Work, closing: threading.Event) -> bool:
    """Sync the folders once nothing else is done to the library; return False when it is time to end."""

    def steps() -> Steps:
        return resync_steps(library, touched)

    while not work.start("Taking in what changed", steps, touched):
        if closing.is_set():
            return False
        work.wait(LOOK_MS / 1000)
    return not closing.is_set()
