"""The generator on a GGUF file: prompt to tokens, tokens to text, one reading at a time."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

from index.cores import count_cores
from rag.errors import GeneratorError
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.generators.llama_cpp.binding import WHEEL
from rag.generators.llama_cpp.engine import Engine, Prefill
from rag.generators.llama_cpp.model import Model
from rag.generators.llama_cpp.reviewing import Writing, ask_for_answer, review
from rag.generators.llama_cpp.vocabulary import Vocabulary
from rag.generators.reading_queue import Turns
from rag.generators.states import MemoryStates, States
from rag.generators.streaming import until_blank_line
from rag.prompt import write_prompt
from rag.reach import ModelSize, billions_in
from rag.types import Evidence, Window

_NOTHING = Reading("", Evidence((), 0))


class LlamaCppGenerator:
    """Writes with a GGUF model on this computer's processor; nothing is loaded before it is needed.

    `context_tokens` bounds prompt and answer together. `threads` is 0 for the physical cores that
    this process may use. `states` keeps what was read of passages, by default in memory.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        model_sha256: str,
        *,
        context_tokens: int = 4096,
        threads: int = 0,
        states: States | None = None,
    ) -> None:
        self._path = path
        self._identity = GeneratorIdentity(name, model_sha256, f"{WHEEL} {version(WHEEL)}")
        self._context_tokens = context_tokens
        self._threads = threads or count_cores()
        self._states = states or MemoryStates()
        self._engine: Engine | None = None
        self._vocabulary: Vocabulary | None = None
        self._last_prefill = Prefill(0, 0)
        self._last = Writing()
        self._preparing: Window | None = None
        self._is_hurried = False
        self._gate = threading.Lock()  # what is prepared is stopped only while it is prepared
        self._last_used = time.monotonic()
        self._turns = Turns()
        self._counting = threading.Lock()

    @property
    def identity(self) -> GeneratorIdentity:
        """Return the model's name and the sha256 of its file."""
        return self._identity

    @property
    def last_prefill(self) -> Prefill:
        """Return how much of the last prompt was read anew: what its first word cost."""
        return self._last_prefill

    def count_tokens(self, text: str) -> int:
        """Return the exact number of tokens; the first call reads the file's vocabulary only.

        Raises:
            GeneratorError: the file cannot be read.
        """
        with self._counting:
            return self._read_vocabulary().count(text)

    def size(self) -> ModelSize:
        """Return the size that the file tells, else that of its name; see `Sized`."""
        with self._counting:
            label = self._read_vocabulary().size_label
        told = "its file" if billions_in(label) else "its name"
        billions = billions_in(label) or billions_in(self._identity.name)
        return ModelSize(billions, self._context_tokens, told, is_on_processor=True)

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield the model's answer; see `Generator.generate`."""
        if not reading.evidence.windows:
            return
        with self._asked(reading, comes_back=True) as engine:
            prompt = engine.vocabulary.prompt(write_prompt(reading))
            if len(prompt) + reading.max_answer_tokens > self._context_tokens:
                raise GeneratorError(
                    f"The question and its evidence take {len(prompt)} tokens and the answer "
                    f"{reading.max_answer_tokens}, but the model reads {self._context_tokens}; ask a shorter "
                    "question or give it less evidence."
                )
            prefill = engine.read(prompt.prefix, prompt.blocks, prompt.told)
            self._last_prefill = Prefill(prefill.reused, prefill.evaluated + len(prompt.suffix))
            self._last = Writing()
            with closing(engine.write(prompt.suffix, reading.max_answer_tokens)) as tokens:
                yield from until_blank_line(engine.vocabulary.text_of(self._last.follow(tokens, engine)))

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return the answer in a few words, and how sure the model is; see `Generator.review`."""
        if not reading.evidence.windows:
            return Review()
        if not written:
            with self._asked(reading, comes_back=True) as engine:
                return Review(answerable=ask_for_answer(reading, engine, self._context_tokens))
        with self._asked(reading) as engine:
            answer = self._answer_of(written, engine.vocabulary)
            return review(reading, answer, window, engine, self._context_tokens)

    @property
    def idle_seconds(self) -> float:
        """Return how long ago the last reading was over; 0 while one is written."""
        return 0.0 if self._turns.is_taken and self._preparing is None else time.monotonic() - self._last_used

    def prepare(self, window: Window) -> bool:
        """Read `window` and keep what the model made of it; False when somebody asks, or came in between.

        A question that this very window is evidence for waits until it is read: it would read it anew.

        Raises:
            GeneratorError: as `generate`.
        """
        with self._turns.take_if_free() as is_free:
            if not is_free:
                return False
            engine = self._loaded()
            with self._gate:
                self._preparing, self._is_hurried = window, False
            try:
                prompt = engine.vocabulary.prompt(write_prompt(Reading("", Evidence((window,), 0))))
                if not engine.is_read(prompt.prefix, prompt.blocks[0]):
                    engine.keep(prompt.prefix, prompt.blocks[0])
            except GeneratorError:
                if not self._is_hurried:
                    raise
                return False
            finally:
                with self._gate:
                    self._preparing = None
                    if self._is_hurried:
                        engine.resume()
        return True

    def warm_up(self) -> None:
        """Load the model and read the constant part of every prompt."""
        with self._turns.take(self):
            engine = self._loaded()
            engine.read(engine.vocabulary.prompt(write_prompt(_NOTHING)).prefix, ())

    def close(self) -> None:
        """Stop a reading that is under way and give the memory back; a later reading loads again."""
        engine, self._engine, self._vocabulary = self._engine, None, None
        if engine is not None:
            # The memory goes with the last reference, which a reading under way may still hold.
            engine.stop()

    @contextmanager
    def _asked(self, reading: Reading, *, comes_back: bool = False) -> Iterator[Engine]:
        """Hold the engine for a reading; what is only being prepared gives way at once, unless it is needed."""
        with self._gate:
            if self._engine and self._preparing and not any(map(self._preparing.is_same, reading.evidence.windows)):
                self._is_hurried = True
                self._engine.stop()
        with self._turns.take(reading, comes_back=comes_back):
            self._last_used = time.monotonic()
            try:
                yield self._loaded()
            finally:
                self._last_used = time.monotonic()

    def _answer_of(self, written: str, vocabulary: Vocabulary) -> Writing:
        """Return what `written` was written with, when it was the last answer; else its tokens alone."""
        if self._last.text(vocabulary) == written:
            return self._last
        return Writing(list(vocabulary.plain(written)))

    def _read_vocabulary(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(Model(self._path, only_vocabulary=True))
        return self._vocabulary

    def _loaded(self) -> Engine:
        if self._engine is None:
            engine = Engine(self._path, self._identity.model_sha256, self._context_tokens, self._threads, self._states)
            with self._counting:
                self._vocabulary = engine.vocabulary
            self._engine = engine
        return self._engine
