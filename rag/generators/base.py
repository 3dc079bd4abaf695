"""The door for generators: a question and its evidence in, pieces of text out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, runtime_checkable

from rag.types import Evidence, Window


@dataclass(frozen=True, slots=True)
class GeneratorIdentity:
    """The generator that wrote an answer: its name and the sha256 of its model (empty where there is or is known none).

    `build` is the program that runs the model, with its version, or what a server tells of itself once it was asked;
    empty without a model.
    """

    name: str
    model_sha256: str
    build: str = ""


class Form(Enum):
    """The length of an answer: one sentence, or a paragraph of a few."""

    SENTENCE = auto()
    PARAGRAPH = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """Input of a generator: the stand-alone question, the evidence, how much it may write, and in which form.

    `max_answer_tokens` counts the generator's own tokens, as `Generator.count_tokens` does. The windows of a paragraph
    are single sentences of the articles, those of a sentence whole passages; of a large model both are passages, and
    where one sentence is asked for, it may write `sentences`. `at_once`: requests about it that a server is sent side
    by side.
    """

    question: str
    evidence: Evidence
    max_answer_tokens: int = 96
    form: Form = Form.SENTENCE
    sentences: int = 1
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Review:
    """A generator's opinion of its own answer; None is what it cannot say.

    `short`: the name, number, date or phrase of the answer, "" without one. `firmness` and
    `short_firmness`: by how much each token of the answer, and of the short form, was likelier than
    the second best, as the mean difference of their logits, 0 to 20. `stated`: how much likelier
    "Yes" was than "No" when it was asked whether the evidence states the answer, -16 to 16; `alone`: the same
    whether the window that supports it best says so, which it then reads by itself; `answerable`: the same whether the
    evidence tells the answer at all, asked as if nothing had been written.
    """

    short: str = ""
    firmness: float | None = None
    short_firmness: float | None = None
    stated: float | None = None
    alone: float | None = None
    answerable: float | None = None


class Generator(Protocol):
    """Writes an answer from the evidence alone. Greedy: the same reading gives the same text.

    On this computer one reading is written at a time, in the order in which they were begun: the first `next` on an
    iterator of `generate` waits until the iterators before it are exhausted or closed; a server writes several. Closing
    an iterator stops the writing and leaves the generator ready for the next reading.
    """

    @property
    def identity(self) -> GeneratorIdentity:
        """Return who this generator is."""
        ...

    def count_tokens(self, text: str) -> int:
        """Return how many tokens of this generator's model `text` takes; it may run beside a reading."""
        ...

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield the answer's text piece by piece, each at a character boundary.

        The pieces joined neither start nor end with white space and hold no blank line. Without any
        evidence window nothing is yielded: a model that reads nothing invents.

        Raises:
            GeneratorError: the model cannot be loaded, the prompt is longer than it can read, or
                the engine failed.
        """
        ...

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return the short form of an answer that `generate` wrote for `reading`, and how sure of it the model is.

        It is asked for right after the answer, in the same conversation; `window`, the one of the evidence that
        supports the answer best, is then read by itself. Of "", before anything is written, it only says whether the
        evidence tells the answer.

        Raises:
            GeneratorError: as `generate`.
        """
        ...

    def warm_up(self) -> None:
        """Load what would make the first answer slow.

        Raises:
            GeneratorError: the model cannot be loaded.
        """
        ...


@runtime_checkable
class Checker(Protocol):
    """A generator that is asked at once of several sentences whether their sources say them."""

    def check(self, reading: Reading, told: Sequence[tuple[str, Window]]) -> tuple[float | None, ...]:
        """Return for each sentence written for `reading` whether its window, read by itself, says so.

        As `alone` of `Review`; None is what it cannot say.

        Raises:
            GeneratorError: as `Generator.generate`.
        """
        ...
