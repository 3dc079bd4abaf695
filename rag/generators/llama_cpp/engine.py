"""Evaluating tokens: blocks from kept states or read once, and writing on behind them."""

import hashlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import GeneratorError
from rag.generators import certainty
from rag.generators.llama_cpp.binding import build
from rag.generators.llama_cpp.context import BATCH_TOKENS, Context
from rag.generators.llama_cpp.model import Model
from rag.generators.llama_cpp.vocabulary import Tokens, Vocabulary
from rag.generators.states import States

_TALK, _SCRATCH = 0, 1  # the sequences of the context: what is written on, and a block on its way in or out


@dataclass(frozen=True, slots=True)
class Prefill:
    """Counts of a prompt's tokens: in the context or in kept states already, and evaluated."""

    reused: int
    evaluated: int


class Engine:
    """Reads a prefix and blocks, and writes on greedily.

    Each block is evaluated by itself, right behind the prefix; its keys and values are kept in `states` and moved to
    wherever the block stands in a prompt. So a block is read once, whatever it is asked, and a prompt goes through the
    very same sums whether its blocks were read just now, before, or by another process: the same prompt gives the same
    answer to the last bit. That blocks do not see each other costs nothing (MEASUREMENTS, "Reading each passage
    once"). The context is filled from its start without gaps, because where a value lies decides how sums round.
    """

    def __init__(self, path: Path, model_sha256: str, context_tokens: int, threads: int, states: States) -> None:
        model = Model(path)
        self._context = Context(model, context_tokens, threads, sequences=2)
        self.vocabulary = Vocabulary(model)
        self._states = states
        # States of another build may be laid out otherwise.
        self._identity = f"{model_sha256} ik-llama {build()} f16"
        self._kept: list[Tokens] = []
        self._position = 0

    def read(self, prefix: Tokens, blocks: Sequence[Tokens], following: Sequence[Tokens] = ()) -> Prefill:
        """Make prefix, blocks and `following` what the context holds; `following` is read in its place, unkept."""
        wanted = (prefix, *blocks, *following)
        placed = 1 + len(blocks)
        same = 0
        while same < min(len(self._kept), len(wanted)) and self._kept[same] == wanted[same]:
            same += 1
        missing = [segment for segment in wanted[same:placed] if segment]
        reused = sum(map(len, wanted[:same]))
        evaluated = 0
        if missing:
            states, evaluated = self._gather(prefix, wanted[:placed])
            reused = sum(map(len, wanted[:placed])) - evaluated
            self._place(wanted[:placed], states)
        else:
            self._cut(wanted[:same])
        for segment in wanted[max(same, placed) :]:
            self.append(segment)
            evaluated += len(segment)
        return Prefill(reused, evaluated)

    def write(self, suffix: Tokens, max_tokens: int) -> Generator[int, None, None]:
        """Evaluate `suffix` behind what was read, and yield the most likely tokens until the answer ends."""
        self.append(suffix)
        for left in range(max_tokens - 1, -1, -1):
            token = int(self._context.logits().argmax())
            if self.vocabulary.ends(token):
                return
            yield token
            if left:
                self.append((token,))

    def append(self, segment: Tokens) -> None:
        """Evaluate `segment` behind what is held; `lead` then speaks of what follows it."""
        self._evaluate(segment)
        self._kept.append(segment)

    def lead(self) -> float:
        """Return by how much the token that follows is likelier than the second best; see `certainty.lead`."""
        return certainty.lead(self._context.logits())

    def agreement(self, question: Tokens) -> float | None:
        """Return how much likelier Yes is than No behind `question`; see `certainty.preference`.

        None for a model to which these are no single tokens.
        """
        yes, no = self.vocabulary.single("Yes"), self.vocabulary.single("No")
        if yes is None or no is None:
            return None
        self.append(question)
        return certainty.preference(self._context.logits(), yes, no)

    def stop(self) -> None:
        """Make this and every later evaluation raise `GeneratorError`, whichever thread it runs in."""
        self._context.stop()

    def resume(self) -> None:
        """Evaluate again after `stop`."""
        self._context.resume()

    def is_read(self, prefix: Tokens, block: Tokens) -> bool:
        """Tell whether the state of `block` is kept."""
        return self._states.holds(self._key(prefix, block))

    def keep(self, prefix: Tokens, block: Tokens) -> None:
        """Read `block` behind `prefix` and keep its state, unless it is kept; the context is lost."""
        self._state_of(prefix, block)

    def _gather(self, prefix: Tokens, segments: Sequence[Tokens]) -> tuple[list[bytes], int]:
        """Return the state of each segment, and how many tokens had to be evaluated for them.

        Before any is placed: evaluating one takes the whole context.
        """
        states, evaluated = [], 0
        for block in segments[1:]:
            state, cost = self._state_of(prefix, block)
            states.append(state)
            evaluated += cost
        opening, cost = self._state_of(prefix, ())
        return [opening, *states], evaluated + cost

    def _state_of(self, prefix: Tokens, block: Tokens) -> tuple[bytes, int]:
        """Return the state of `block` behind `prefix`, of the prefix itself for (), and what it cost to evaluate."""
        key = self._key(prefix, block)
        state = self._states.get(key)
        if state is not None:
            return state, 0
        self._clear()
        evaluated = 0
        if block:
            opening, evaluated = self._state_of(prefix, ())
            self._clear()
            self._context.set_state(opening, _TALK)
            self._position = len(prefix)
        start = self._position
        self._evaluate(block or prefix)
        self._context.copy(_TALK, _SCRATCH, start, self._position)
        state = self._context.state(_SCRATCH)
        self._context.drop(_SCRATCH)
        self._states.put(key, state)
        return state, evaluated + self._position - start

    def _place(self, segments: Sequence[Tokens], states: Sequence[bytes]) -> None:
        """Fill the context with the states of `segments`, one behind the other."""
        self._clear()
        prefix = segments[0]
        for segment, state in zip(segments, states, strict=True):
            if segment:
                self._set(segment, state, len(prefix) if self._kept else 0)
            self._kept.append(segment)
        self._context.turn()

    def _set(self, segment: Tokens, state: bytes, canonical: int) -> None:
        """Put `state`, whose keys are turned to the position `canonical`, behind what the context holds."""
        try:
            self._context.set_state(state, _SCRATCH)
        except ValueError as error:
            self._states.drop()
            self._context.turn()
            raise GeneratorError(
                f"The engine could not take a kept state back ({error}); the kept states were dropped: ask again."
            ) from error
        shift = self._position - canonical
        if shift:
            self._context.move(_SCRATCH, canonical, canonical + len(segment), shift)
        self._context.copy(_SCRATCH, _TALK, self._position, self._position + len(segment))
        self._context.drop(_SCRATCH)
        self._position += len(segment)

    def _cut(self, segments: Sequence[Tokens]) -> None:
        """Drop what the context holds behind `segments`, also what an interrupted evaluation left there."""
        self._position = sum(map(len, segments))
        self._context.drop(_TALK, self._position)
        self._kept = list(segments)

    def _clear(self) -> None:
        self._context.clear()
        self._kept = []
        self._position = 0

    def _key(self, prefix: Tokens, block: Tokens) -> str:
        return hashlib.sha256(f"{self._identity} {prefix} {block}".encode()).hexdigest()

    def _evaluate(self, tokens: Tokens) -> None:
        """Evaluate `tokens`, which are from now on held."""
        for start in range(0, len(tokens), BATCH_TOKENS):
            part = tokens[start : start + BATCH_TOKENS]
            self._context.evaluate(part, self._position, _TALK)
            self._position += len(part)
