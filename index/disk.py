"""Files on the disk: their sha256, and writing that a power failure leaves whole (beside, synced, moved, synced)."""

import hashlib
import os
import secrets
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


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file at once or not at all; `mode` says who may do what with it, less what the user's mask forbids.

    Raises OSError where it cannot be written, or its folder is not there.
    """
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        move_whole(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Return the sha256 of what is in a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
