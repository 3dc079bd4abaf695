"""Weights: how likely a unit of evidence says a statement, by how much of it the unit holds and in what words."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rag.support.comparison import Comparison

ALL, ALL_HELD = 0.95, 0.75  # of its content, and how likely it is said then
MOST, MOST_HELD = 0.88, 0.6
UNTOLD_ACT = 0.45  # most that a unit is believed that has all but the verb: "120 residents were evacuated"


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over a comparison, as plain numbers, and the two thresholds on its probability."""

    bias: float
    held: float
    wording: float
    order: float
    supported: float
    weak: float


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the fitted weights that ship with Broadsheet; `tests/benchmarks/check_sentences.py` fits them."""
    return Weights(**json.loads(files("rag.support").joinpath("weights.json").read_text(encoding="utf-8"))["statement"])


def score(comparison: Comparison, *, is_short: bool = False) -> float:
    """Return the probability, 0 to 1, that a unit so compared says the statement.

    What holds everything says it in whatever words: a table's row has none of a sentence's. So does, less surely, what
    holds nearly all, every name and number among it.
    """
    fitted = load_weights()
    most = 1.0 if comparison.tells_act else UNTOLD_ACT
    logit = fitted.bias + fitted.held * comparison.held + fitted.wording * comparison.wording
    probability = 1 / (1 + math.exp(-(logit + fitted.order * comparison.order)))
    if comparison.carried >= ALL and comparison.tells_act:
        return max(probability, ALL_HELD)
    probability = min(probability, most)
    # The one word of a long sentence that is missing may be its verb: names, which count twice, do not stand for it.
    carried = comparison.carried if is_short else min(comparison.carried, comparison.words)
    if carried >= MOST and comparison.names == comparison.quantities == 1:
        return min(max(probability, MOST_HELD), most)
    return probability
