"""A BERT encoder for a few short texts, in numpy: a question has its vector before torch would be imported.

The texts lie one behind the other without padding, so that a batch costs what its words cost; attention alone is
reckoned a text at a time. The vectors are those that sentence-transformers makes of the same files in float32.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from index.cores import count_cores
from index.embedders.base import Vectors
from index.embedders.folder import read_config, read_modules

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Of the modules and the configuration: what is otherwise is left to sentence-transformers.
MODULES = ("Transformer", "Pooling", "Normalize")
EXPECTED = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
SIZES = ("num_attention_heads", "num_hidden_layers", "layer_norm_eps")
ROWS = 64  # of the widest layer, that stay in a core's cache while their GELU is reckoned


@dataclass(frozen=True, slots=True)
class Affine:
    """A matrix, shape (inputs, outputs), and a bias, shape (outputs,)."""

    weight: Vectors
    bias: Vectors

    def __call__(self, rows: Vectors) -> Vectors:
        """Return rows @ weight + bias, shape (len(rows), outputs)."""
        out: Vectors = rows @ self.weight
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Norm:
    """The scale and the bias of a layer's norm, shape (width,) each, and what keeps its variance above 0."""

    scale: Vectors
    bias: Vectors
    least: float

    def __call__(self, rows: Vectors) -> Vectors:
        """Return the rows with mean 0 and variance 1, scaled and moved; `rows` is overwritten."""
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows)[:, None] / rows.shape[1]
        rows *= 1 / np.sqrt(variance + np.float32(self.least))
        rows *= self.scale
        rows += self.bias
        return rows


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: attention of `heads` heads, then two matrices with GELU between them, each with its norm behind it."""

    heads: int
    queries_keys_values: Affine
    attended: Affine
    attended_norm: Norm
    wide: Affine
    narrow: Affine
    norm: Norm

    def __call__(self, rows: Vectors, starts: Sequence[int]) -> Vectors:
        """Return the next layer's rows; text i has the rows from starts[i] to starts[i + 1]."""
        parts = self.queries_keys_values(rows).reshape(len(rows), 3, self.heads, -1)
        found = np.empty_like(rows)
        for start, end in pairwise(starts):
            queries, keys, values = parts[start:end].transpose(1, 2, 0, 3)
            shares = _softmax(queries @ keys.transpose(0, 2, 1))
            found[start:end] = (shares @ values).transpose(1, 0, 2).reshape(end - start, -1)
        rows = self.attended_norm(rows + self.attended(found))
        return self.norm(rows + self.narrow(_gelu(self.wide(rows))))


