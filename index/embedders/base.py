"""The door for embedders: text in, unit vectors out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """The embedder that made a vector; two vectors may be compared only when theirs are equal.

    `name` is a name of the lock file, a hub name or a folder; `revision` fingerprints its files;
    `dim` is the length of its vectors.
    """

    name: str
    revision: str
    dim: int


class Embedder(Protocol):
    """Turns passages and questions into vectors whose dot product is their cosine similarity."""

    @property
    def identity(self) -> EmbedderIdentity:
        """Return who this embedder is, without loading its weights where that is possible."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        ...

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        ...


OpenNamed = Callable[[str], Embedder]
