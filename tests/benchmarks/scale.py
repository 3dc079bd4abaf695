"""Time, memory and disk as a library grows: `python tests/benchmarks/scale.py [--sizes 1000 10000] [--out DIR]`.

One library grows through the sizes with generated articles (generated.py says how). At each size: filling, bringing
the search caches up to date, opening in a process of its own, questions, filters, adding and removing an article,
and recall against all vectors. `--work DIR --seconds 280` stops after that time; the same command goes on later.
The result is DIR/scale.json and DIR/scale.png.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import psutil
from generated import Rows, Texts, World
from growth import Clock, GeneratedEmbedder, fill, questions

from index.arrays import Ids
from index.database import Database
from index.database.passing import Passing
from index.library import Library
from index.search.local.local_index import LocalIndex
from index.search.nearest import search_exactly
from index.types import Filter

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 200
FILTERS = {
    "search_in_a_source": Filter(sources=frozenset(["Source 3"])),
    "search_in_half_the_dates": Filter(published_from=date(2020, 1, 1)),
}
Figures = dict[str, float]


def tell(report: dict[str, object], out: Path | None) -> None:
    """Write `report` as JSON into `out`, or print it."""
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def hardware() -> dict[str, str | float]:
    """Return what the figures were taken on."""
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), cpu)
    block = np.ones(16_000_000, dtype=np.float32)
    clock = Clock()
    for _ in range(5):
        block.sum()
    return {
        "cpu": cpu,
        "cores": float(psutil.cpu_count(logical=False) or 0),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "read_gb_per_s_one_core": round(5 * block.nbytes / clock() / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def milliseconds(actions: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Return the p50 and the p95 of some calls."""
    times = []
    for action in actions:
        clock = Clock()
        action()
        times.append(clock() * 1000)
    return float(np.quantile(times, 0.5)), float(np.quantile(times, 0.95))


