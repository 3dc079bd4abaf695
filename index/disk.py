"""Files that are whole after a power failure: written beside, synced, moved into place, and the move synced."""

import os
from contextlib import suppress
from pathlib import Path


def sync_file(path: Path) -> None:
    """Return when what was written to the file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the names in a folder are on the disk, where the system can tell."""
    if os.name == "nt":
        return  # Windows has no handle on a folder that could be synced
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems refuse
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_whole(scratch: Path, target: Path) -> None:
    """Sync `scratch`, give it the name `target`, and sync that: afterwards the old or the new is there, whole."""
    sync_file(scratch)
    scratch.replace(target)
    sync_folder(target.parent)
