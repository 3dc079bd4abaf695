"""The engine's working memory: evaluating tokens in it, and taking keys and values out and in."""

import ctypes
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.errors import GeneratorError
from rag.generators.llama_cpp.binding import load_binding, stop_callback
from rag.generators.llama_cpp.model import Model
from rag.generators.llama_cpp.pace import Pace

BATCH_TOKENS = 512


class Context:
    """Holds the keys and values of `tokens` tokens at most, in `sequences` sequences; freed with its last reference.

    `threads` is how many evaluate at most, see `Pace`.

    Raises:
        GeneratorError: it does not fit into memory.
    """

    def __init__(self, model: Model, tokens: int, threads: int, sequences: int) -> None:
        self._handle = 0
        self._model = model  # its memory must outlive this object's
        self._binding = load_binding()
        self._library = self._binding.library
        settings = self._binding.llama_context_default_params()
        settings.n_ctx = tokens
        settings.n_batch = settings.n_ubatch = BATCH_TOKENS
        settings.n_seq_max = sequences
        # Slower here: 33 instead of 25 ms a token behind 300; and its kernels abort the process on some processors.
        settings.flash_attn = False
        self._handle = self._binding.llama_init_from_model(model.handle, settings)
        if not self._handle:
            raise GeneratorError(
                f"The model was loaded, but its context of {tokens} tokens does not fit into memory; close other "
                "programs or choose a smaller model."
            )
        self._pace = Pace(threads)
        self._batch = self._binding.llama_batch_init(BATCH_TOKENS, 0, 1)
        self._stop = ctypes.create_string_buffer(2)
        self._library.llama_set_abort_callback(self._handle, stop_callback(), self._stop)

    def __del__(self) -> None:
        if self._handle:
            self._binding.llama_batch_free(self._batch)
            self._binding.llama_free(self._handle)

    def evaluate(self, tokens: Sequence[int], position: int, sequence: int) -> None:
        """Evaluate at most `BATCH_TOKENS` tokens from `position` on; `logits` then speak of what follows them.

        Raises:
            GeneratorError: it was stopped, or the engine failed.
        """
        batch = self._batch
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = position + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = sequence
            batch.logits[place] = place == len(tokens) - 1
        code = self._decode(batch)
        if self._stop[0] != b"\0":
            raise GeneratorError("The generator was closed while it was writing; ask again.")
        if code:
            raise GeneratorError(
                f"The engine failed while reading {len(tokens)} tokens (code {code}); ask again, or choose another "
                "generator."
            )

    def _decode(self, batch: ctypes.Structure) -> int:
        """Evaluate with as many threads as pay, and note what that came to."""
        threads = self._pace.threads(batch.n_tokens)
        self._library.llama_set_n_threads(self._handle, threads, threads)
        busy, began = time.thread_time(), time.perf_counter()
        code: int = self._binding.llama_decode(self._handle, batch)
        self._pace.note(threads, time.thread_time() - busy, time.perf_counter() - began)
        return code

    def logits(self) -> NDArray[np.float32]:
        """Return the logit of each token of the vocabulary as the next; good until the next evaluation."""
        address = self._binding.llama_get_logits_ith(self._handle, -1)
        return np.ctypeslib.as_array(address, (self._model.size,))

    def state(self, sequence: int) -> bytes:
        """Return the keys and values of `sequence`, for `set_state`."""
        room = self._library.llama_state_seq_get_size(self._handle, sequence, 0)
        buffer = ctypes.create_string_buffer(room)
        length = self._library.llama_state_seq_get_data(self._handle, buffer, room, sequence, 0)
        return buffer.raw[:length]

    def set_state(self, state: bytes, sequence: int) -> None:
        """Make `sequence` hold what `state` was taken of.

        Raises:
            ValueError: the engine does not take it.
        """
        if not self._library.llama_state_seq_set_data(self._handle, state, len(state), sequence, 0):
            raise ValueError(f"{len(state)} bytes are not a state of this model and engine")

    def move(self, sequence: int, start: int, end: int, shift: int) -> None:
        """Put what stands from `start` to `end` (half-open) `shift` positions further; `turn` completes it."""
        self._library.llama_kv_cache_seq_add(self._handle, sequence, start, end, shift)

    def turn(self) -> None:
        """Turn the keys that were moved to their new positions.

        Else it happens with the next evaluation, and clearing in between would leave it to tokens that come later.
        """
        self._library.llama_kv_cache_update(self._handle)

    def copy(self, source: int, target: int, start: int, end: int) -> None:
        """Let `target` share what `source` holds from `start` to `end` (half-open)."""
        self._library.llama_kv_cache_seq_cp(self._handle, source, target, start, end)

    def drop(self, sequence: int, start: int = -1) -> None:
        """Drop what `sequence` holds from `start` on, all with -1."""
        self._library.llama_kv_cache_seq_rm(self._handle, sequence, start, -1)

    def clear(self) -> None:
        """Drop all that is held."""
        self._binding.llama_kv_cache_clear(self._handle)

    def stop(self) -> None:
        """Make this and every later evaluation raise, whichever thread it runs in."""
        self._stop[0] = b"\1"

    def resume(self) -> None:
        """Evaluate again after `stop`."""
        self._stop[0] = b"\0"
