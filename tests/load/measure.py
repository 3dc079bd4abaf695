"""What a process holds: memory, threads, open files, and what it left in its folder for uploads."""

import os
from dataclasses import dataclass
from pathlib import Path

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


def look(process: int, uploads: Path) -> Held:
    """Return what `process` holds now."""
    seen = psutil.Process(process)
    files = sum(len(names) for _, _, names in os.walk(uploads))
    return Held(seen.memory_info().rss / 2**20, seen.num_threads(), seen.num_fds(), files)


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all are not above; nan of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
