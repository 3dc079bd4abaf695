"""What is measured of each pipeline, the same for all: a pipeline says only how it indexes, adds and searches."""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Paths:
    """Where articles, questions, the embedder's folder and scratch space are."""

    articles: Path
    questions: Path
    embedder: Path
    scratch: Path


@dataclass(frozen=True)
class Pipeline:
    """A way to search: `index` all articles, `add` one and keep it, `search` a question for article ids, best first."""

    name: str
    index: Callable[[list[dict[str, str]]], None]
    add: Callable[[dict[str, str]], None]
    search: Callable[[str], list[str]]


def read(path: Path) -> list[dict[str, object]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gain(ranked: list[str], wanted: set[str]) -> float:
    """Return nDCG@10 of article ids, each article counted once."""
    unique = list(dict.fromkeys(ranked))[:10]
    found = sum(1 / math.log2(rank + 2) for rank, name in enumerate(unique) if name in wanted)
    return found / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(wanted))))


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
    figures = {
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
    sys.stdout.write(json.dumps(figures) + "\n")
