"""Fit the model that knows the kind of a question where the rules are unsure, and say how much it adds to them.

    python tests/benchmarks/fit_kinds.py MODELS [--write]

The figures are of ten folds of the labelled questions: each is judged by a model that has not seen it. MODELS is the
folder of the models.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.embedders import open_embedder
from index.embedders.base import Vectors
from rag.question.kind import Kind, find_asking, find_kind, is_sure
from rag.question.learned_kind import LIKELIER_THAN_FACT, LIKELY, NEVER, KindModel

TESTS = Path(__file__).parents[1]
LABELLED = (TESTS / "question_kinds.txt", TESTS / "question_wordings.txt")
MODEL = TESTS.parent / "rag" / "question" / "kinds.json"
EMBEDDER = "all-MiniLM-L6-v2"
STRENGTH = 10.0  # the inverse of the penalty on the squared weights
STEPS = 3000
FOLDS = 10


def read_labelled(path: Path) -> list[tuple[Kind, str]]:
    """Return the questions of a file with the kind that each stands under."""
    kind, rows = Kind.FACT, []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind = Kind(line[2:])
        else:
            rows.append((kind, line))
    return rows


def fit(vectors: Vectors, kinds: list[Kind]) -> KindModel:
    """Return a softmax regression in which each kind weighs the same, however many questions it has."""
    fitted = LogisticRegression(C=STRENGTH, max_iter=STEPS, class_weight="balanced")
    fitted.fit(vectors, [kind.value for kind in kinds])
    weights, bias = (np.asarray(one, dtype=np.float32) for one in (fitted.coef_, fitted.intercept_))
    return KindModel(EMBEDDER, tuple(map(Kind, fitted.classes_)), weights, bias)


def decide(model: KindModel, question: str, vector: Vectors) -> Kind:
    """Return the kind that rules and model decide for together."""
    kind = find_kind(question)
    likeliest, how_likely = model.most_likely(vector)
    least = LIKELIER_THAN_FACT if kind is Kind.FACT else LIKELY
    return kind if is_sure(question) or how_likely < least or likeliest in NEVER else likeliest


def main() -> None:
    """Print the figures, and write the model of all questions with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    embedder = open_embedder(EMBEDDER, args.models)
    for path in LABELLED:
        others = [row for other in LABELLED if other != path for row in read_labelled(other)]
        own = read_labelled(path)
        vectors = np.stack([embedder.embed_question(find_asking(question)) for _, question in own])
        beside = [embedder.embed_question(find_asking(question)) for _, question in others]
        rules = sum(find_kind(question) is kind for kind, question in own)
        both = 0
        for fold in range(FOLDS):
            kept = [row for row in range(len(own)) if row % FOLDS != fold]
            model = fit(
                np.stack([*vectors[kept], *beside]), [own[row][0] for row in kept] + [kind for kind, _ in others]
            )
            for row in range(fold, len(own), FOLDS):
                both += decide(model, own[row][1], vectors[row]) is own[row][0]
        sys.stdout.write(
            f"{path.name}: {len(own)} questions, rules {rules / len(own):.3f}, with it {both / len(own):.3f}\n"
        )
    if args.write:
        every = [row for path in LABELLED for row in read_labelled(path)]
        model = fit(
            np.stack([embedder.embed_question(find_asking(question)) for _, question in every]),
            [kind for kind, _ in every],
        )
        table = np.c_[model.bias, model.weights].round(2).tolist()
        rows = ",\n".join(
            f'    "{kind.value}": {json.dumps(row)}' for kind, row in zip(model.kinds, table, strict=True)
        )
        MODEL.write_text(f'{{\n  "embedder": "{EMBEDDER}",\n  "kinds": {{\n{rows}\n  }}\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
