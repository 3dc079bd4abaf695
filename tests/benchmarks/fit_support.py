"""Fit the weights of relevance on what generators wrote in runs of `broadsheet eval`, and say how sure they are.

    python tests/benchmarks/fit_support.py --set LIBRARY QUESTIONS PREDICTIONS [--set ...] [--all] [--write]

A probability is that of an answer to a question which the articles do answer, the usual case: half of the sets'
questions are made to have no answer, so the fitted bias is moved to the part of answerable questions that was
answered rightly.

Half of each set's questions (by the sha256 of their ids) is fitted on; the figures are of the other half,
which is not looked at. An answer is right when what was written holds a gold answer of an answerable question.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from index import Library
from index.home import find_home
from rag.answer.written.claims import split_claims
from rag.assistant import Assistant
from rag.evaluation.metrics import holds
from rag.evaluation.predictions import read_predictions
from rag.evaluation.questions import read_questions
from rag.generators import open_generator
from rag.support.judge import judge
from rag.support.relevance import Relevance, compare_with_question, speaks_of_another

WEIGHTS = Path(__file__).parents[2] / "rag" / "support" / "weights.json"
FEATURES = [field.name for field in fields(Relevance)]
PENALTY = 0.05  # on the squared weights of the scaled features: the sets are small
THRESHOLD = 0.5  # what is more likely wrong than right is withheld


@dataclass(frozen=True, slots=True)
class Example:
    """The best claim of one answer: its relevance, nan where unknown, whether it is right, and its half.

    `contradicted`: no article says it, or not of what was asked.
    """

    set: str
    features: tuple[float, ...]
    contradicted: bool
    right: bool
    answerable: bool
    fitted: bool


def read_examples(library_path: Path, questions_path: Path, predictions_path: Path) -> Iterator[Example]:
    """Yield an example for each question of a run whose generator wrote something."""
    generator = open_generator("qwen2.5-coder-1.5b", find_home().models)
    predictions = read_predictions(predictions_path)
    with Library.open(library_path) as library:
        assistant = Assistant(library, generator)
        known = frozenset(article.id for article in library.articles())
        for question in read_questions(questions_path, known).questions:
            made = predictions.get(question.id)
            claims = split_claims(made.written) if made else ()
            if made is None or not claims:
                continue
            found = assistant.find(question.question, question.history, question.only, asked=question.asked)
            verdicts = [judge(claim, found.evidence.windows) for claim in claims]
            held = [verdict for verdict in verdicts if verdict.claim.support.is_shown]
            verdict = max(held or verdicts, key=lambda one: one.claim.standing)
            if not verdict.matches:
                continue
            asked, first = found.resolved.text, verdict.matches[0]
            relevance = compare_with_question(asked, verdict.claim.text, first, found.evidence, made.review)
            digest = hashlib.sha256(question.id.encode()).digest()
            yield Example(
                questions_path.parent.name,
                tuple(np.nan if value is None else value for value in astuple(relevance)),
                not held or speaks_of_another(asked, verdict.matches[:1]),
                question.answerable and holds(made.written, question.answers),
                question.answerable,
                digest[0] % 2 == 0,
            )


def read_features(examples: list[Example], means: np.ndarray) -> np.ndarray:
    """Return the features, float64 of shape (examples, features), with `means` for what is not known."""
    given = np.array([example.features for example in examples])
    return np.where(np.isnan(given), means, given)


def fit(x: np.ndarray, right: list[bool], sets: list[str] | None = None) -> tuple[float, np.ndarray]:
    """Return the bias and the weights of a logistic regression in which no feature counts against a claim.

    With `sets`, the name of each example's set, all sets count the same, however large they are.
    """
    from scipy.optimize import minimize

    y = np.array(right, dtype=float)
    shares = np.array([1 / sets.count(name) for name in sets]) if sets else np.ones(len(y))
    shares /= shares.sum()
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    scaled = (x - mean) / spread

    def loss(parameters: np.ndarray) -> float:
        logits = parameters[0] + scaled @ parameters[1:]
        fitted = shares @ (np.logaddexp(0, logits) - y * logits)
        return float(fitted + PENALTY * (parameters[1:] ** 2).sum())

    bounds = [(None, None)] + [(0.0, None)] * x.shape[1]
    found = minimize(loss, np.zeros(x.shape[1] + 1), bounds=bounds, method="L-BFGS-B").x
    weights = found[1:] / spread
    return float(found[0] - (weights * mean).sum()), weights


def tell(name: str, examples: list[Example], probabilities: np.ndarray) -> None:
    """Print, for several thresholds, what is shown, how much of it is right, and the balanced accuracy."""
    right = np.array([example.right for example in examples])
    answerable = np.array([example.answerable for example in examples])
    vetoed = np.array([example.contradicted for example in examples])
    sys.stdout.write(f"{name}: {len(examples)} answers, {right.mean():.2f} right\n")
    for threshold in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        shown = (probabilities >= threshold) & ~vetoed
        part = right[shown].mean() if shown.any() else 0
        line = f"  at {threshold:.1f}: {shown.mean():.2f} shown, {part:.2f} of it right"
        if answerable.any() and not answerable.all():
            balanced = (shown[answerable].mean() + (~shown)[~answerable].mean()) / 2
            line += f", answer/refuse balanced accuracy {balanced:.3f}"
        sys.stdout.write(f"{line}\n")


def main() -> None:
    """Fit, print, and with `--write` store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", nargs=3, type=Path, required=True, dest="sets")
    parser.add_argument("--all", action="store_true", help="fit on both halves, once the halves have been looked at")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    examples = [example for paths in given.sets for example in read_examples(*paths)]
    fitted = [example for example in examples if example.fitted or given.all]
    means = np.nanmean(np.array([example.features for example in fitted]), axis=0)
    right = [example.right for example in fitted]
    bias, weights = fit(read_features(fitted, means), right, [example.set for example in fitted])
    usual = np.mean([example.right for example in fitted if example.answerable])
    bias += float(np.log(usual / (1 - usual)) - np.log(np.mean(right) / (1 - np.mean(right))))
    for name in dict.fromkeys(example.set for example in examples):
        for half, wanted in (("fitted on", True), ("unseen", False)):
            part = [example for example in examples if example.set == name and example.fitted == wanted]
            if part:
                tell(f"{name}, {half}", part, 1 / (1 + np.exp(-bias - read_features(part, means) @ weights)))
    values: dict[str, object] = {
        "bias": round(bias, 4),
        "weights": rounded(FEATURES, weights),
        "neutral": rounded(FEATURES, means),
        "threshold": THRESHOLD,
    }
    sys.stdout.write(json.dumps(values, indent=1) + "\n")
    if given.write:
        store("answer", values)


def store(kind: str, values: dict[str, object]) -> None:
    """Write the weights of one kind, "answer" or "statement", and leave the other's as they are."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    WEIGHTS.write_text(json.dumps({**stored, kind: values}, indent=1) + "\n", encoding="utf-8")


def rounded(names: list[str], values: np.ndarray) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
