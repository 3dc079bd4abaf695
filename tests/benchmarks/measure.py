"""Measure what the README's table says: `python tests/benchmarks/measure.py [--models]` prints one line a figure."""

import argparse
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from index.embedders import open_embedder
from index.home import find_home
from index.library import Library
from index.models import DEFAULT_GENERATOR
from rag.assistant import Assistant
from rag.generators import open_generator
from rag.types import Evidence, Finished, Token

SEEDS = Path(__file__).parent.parent.parent / "seeds"
QUESTIONS = (
    "How long is the border between Turkey and Syria?",
    "When was Resolution 2254 adopted?",
    "Who was the last keeper of the lighthouse?",
    "What will the sea wall cost?",
    "Who will succeed the harbour master?",
)


def say(name: str, value: float, unit: str, note: str = "") -> None:
    """Print one figure."""
    sys.stdout.write(f"{name}: {value:.3g} {unit}{f' ({note})' if note else ''}\n")
    sys.stdout.flush()


def seconds(action: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def write_articles(folder: Path, count: int) -> None:
    """Write `count` articles of about 300 words from a seeded vocabulary."""
    dice = random.Random(0)  # noqa: S311
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(3, 9))) for _ in range(4000)]
    for number in range(count):
        sentences = (" ".join(dice.choices(words, k=15)).capitalize() + "." for _ in range(20))
        (folder / f"{number:05}.txt").write_text(f"Article {number}\n\n{' '.join(sentences)}\n", encoding="utf-8")


def measure_help() -> None:
    """Time `broadsheet --help`, a process each."""
    command = [sys.executable, "-m", "ui.main", "--help"]
    times = [seconds(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(7)]
    say("broadsheet --help", statistics.median(times), "s", "median of 7")


def measure_sync(count: int = 4712) -> None:
    """Time a sync that finds nothing changed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        folder.mkdir()
        write_articles(folder, count)
        with Library.open(Path(scratch) / "library", embedder=open_embedder("hashed", Path(scratch))) as library:
            library.sync(folder)
            times = [seconds(lambda: library.sync(folder)) for _ in range(5)]
    say(f"sync of {count} unchanged articles", statistics.median(times), "s", "median of 5")


def answers() -> Iterator[tuple[float, float, float]]:
    """Ask each question, and yield ms to the sources, ms to the first word, and tokens a second."""
    models = find_home().models
    memory = psutil.Process().memory_info
    with tempfile.TemporaryDirectory() as scratch, Library.open(scratch, models=models) as library:
        library.sync(SEEDS)
        generator = open_generator(DEFAULT_GENERATOR, models)
        generator.warm_up()
        library.search("warm up")
        assistant = Assistant(library, generator)
        for question in QUESTIONS:
            start = time.perf_counter()
            sources = first = last = 0.0
            written: list[str] = []
            for event in assistant.stream(question):
                now = time.perf_counter() - start
                if isinstance(event, Evidence):
                    sources = now
                elif isinstance(event, Token):
                    first, last = first or now, now
                    written.append(event.text)
                elif isinstance(event, Finished):
                    decoded = generator.count_tokens("".join(written)) - 1
                    yield sources * 1000, first * 1000, decoded / max(last - first, 1e-9)
        say("resident memory", memory().rss / 2**30, "GiB", "embedder and generator loaded, five answers given")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", action="store_true", help="also with the real models, about two minutes")
    wanted = parser.parse_args()
    sys.stdout.write(
        f"{platform.platform()}, {psutil.cpu_count(logical=False)} cores, Python {sys.version.split()[0]}\n"
    )
    measure_help()
    measure_sync()
    if wanted.models:
        rows = list(answers())
        say("question to sources", max(row[0] for row in rows), "ms", f"worst of {len(rows)}")
        say(
            "question to first word",
            statistics.median(row[1] for row in rows),
            "ms",
            "median, articles not read before",
        )
        say("decode", statistics.median(row[2] for row in rows), "tokens/s", "median")


if __name__ == "__main__":
    main()
