"""Light formatting of Markdown in an article, without moving a character: offsets count on them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

SIGN = "bs-sign"  # the marks themselves, which step back
MAX_RUNS = 10_000  # about 70 ms; a text of nothing but marks is shown plainly

_HEADING = re.compile(r"^(#{1,6}[ \t]+)([^ \t\r\n][^\r\n]*)", re.MULTILINE)
_QUOTE = re.compile(r"^(>[ \t]?)([^\r\n]*)", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*([-*+]|\d{1,3}[.)])(?=[ \t])", re.MULTILINE)
_BOLD = re.compile(r"(\*\*)(?=\S)([^*\r\n]+)(?<=\S)(\*\*)")
_ITALIC = re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*\r\n]+)(?<=[^\s*])(\*)(?![\w*])")
_LINK = re.compile(r"(\[)([^\[\]\r\n]+)(\]\([^()\s]*\))")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of an article that are shown in one way; `look` is a class of the style sheet."""

    start: int
    end: int
    look: str


def find_runs(text: str, start: int, end: int) -> tuple[Run, ...]:
    """Return what of `text[start:end]` is formatted; runs may overlap. Nothing is, where there are too many."""
    runs = tuple(islice((run for run in _find(text, start, end) if run.start < run.end), MAX_RUNS + 1))
    return runs if len(runs) <= MAX_RUNS else ()


def dress(text: str, start: int, end: int, runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of `text[start:end]`, each with the looks of the `runs` around it: classes, "" for none."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for run in runs:
        if run.start < end and start < run.end:
            opens.setdefault(max(run.start, start), []).append(run.look)
            closes.setdefault(min(run.end, end), []).append(run.look)
    looks: list[str] = []
    for left, right in pairwise(sorted({start, end, *opens, *closes})):
        for look in closes.get(left, ()):
            looks.remove(look)
        looks += opens.get(left, ())
        yield text[left:right], " ".join(sorted(set(looks)))


def _find(text: str, start: int, end: int) -> Iterator[Run]:
    for pattern, look in ((_HEADING, "bs-heading"), (_QUOTE, "bs-quoted")):
        for found in pattern.finditer(text, start, end):
            yield Run(*found.span(1), SIGN)
            yield Run(*found.span(2), look)
    for found in _ITEM.finditer(text, start, end):
        yield Run(*found.span(1), "bs-item")
    for pattern, look in ((_BOLD, "bs-bold"), (_ITALIC, "bs-italic"), (_LINK, "bs-label")):
        for found in pattern.finditer(text, start, end):
            yield Run(*found.span(1), SIGN)
            yield Run(*found.span(2), look)
            yield Run(*found.span(3), SIGN)
