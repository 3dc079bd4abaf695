"""Fit and measure what follow-ups lean on: `python tests/benchmarks/fit_followups.py REWRITES [--fit]`.

REWRITES has one JSON object a line: `history` (a title, a section, then questions and answers in turn), `question`
and `rewrite`, the stand-alone question that a person wrote. Lines are shuffled with a fixed seed; the first half is
for fitting, the second is only measured. Counted are the content words that a person added to the question.
"""

import argparse
import json
import math
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold, cross_val_predict  # type: ignore[import-untyped]

from rag.question.features import candidates, describe
from rag.question.follow_up import read_follow_up
from rag.question.forest import Tree, load_forest
from rag.question.phrases import UNKNOWN, read_conversation
from rag.question.resolve import resolve
from rag.types import Turn
from rag.words import content_stems

WEIGHTS = Path(__file__).parent.parent.parent / "rag" / "question" / "weights.json"
SEED = 7
TREES = 250
PRECISION = 0.61
DIGITS = 4
ASKED = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up with its history, and the stand-alone question that a person wrote."""

    history: tuple[Turn, ...]
    question: str
    rewrite: str

    @property
    def title(self) -> str:
        """Return what the conversation is about."""
        return self.history[0].question

    @property
    def added(self) -> frozenset[str]:
        """Return the stems of the content words that a person added."""
        return content_stems(self.rewrite) - content_stems(self.question)


@dataclass(frozen=True, slots=True)
class Table:
    """The words of all histories: `rows` float32, shape (n, features); `wanted` and `lines` have shape (n,)."""

    rows: NDArray[np.float32]
    wanted: NDArray[np.bool_]
    lines: NDArray[np.int64]


class FittedTree(Protocol):
    """What is read of a tree of scikit-learn: arrays of shape (nodes,), `value` (nodes, 1, 1)."""

    children_left: NDArray[np.int64]
    children_right: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    value: NDArray[np.float64]


def read_lines(path: Path) -> tuple[list[Line], list[Line]]:
    """Return the half for fitting and the unseen one."""
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(text)
        told = values["history"]
        history = tuple(Turn(*pair) for pair in zip(told[::2], told[1::2], strict=True))
        lines.append(Line(history, values["question"], values["rewrite"]))
    random.Random(SEED).shuffle(lines)  # noqa: S311 - a fixed order is meant
    half = len(lines) // 2
    return lines[:half], lines[half:]


def without_headings(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` as they would be in a conversation: no heading, and what was asked before is resolved.

    Where no person's wording of an earlier question is among `lines`, the title takes the place of its pronoun.
    """
    wordings = {(line.history[0], len(line.history), line.question): line.rewrite for line in lines}
    changed = []
    for line in lines:
        title = re.sub(r"\s*\(.*?\)", "", line.title)
        turns = []
        for number, turn in enumerate(line.history[1:], start=1):
            known = wordings.get((line.history[0], number, turn.question))
            if not UNKNOWN.match(turn.answer):
                turns.append(Turn(known or _put_title(title, turn.question), turn.answer))
        if turns:
            changed.append(Line(tuple(turns), line.question, line.rewrite))
    return changed


def _put_title(title: str, question: str) -> str:
    owned = re.sub(r"\b(?:his|their|her)\b", f"{title}'s", question, count=1, flags=re.IGNORECASE)
    named = re.sub(r"\b(?:he|she|they|him|them)\b", title, question, count=1, flags=re.IGNORECASE)
    changed = named if named != question else owned
    return changed if content_stems(title) & content_stems(changed) else f"{question.rstrip()} ({title})"


def tabulate(lines: Sequence[Line]) -> Table:
    """Return the numbers of every word that the histories of `lines` hold."""
    rows, wanted, numbers = [], [], []
    for number, line in enumerate(lines):
        talk = read_conversation(line.history)
        follow_up = read_follow_up(line.question, talk)
        for stem, mentions in candidates(follow_up, talk).items():
            rows.append(describe(stem, mentions, follow_up, talk))
            wanted.append(stem in line.added)
            numbers.append(number)
    return Table(np.array(rows, dtype=np.float32), np.array(wanted), np.array(numbers))


