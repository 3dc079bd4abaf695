"""The engine: one model, one context, and what is kept in it between two prompts."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import GeneratorError
from rag.generators.llama_cpp.certainty import Certainty
from rag.generators.llama_cpp.loading import load_engine_module, load_model
from rag.generators.llama_cpp.vocabulary import Tokens, Vocabulary

_BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Prefill:
    """How many tokens of a prompt were still in the context, and how many had to be evaluated."""

    reused: int
    evaluated: int


class Engine:
    """Reads segments of tokens and writes on greedily.

    The segments read last are kept; a prompt that starts with the same ones does not read them again.
    Only whole segments are kept, and each is evaluated by itself: then a prompt goes through the very
    same sums whatever was read before, and the same prompt gives the same answer to the last bit. What was
    written is kept like what was read, a segment a token.
    """

    def __init__(self, path: Path, context_tokens: int, threads: int) -> None:
        llama = load_engine_module()
        self._model = load_model(path)
        settings = llama.LlamaContextParams()
        settings.n_ctx = context_tokens
        settings.n_batch = settings.n_ubatch = _BATCH_TOKENS
        settings.n_threads = settings.n_threads_batch = threads
        settings.n_seq_max = 1
        try:
            self._context = llama.LlamaContext(self._model, settings)
        except (ValueError, RuntimeError, MemoryError) as error:
            self._model.close()
            raise GeneratorError(
                f"The model {path} was loaded, but its context of {context_tokens} tokens does not fit into "
                f"memory ({error}); close other programs or choose a smaller model."
            ) from error
        self._context.install_cancel_callback()
        self._batch = llama.LlamaBatch(n_tokens=_BATCH_TOKENS, embd=0, n_seq_max=1)
        self._sampler = llama.LlamaSampler(llama.LlamaSamplerChainParams())
        self._sampler.add_greedy()
        self.vocabulary = Vocabulary(self._model)
        self.certainty = Certainty(llama, self._context, self.vocabulary.size)
        self._kept: list[Tokens] = []
        self._position = 0

    def read(self, segments: Sequence[Tokens]) -> Prefill:
        """Make `segments` what the context holds, and evaluate only those that it does not hold yet."""
        same = 0
        while same < min(len(self._kept), len(segments)) and self._kept[same] == segments[same]:
            same += 1
        reused = sum(map(len, segments[:same]))
        # Also drops what an interrupted evaluation left behind.
        if not self._context.memory_seq_rm(0, reused, -1):
            self._context.kv_cache_clear(True)
            same = reused = 0
        self._kept = list(segments[:same])
        self._position = reused
        for segment in segments[same:]:
            self.append(segment)
        return Prefill(reused, self._position - reused)

    def write(self, suffix: Tokens, max_tokens: int) -> Generator[int, None, None]:
        """Evaluate `suffix` behind what was read, and yield the most likely tokens until the answer ends."""
        self.append(suffix)
        for written in range(max_tokens):
            token: int = self._sampler.sample(self._context, -1)
            if self.vocabulary.ends(token):
                return
            yield token
            if written + 1 < max_tokens:
                self.append((token,))

    def append(self, segment: Tokens) -> None:
        """Evaluate `segment` behind what was read and written, so that `certainty` speaks of what follows it."""
        self._evaluate(segment)
        self._kept.append(segment)

    def stop(self) -> None:
        """Make this and every later evaluation raise `GeneratorError`, whichever thread it runs in."""
        self._context.cancel = True

    def _evaluate(self, tokens: Tokens) -> None:
        for start in range(0, len(tokens), _BATCH_TOKENS):
            part = tokens[start : start + _BATCH_TOKENS]
            self._batch.clear()
            for offset, token in enumerate(part, 1):
                self._batch.add(token, self._position + offset - 1, [0], offset == len(part))
            try:
                self._context.decode(self._batch)
            except InterruptedError as error:
                raise GeneratorError("The generator was closed while it was writing; ask again.") from error
            except (ValueError, RuntimeError) as error:
                raise GeneratorError(
                    f"The engine failed while reading {len(part)} tokens ({error}); ask again, or choose "
                    "another generator."
                ) from error
            self._position += len(part)
