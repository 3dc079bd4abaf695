"""Measures of answers without a judge: what a program can say for certain about right and wrong.

Normalisation, exact match and token F1 are those of SQuAD (Rajpurkar et al. 2016,
https://arxiv.org/abs/1606.05250); retrieval measures come from `ir_measures`.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’„«»–—…")


def normalise(text: str) -> str:
    """Return `text` in lower case without articles, punctuation and extra white space, as SQuAD does."""
    without = text.casefold().translate(PUNCTUATION)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", without).split())


def exact_match(short: str, answers: Sequence[str]) -> float:
    """Return 1 when `short` equals a gold answer after normalisation, else 0."""
    return float(any(normalise(short) == normalise(answer) for answer in answers))


def token_f1(short: str, answers: Sequence[str]) -> float:
    """Return the best harmonic mean, 0 to 1, of token precision and recall over the gold answers."""
    return max((_f1(normalise(short).split(), normalise(answer).split()) for answer in answers), default=0.0)


def _f1(said: list[str], gold: list[str]) -> float:
    common = sum((Counter(said) & Counter(gold)).values())
    return 2 * common / (len(said) + len(gold)) if common else 0.0


def holds(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a gold answer stands in `text` as whole words, both normalised."""
    padded = f" {normalise(text)} "
    return any(gold and f" {gold} " in padded for gold in map(normalise, answers))


@dataclass(frozen=True, slots=True)
class Refusals:
    """Rightness of refusing and answering; ratios 0 to 1, 0 where there is nothing to count."""

    precision: float
    recall: float
    balanced_accuracy: float


def refusals(refused: Sequence[bool], unanswerable: Sequence[bool]) -> Refusals:
    """Compare which questions were refused with which should have been."""
    pairs = Counter(zip(refused, unanswerable, strict=True))
    right, wrong = pairs[True, True], pairs[True, False]
    missed, answered = pairs[False, True], pairs[False, False]
    recall = _ratio(right, right + missed)
    return Refusals(_ratio(right, right + wrong), recall, (recall + _ratio(answered, answered + wrong)) / 2)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    """Return (coverage, risk) pairs: of the most confident part of the answers, the part that is wrong."""
    order = sorted(range(len(right)), key=lambda position: -confidence[position])
    curve, wrong = [], 0
    for shown, position in enumerate(order, start=1):
        wrong += not right[position]
        curve.append((shown / len(order), wrong / shown))
    return tuple(curve)


def retrieval(gold: Mapping[str, Iterable[str]], ranked: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """Return nDCG@10, R@5, R@10 and RR@10 of each question of `gold`, by its id."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    measures = [nDCG @ 10, R @ 5, R @ 10, RR @ 10]
    qrels = [ir_measures.Qrel(id, name, 1) for id, names in gold.items() for name in names]
    if not qrels:
        return {}
    run = [ir_measures.ScoredDoc(id, name, -place) for id, names in ranked.items() for place, name in enumerate(names)]
    # What no article was found for is not in the outcome, and counts as 0.
    scores = {str(measure): dict.fromkeys(gold, 0.0) for measure in measures}
    for metric in ir_measures.iter_calc(measures, qrels, run):
        scores[str(metric.measure)][metric.query_id] = float(metric.value)
    return scores


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