def fit(lines: Sequence[Line]) -> dict[str, object]:
    """Return the weights fitted to `lines`, with and without headings, and the threshold of held-out fifths.

    Lines of one conversation are held out together.
    """
    plain = without_headings(lines)
    titles_of = {line.question + line.rewrite: line.title for line in lines}
    table = tabulate([*lines, *plain])
    titles = np.array([titles_of[line.question + line.rewrite] for line in (*lines, *plain)])[table.lines]
    held_out = cross_val_predict(
        new_model(), table.rows, table.wanted, groups=titles, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    with_heading = table.lines < len(lines)
    threshold = choose_threshold(held_out[with_heading], table.wanted[with_heading])
    model = new_model().fit(table.rows, table.wanted)
    ratio = float(table.wanted.mean())
    return {
        "bias": round(math.log(ratio / (1 - ratio)), DIGITS),
        "threshold": threshold,
        "trees": [write_tree(estimator.tree_, model.learning_rate) for estimator in model.estimators_[:, 0]],
    }


def new_model() -> GradientBoostingClassifier:
    """Return the trees, not fitted yet."""
    return GradientBoostingClassifier(
        n_estimators=TREES, learning_rate=0.03, max_depth=4, min_samples_leaf=20, subsample=0.5, max_features=0.15,
        random_state=SEED,
    )  # fmt: skip


def choose_threshold(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """Return the lowest score down to which `PRECISION` of the words are wanted."""
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(wanted[order]) / np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(precision >= PRECISION)[-1])
    return round(float(scores[order][last]), DIGITS)


def write_tree(tree: FittedTree, learning_rate: float, node: int = 0) -> Tree:
    """Return a tree of scikit-learn as `rag.question.forest` reads it."""
    if tree.children_left[node] < 0:
        return round(float(tree.value[node, 0, 0]) * learning_rate, DIGITS)
    below, above = (write_tree(tree, learning_rate, int(c[node])) for c in (tree.children_left, tree.children_right))
    # Numbers are whole or ratios: what is left out of a limit does not move them to the other side.
    return (int(tree.feature[node]), round(float(tree.threshold[node]), DIGITS), below, above)


def measure(name: str, lines: Sequence[Line]) -> None:
    """Print recall and precision of the words that `resolve` adds, and what it takes."""
    right = given = asked = held = 0
    times = []
    for line in lines:
        start = time.process_time()
        resolved = str(resolve(line.question, line.history, ASKED))
        times.append(time.process_time() - start)
        added = content_stems(resolved) - content_stems(line.question)
        told = content_stems(" ".join(f"{turn.question} {turn.answer}" for turn in line.history))
        right += len(added & line.added)
        given += len(added)
        asked += len(line.added)
        held += len(line.added & told)
    sys.stdout.write(
        f"{name}: recall {right / asked:.3f}, precision {right / max(1, given):.3f} on {len(lines)} lines; "
        f"{held / asked:.3f} of the words stand in the history; "
        f"{statistics.median(times) * 1000:.1f} ms a question, {max(times) * 1000:.1f} at most\n"
    )


def main() -> None:
    """Fit when asked to, then measure both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rewrites", type=Path)
    parser.add_argument("--fit", action="store_true", help="write rag/question/weights.json")
    arguments = parser.parse_args()
    fitted, unseen = read_lines(arguments.rewrites)
    if arguments.fit:
        WEIGHTS.write_text(json.dumps(fit(fitted), separators=(",", ":")) + "\n", encoding="utf-8")
        load_forest.cache_clear()
    measure("fitted", fitted)
    measure("unseen", unseen)
    measure("unseen, without headings", without_headings(unseen))


if __name__ == "__main__":
    main()
