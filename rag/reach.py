"""Reach: how much a generator reads and writes at once, which follows the size of its model."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, runtime_checkable

# The number before "B" or "M" in "Qwen2.5-32B-Instruct", "llama3:70b", "Mixtral-8x7B"; not "A3B", what works at a time.
_SIZE = re.compile(r"(?<![a-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", re.IGNORECASE)
FROM_MIDDLE, FROM_LARGE = 6.0, 20.0  # billion weights
UNTOLD_CONTEXT = 4096  # tokens: what Ollama reads unless told otherwise, and it cuts what is longer without a word


class Step(StrEnum):
    """The steps of a reach, and what `--reach` takes."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class ModelSize:
    """What is known of a generator's model.

    `billions` of weights, and `context`, the tokens that prompt and answer may have together, are 0 where nobody tells;
    `told` names who tells the weights. `at_once`: requests that are answered side by side, 1 where it runs here;
    `is_on_server`: it runs elsewhere; `is_on_processor`: it reads at the pace of this computer's processor.
    """

    billions: float = 0.0
    context: int = 0
    told: str = ""
    at_once: int = 1
    is_on_server: bool = False
    is_on_processor: bool = False


@runtime_checkable
class Sized(Protocol):
    """A generator that tells the size of its model."""

    def size(self) -> ModelSize:
        """Return the size, without the weights being loaded; what cannot be found out is left open.

        Raises:
            GeneratorError: the model cannot be found or read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """How much a generator is given at once.

    `evidence_tokens`: of the passages that a fact is read from, at most; `worth`: the share of the best hit's score
    from which a passage is read; `point_tokens`: of the points that a paragraph is written from; `answer_tokens` and
    `paragraph_tokens`: of what it may write; `sentences`: of the answer to one fact, at most; `requests`: sent side by
    side. `why` says what it follows from.
    """

    step: Step = Step.SMALL
    evidence_tokens: int = 400
    worth: float = 0.7
    point_tokens: int = 260
    answer_tokens: int = 96
    paragraph_tokens: int = 160
    sentences: int = 1
    requests: int = 1
    why: str = ""

    @property
    def is_wide(self) -> bool:
        """Tell whether several sentences are written from whole passages."""
        return self.sentences > 1

    @property
    def says(self) -> str:
        """Return the reach in one line, with its reason."""
        count = "one sentence" if self.sentences == 1 else f"up to {self.sentences} sentences"
        together = f", {self.requests} requests at once" if self.requests > 1 else ""
        return f"reach {self.step}: {self.evidence_tokens:,} tokens of evidence, {count} a fact{together} ({self.why})"


# The small one is measured with models of 1.5 billion weights (.7 in rag/evidence/windows.py, the points in
# rag/answer/written/paragraph.py); the others are reckoned: as many tokens as some ten and all of twenty passages take.
STEPS = {
    Step.SMALL: Reach(),
    Step.MIDDLE: Reach(Step.MIDDLE, 1000, 0.6, 600, 160, 320, 2, 4),
    Step.LARGE: Reach(Step.LARGE, 2000, 0.5, 1200, 256, 512, 3, 8),
}
SMALL = STEPS[Step.SMALL]


def find_reach(generator: object, step: Step | None = None) -> Reach:
    """Return the reach of a generator: `step` where it was asked for, else what its model's size tells.

    Raises:
        GeneratorError: as `Sized.size`.
    """
    size = generator.size() if isinstance(generator, Sized) else ModelSize(is_on_processor=True)
    chosen, why = (step, "as --reach says") if step else _step_of(size)
    return replace(_within(STEPS[chosen], size), why=why)


def _step_of(size: ModelSize) -> tuple[Step, str]:
    if not size.billions:
        if size.is_on_server:
            return Step.LARGE, "neither the server nor the name tells a size, as of a cloud's; else set --reach"
        return Step.SMALL, "no model tells a size"
    why = f"{size.billions:.3g} billion weights, by {size.told}"
    if size.billions < FROM_MIDDLE:
        return Step.SMALL, why
    return (Step.MIDDLE if size.billions < FROM_LARGE else Step.LARGE), why


def _within(reach: Reach, size: ModelSize) -> Reach:
    """Return a reach as far as the context and the processor let it go, never below the small one.

    A processor reads some 30 tokens a second of 7 billion weights: there more evidence only comes later.
    """
    room = 0 if size.is_on_processor else (size.context or UNTOLD_CONTEXT) // 2
    return replace(
        reach,
        evidence_tokens=min(reach.evidence_tokens, max(SMALL.evidence_tokens, room)),
        point_tokens=min(reach.point_tokens, max(SMALL.point_tokens, room)),
        worth=SMALL.worth if size.is_on_processor else reach.worth,
        requests=max(1, min(reach.requests, size.at_once)),
    )


def billions_in(name: str) -> float:
    """Return the billions of weights that a model's name tells: .135 of "SmolLM2-135M", 56 of "8x7B"; 0 of none."""
    found = sorted(_SIZE.finditer(name), key=lambda one: one[3] in "mM")  # "7B-Instruct-1M" reads a million tokens
    if not found:
        return 0.0
    times, number, unit = found[0].groups()
    return int(times or 1) * float(number) / (1 if unit in "bB" else 1000)
