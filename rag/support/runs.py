"""Windows of one article that follow each other: they are read as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Window

RUN_GAP = 3  # characters between two passages that follow each other


@dataclass(frozen=True, slots=True)
class WindowRun:
    """The windows of an article that follow each other, read as one: its span, best score and best place (1/n)."""

    start: int
    end: int
    score: float
    place: float


def find_run(window: Window, windows: Sequence[Window]) -> WindowRun:
    """Return the run that `window` is part of, among `windows`, which stand with the best first."""
    start, end, score, place = window.start, window.end, 0.0, 0.0
    near = sorted((one for one in windows if one.article.id == window.article.id), key=lambda one: one.start)
    for one in near:
        if 0 <= one.start - end <= RUN_GAP:
            end = one.end
    for one in reversed(near):
        if 0 <= start - one.end <= RUN_GAP:
            start = one.start
    for number, one in enumerate(windows, start=1):
        if one.article.id == window.article.id and start <= one.start and one.end <= end:
            score, place = max(score, one.score), max(place, 1 / number)
    return WindowRun(start, end, score, place)
