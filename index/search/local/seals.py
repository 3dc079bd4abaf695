"""Files that were read whole once and found to be what was written: they need not be read again at each opening."""

import json
from collections.abc import Iterable
from pathlib import Path

NAME = ".read-whole.json"


def sealed(folder: Path) -> dict[str, list[int]]:
    """Return the size and the time of change of the files that were found whole; empty when that is unknown."""
    try:
        entries = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {str(name): [int(size), int(changed)] for name, (size, changed) in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def seal(folder: Path, files: Iterable[Path]) -> None:
    """Remember that these files are whole as they are now, and forget all others of the folder."""
    entries = {file.name: state_of(file) for file in files}
    if entries == sealed(folder):
        return
    scratch = folder / f"{NAME}.new"
    try:
        scratch.write_text(json.dumps(entries), encoding="utf-8")
        scratch.replace(folder / NAME)
    except OSError:
        scratch.unlink(missing_ok=True)  # no room: the next opening reads the files once more


def unseal(folder: Path) -> None:
    """Forget that the files of a folder were found whole, so that the next opening reads them."""
    (folder / NAME).unlink(missing_ok=True)


def state_of(file: Path) -> list[int]:
    """Return the size and the time of change of a file."""
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]
