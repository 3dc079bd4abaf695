"""Judge sentences about an article as people judged them, and say how often the support check agrees.

    python tests/benchmarks/check_sentences.py SENTENCES.jsonl [--fit]

A line holds `article` (text), `sentence` and `supported` (what people said). The whole article is the evidence and
there is no question. `--fit` fits the weights of statements on half of the lines (by the sha256 of article and
sentence) and stores them; the balanced accuracy of the other half, with its 95 % bootstrap interval, is what counts.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_support import FEATURES, SURENESS, fit, rounded, store

from index import Article, Span
from rag.generators.base import Review
from rag.support.features import Features
from rag.support.judge import Kind, best_match, is_contradicted, load_weights, score
from rag.support.match import find_matches
from rag.types import Evidence, Window

RESAMPLES = 2000
FITTED = (
    "new",
    "numbers",
    "quotes",
    "pairs",
    "agreement",
    "speaker",
)  # no names: the set is in lower case
WEAK, SUPPORTED = 0.35, 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """What was compared, whether something in the sentence is not in the article, and what people said of it."""

    features: Features
    contradicted: bool
    supported: bool
    fitted: bool

    @property
    def score(self) -> float:
        """Return the support check's score, 0 when it is vetoed."""
        weights = load_weights(Kind.STATEMENT)
        return 0.0 if self.contradicted else score(self.features, weights.neutral, weights)


def read_evidence(text: str) -> Evidence:
    """Return a whole article as evidence: one window, so that none of its sentences fits better for its place."""
    article = Article(id="article", title="", text=text)
    return Evidence((Window(article, 0, len(text), Span(0, len(text)), 1.0),), 0)


def judge_line(line: str) -> Judged:
    """Return what the support check says of one line."""
    given = json.loads(line)
    matches = find_matches(given["sentence"], "", read_evidence(given["article"]))
    match = best_match(matches, "", Review())
    digest = hashlib.sha256(f"{given['article']}\x00{given['sentence']}".encode()).digest()
    if match is None:
        raise ValueError(f"nothing in the article can support anything; expected a text: {given['article'][:80]!r}")
    return Judged(match.features, is_contradicted(match.features), bool(given["supported"]), digest[0] % 2 == 0)


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


def fit_statements(judged: list[Judged]) -> dict[str, object]:
    """Return weights under which 0.5 is where half of each kind would be told rightly, were both as many."""
    asked = [one for one in judged if not one.contradicted]
    supported = [one for one in asked if one.supported]
    unsupported = [one for one in asked if not one.supported]
    both = [*supported, *unsupported * round(len(supported) / len(unsupported))]
    given = np.array([[getattr(one.features, name) for name in FITTED] for one in both])
    bias, weights = fit(given, [one.supported for one in both])
    return {
        "bias": round(bias, 4),
        "features": dict.fromkeys(FEATURES, 0.0) | rounded(list(FITTED), weights),
        "sureness": dict.fromkeys(SURENESS, 0.0),
        "neutral": dict.fromkeys(SURENESS, 0.0),
        "supported": SUPPORTED,
        "weak": WEAK,
    }


def main() -> None:
    """Judge every line and print the balanced accuracies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--fit", action="store_true", help="store weights fitted on half of the lines")
    given = parser.parse_args()
    judged = [judge_line(line) for line in given.sentences.read_text(encoding="utf-8").splitlines() if line.strip()]
    if given.fit:
        store(Kind.STATEMENT, fit_statements([one for one in judged if one.fitted]))
        load_weights.cache_clear()
    for name, threshold in (("supported", SUPPORTED), ("weakly supported or better", WEAK)):
        tell(f"{name}, fitted on", [one for one in judged if one.fitted], threshold)
        tell(f"{name}, unseen", [one for one in judged if not one.fitted], threshold)


if __name__ == "__main__":
    main()
