"""The stamp beside a cache: what it was made from. One with another stamp, or none, is not used as it is."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.embedders.base import EmbedderIdentity
from index.errors import LibraryError
from index.search.local.seals import seal, sealed, state_of
from index.search.local.vector_stores import files_of, is_base_intact


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
        return sha256(path) == stamp.vectors_sha256 and is_base_intact(path)
    except (LibraryError, OSError):
        return False


def sha256(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
