"""Measure first word and answer: `python tests/benchmarks/states.py [--out FILE]` writes one JSON object.

Over seeds/ with the default generator, in one run: each question not read before, again right away, and read
before (after the others); then eight people at once against one after the other. Cost of an evaluation by its tokens
shows what guessing at quotations, and several people in one batch, could bring on this machine.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from measure import QUESTIONS, SEEDS
from scale import hardware, tell

from index.cores import count_cores
from index.home import find_home
from index.library import Library
from index.models import DEFAULT_GENERATOR, find_model
from rag.assistant import Assistant
from rag.generators import open_generator
from rag.generators.llama_cpp import LlamaCppGenerator
from rag.generators.llama_cpp.context import Context
from rag.generators.llama_cpp.model import Model
from rag.types import Finished, Token

SIZES = (1, 2, 3, 4, 5, 8, 16, 32)  # tokens in one evaluation
READ = 400  # tokens in the context while it is measured
REPEATS = 7
PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question took, in seconds from the call, and what was read and written."""

    question: str
    text: str
    first: float
    written: float
    whole: float
    evaluated: int
    tokens_per_second: float


def ask(assistant: Assistant, generator: LlamaCppGenerator, question: str) -> Asked:
    """Ask and take the times."""
    start = time.perf_counter()
    first = last = whole = 0.0
    pieces: list[str] = []
    for event in assistant.stream(question):
        now = time.perf_counter() - start
        if isinstance(event, Token):
            first, last = first or now, now
            pieces.append(event.text)
        elif isinstance(event, Finished):
            whole = now
    text = "".join(pieces)
    rate = (generator.count_tokens(text) - 1) / max(last - first, 1e-9)
    first, last, whole = (round(value, 3) for value in (first, last, whole))
    return Asked(question, text, first, last, whole, generator.last_prefill.evaluated, round(rate, 1))


def at_once(assistant: Assistant, generator: LlamaCppGenerator, questions: Sequence[str]) -> dict[str, object]:
    """Ask all questions one after the other, then all at the same time."""
    start = time.perf_counter()
    for question in questions:
        ask(assistant, generator, question)
    alone = time.perf_counter() - start
    rows: list[Asked] = []
    threads = [
        threading.Thread(target=lambda asked=question: rows.append(ask(assistant, generator, asked)))
        for question in questions
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = time.perf_counter() - start
    firsts = sorted(row.first for row in rows)
    return {
        "people": len(questions),
        "one after the other, s": round(alone, 2),
        "at once, s": round(together, 2),
        "throughput ratio": round(alone / together, 2),
        "first words, s": firsts,
        "longest wait between two first words, s": round(max((b - a for a, b in pairwise(firsts)), default=0.0), 2),
    }


def evaluation_costs(path: Path) -> dict[int, float]:
    """Return the milliseconds of one evaluation by its tokens, behind `READ` tokens; of `READ`, behind none."""
    model = Model(path)
    context = Context(model, 2048, count_cores(), sequences=1)
    tokens = model.tokenise(Path(__file__).read_text(encoding="utf-8"), control=False)

    def evaluate(count: int, position: int) -> float:
        start = time.perf_counter()
        context.evaluate(tokens[:count], position, 0)
        context.logits()
        return (time.perf_counter() - start) * 1000

    costs = {READ: round(evaluate(READ, 0), 1)}
    for size in SIZES:
        times = []
        for _ in range(REPEATS):
            times.append(evaluate(size, READ))
            context.drop(0, READ)
        costs[size] = round(statistics.median(times), 1)
    return costs


def medians(rows: Sequence[Asked]) -> dict[str, object]:
    """Return the medians and the rows."""
    named = {name: round(statistics.median(getattr(row, name) for row in rows), 3) for name in ("first", "whole")}
    return {**named, "rows": [asdict(row) for row in rows]}


def measure(questions: Sequence[str]) -> dict[str, object]:
    """Return all figures."""
    models = find_home().models
    report: dict[str, object] = {
        "hardware": hardware(),
        "engine": f"ik-llama-cpp-python {version('ik-llama-cpp-python')}",
        "load when begun": os.getloadavg()[0],
        "generator": DEFAULT_GENERATOR,
    }
    report["evaluation, ms"] = evaluation_costs(find_model(models, DEFAULT_GENERATOR))
    with tempfile.TemporaryDirectory() as scratch, Library.open(scratch, models=models) as library:
        library.sync(SEEDS)
        generator = open_generator(DEFAULT_GENERATOR, models)
        if not isinstance(generator, LlamaCppGenerator):
            raise TypeError(f"{DEFAULT_GENERATOR} is a {type(generator).__name__}; expected a GGUF model")
        start = time.perf_counter()
        generator.warm_up()
        library.search("warm up")
        report["start, s"] = round(time.perf_counter() - start, 2)
        assistant = Assistant(library, generator)
        unread, again = [], []
        for question in questions:
            unread.append(ask(assistant, generator, question))
            again.append(ask(assistant, generator, question))
        report["not read before"] = medians(unread)
        report["right away"] = medians(again)
        report["read before"] = medians([ask(assistant, generator, question) for question in questions])
        report["several people"] = at_once(
            assistant, generator, [questions[place % len(questions)] for place in range(PEOPLE)]
        )
    return report


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="a file for the JSON; by default it is printed")
    parser.add_argument("--questions", type=int, default=len(QUESTIONS), help="how many are asked")
    wanted = parser.parse_args()
    tell(measure(QUESTIONS[: wanted.questions]), wanted.out)


if __name__ == "__main__":
    main()
