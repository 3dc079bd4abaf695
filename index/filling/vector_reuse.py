"""Passages that have vectors already keep them: nothing is embedded twice for the same text and model."""

from collections.abc import Sequence

import numpy as np

from index.database import Database
from index.embedders.base import Embedder, EmbedderIdentity, Vectors
from index.search.terms.characters import legible


class ReusingEmbedder:
    """An Embedder over another, which embeds only passages that `remember` did not find in the library.

    The library's vectors must be the other's. What is remembered is kept until `forget`.
    """

    def __init__(self, embedder: Embedder, database: Database) -> None:
        self._embedder = embedder
        self._database = database
        self._known: dict[str, Vectors] = {}

    @property
    def identity(self) -> EmbedderIdentity:
        """Return who the other embedder is."""
        return self._embedder.identity

    def remember(self, text_id: int | None) -> None:
        """Take the vectors of a stored text's passages for those that come; None has no effect."""
        if text_id is None:
            return
        passages = self._database.passages
        text, rows = passages.text(text_id), passages.get(passages.ids_of(frozenset([text_id])))
        numbers, vectors = passages.vectors(np.array(list(rows), dtype=np.int64))
        for number, vector in zip(numbers.tolist(), vectors, strict=True):
            self._known[text[rows[number].start : rows[number].end]] = vector

    def forget(self) -> None:
        """Let go of what was remembered."""
        self._known.clear()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order.

        The other embedder gets them legible, as it gets questions.
        """
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        fresh = dict(zip(new, self._embedder.embed_passages(list(map(legible, new))), strict=True)) if new else {}
        rows = [fresh[text] if text in fresh else self._known[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.identity.dim), dtype=np.float32)

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        return self._embedder.embed_question(question)
