"""The kind of a question whose rule is unsure, by a linear model over the vector of the question.

A rule is unsure where it goes by the first word alone ("how …", "what …") or where none fits. The model is fitted by
`tests/benchmarks/fit_kinds.py` on the labelled questions in `tests/question_kinds.txt` and
`tests/question_wordings.txt`, for the embedder that ships; with another one the rules decide alone.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.embedders.base import Embedder, Vectors
from rag.question.kind import Kind, find_asking, find_kind, is_keywords, is_sure

# How likely another kind must be. Nearly all questions that ask for a fact by a word like "who" do so.
LIKELY = 0.5
LIKELIER_THAN_FACT = 0.8
NEVER = (Kind.LIBRARY, Kind.TALK)  # nothing would be searched for


@dataclass(frozen=True, slots=True)
class KindModel:
    """A linear model: a row of `weights`, shape (kinds, dim), and a `bias` for each of `kinds`."""

    embedder: str
    kinds: tuple[Kind, ...]
    weights: Vectors
    bias: Vectors

    def most_likely(self, vector: Vectors) -> tuple[Kind, float]:
        """Return the likeliest kind of a question with `vector`, shape (dim,), and how likely it is, 0 to 1."""
        scores = self.weights @ vector + self.bias
        likely = np.exp(scores - scores.max())
        best = int(likely.argmax())
        return self.kinds[best], float(likely[best] / likely.sum())


@cache
def shipped_model() -> KindModel:
    """Return the model that ships with Broadsheet."""
    read = json.loads(files("rag.question").joinpath("kinds.json").read_text("utf-8"))
    rows = {Kind(kind): np.array(row, dtype=np.float32) for kind, row in read["kinds"].items()}
    weights = np.stack(list(rows.values()))
    return KindModel(read["embedder"], tuple(rows), weights[:, 1:], weights[:, 0])


def learn_kind(question: str, embedder: Embedder) -> Kind:
    """Return `find_kind`, and where its rule is unsure what questions most like `question` ask for."""
    kind, model = find_kind(question), shipped_model()
    if is_sure(question) or is_keywords(question) or embedder.identity.name != model.embedder:
        return kind
    likeliest, how_likely = model.most_likely(embedder.embed_question(find_asking(question)))
    least = LIKELIER_THAN_FACT if kind is Kind.FACT else LIKELY
    return likeliest if how_likely >= least and likeliest not in NEVER else kind
