"""The door for those who read, split and embed files for a sync, which stores what they hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from index.arrays import Vectors
from index.types import Article, Failure, Notice

Loaded = Article | Failure | Notice
Part = tuple[tuple[Loaded, ...], tuple[str, ...], Vectors]  # of a file; its passages as they were embedded


class Pool(Protocol):
    """Others who read; any of them may be gone at any time, and what they owe is then read here."""

    @property
    def width(self) -> int:
        """Return how many files they have at once."""
        ...

    def begin(self, file: Path, name: str, known: str) -> Iterator[str | Part]:
        """Have a file read whose article is to be called `name`; nothing but its sha256 comes where that is `known`.

        The sha256 comes first, then the parts in their order. The iterator raises whatever keeps it from going on.
        """
        ...
