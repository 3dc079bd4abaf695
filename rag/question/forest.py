"""A forest of fitted trees, as plain numbers: how likely a person is to repeat a word in the stand-alone question."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

CHECKED = 60  # trees after which a word that nobody would repeat is given up
HOPELESS = -2.4  # log odds

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf's value, or `(feature, limit, below, above)`: numbers that are at most `limit` go `below`."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees over `describe`; a word whose probability reaches `threshold` is repeated."""

    bias: float
    threshold: float
    trees: tuple[Tree, ...]

    def score(self, numbers: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that the word with these numbers is repeated; 0 when it is very low."""
        total = self.bias
        for number, tree in enumerate(self.trees):
            node = tree
            while isinstance(node, tuple):
                feature, limit, below, above = node
                node = below if numbers[feature] <= limit else above
            total += node
            if number == CHECKED and total < HOPELESS:
                return 0.0
        return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def load_forest() -> Forest:
    """Return the fitted trees that ship with Broadsheet."""
    values = json.loads(files("rag.question").joinpath("weights.json").read_text(encoding="utf-8"))
    return Forest(values["bias"], values["threshold"], tuple(_read_tree(tree) for tree in values["trees"]))


def _read_tree(node: Any) -> Tree:  # noqa: ANN401 - a number or a list, as JSON has it
    if isinstance(node, list):
        feature, limit, below, above = node
        return (int(feature), float(limit), _read_tree(below), _read_tree(above))
    return float(node)
