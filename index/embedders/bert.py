"""The commonest embedder, a BERT whose tokens' states are averaged, computed by torch alone.

sentence-transformers gives the same vectors to the last bit, but brings pandas, scikit-learn and all that trains
models: 2,800 modules and 240 MiB that no search needs, and three times the time to start.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.batches import token_batches
from index.embedders.bert_folder import BertShape
from index.embedders.folder import check_folder, fingerprint_folder
from index.embedders.shared import choose_dtype, give_back_memory, to_encodable, to_units
from index.errors import ModelUnknown

if TYPE_CHECKING:
    import torch


class BertEmbedder:
    """An Embedder over a folder of sentence-transformers of which `bert_folder.read_shape` gave the shape.

    Threads may share it: they embed one after the other, since each takes all cores.
    """

    def __init__(self, folder: Path, shape: BertShape, name: str, revision: str = "") -> None:
        """Check the folder; without `revision`, the fingerprint of its files is taken.

        Raises ModelMissing when there is no such folder, ModelUnknown when it cannot be used.
        """
        check_folder(folder)
        self.folder = folder
        self._shape = shape
        self._name = name
        self._revision = revision
        self._lock = threading.RLock()

    @cached_property
    def identity(self) -> EmbedderIdentity:
        """Return who this embedder is, without loading its weights."""
        return EmbedderIdentity(self._name, self._revision or fingerprint_folder(self.folder), self._shape.dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        vectors = np.empty((len(texts), self._shape.dim), dtype=np.float32)
        if not texts:
            return vectors
        with self._lock:
            tokens = self._network.tokens(texts)
            batches = token_batches([len(ids) for ids in tokens])
            for batch in batches:
                vectors[batch] = self._network.vectors([tokens[position] for position in batch])
            if len(batches) > 1:
                give_back_memory()
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        with self._lock:
            vector: Vectors = self._network.vectors(self._network.tokens([question]))[0]
        return vector

    @cached_property
    def _network(self) -> "_Network":
        try:
            return _Network(self.folder, self._shape)
        except Exception as error:  # bare ones come out of the compiled readers of weights and tokenizers
            reason = str(error).strip().split("\n")[0]
            raise ModelUnknown(f"The model in {self.folder} cannot be loaded: {reason}") from error


class _Network:
    """The weights and the tokenizer, and how a vector comes out of them: each step as transformers takes it."""

    def __init__(self, folder: Path, shape: BertShape) -> None:
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        self._shape = shape
        self._device = _device()
        dtype = choose_dtype()
        loaded = load_file(folder / "model.safetensors")
        self._weights = {name: loaded[name].to(self._device, dtype) for name in shape.weights}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(shape.most_tokens)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens of each text that the model reads."""
        return [found.ids for found in self._tokenizer.encode_batch([to_encodable(text) for text in texts])]

    def vectors(self, tokens: Sequence[list[int]]) -> Vectors:
        """Return float32 rows of unit length for texts that are padded to the longest of them."""
        import torch
        from torch.nn.functional import normalize

        longest = max(map(len, tokens))
        ids = torch.tensor([row + [self._shape.pad] * (longest - len(row)) for row in tokens], device=self._device)
        lengths = torch.tensor([len(row) for row in tokens], device=self._device)
        held = torch.arange(longest, device=self._device) < lengths[:, None]
        with torch.inference_mode():
            states = self._states(ids, None if bool(held.all()) else held[:, None, None, :].expand(-1, 1, longest, -1))
            # Summed in float32 and divided before it is narrowed again: as sentence-transformers does.
            summed = (states * held[:, :, None].to(states.dtype)).sum(dim=1, dtype=torch.float32)
            means = (summed / lengths[:, None]).to(states.dtype)
            return to_units(normalize(means, p=2, dim=1).float().cpu().numpy())

    def _states(self, ids: "torch.Tensor", mask: "torch.Tensor | None") -> "torch.Tensor":
        """Return the state of each token behind the last layer, shape (texts, tokens, dim)."""
        from torch.nn.functional import embedding, gelu

        words = embedding(ids, self._weights["embeddings.word_embeddings.weight"])
        states = words + self._weights["embeddings.token_type_embeddings.weight"][0]
        states = states + self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        states = self._normed(states, "embeddings.LayerNorm")
        for number in range(self._shape.layers):
            layer = f"encoder.layer.{number}"
            seen = self._linear(self._attended(states, layer, mask), f"{layer}.attention.output.dense")
            states = self._normed(seen + states, f"{layer}.attention.output.LayerNorm")
            wide = gelu(self._linear(states, f"{layer}.intermediate.dense"))
            states = self._normed(self._linear(wide, f"{layer}.output.dense") + states, f"{layer}.output.LayerNorm")
        return states

    def _attended(self, states: "torch.Tensor", layer: str, mask: "torch.Tensor | None") -> "torch.Tensor":
        from torch.nn.functional import scaled_dot_product_attention

        texts, tokens, dim = states.shape
        query, key, value = (
            self._linear(states, f"{layer}.attention.self.{name}")
            .view(texts, tokens, self._shape.heads, -1)
            .transpose(1, 2)
            for name in ("query", "key", "value")
        )
        seen = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return seen.transpose(1, 2).reshape(texts, tokens, dim)

    def _linear(self, states: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn.functional import linear

        return linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, states: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn.functional import layer_norm

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return layer_norm(states, weight.shape, weight, bias, self._shape.epsilon)


def _device() -> str:
    """Return where sentence-transformers would compute it."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
