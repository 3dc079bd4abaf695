"""The door for sources: where a model's files come from."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from index.errors import ModelError
from index.models.lock import LockedFile, LockedModel


class SourceFailed(ModelError):
    """A source that cannot deliver; the message says why and goes on from the source's name."""


class Source(Protocol):
    """Appends what is missing to the partial files of a workbench, in the order of the bytes.

    A source trusts nothing that it finds there and checks nothing that it delivers more than it
    must: whoever calls it verifies each whole file by its sha256.
    """

    @property
    def name(self) -> str:
        """Return what to call this source in a message."""
        ...

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        """Complete the partial file of each wanted file, yielding the bytes there so far.

        Raises:
            SourceFailed: the source cannot be reached, does not have a file, or has another one.
            OSError: the workbench cannot be written.
        """
        ...


def partial_path(workbench: Path, file: LockedFile) -> Path:
    """Return where a wanted file grows until it is whole."""
    return workbench / f"{file.path}.partial"


def partial_bytes(workbench: Path, wanted: Sequence[LockedFile]) -> int:
    """Return how many bytes of the wanted files lie in the workbench."""
    paths = (partial_path(workbench, file) for file in wanted)
    return sum(path.stat().st_size for path in paths if path.is_file())
