"""Questions to the model about its own answer: its short form, and whether the evidence holds it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from statistics import fmean

from rag.generators.base import Reading, Review
from rag.generators.llama_cpp.engine import Engine
from rag.generators.llama_cpp.vocabulary import Vocabulary
from rag.generators.streaming import until_blank_line
from rag.prompt import CHECKING, MAX_SHORT_TOKENS, write_asking, write_check, write_prompt, write_shortening
from rag.types import Window


@dataclass(slots=True)
class Writing:
    """The tokens of a text and by how much each led when it was written."""

    tokens: list[int] = field(default_factory=list)
    leads: list[float] = field(default_factory=list)

    @property
    def firmness(self) -> float | None:
        """Return the mean lead; None when it was not followed."""
        return fmean(self.leads) if self.leads else None

    def text(self, vocabulary: Vocabulary) -> str:
        """Return what was written, without white space around it."""
        return "".join(vocabulary.text_of(iter(self.tokens))).strip()

    def follow(self, tokens: Iterator[int], engine: Engine) -> Iterator[int]:
        """Yield `tokens` as the engine writes them."""
        for token in tokens:
            self.tokens.append(token)
            self.leads.append(engine.lead())
            yield token


def review(reading: Reading, answer: Writing, window: Window | None, engine: Engine, room: int) -> Review:
    """Return the short form of `answer`, and how sure of it the model is, in `room` tokens.

    Right after the answer all but the first two questions is still in the context; they cost about 40 and 18 tokens.
    The third, of `window` alone, costs about 40 behind its kept state.
    """
    vocabulary = engine.vocabulary
    shortening, checking = vocabulary.again(write_shortening(reading)), vocabulary.again(CHECKING)
    prompt = vocabulary.prompt(write_prompt(reading))
    taken = len(prompt) + len(answer.tokens) + max(len(shortening), len(checking))
    if not shortening or taken + MAX_SHORT_TOKENS > room:
        return Review(firmness=answer.firmness)
    written_on = (*prompt.told, prompt.suffix, *((token,) for token in answer.tokens))
    engine.read(prompt.prefix, prompt.blocks, written_on)
    short = Writing()
    with closing(engine.write(shortening, MAX_SHORT_TOKENS)) as tokens:
        text = "".join(until_blank_line(vocabulary.text_of(short.follow(tokens, engine))))
    engine.read(prompt.prefix, prompt.blocks, written_on)
    stated = engine.agreement(checking)
    answerable = ask_for_answer(reading, engine, room)
    alone = _ask_alone(answer, window, engine) if window is not None else None
    return Review(text, answer.firmness, short.firmness, stated, alone, answerable)


def ask_for_answer(reading: Reading, engine: Engine, room: int) -> float | None:
    """Return how much likelier Yes is than No when it is asked whether the evidence of `reading` tells the answer.

    It costs about 30 tokens behind what the answer is written from; None where they have no room.
    """
    prompt = engine.vocabulary.prompt(write_asking(reading))
    if len(prompt) > room:
        return None
    engine.read(prompt.prefix, prompt.blocks, prompt.told)
    return engine.agreement(prompt.suffix)


def _ask_alone(answer: Writing, window: Window, engine: Engine) -> float | None:
    vocabulary = engine.vocabulary
    prompt = vocabulary.prompt(write_check(answer.text(vocabulary), window))
    engine.read(prompt.prefix, prompt.blocks)
    return engine.agreement(prompt.suffix)
