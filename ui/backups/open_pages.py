"""The open pages of a home: what they show must not be replaced under them.

A page goes on with the files that it has opened. After a restore it would show the old library, and add to the new one.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import filelock

from index.home import Home
from ui.backups.manifest import BackupRefused


@contextmanager
def note_open_page(home: Home) -> Iterator[None]:
    """Hold a lock in the home until the end; the system frees it where the process is killed."""
    file = _folder(home) / f"{os.getpid()}.lock"
    with ExitStack() as stack:
        with suppress(OSError):  # a home that cannot be written is not replaced either
            file.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(filelock.FileLock(file, timeout=0))
            stack.callback(file.unlink, missing_ok=True)
        yield


def refuse_open_page(home: Home) -> None:
    """Raise BackupRefused where a page of the home is open; those that were killed are forgotten."""
    if any([_is_held(file) for file in sorted(_folder(home).glob("*.lock"))]):
        raise BackupRefused(
            f"A page of the home {home.root} is open and nothing was changed: end that `broadsheet chat` with Ctrl-C, "
            "then try again."
        )


def _is_held(file: Path) -> bool:
    try:
        with filelock.FileLock(file, timeout=0):
            file.unlink(missing_ok=True)
    except filelock.Timeout:
        return True
    return False


def _folder(home: Home) -> Path:
    return home.root / "open-pages"
