"""The embedder of a library: any model that sentence-transformers loads from a folder."""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.batches import give_back_memory, token_batches
from index.embedders.bert import BertEncoder
from index.embedders.folder import check_folder, fingerprint_folder, read_dim
from index.embedders.prompts import Prompts
from index.errors import ModelUnknown

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
MOST_TOKENS = 8192  # of a model that does not say
ASKED = 64  # questions whose vectors are kept: one is searched for, and then compared with sentences
FEW = 32  # texts, of unlike lengths: the sentences of a question, the passages of an article that was added


class SentenceTransformerEmbedder:
    """An Embedder over a folder of sentence-transformers, safetensors only, none of the model's own code.

    Prompts that the model declares for queries and for documents are used, unless `prompts` are given.
    A question and up to `FEW` passages do without torch where the model is a BERT: see `bert`. Threads may share it:
    they embed many passages one after the other, since transformers' tokenizers must not be used by two at once.
    """

    def __init__(self, folder: Path, name: str, revision: str = "", prompts: Prompts | None = None) -> None:
        """Check the folder; without `revision`, the fingerprint of its files is taken.

        Raises ModelMissing when there is no such folder, ModelUnknown when it cannot be used.
        """
        check_folder(folder)
        self.folder = folder
        self._name = name
        self._revision = revision
        self.prompts = prompts
        self._lock = threading.RLock()
        self._asked: dict[str, Vectors] = {}  # the newest last

    @cached_property
    def identity(self) -> EmbedderIdentity:
        """Return who this embedder is; the weights are read only when the configuration hides the dimension."""
        with self._lock:
            dim = read_dim(self.folder) or self._model.get_embedding_dimension()
        if dim is None:
            raise ModelUnknown(f"The model in {self.folder} does not say how long its vectors are.")
        return EmbedderIdentity(self._name, self._revision or fingerprint_folder(self.folder), dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim), rows of unit length, in the texts' order."""
        if not texts:
            return np.empty((0, self.identity.dim), dtype=np.float32)
        encodable = [_encodable(text) for text in texts]
        if len(texts) <= FEW and (encoder := self._find_encoder()):
            return encoder.encode(encodable)
        vectors = np.empty((len(texts), self.identity.dim), dtype=np.float32)
        with self._lock:
            batches = token_batches(self._count_tokens(encodable))
            for batch in batches:
                rows = self._model.encode_document(
                    [encodable[position] for position in batch], batch_size=len(batch), show_progress_bar=False
                )
                vectors[batch] = _units(rows)
            if len(batches) > 1:
                give_back_memory()
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,), of unit length."""
        with self._lock:
            known = self._asked.pop(question, None)
        vector: Vectors = self._embed_asked(_encodable(question)) if known is None else known
        with self._lock:
            self._asked[question] = vector
            if len(self._asked) > ASKED:
                del self._asked[next(iter(self._asked))]
        return vector.copy()

    def _embed_asked(self, question: str) -> Vectors:
        if encoder := self._find_encoder():
            rows = encoder.encode([question])
        else:
            with self._lock:
                rows = _units(self._model.encode_query([question], show_progress_bar=False))
        vector: Vectors = rows[0]
        return vector

    def _find_encoder(self) -> BertEncoder | None:
        with self._lock:
            return self._encoder

    @cached_property
    def _encoder(self) -> BertEncoder | None:
        """Return the encoder for a few texts; None where the model is of another kind, or its prompts are given."""
        if self.prompts:
            return None
        try:
            return BertEncoder.open(self.folder)
        except Exception:  # bare ones come out of the compiled readers; sentence-transformers says what is wrong
            return None

    def _count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens of each text the model reads; it takes a hundredth of the time of embedding them."""
        tokenizer, most = self._model.tokenizer, self._model.max_seq_length or MOST_TOKENS
        try:
            return [min(len(ids), most) for ids in tokenizer(list(texts), verbose=False)["input_ids"]]
        except (TypeError, KeyError):
            return [len(text.split()) for text in texts]  # a static model has another kind of tokenizer

    @cached_property
    def _model(self) -> "SentenceTransformer":
        given = self.prompts
        prompts = {"query": given.question, "document": given.passage} if given else None
        with _quiet():
            from sentence_transformers import SentenceTransformer

            try:
                return SentenceTransformer(
                    str(self.folder),
                    prompts=prompts,
                    local_files_only=True,
                    trust_remote_code=False,
                    model_kwargs={"dtype": choose_dtype(), "use_safetensors": True},
                )
            except Exception as error:  # bare ones come out of the compiled readers of weights and tokenizers
                reason = str(error).strip().split("\n")[0]
                raise ModelUnknown(f"The model in {self.folder} cannot be loaded: {reason}") from error


def choose_dtype() -> "torch.dtype":
    """Return bfloat16 where the CPU multiplies it in hardware (1.7 times as fast), else float32."""
    import torch

    takes = not torch.cuda.is_available() and multiplies_bfloat16(torch.cpu.get_capabilities())
    return torch.bfloat16 if takes else torch.float32


def multiplies_bfloat16(capabilities: Mapping[str, object]) -> bool:
    """Tell whether a CPU with these capabilities, as torch names them, multiplies bfloat16 in hardware.

    AVX2 and AVX-512 without it would widen each number first, which is slower than float32.
    """
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _units(rows: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> Vectors:
    """Return the rows as float32 of unit length; a bfloat16 model's own normalising is off by 1 in 256."""
    vectors = rows.astype(np.float32)
    units: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def _encodable(text: str) -> str:
    """Return the text without lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep transformers from drawing a progress bar, or reporting on weights it does not need, while loading."""
    from transformers.utils import logging as transformers_logging

    verbosity, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
