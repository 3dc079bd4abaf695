"""What a process holds: memory, threads, open files, and what it left in its folder for uploads."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import psutil


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds at one moment."""

    rss_mb: float
    threads: int
    descriptors: int
    temp_files: int

    def __str__(self) -> str:
        return (
            f"{self.rss_mb:7.1f} MB {self.threads:4d} threads {self.descriptors:4d} descriptors "
            f"{self.temp_files:5d} temporary files"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A look at a long run: when, what was done until then, how long the latest answers took, and what is held."""

    at_s: float
    questions: int
    errors: int
    p95_s: float
    held: Held

    def __str__(self) -> str:
        done = f"{self.questions:6d} questions {self.errors:3d} errors p95 {self.p95_s:5.2f} s"
        return f"{self.at_s:7.0f} s {done} {self.held}"


def look(process: int, uploads: Path) -> Held:
    """Return what `process` holds now."""
    seen = psutil.Process(process)
    files = sum(len(names) for _, _, names in os.walk(uploads))
    return Held(seen.memory_info().rss / 2**20, seen.num_threads(), seen.num_fds(), files)


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all are not above; nan of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def growth(rows: Sequence[Row]) -> dict[str, object]:
    """Return what the second half of a run added, which had warmed up in the first; nothing of fewer than two looks."""
    late = [row for row in rows if row.at_s >= rows[-1].at_s / 2]
    if len(late) < 2:
        return {}
    memory = [row.held.rss_mb for row in late]
    hours = [row.at_s / 3600 for row in late]
    return {
        "from_s_to_s": [round(late[0].at_s), round(late[-1].at_s)],
        "questions": late[-1].questions - late[0].questions,
        "memory_mb": [round(one, 1) for one in memory],
        "memory_mb_an_hour": round(_slope(hours, memory), 1),
        "threads": [row.held.threads for row in late],
        "descriptors": [row.held.descriptors for row in late],
        "temporary_files": [row.held.temp_files for row in late],
        "p95_s": [round(row.p95_s, 2) for row in late],
    }


@contextmanager
def open_record(path: Path) -> Iterator[TextIO]:
    """Open a file of JSON lines, each of which is written before the next is waited for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", buffering=1) as record:
        yield record


def to_line(row: Row) -> str:
    """Return a row as a line of JSON."""
    return json.dumps(asdict(row)) + "\n"


def _slope(xs: list[float], ys: list[float]) -> float:
    """Return by how much y grows with each x, by least squares."""
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / across if across else 0.0
