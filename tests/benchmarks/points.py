"""Measure the points that need no model: facts held, cited characters, refusals, and the time they take.

    python tests/benchmarks/points.py DATA HOME            # HOME/library holds the articles of DATA/articles.jsonl
    python tests/benchmarks/points.py DATA HOME --each --out predictions.jsonl

DATA is a folder with `questions.jsonl` and the `score.py` that measures it. Every second question is the half that
numbers were chosen on; both halves are reported, with bootstrap intervals of 95 % over questions.
"""

import argparse
import importlib.util
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index import Library
from rag.answer.gathering import gather_points
from rag.answer.request import Request
from rag.evidence.markup import show
from rag.evidence.vectors import SentenceVectors
from rag.question.resolve import resolve
from rag.types import Turn

Row = dict[str, Any]
TODAY = date(2023, 1, 1)


def main() -> None:
    """Gather the points of all questions and print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--most", type=int, default=6, help="points a question")
    parser.add_argument("--each", action="store_true", help="print a line a question")
    parser.add_argument("--out", type=Path, help="write the predictions")
    chosen = parser.parse_args()
    questions = [json.loads(line) for line in (chosen.data / "questions.jsonl").read_text("utf-8").splitlines()]
    models = os.environ.get("BROADSHEET_MODELS")
    with Library.open(chosen.home / "library", models=Path(models) if models else None) as library:
        library.search("warm")
        vectors = SentenceVectors()
        predictions = [predict(library, vectors, question, chosen.most) for question in questions]
    if chosen.out:
        chosen.out.write_text("".join(f"{json.dumps(row)}\n" for row in predictions), "utf-8")
    measure = facts if any("nuggets" in question for question in questions) else characters
    halves = {"fitted on": slice(0, None, 2), "unseen": slice(1, None, 2), "all": slice(None)}
    for name, half in halves.items():
        print(f"{name:10}", measure(chosen.data, questions[half], predictions[half], chosen.most))  # noqa: T201
    taken = [row["seconds"] for row in predictions]
    print(f"seconds: p50 {np.median(taken):.2f}, p95 {np.quantile(taken, 0.95):.2f}")  # noqa: T201
    print("words shown:", round(np.mean([row["words"] for row in predictions if row["words"]])))  # noqa: T201
    if chosen.each:
        per_question(chosen.data, questions, predictions)


def predict(library: Library, vectors: SentenceVectors, question: Row, most: int) -> Row:
    """Return what is shown for one question, as `predictions.jsonl` has it."""
    history = [Turn(turn["question"], turn.get("answer", "")) for turn in question.get("history") or ()]
    began = time.perf_counter()
    asked = resolve(question["question"], history, TODAY).searched if history else question["question"]
    parts = gather_points(Request(library, asked, TODAY, most=most, vectors=vectors))
    seconds = time.perf_counter() - began
    points = [point for part in parts for point in part.points]
    answered = any(part.answerable for part in parts)
    said = " ".join(part.note for part in parts)
    shown = [asdict(citation) for point in points for citation in point.citations]
    quotes = [show(citation["quote"]) for citation in shown]
    return {
        "id": question["id"],
        "kind": [part.kind.value for part in parts],
        "outcome": "quoted" if answered else "no_evidence",
        "text": " ".join(quotes) if said == "" else f"{said} {' '.join(quotes)}",
        "note": said,
        "score": max(part.score for part in parts),
        "scores": [(part.kind.value, part.score) for part in parts],
        "points": [
            {"group": point.group, "citations": [_citation(citation) for citation in map(asdict, point.citations)]}
            for point in points
        ],
        "seconds": seconds,
        "words": sum(len(quote.split()) for quote in quotes[:most]) if answered else 0,
    }


def _citation(citation: Row) -> Row:
    return {key: citation[key] for key in ("article", "title", "start", "end", "quote")}


def facts(data: Path, questions: Sequence[Row], predictions: Sequence[Row], most: int) -> str:
    """Return the facts held by the quotations, of English and of other languages, and what was refused."""
    os.environ["POINTS"] = str(most)
    score = _load(data / "score.py")
    rows = []
    for question, prediction in zip(questions, predictions, strict=True):
        measured = score.measure(question, {**prediction, "text": "", "short": ""})
        rows.append((question, measured))
    english = [(sum(m["hit"]), len(m["hit"])) for q, m in rows if q["nuggets"] and q["kind"] != "language"]
    foreign = [(sum(m["hit"]), len(m["hit"])) for q, m in rows if q["nuggets"] and q["kind"] == "language"]
    refused = [(float(not m["answered"]), 1) for q, m in rows if not q["answerable"]]
    given = [(float(m["answered"]), 1) for q, m in rows if q["nuggets"]]
    return (
        f"facts {_ratio(english)}, other languages {_ratio(foreign)}, "
        f"unanswerable refused {_ratio(refused)}, answerable answered {_ratio(given)}"
    )


def characters(data: Path, questions: Sequence[Row], predictions: Sequence[Row], most: int) -> str:
    """Return the F1 of the cited characters, ROUGE-L, and the balanced accuracy of answering and refusing."""
    score = _load(data / "score.py")
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for question, prediction in zip(questions, predictions, strict=True):
        one = score.score({question["id"]: question}, [prediction])
        refused = float(prediction["outcome"] == "no_evidence")
        found["given" if question["answerable"] else "refused"].append(
            (1 - refused if question["answerable"] else refused, 1.0)
        )
        if one["cited_f1"] is not None:
            for name in ("cited_f1", "cited_p", "cited_r", "rouge_l"):
                found[name].append((one[name], 1.0))
    balanced = (
        sum(v for v, _ in found["given"]) / len(found["given"])
        + sum(v for v, _ in found["refused"]) / len(found["refused"])
    ) / 2
    return ", ".join([f"balanced {balanced:.3f}", *(f"{name} {_ratio(values)}" for name, values in found.items())])


def per_question(data: Path, questions: Sequence[Row], predictions: Sequence[Row]) -> None:
    """Print each question with its kind, its facts and its fit."""
    score = _load(data / "score.py")
    measure: Callable[[Row, Row], Row] = getattr(score, "measure", lambda q, p: {"hit": []})
    for question, row in zip(questions, predictions, strict=True):
        hit = measure(question, {**row, "text": "", "short": ""})["hit"]
        missing = [n["fact"] for n, held in zip(question.get("nuggets", ()), hit, strict=False) if not held]
        print(f"{question.get('kind', '-'):12} {'+'.join(row['kind']):22} {row['outcome'][:2]} {row['score']:.2f} "  # noqa: T201
              f"{sum(hit)}/{len(hit)} {question['question'][:70]} | {'; '.join(missing)[:110]}")  # fmt: skip


def _ratio(pairs: Sequence[tuple[float, float]], rounds: int = 2000) -> str:
    """Return sum over sum with its bootstrap interval."""
    if not pairs:
        return "–"
    values = np.array(pairs, dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(values), (rounds, len(values)))
    ratios = values[drawn, 0].sum(1) / values[drawn, 1].sum(1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return f"{values[:, 0].sum() / values[:, 1].sum():.3f} [{low:.2f}, {high:.2f}]"


def _load(path: Path) -> Any:  # noqa: ANN401
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
