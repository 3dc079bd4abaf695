"""The one generator of the peers: the same GGUF file in the same engine as Broadsheet's, greedy, as a chat."""

from collections.abc import Iterator
from pathlib import Path

import cyllama.api
import psutil

MAX_TOKENS = 96  # Broadsheet's


class Writer:
    """A GGUF model in memory, with a thread a core; the engine's own four would hinder each other on two."""

    def __init__(self, path: Path) -> None:
        settings = cyllama.api.GenerationConfig(max_tokens=MAX_TOKENS, temperature=0.0, n_ctx=4096)
        self._model = cyllama.api.LLM(str(path), config=settings)
        threads = psutil.cpu_count(logical=False) or 1
        # Also warms up: the context that this makes is the one that stays.
        self._model._ensure_context(1, settings).set_n_threads(threads, threads)
        list(self.write("Say yes."))

    def write(self, prompt: str) -> Iterator[str]:
        """Yield the pieces of the answer to `prompt`."""
        yield from self._model.chat([{"role": "user", "content": prompt}], stream=True)
