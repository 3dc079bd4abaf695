"""What is measured of each pipeline, the same for all: a pipeline says only how it indexes, adds and searches."""

import argparse
import json
import math
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Paths:
    """Where articles, questions, the embedder's folder, the generator's file and scratch space are.

    `asked` is a file with the questions that are answered, too; empty for none.
    """

    articles: Path
    questions: Path
    embedder: Path
    generator: Path
    asked: Path
    scratch: Path


@dataclass(frozen=True)
class Pipeline:
    """A way to search: `index` all articles, `add` one and keep it, `search` a question for article ids, best first.

    `write` yields the pieces of an answer as they come, and ends when the pipeline is done with it.
    """

    name: str
    index: Callable[[list[dict[str, str]]], None]
    add: Callable[[dict[str, str]], None]
    search: Callable[[str], list[str]]
    write: Callable[[str], Iterator[str]]


def read(path: Path) -> list[dict[str, object]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gain(ranked: list[str], wanted: set[str]) -> float:
    """Return nDCG@10 of article ids, each article counted once."""
    unique = list(dict.fromkeys(ranked))[:10]
    found = sum(1 / math.log2(rank + 2) for rank, name in enumerate(unique) if name in wanted)
    return found / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(wanted))))


def plain(text: str) -> str:
    """Return the words of `text` in lower case, without articles and punctuation, between spaces."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(word for word in words if word not in ('a', 'an', 'the'))} "


def measure_answers(pipeline: Pipeline, questions: list[dict[str, object]]) -> dict[str, float]:
    """Ask for answers: times to the first word and to the end, and the part in which a gold answer stands."""
    firsts, wholes, right = [], [], []
    list(pipeline.write("Who wrote this?"))  # loads the model
    for row in questions:
        begun = time.perf_counter()
        first, pieces = 0.0, []
        for piece in pipeline.write(str(row["question"])):
            first = first or time.perf_counter() - begun
            pieces.append(piece)
        wholes.append(time.perf_counter() - begun)
        firsts.append(first or wholes[-1])
        said, golds = plain("".join(pieces)), row["answers"]
        right.append(any(plain(str(gold)) in said for gold in golds) if isinstance(golds, list) else False)
        sys.stderr.write(f"{firsts[-1]:.1f} {wholes[-1]:.1f} {right[-1]} {row['question']} {''.join(pieces)!r}\n")
    return {
        "answered": len(questions),
        "first_word_p50_s": sorted(firsts)[len(firsts) // 2],
        "whole_answer_p50_s": sorted(wholes)[len(wholes) // 2],
        "gold_in_answer": sum(right) / len(right),
        "resident_written_mib": psutil.Process().memory_info().rss / 2**20,
    }


def measure(make: Callable[[Paths], Pipeline]) -> None:
    """Run a pipeline over the files named on the command line, and print its figures as JSON."""
    parser = argparse.ArgumentParser()
    for name in Paths.__dataclass_fields__:
        parser.add_argument(name, type=Path)
    paths = Paths(**vars(parser.parse_args()))
    articles = [{k: str(v) for k, v in row.items()} for row in read(paths.articles)]
    questions = [row for row in read(paths.questions) if row.get("answerable", True) and row["documents"]]
    begun = time.perf_counter()
    pipeline = make(paths)
    loading = time.perf_counter() - begun
    begun = time.perf_counter()
    pipeline.index(articles)
    indexing = time.perf_counter() - begun
    times, gains = [], []
    for row in questions:
        begun = time.perf_counter()
        ranked = pipeline.search(str(row["question"]))
        times.append(time.perf_counter() - begun)
        wanted = row["documents"]
        gains.append(gain(ranked, set(wanted) if isinstance(wanted, list) else set()))
    adding = []
    for number in range(3):
        extra = {
            "id": f"extra{number}",
            "title": "Extra",
            "text": f"Wombat {number} came to town. " + articles[0]["text"],
        }
        begun = time.perf_counter()
        pipeline.add(extra)
        adding.append(time.perf_counter() - begun)
    times.sort()
    figures: dict[str, float | str] = {
        "pipeline": pipeline.name,
        "load_s": loading,
        "index_s": indexing,
        "articles_per_s": len(articles) / indexing,
        "add_one_s": sorted(adding)[1],
        "first_source_p50_ms": times[len(times) // 2] * 1000,
        "first_source_p95_ms": times[int(len(times) * 0.95)] * 1000,
        "ndcg_at_10": sum(gains) / len(gains),
        "resident_mib": psutil.Process().memory_info().rss / 2**20,
    }
    asked = read(paths.asked)
    if asked:
        figures |= measure_answers(pipeline, asked)
    sys.stdout.write(json.dumps(figures) + "\n")
