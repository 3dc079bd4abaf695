"""How sure the model was of a token, found out through the sampler.

The binding cannot read logits (`get_logits*` raise in cyllama 0.2.18), but it can bias them: the bias at which
another token wins is the difference of the two logits.
"""

from bisect import bisect_left
from typing import Any

LEADS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0)
MOST = 20.0
FAR = 1000.0  # lifts the two tokens that are compared above all others
REACH = 16.0
STEPS = 8  # halvings: to an eighth of a logit


class Certainty:
    """Compares tokens at a position evaluated last by `context`, a `cyllama` `LlamaContext`."""

    def __init__(self, llama: Any, context: Any, vocabulary_size: int) -> None:  # noqa: ANN401 - untyped module
        self._llama = llama
        self._context = context
        self._size = vocabulary_size

    def lead(self, token: int) -> float:
        """Return by how much the logit of the best token, `token`, is above the second best's, 0.25 to 20."""
        place = bisect_left(LEADS, True, key=lambda bias: self._best(((token, -bias),)) != token)
        return LEADS[place] if place < len(LEADS) else MOST

    def preference(self, first: int, second: int) -> float:
        """Return the logit of `first` minus that of `second`, -16 to 16."""
        low, high = -REACH, REACH
        for _ in range(STEPS):
            middle = (low + high) / 2
            if self._best(((first, FAR), (second, FAR + middle))) == first:
                low = middle
            else:
                high = middle
        return low

    def _best(self, biases: tuple[tuple[int, float], ...]) -> int:
        sampler = self._llama.LlamaSampler(self._llama.LlamaSamplerChainParams())
        sampler.add_logit_bias(self._size, list(biases))
        sampler.add_greedy()
        best: int = sampler.sample(self._context, -1)
        return best
