"""How soon the points are there: `python tests/benchmarks/points.py LIBRARY QUESTIONS.jsonl [--passages 45000]`.

A copy of a library of real articles, embedded by the default embedder, is filled up with generated passages
(generated.py says how). Each question, the field "question" of a line, is asked twice, one after the other, and nothing
of it is known before: with the encoder for a few texts, and with sentence-transformers for every vector, as it was
before there was that encoder. Times are from the question to the points, and the search's part of it; where other
programs take a part of the processor, its own time says more.
"""

import argparse
import functools
import gc
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from generated import Texts, World
from growth import Clock, fill
from scale import hardware

from index.embedders import open_embedder
from index.embedders.bert import BertEncoder
from index.embedders.sentence_transformer import SentenceTransformerEmbedder
from index.home import find_home
from index.library import Library
from index.models import DEFAULT_EMBEDDER
from rag.assistant import Assistant
from rag.generators.extractive import ExtractiveGenerator
from rag.types import Points, Retrieved

MOST_STEMS = 65536
WARM = 3  # questions that load what is loaded once


class WithoutEncoder(SentenceTransformerEmbedder):
    """Embeds everything with sentence-transformers."""

    def _find_encoder(self) -> BertEncoder | None:
        return None


def times(library: Library, question: str) -> tuple[float, float, float]:
    """Return the milliseconds to the hits and to the points, and those of the processor, where nothing is known yet."""
    for kept in gc.get_objects():
        # The stems of words stay: a page has met them after a few questions.
        is_of_texts = (
            isinstance(kept, functools._lru_cache_wrapper) and kept.cache_parameters()["maxsize"] != MOST_STEMS
        )
        if is_of_texts and kept.__module__.startswith("rag."):
            kept.cache_clear()
    clock, used, found = Clock(), time.process_time(), 0.0
    for event in Assistant(library, ExtractiveGenerator()).stream(question):
        if isinstance(event, Retrieved):
            found = clock() * 1000
        if isinstance(event, Points):
            return found, clock() * 1000, (time.process_time() - used) * 1000
    raise AssertionError("a stream always has Points")


def read_questions(path: Path) -> Iterator[str]:
    """Yield the questions of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield str(json.loads(line)["question"])


def measure(folder: Path, asked: list[str]) -> dict[str, dict[str, float]]:
    """Return p50 and p95 of both ways, in milliseconds."""
    models = find_home().models
    new = open_embedder(DEFAULT_EMBEDDER, models)
    if not isinstance(new, SentenceTransformerEmbedder):
        raise TypeError(f"{DEFAULT_EMBEDDER} is no sentence-transformers folder: there is nothing to compare.")
    old = WithoutEncoder(new.folder, new.identity.name, new.identity.revision)
    taken: dict[str, list[tuple[float, float, float]]] = {}
    with Library.open(folder, embedder=old) as before, Library.open(folder, embedder=new) as after:
        for library in (before, after):
            for question in asked[:WARM]:
                times(library, question)
        for question in asked[WARM:]:
            for name, library in (("sentence-transformers", before), ("encoder", after)):
                taken.setdefault(name, []).append(times(library, question))
    return {name: _percentiles(np.array(rows)) for name, rows in taken.items()}


def _percentiles(rows: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> dict[str, float]:
    found = {}
    for column, what in enumerate(("hits", "points", "processor")):
        for part in (50, 95):
            found[f"{what}_p{part}_ms"] = round(float(np.percentile(rows[:, column], part)), 1)
    return found


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, help="the folder that holds library.sqlite")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--passages", type=int, default=45_000)
    parser.add_argument("--count", type=int, default=1_000, help="how many questions at most")
    given = parser.parse_args()
    asked = list(read_questions(given.questions))[: given.count]
    with tempfile.TemporaryDirectory(prefix="broadsheet-points-") as scratch:
        folder = shutil.copytree(given.library, Path(scratch) / "library")
        held = fill(folder, World(1_000_000), Texts(), given.passages, 1e9, Clock())
        report = {"hardware": hardware(), "passages": held, "questions": len(asked)} | measure(folder, asked)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
