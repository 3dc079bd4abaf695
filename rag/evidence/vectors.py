"""Vectors of single sentences, embedded when they are first asked for and kept in memory."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.embedders.base import Embedder, Vectors
from rag.evidence.markup import show

KEPT = 20_000  # sentences; 30 MB of 384 numbers each


class SentenceVectors:
    """The vectors of sentences by their text, the most recently used `KEPT` of them; threads may share it."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._vectors: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def of(self, embedder: Embedder, sentences: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(sentences), dim), rows of unit length; only new sentences cost time."""
        keys = [(f"{embedder.identity.name} {embedder.identity.revision}", text) for text in sentences]
        with self._lock:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
            for key in known:
                self._vectors.move_to_end(key)
        new = list(dict.fromkeys(key for key in keys if key not in known))
        if new:
            known |= zip(new, embedder.embed_passages([show(text) for _, text in new]), strict=True)
            self._keep({key: known[key] for key in new})
        rows = [known[key] for key in keys]
        return np.stack(rows) if rows else np.empty((0, embedder.identity.dim), dtype=np.float32)

    def _keep(self, new: dict[tuple[str, str], Vectors]) -> None:
        with self._lock:
            self._vectors.update(new)
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
