"""A generator that does not write twice: what it wrote for a prompt in an earlier run is its answer now.

With it a change of the support check is measured in seconds: only prompts that the change touched are written anew.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.evaluation.predictions import Prediction
from rag.generators.base import Checker, Generator, GeneratorIdentity, Reading, Review
from rag.prompt import REVIEWING, write_prompt
from rag.reach import ModelSize, Sized
from rag.types import Timings, Window


@dataclass(frozen=True, slots=True)
class Writing:
    """What a generator wrote for one prompt, what it said of it, and how long that took."""

    text: str
    review: Review
    timings: Timings


def writings_of(predictions: Iterable[Prediction]) -> dict[str, Writing]:
    """Return what was written in a run, by the prompt's sha256 and the generator's."""
    return {made.prompt: Writing(made.written, made.review, made.timings) for made in predictions if made.prompt}


class SparingGenerator:
    """A Generator in front of another one, which is asked only for prompts that were not written for before."""

    def __init__(self, generator: Generator, known: dict[str, Writing]) -> None:
        self._generator = generator
        self._known = known
        self.key = ""
        self.last_review = Review()

    @property
    def identity(self) -> GeneratorIdentity:
        """Return who writes."""
        return self._generator.identity

    @property
    def spared(self) -> Writing | None:
        """Return what the last reading took over from an earlier run; None when it was written now."""
        return self._known.get(self.key)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens; see `Generator.count_tokens`."""
        return self._generator.count_tokens(text)

    def size(self) -> ModelSize:
        """Return the size of the model that writes; see `Sized`."""
        return self._generator.size() if isinstance(self._generator, Sized) else ModelSize(is_on_processor=True)

    def check(self, reading: Reading, told: Sequence[tuple[str, Window]]) -> tuple[float | None, ...]:
        """Return what the generator says of several sentences, asked anew each time; see `Checker`."""
        return self._generator.check(reading, told) if isinstance(self._generator, Checker) else (None,) * len(told)

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield the answer; see `Generator.generate`."""
        self._begin(reading)
        self.last_review = Review()
        known = self.spared
        if known is None:
            yield from self._generator.generate(reading)
        elif known.text:
            yield known.text

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return what the generator says of its answer; see `Generator.review`."""
        self._begin(reading)
        known = self.spared
        self.last_review = known.review if known is not None else self._generator.review(reading, written, window)
        return self.last_review

    def _begin(self, reading: Reading) -> None:
        asked = hashlib.sha256(f"{write_prompt(reading).sha256} {REVIEWING}".encode()).hexdigest()
        self.key = f"{asked} {self.identity.name} {self.identity.model_sha256}"

    def warm_up(self) -> None:
        """Load what would make the first answer slow."""
        self._generator.warm_up()
