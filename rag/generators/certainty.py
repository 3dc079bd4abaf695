"""Certainty of a token, in steps that the weights of relevance were fitted on."""

from bisect import bisect_left
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEADS: Final = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0)
MOST: Final = 20.0
REACH: Final = 16.0


def lead(logits: NDArray[np.float32]) -> float:
    """Return by how much the best logit is above the second best, rounded up to a step, 0.25 to 20."""
    best = int(logits.argmax())
    # Twenty times faster than partitioning, and done for each token.
    second = max((part.max() for part in (logits[:best], logits[best + 1 :]) if part.size), default=logits[best])
    return step_of(float(logits[best] - second))


def step_of(gap: float) -> float:
    """Return `gap`, by which one logit or log-probability is above another, rounded up to a step, 0.25 to 20."""
    place = bisect_left(LEADS, gap)
    return LEADS[place] if place < len(LEADS) else MOST


def preference(logits: NDArray[np.float32], first: int, second: int) -> float:
    """Return the logit of `first` minus that of `second`, -16 to 16."""
    return float(np.clip(logits[first] - logits[second], -REACH, REACH))