class BertEncoder:
    """The encoder of a folder; threads may share it: one is served after the other, as each takes all cores.

    Each core has texts of its own. A product of matrices that is split among cores, which is BLAS's way, waits for the
    slower one some fifty times a text: thirty times as long where other programs are at work.
    """

    def __init__(
        self, tokenizer: "Tokenizer", tables: tuple[Vectors, Vectors], norm: Norm, layers: Sequence[Layer]
    ) -> None:
        self._tokenizer = tokenizer
        self._words, self._positions = tables
        self._norm = norm
        self._layers = layers
        self._threads = count_cores()
        self._lock = threading.Lock()
        self._blas = ThreadpoolController().select(user_api="blas")

    @classmethod
    def open(cls, folder: Path) -> Self | None:
        """Return the encoder of a sentence-transformers folder; None for any other model than BERT with mean pooling.

        Raises OSError or ValueError for files that cannot be read.
        """
        config, most = read_config(folder / "config.json"), _most_tokens(folder)
        heads, depth, least = (config.get(name) for name in SIZES)
        if not (most and isinstance(heads, int) and isinstance(depth, int) and isinstance(least, float)):
            return None
        if any(config.get(name, value) != value for name, value in EXPECTED.items()):
            return None
        weights = _Weights.read(folder / "model.safetensors", least)
        if weights is None:
            return None
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(most)
        layers = [weights.layer(f"encoder.layer.{number}", heads) for number in range(depth)]
        return cls(tokenizer, weights.tables(), weights.norm("embeddings"), layers)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), width), rows of unit length, in the texts' order; one at least."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.empty((len(pieces), self._words.shape[1]), dtype=np.float32)
        longest = sorted(range(len(pieces)), key=lambda place: -len(pieces[place]))
        parts = [longest[first :: self._threads] for first in range(min(self._threads, len(pieces)))]

        def fill(part: list[int]) -> None:
            vectors[part] = self._encode([pieces[place] for place in part])

        with self._lock, self._blas.limit(limits=1):
            if len(parts) == 1:
                fill(parts[0])
            else:
                with ThreadPoolExecutor(len(parts)) as pool:
                    list(pool.map(fill, parts))
        return vectors

    def _encode(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Return the unit vectors of texts in pieces; the products of their matrices take one thread."""
        starts = [0, *np.cumsum([len(ids) for ids in pieces]).tolist()]
        words = self._words[np.concatenate(pieces)]
        rows = self._norm(words + np.concatenate([self._positions[: len(ids)] for ids in pieces]))
        for layer in self._layers:
            rows = layer(rows, starts)
        means = np.add.reduceat(rows, starts[:-1], axis=0)  # of unit length, a sum is what its mean is
        units: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        return units


@dataclass(frozen=True, slots=True)
class _Weights:
    """The tensors of a file by their names."""

    named: dict[str, Vectors]
    least: float

    @classmethod
    def read(cls, path: Path, least: float) -> Self | None:
        """Return the tensors of `path`; None where they are not float32."""
        from safetensors import safe_open

        with safe_open(path, framework="np") as file:
            names = [name for name in file.keys() if not name.endswith("position_ids")]  # noqa: SIM118 - no mapping
            if any(file.get_slice(name).get_dtype() != "F32" for name in names):
                return None
            return cls({name.removeprefix("bert."): file.get_tensor(name) for name in names}, least)

    def tables(self) -> tuple[Vectors, Vectors]:
        """Return the vectors of words, and of positions with that of the first kind of text, which all texts are."""
        kinds = self.named["embeddings.token_type_embeddings.weight"]
        return (
            self.named["embeddings.word_embeddings.weight"],
            self.named["embeddings.position_embeddings.weight"] + kinds[0],
        )

    def layer(self, name: str, heads: int) -> Layer:
        """Return a layer, the root of a head's width taken out of its queries beforehand."""
        queries, keys, values = (self.affine(f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        scale = np.float32((queries.weight.shape[1] / heads) ** -0.5)
        joined = Affine(
            np.concatenate([queries.weight * scale, keys.weight, values.weight], axis=1),
            np.concatenate([queries.bias * scale, keys.bias, values.bias]),
        )
        return Layer(
            heads,
            joined,
            self.affine(f"{name}.attention.output.dense"),
            self.norm(f"{name}.attention.output"),
            self.affine(f"{name}.intermediate.dense"),
            self.affine(f"{name}.output.dense"),
            self.norm(f"{name}.output"),
        )

    def affine(self, name: str) -> Affine:
        return Affine(np.ascontiguousarray(self.named[f"{name}.weight"].T), self.named[f"{name}.bias"])

    def norm(self, name: str) -> Norm:
        return Norm(self.named[f"{name}.LayerNorm.weight"], self.named[f"{name}.LayerNorm.bias"], self.least)


def _most_tokens(folder: Path) -> int:
    """Return how many tokens of a text the model reads; 0 where its folder asks for more than mean pooling."""
    modules = read_modules(folder)
    if tuple(kind.rpartition(".")[2] for kind, _ in modules) not in (MODULES, MODULES[:2]) or modules[0][1] != folder:
        return 0
    pooling, own = read_config(modules[1][1] / "config.json"), read_config(folder / "sentence_bert_config.json")
    switched_on = [name for name, value in pooling.items() if name.startswith("pooling_mode_") and value is True]
    is_mean = pooling.get("pooling_mode") == "mean" or switched_on == ["pooling_mode_mean_tokens"]
    prompts = read_config(folder / "config_sentence_transformers.json").get("prompts")
    has_prompts = isinstance(prompts, dict) and any(prompts.values())
    most = own.get("max_seq_length")
    return most if isinstance(most, int) and is_mean and not has_prompts and not own.get("do_lower_case") else 0


def _softmax(rows: Vectors) -> Vectors:
    """Return e to the rows, each row's sum 1; `rows` is overwritten."""
    rows -= rows.max(axis=-1, keepdims=True)
    np.exp(rows, out=rows)
    rows /= rows.sum(axis=-1, keepdims=True)
    return rows


def _gelu(rows: Vectors) -> Vectors:
    """Return x Φ(x) of each number; `rows` is overwritten.

    Φ by formula 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical Functions": off by 1.5e-7 at most.
    """
    for start in range(0, len(rows), ROWS):
        x = rows[start : start + ROWS]
        z = np.abs(x) * np.float32(0.5**0.5)
        t = 1 / (1 + np.float32(0.3275911) * z)
        tail = np.float32(1.061405429) * t
        for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            tail += np.float32(factor)
            tail *= t
        tail *= np.exp(-z * z)  # 1 - erf(|x| / √2)
        tail *= np.abs(x)
        tail *= np.float32(0.5)
        np.maximum(x, 0, out=x)
        x -= tail
    return rows
