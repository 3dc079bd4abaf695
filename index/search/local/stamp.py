"""The stamp beside a cache, what it was made from, and which of its files were found whole and not written since."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from index.disk import sha256_of
from index.embedders.base import EmbedderIdentity
from index.errors import LibraryError
from index.search.local.vector_stores import files_of, is_base_intact

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


@dataclass(frozen=True, slots=True)
class Stamp:
    """The library's generation, the embedder, and the sha256 of the dense index's file."""

    generation: int
    embedder: EmbedderIdentity
    vectors_sha256: str = ""

    def write(self, path: Path) -> None:
        """Write the stamp, last of all: a stamp without its cache cannot be."""
        scratch = path.with_suffix(".new")
        scratch.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        scratch.replace(path)


def read_stamp(path: Path) -> Stamp | None:
    """Return the stamp in a file; None when it is missing or damaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        identity = EmbedderIdentity(**values["embedder"])
        return Stamp(int(values["generation"]), identity, str(values["vectors_sha256"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_intact(path: Path, stamp: Stamp) -> bool:
    """Tell whether the dense index is what was written; it is read only when its size or its time has changed."""
    try:
        files, known = files_of(path), sealed(path.parent)
        if all(known.get(file.name) == state_of(file) for file in files):
            return True
    except (LibraryError, OSError):
        return False
    if not is_intact_when_read(path, stamp):
        return False
    seal(path.parent, files)
    return True


def is_intact_when_read(path: Path, stamp: Stamp) -> bool:
    """Read the whole dense index, and tell whether it is what was written."""
    try:
        return sha256_of(path) == stamp.vectors_sha256 and is_base_intact(path)
    except (LibraryError, OSError):
        return False
