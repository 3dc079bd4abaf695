"""The embedder on a server that speaks the OpenAI protocol, `/v1/embeddings`."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.prompts import Prompts
from index.errors import ServerFailed
from index.servers.address import ServerAddress
from index.servers.client import Client
from index.servers.replies import Embeddings

BATCH = 64  # texts a request: a server splits them for its processor
_PROBE = "The harbour was founded in 1874."


class ServerEmbedder:
    """An Embedder over a model that a server holds; nothing is asked of it before a vector is needed.

    Its revision is what the server tells of the model (of llama.cpp its size and kind of weights, of vLLM where it was
    read), so that vectors of another model are refused as far as the server tells them apart.
    """

    def __init__(self, address: ServerAddress, prompts: Prompts | None = None, client: Client | None = None) -> None:
        self._prompts = prompts or Prompts("", "")
        self._client = client or Client(address)

    @cached_property
    def identity(self) -> EmbedderIdentity:
        """Return who this embedder is; the server is asked for its model and for one vector.

        Raises ServerFailed when it cannot be used.
        """
        served = self._client.find_model()
        dim = len(self._ask([_PROBE])[0])
        return EmbedderIdentity(self._client.address.name, " ".join((served.shown, *served.facts)), dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        return self._embed([self._prompts.passage + text for text in texts])

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        vector: Vectors = self._embed([self._prompts.question + question])[0]
        return vector

    def describe(self) -> str:
        """Return what the server has, in one line; raise ServerFailed when it cannot be used."""
        return f"{self.identity.revision}, {self.identity.dim} dimensions, by /v1/embeddings"

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.identity.dim), dtype=np.float32)
        start = 0
        for batch in _batches(texts):
            rows = self._ask(batch)
            if rows.shape[1] != self.identity.dim:
                raise self._wrong(f"vectors of {rows.shape[1]} numbers instead of {self.identity.dim}")
            vectors[start : start + len(batch)] = rows
            start += len(batch)
        return vectors

    def _ask(self, texts: Sequence[str]) -> Vectors:
        # Some servers refuse an empty text, and none has a vector for it that means anything.
        body = {"model": self._client.address.model, "input": [text.strip() or "-" for text in texts]}
        reply = self._client.post("/v1/embeddings", {**body, "encoding_format": "float"}, Embeddings)
        self._client.check_model(reply.model)
        found = sorted(reply.data, key=lambda one: one.index)
        if [one.index for one in found] != list(range(len(texts))) or len({len(one.embedding) for one in found}) != 1:
            raise self._wrong(f"{len(found)} vectors for {len(texts)} texts, or of several lengths")
        rows = np.array([one.embedding for one in found], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not rows.size or not np.isfinite(lengths).all() or not lengths.all():
            raise self._wrong("vectors that are no numbers, or have no length")
        units: Vectors = rows / lengths
        return units

    def _wrong(self, what: str) -> ServerFailed:
        return ServerFailed(
            f"The server at {self._client.address.base} gave {what}; the fault is the server's: see whether it was "
            "started with an embedding model, and whether it still holds the same one."
        )


def _batches(texts: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
