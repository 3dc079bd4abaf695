"""Whether a claim may be shown: a calibrated score from what the comparison with the evidence found."""

import json
import math
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from importlib.resources import files

from rag.citations import cite
from rag.support.match import Features, find_matches
from rag.types import Claim, Evidence, Support

ASKED_NAMES = 0.6  # of the question's names, the part that the article must hold: both of two, two of three


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over `Features`, as plain numbers, and the two thresholds on its score."""

    bias: float
    features: Features
    supported: float
    weak: float


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the fitted weights that ship with Broadsheet."""
    values = json.loads(files("rag.support").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(values["bias"], Features(**values["features"]), values["supported"], values["weak"])


def score(features: Features, weights: Weights) -> float:
    """Return the probability, 0 to 1, that a claim with these features is right and supported."""
    products = (value * weight for value, weight in zip(astuple(features), astuple(weights.features), strict=True))
    return 1 / (1 + math.exp(-(weights.bias + sum(products))))


def is_contradicted(features: Features) -> bool:
    """Tell whether the claim brings a number or name that is not there, or the article lacks the question's names.

    No score outweighs that: a small model puts the question's names into what it reads of others.
    """
    return features.numbers < 1 or features.names < 1 or features.asked_names < ASKED_NAMES


def judge(claim: str, question: str, evidence: Evidence) -> Claim:
    """Return `claim` with its support and, unless it is unsupported, the exact span that supports it."""
    weights = load_weights()
    matches = find_matches(claim, question, evidence)
    if not matches:
        return Claim(claim, Support.UNSUPPORTED, 0.0, (), "there is no evidence")
    best = max(matches, key=lambda match: (not is_contradicted(match.features), score(match.features, weights)))
    probability = score(best.features, weights)
    if probability < weights.weak or is_contradicted(best.features):
        return Claim(claim, Support.UNSUPPORTED, probability, (), _reason(best.features))
    support = Support.SUPPORTED if probability >= weights.supported else Support.WEAK
    reason = "" if support is Support.SUPPORTED else _reason(best.features)
    return Claim(claim, support, probability, (cite(best.window.article, best.span),), reason)


MISSING = {
    "numbers": "a number in it is not in the sources",
    "quotes": "its quote is not verbatim in the sources",
    "names": "a name in it is not in the sources",
    "asked_names": "the sources do not speak of what was asked",
    "new": "what it says is not in the sources",
    "old": "the sources do not connect it with what was asked",
    "asked": "the sources say little about what was asked",
    "told": "it only repeats the question",
}


def _reason(features: Features) -> str:
    values = {field.name: getattr(features, field.name) for field in fields(features)}
    lowest = min(MISSING, key=lambda name: values[name])
    return MISSING[lowest] if values[lowest] < 1 else "the sources hold it only in part"