def measure_opening(folder: Path, texts: Texts, world: World, figures: Figures) -> None:
    """Open the library in new processes, and ask a first question there."""
    question, vector = next(iter(questions(world, texts, 1).items()))
    code = (
        "import sys, json, psutil, numpy as np\n"
        "from growth import Clock, GeneratedEmbedder\n"
        "from index.library import Library\n"
        "vector = np.array(json.loads(sys.argv[3]), dtype=np.float32)\n"
        "clock = Clock()\n"
        "with Library.open(sys.argv[1], embedder=GeneratedEmbedder({sys.argv[2]: vector})) as library:\n"
        "    library.search(sys.argv[2])\n"
        "    print(clock(), psutil.Process().memory_info().rss / 2**20)\n"
    )
    here = str(Path(__file__).parent)
    paths = os.pathsep.join([here, str(Path(here).parent.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", code, str(folder), question, json.dumps(vector.tolist())]
    runs = [
        subprocess.run(command, capture_output=True, check=True, text=True, env={**os.environ, "PYTHONPATH": paths})
        for _ in range(3)
    ]
    rows = [[float(value) for value in run.stdout.split()] for run in runs]
    figures["open_and_first_search_s"] = statistics.median(row[0] for row in rows)
    figures["resident_mib"] = statistics.median(row[1] for row in rows)


def leave_on_disk(folder: Path) -> None:
    """Have the system forget what it holds in memory of a folder's files, as after a start (Linux only)."""
    if not hasattr(os, "posix_fadvise"):
        return
    for file in folder.rglob("*"):
        if file.is_file():
            descriptor = os.open(file, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def measure_searches(library: Library, asked: dict[str, Rows], figures: Figures) -> None:
    """Ask the questions, without and with filters: first as the disk gives them, then with their pages in memory.

    The system keeps what is mapped, so only the first round begins with the search caches on disk, too.
    The first use of a filter looks up what it lets through; it is a figure of its own.
    """
    some = frozenset(article.id for article in library.articles()[:50])
    filters = {"search": Filter(), **FILTERS, "search_in_50_articles": Filter(articles=some)}
    library.search(next(iter(asked)))
    for name, only in filters.items():
        if only:
            clock = Clock()
            library.search("warm up", only=only)
            figures[f"{name}_first_use_ms"] = clock() * 1000
        leave_on_disk(Path(library.name))
        actions = [partial(library.search, question, only=only) for question in asked]
        figures[f"{name}_unread_p50_ms"], figures[f"{name}_unread_p95_ms"] = milliseconds(actions)
        figures[f"{name}_p50_ms"], figures[f"{name}_p95_ms"] = milliseconds(actions)


def measure_dense(folder: Path, library: Library, asked: dict[str, Rows], figures: Figures) -> None:
    """Time the dense part alone, and compare it with all vectors, read from the database slice by slice."""
    database = Database(folder / "library.sqlite")
    assert isinstance(library._index, LocalIndex)
    snapshot = library._index._caches.snapshot
    if snapshot is None:
        return
    rows = list(asked.values())
    p50, p95 = milliseconds(
        [lambda r=row: search_exactly(snapshot.vectors, database.passages.vectors, r, 100, None) for row in rows]  # type: ignore[misc]
    )
    figures["dense_p50_ms"], figures["dense_p95_ms"] = p50, p95
    passing = {"": None, **{name.removeprefix("search"): database.passages.passing(f) for name, f in FILTERS.items()}}
    for name, only in passing.items():
        found = [search_exactly(snapshot.vectors, database.passages.vectors, row, 10, only).ids for row in rows]
        best = best_of_all(database, np.array(rows), only)
        shares = [len(set(a.tolist()) & set(b.tolist())) / 10 for a, b in zip(found, best, strict=True)]
        figures[f"dense{name}_recall_at_10"] = float(np.mean(shares))
    database.close()


def best_of_all(database: Database, rows: Rows, only: Passing | None) -> list[Ids]:
    """Return the ten best passages for each row among all that pass, each vector compared."""
    best = [(np.empty(0), np.empty(0, dtype=np.int64))] * len(rows)
    ids = database.passages.ids() if only is None else only.ids
    for start in range(0, len(ids), 20_000):
        numbers, vectors = database.passages.vectors(ids[start : start + 20_000])
        for i, scores in enumerate(rows @ vectors.T):
            joined = np.concatenate([best[i][0], scores]), np.concatenate([best[i][1], numbers])
            top = np.argsort(-joined[0])[:10]
            best[i] = joined[0][top], joined[1][top]
    return [numbers for _, numbers in best]


def measure_changes(library: Library, scratch: Path, texts: Texts, figures: Figures) -> None:
    """Add an article of about six passages from a file until it is found, and remove one."""
    added, removed = [], []
    dice = np.random.default_rng(11)
    for number in range(5):
        word = f"zyzzyva{number}"
        file = scratch / f"added{number}.txt"
        body = "\n\n".join(texts.passage(dice, number) for _ in range(3))
        file.write_text(f"Added {number}\n\nThe {word} was seen.\n\n{body}\n", encoding="utf-8")
        clock = Clock()
        library.sync(file)
        hits = library.search(f"Where is the {word}?")
        added.append(clock())
        if not any(word in hit.passage.text for hit in hits):
            raise RuntimeError(f"{word} was added and is not found")
        clock = Clock()
        library.remove(next(hit.article.id for hit in hits if word in hit.passage.text))
        library.search(f"Where is the {word}?")
        removed.append(clock())
    figures["add_until_found_s"], figures["remove_s"] = statistics.median(added), statistics.median(removed)


def measure_size(folder: Path, world: World, texts: Texts, size: int, limit: float) -> Figures | None:
    """Grow the library to `size` and measure; None when the time was over before it had grown."""
    clock = Clock()
    database = Database(folder / "library.sqlite")
    before = database.passages.count()
    database.close()
    held = fill(folder, world, texts, size, limit * 0.8, clock)
    if held < size:
        _again(f"{held} of {size} passages are in")
        return None
    asked = questions(world, texts, QUESTIONS)
    notes = folder / f"begun-{size}.json"
    figures: Figures = json.loads(notes.read_text()) if notes.exists() else {"passages": held}
    if held - before > size // 2:
        figures["fill_passages_per_s"] = (held - before) / clock()
    if "catch_up_s" not in figures:
        if clock() > limit / 3:
            _again("all passages are in")
            return None
        measure_catching_up(folder, asked, figures)
        notes.write_text(json.dumps(figures))
        if clock() > limit / 3:
            _again("the caches are ready")
            return None
    measure_opening(folder, texts, world, figures)
    leave_on_disk(folder)
    with Library.open(folder, embedder=GeneratedEmbedder(asked)) as library, tempfile.TemporaryDirectory() as scratch:
        measure_searches(library, asked, figures)
        measure_dense(folder, library, asked, figures)
        measure_changes(library, Path(scratch), texts, figures)
    figures["database_mib"] = sum(f.stat().st_size for f in folder.glob("library.sqlite*")) / 2**20
    figures["caches_mib"] = sum(f.stat().st_size for f in (folder / "caches").rglob("*") if f.is_file()) / 2**20
    return figures


def _again(what: str) -> None:
    sys.stdout.write(f"{what}: run the same command again\n")


def measure_catching_up(folder: Path, asked: dict[str, Rows], figures: Figures) -> None:
    """Bring the search caches from the size before to this one, and the dense index to its kind."""
    clock = Clock()
    with Library.open(folder, embedder=GeneratedEmbedder(asked)) as library:
        library.search("warm up")
        figures["catch_up_s"] = clock()
        assert isinstance(library._index, LocalIndex)
        library._index._compaction.start_if_needed()
        library._index.close()
        figures["catch_up_and_compact_s"] = clock()


def plot(rows: list[Figures], path: Path) -> None:
    """Draw the growth curves."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    groups = {
        "milliseconds, p95": (
            "search_p95_ms",
            "dense_p95_ms",
            "search_in_a_source_p95_ms",
            "search_in_50_articles_p95_ms",
        ),
        "seconds": ("open_and_first_search_s", "add_until_found_s", "remove_s", "catch_up_and_compact_s"),
        "MiB": ("resident_mib", "database_mib", "caches_mib"),
    }
    figure, axes = plt.subplots(1, 3, figsize=(15, 4.5))
    for axis, (unit, names) in zip(axes, groups.items(), strict=True):
        for name in names:
            points = [(row["passages"], row[name]) for row in rows if name in row]
            axis.plot(*zip(*points, strict=True), marker="o", label=name)
        axis.set(xscale="log", yscale="log", xlabel="passages", ylabel=unit)
        axis.legend(fontsize=7)
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Measure, write and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--out", type=Path, default=Path("benchmarks"))
    parser.add_argument("--work", type=Path, help="keep the library here, to go on later")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop growing after this time")
    wanted = parser.parse_args()
    work = wanted.work or Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    wanted.out.mkdir(parents=True, exist_ok=True)
    target = wanted.out / "scale.json"
    done: list[Figures] = json.loads(target.read_text())["sizes"] if wanted.work and target.exists() else []
    clock, world, texts = Clock(), World(max(SIZES)), Texts()
    try:
        for size in sorted(wanted.sizes):
            if any(abs(row["passages"] - size) <= 100 for row in done):
                continue
            figures = measure_size(work, world, texts, size, wanted.seconds - clock())
            if figures is None:
                break
            done.append(figures)
            sys.stdout.write(json.dumps({name: round(value, 3) for name, value in figures.items()}) + "\n")
            target.write_text(json.dumps({"hardware": hardware(), "sizes": done}, indent=1), encoding="utf-8")
            plot(done, wanted.out / "scale.png")
            if clock() > wanted.seconds:
                break
    finally:
        if wanted.work is None:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
