"""The reference embedder: words into buckets, no model, each number computable by hand."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.embedders.base import EmbedderIdentity, Vectors

WORD = re.compile(r"\w+")


class HashedEmbedder:
    """An Embedder that counts words: position `bucket_of(word, dim)` holds how often such words occur.

    Rows are then divided by their norm. It finds passages that share words with the question, not
    those that mean the same; it needs no download, and stands in for a model in tests.
    """

    def __init__(self, dim: int = 256) -> None:
        if dim < 1:
            raise ValueError(f"dim is {dim}; expected 1 or more.")
        self.identity = EmbedderIdentity("hashed", "1", dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length."""
        vectors = np.zeros((len(texts), self.identity.dim), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in WORD.findall(text.lower()):
                vector[bucket_of(word, self.identity.dim)] += 1
            if not vector.any():
                vector[0] = 1
            vector /= np.linalg.norm(vector)
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length; the same as for a passage."""
        vector: Vectors = self.embed_passages([question])[0]
        return vector


def bucket_of(word: str, dim: int) -> int:
    """Return the position of a word, the same on every computer and in every process."""
    digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % dim
