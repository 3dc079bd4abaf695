"""Judge sentences about an article as people judged them, and say how often the support check agrees.

    python tests/benchmarks/check_sentences.py SENTENCES.jsonl

A line holds `article` (text), `sentence` and `supported` (what people said). The whole article is the evidence and
there is no question. Half of the lines (by the sha256 of article and sentence) chooses the threshold; the balanced
accuracies, with their 95 % bootstrap intervals, are of the other half.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import Article, Span
from rag.generators.base import Review
from rag.support.judge import best_match, is_contradicted, load_weights, score
from rag.types import Evidence, Window

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence's score (0 when something in it is not in the article), and what people said of it."""

    score: float
    supported: bool
    fitted: bool


def read_evidence(text: str) -> Evidence:
    """Return a whole article as evidence: one window, so that none of its sentences fits better for its place."""
    article = Article(id="article", title="", text=text)
    return Evidence((Window(article, 0, len(text), Span(0, len(text)), 1.0),), 0)


def judge_line(line: str) -> Judged:
    """Return what the support check says of one line."""
    given = json.loads(line)
    match = best_match(given["sentence"], "", read_evidence(given["article"]))
    digest = hashlib.sha256(f"{given['article']}\x00{given['sentence']}".encode()).digest()
    found = 0.0
    if match is not None and not is_contradicted(match.features):
        found = score(match.features, Review(), load_weights())
    return Judged(found, bool(given["supported"]), digest[0] % 2 == 0)


def balanced(scores: np.ndarray, supported: np.ndarray, threshold: float) -> float:
    """Return the mean of the parts of supported and unsupported sentences that are told rightly."""
    said = scores >= threshold
    return float((said[supported].mean() + (~said)[~supported].mean()) / 2)


def tell(name: str, judged: list[Judged], threshold: float) -> None:
    """Print the balanced accuracy at `threshold` and its interval."""
    scores = np.array([one.score for one in judged])
    supported = np.array([one.supported for one in judged])
    rng = np.random.default_rng(7)
    drawn = (rng.integers(0, len(judged), len(judged)) for _ in range(RESAMPLES))
    low, high = np.quantile([balanced(scores[rows], supported[rows], threshold) for rows in drawn], (0.025, 0.975))
    figure = balanced(scores, supported, threshold)
    sys.stdout.write(f"{name}: {figure:.3f} ({low:.3f}-{high:.3f}) at {threshold:.3f}, {len(judged)} sentences\n")


def main() -> None:
    """Judge every line and print the balanced accuracies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    given = parser.parse_args()
    judged = [judge_line(line) for line in given.sentences.read_text(encoding="utf-8").splitlines() if line.strip()]
    fitted = [one for one in judged if one.fitted]
    scores = np.array([one.score for one in fitted])
    supported = np.array([one.supported for one in fitted])
    chosen = max(np.unique(scores).tolist(), key=lambda threshold: balanced(scores, supported, threshold))
    unseen = [one for one in judged if not one.fitted]
    tell("threshold of the answers", unseen, load_weights().weak)
    tell("threshold chosen on the other half", unseen, chosen)
    tell("all, threshold of the answers", judged, load_weights().weak)


if __name__ == "__main__":
    main()
