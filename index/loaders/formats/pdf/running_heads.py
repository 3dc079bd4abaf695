"""Running heads and feet, page numbers, stamps and watermarks: print that is no text of its page.

Words alone do not tell, since the pages of a form letter share most of theirs: a running line stands at the same
height on many pages, its figures stay or count the pages, a gap or its print parts it from the text, and enough of
the text remains without it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.loaders.formats.pdf.rows import text_of
from index.loaders.formats.pdf.types import Page, Row

_EDGE_ROWS = 6
_SLOT_POINTS = 4
_OFTEN_RATIO = 0.4
_LEFT_RATIO = 0.35  # how much of the text remains where running lines stand apart
_LEFT_CLOSE_RATIO = 0.8  # and where they do not
_OTHER_PRINT_RATIO = 0.08
_GAP_RATIO = 1.3  # to the step from row to row
_FREE_EM = 2.2  # that step where a page has too few rows to tell
_ALONE = re.compile(r"\W*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I)
_COUNTER = re.compile(r"\b(?:no|nr|num|number|nummer|id|ref)\b\.?\W*\d+$|[№#]\s*\d+$", re.IGNORECASE)
_FIGURES = re.compile(r"\d{1,9}")
_ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Place = tuple[bool, str, int]  # at the head or the foot, the words, and the size of their print


class _Run(NamedTuple):
    """How many rows at a page's head and foot run, and whether they stand apart from the text."""

    head: int
    foot: int
    is_apart: bool


def without_running(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without the lines that run over them and without page numbers."""
    if len(pages) < 2:
        return list(pages)
    edges = _Edges(pages)
    found = [edges.running(position) for position in range(len(pages))]
    kept = [
        replace(page, rows=page.rows[run.head : len(page.rows) - run.foot])
        for page, run in zip(pages, found, strict=True)
    ]
    shares = [_letters(left) / _letters(page) for page, left in zip(pages, kept, strict=True) if left.rows != page.rows]
    apart = [run.is_apart for run in found if run.head or run.foot]
    least = _LEFT_RATIO if 2 * sum(apart) >= len(apart) else _LEFT_CLOSE_RATIO
    return kept if shares and median(shares) >= least else list(pages)


def _letters(page: Page) -> int:
    return sum(len(piece.text) for row in page.rows for piece in row) or 1


class _Edges:
    """The first and last rows of all pages, and what recurs among them."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._often = max(2, round(_OFTEN_RATIO * len(pages)))
        self._seen: Counter[tuple[_Place, int]] = Counter()
        self._numbers: Counter[int] = Counter()
        self._figures: dict[_Place, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        self._texts: list[dict[int, str]] = []
        for position, page in enumerate(pages):
            rows = range(len(page.rows))
            self._texts.append({row: text_of(page.rows[row]) for row in {*rows[:_EDGE_ROWS], *rows[-_EDGE_ROWS:]}})
            found: set[tuple[_Place, int]] = set()
            numbers: set[int] = set()
            for row, text in self._texts[-1].items():
                for is_head in (True, False):
                    place, slot = self._place(position, row, text, is_head)
                    found.add((place, slot))
                    self._figures[place].append((position, tuple(map(int, _FIGURES.findall(text)))))
                numbers |= {number - position for number in _page_numbers(text)}
            self._seen.update(found)
            self._numbers.update(numbers)
        self._counting: dict[_Place, bool] = {}

    def _place(self, position: int, row: int, text: str, is_head: bool) -> tuple[_Place, int]:
        page = self._pages[position]
        first = page.rows[row][0]
        distance = page.top - first.base if is_head else first.base - page.bottom
        return (is_head, _FIGURES.sub("#", text), round(first.size)), round(distance / _SLOT_POINTS)

    def running(self, position: int) -> _Run:
        """Return how many of the first and of the last rows of a page run over the pages."""
        rows = self._pages[position].rows
        head = self._peel(position, range(min(_EDGE_ROWS, len(rows))), is_head=True)
        foot = self._peel(position, range(len(rows) - 1, max(head, len(rows) - _EDGE_ROWS) - 1, -1), is_head=False)
        far_head, far_foot = _apart(rows, head), _apart(rows[::-1], foot)
        is_apart = bool(far_head or not head) and bool(far_foot or not foot)
        return _Run(far_head or head, far_foot or foot, is_apart)

    def _peel(self, position: int, order: range, is_head: bool) -> int:
        for count, row in enumerate(order):
            if not self._runs(position, row, is_head):
                return count
        return len(order)

    def _runs(self, position: int, row: int, is_head: bool) -> bool:
        text = self._texts[position][row]
        numbers = _page_numbers(text)
        if _ALONE.fullmatch(text):
            return any(self._numbers[number - position] >= 2 for number in numbers)
        if any(self._numbers[number - position] > self._often for number in numbers) and not _COUNTER.search(text):
            return True  # "Chapter 2: Ships 41" repeats its words on few pages, its numbers on all
        place, slot = self._place(position, row, text, is_head)
        if not any(map(str.isalpha, text)) or (_COUNTER.search(text) and not self._is_constant(place)):
            return False
        times = sum(self._seen[place, near] for near in (slot - 1, slot, slot + 1))
        return times >= self._often and self._counts(place)

    def _is_constant(self, place: _Place) -> bool:
        return len({figures for _, figures in self._figures[place]}) == 1

    def _counts(self, place: _Place) -> bool:
        """Tell whether each figure of a line stays the same or counts the pages."""
        if place not in self._counting:
            columns = zip(*(figures for _, figures in self._figures[place]), strict=True)
            positions = [position for position, _ in self._figures[place]]
            self._counting[place] = all(
                max(_most(column), _most([figure - at for figure, at in zip(column, positions, strict=True)]))
                >= 0.6 * len(positions)
                for column in columns
            )
        return self._counting[place]


def _apart(rows: Sequence[Row], count: int) -> int:
    """Return how many of the first `count` rows stand apart from the rows behind them, by a gap or by their print."""
    steps = [abs(above[0].base - below[0].base) for above, below in pairwise(rows)]
    pitch = median(steps) if len(steps) > 2 else 0.0
    for kept in range(count, 0, -1):
        if kept == len(rows):
            return kept
        outer, inner = rows[kept - 1][0], rows[kept][0]
        is_other = abs(outer.size - inner.size) > _OTHER_PRINT_RATIO * inner.size
        if is_other or abs(outer.base - inner.base) > _GAP_RATIO * (pitch or _FREE_EM * inner.size):
            return kept
    return 0


def _page_numbers(text: str) -> set[int]:
    """Return the numbers in a line that can be the page's: a lone one, or the first and last word."""
    alone = _ALONE.fullmatch(text)
    words = [alone[1]] if alone else [text.split()[0], text.split()[-1]]
    return {number for word in words if (number := _number(word))}


def _number(word: str) -> int:
    """Return a number of up to four figures or a small Roman one; 0 where the word is none."""
    if word.isdecimal() and len(word) <= 4:
        return int(word)
    if not _ROMAN.fullmatch(word):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in word.lower()]
    return sum(-value if value < behind else value for value, behind in zip(values, [*values[1:], 0], strict=True))


def _most(values: Sequence[int]) -> int:
    return Counter(values).most_common(1)[0][1]
