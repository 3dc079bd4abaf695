"""Judge sentences about an article as people judged them, and say how often the judge agrees.

    python tests/benchmarks/check_sentences.py SENTENCES.jsonl [--fit]

A line holds `article` (text), `sentence` and `supported` (what people said). The whole article is the evidence.
`--fit` fits the weights of statements on half of the lines (by the sha256 of article and sentence) and stores them; the
balanced accuracy of the other half, with its 95 % bootstrap interval, is what counts.
"""

import argparse
import hashlib
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_support import fit, store

from index import Article, Span
from rag.support.comparison import Comparison
from rag.support.judge import judge
from rag.support.weights import load_weights
from rag.types import Window

RESAMPLES = 2000
FITTED = ("held", "wording", "order")
WEAK, SUPPORTED = 0.4, 0.55


@dataclass(frozen=True, slots=True)
class Judged:
    """What was compared, None where nothing could be, the verdict's probability, and what people said of it."""

    comparison: Comparison | None
    probability: float
    supported: bool
    fitted: bool
    seconds: float


def judge_line(line: str) -> Judged:
    """Return what the judge says of one line."""
    given = json.loads(line)
    article = Article(id="article", title="", text=given["article"])
    whole = Window(article, 0, len(article.text), Span(0, len(article.text)), 1.0)
    digest = hashlib.sha256(f"{given['article']}\x00{given['sentence']}".encode()).digest()
    start = time.perf_counter()
    verdict = judge(given["sentence"], (whole,))
    seconds = time.perf_counter() - start
    best = verdict.matches[0].comparison if verdict.matches else None
    return Judged(best, verdict.claim.score, bool(given["supported"]), digest[0] % 2 == 0, seconds)


def balanced(scores: np.ndarray, supported: np.ndarray, threshold: float) -> float:
    """Return the mean of the parts of supported and unsupported sentences that are told rightly."""
    said = scores >= threshold
    return float((said[supported].mean() + (~said)[~supported].mean()) / 2)


def tell(name: str, judged: list[Judged], threshold: float) -> None:
    """Print the balanced accuracy at `threshold` and its interval."""
    scores = np.array([one.probability for one in judged])
    supported = np.array([one.supported for one in judged])
    rng = np.random.default_rng(7)
    drawn = (rng.integers(0, len(judged), len(judged)) for _ in range(RESAMPLES))
    low, high = np.quantile([balanced(scores[rows], supported[rows], threshold) for rows in drawn], (0.025, 0.975))
    figure = balanced(scores, supported, threshold)
    sys.stdout.write(f"{name}: {figure:.3f} ({low:.3f}-{high:.3f}) at {threshold:.3f}, {len(judged)} sentences\n")


def fit_statements(judged: list[Judged]) -> dict[str, float]:
    """Return weights under which 0.5 is where half of each kind would be told rightly, were both as many."""
    supported = [one for one in judged if one.supported and one.comparison]
    unsupported = [one for one in judged if not one.supported and one.comparison]
    both = [*supported, *unsupported * round(len(supported) / len(unsupported))]
    given = np.array([[getattr(one.comparison, name) for name in FITTED] for one in both])
    bias, weights = fit(given, [one.supported for one in both])
    rounded = {name: round(float(weight), 3) for name, weight in zip(FITTED, weights, strict=True)}
    return {"bias": round(bias, 4), **rounded, "supported": SUPPORTED, "weak": WEAK}


def main() -> None:
    """Judge every line and print the balanced accuracies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--fit", action="store_true", help="store weights fitted on half of the lines")
    given = parser.parse_args()
    lines = [line for line in given.sentences.read_text(encoding="utf-8").splitlines() if line.strip()]
    judged = [judge_line(line) for line in lines]
    if given.fit:
        store("statement", dict(fit_statements([one for one in judged if one.fitted])))
        load_weights.cache_clear()
        judged = [judge_line(line) for line in lines]
    for name, threshold in (("supported", SUPPORTED), ("weakly supported or better", WEAK)):
        tell(f"{name}, fitted on", [one for one in judged if one.fitted], threshold)
        tell(f"{name}, unseen", [one for one in judged if not one.fitted], threshold)
    spent = np.quantile([one.seconds for one in judged], (0.5, 0.95)) * 1000
    sys.stdout.write(f"a sentence against an article: p50 {spent[0]:.0f} ms, p95 {spent[1]:.0f} ms\n")


if __name__ == "__main__":
    main()
