"""One article to be read, with the cited characters marked."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from index import Article, Span
from rag.evidence.markup import show
from ui.browser.templating import draw
from ui.browser.views.formatting import Run, dress, find_runs
from ui.browser.views.guide import render_ways_in
from ui.browser.wording import mark

_FIRST_LINE = re.compile(r"[^\r\n]{1,1000}\s+(?=\S)")
MAX_SHOWN_CHARS = 200_000  # more text than this makes a browser slow; then a cut around the span is shown
PART_CHARS = 2_000  # about a screen
LINE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Back:
    """Where an article was opened from: the id of that part of the page, and what the way there is called."""

    id: str
    name: str = mark("Back to the answer")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of an article under the same citations, in pieces that each have their looks."""

    pieces: Iterator[tuple[str, str]]
    numbers: Sequence[int] = ()
    is_cited: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an article; of a long one, what is not near the cited characters keeps room for its `lines`."""

    stretches: Iterator[Stretch]
    is_whole: bool
    lines: int = 0


def render_article(
    article: Article,
    cited: Span | None,
    also: Mapping[int, Span],
    back: Back | None = None,
    number: int = 0,
    page: int | None = None,
) -> Markup:
    """Return the article with `cited` marked under citation `number`, and `also` (by number) more quietly.

    `page` is where it can be looked at, 0 where it cannot; None for one that is as it was once, not as it is now.
    """
    start, end = cut(len(article.text), cited)
    parts = cut_marked(article.text, start, end, cited, also, number, article.title)
    ways_in = "" if page is None else render_ways_in(article, page)
    return draw("article", "article", article, back, parts, start, len(article.text) - end, ways_in, page or 0)


def render_missing(quote: str, title: str, back: Back | None = None) -> Markup:
    """Return what is still known of a citation whose article left the library, or is another text by now."""
    return draw("article", "missing", title, back, quote)


def cut(length: int, cited: Span | None) -> tuple[int, int]:
    """Return which characters of a text are shown: all, or `MAX_SHOWN_CHARS` around `cited`."""
    if length <= MAX_SHOWN_CHARS:
        return 0, length
    start = max(0, (cited.start if cited else 0) - MAX_SHOWN_CHARS // 2)
    end = min(length, max(start + MAX_SHOWN_CHARS, cited.end if cited else 0))
    return start, end


def cut_marked(
    text: str, start: int, end: int, cited: Span | None, also: Mapping[int, Span], number: int = 0, title: str = ""
) -> Iterator[Part]:
    """Yield `text[start:end]` in parts.

    A first line that repeats the `title` is there, and not seen, unless it is cited.
    """
    spans = [span for span in (cited, *also.values()) if span is not None]
    repeated = find_repeated(text, title)
    hides = start == 0 and all(span.start >= repeated for span in spans)
    found = (*find_runs(text, start, end), *((Run(0, repeated, "bs-repeated"),) if hides and repeated else ()))
    runs = sorted(found, key=lambda run: run.start)
    starts = [run.start for run in runs]
    parts = list(cut_parts(text, start, end, spans))
    place = next((place for place, part in enumerate(parts) if cited and part.start <= cited.start < part.end), -9)
    for position, part in enumerate(parts):
        # No run is longer than its line, and each part ends with a line.
        inside = tuple(runs[bisect_left(starts, part.start) : bisect_left(starts, part.end)])
        here = cited if position == place else None
        lines = 0 if abs(position - place) < 2 else count_lines(text, part)
        yield Part(_mark_part(text, part, here, also, inside, number), len(parts) == 1, lines)


def find_repeated(text: str, title: str) -> int:
    """Return where the first line ends, with the blank lines behind it, that says just the title; 0 where none does."""
    first = _FIRST_LINE.match(text)
    if first is None or not title or show(first[0]).casefold() != " ".join(title.split()).casefold():
        return 0
    return first.end()


def _mark_part(
    text: str, part: Span, cited: Span | None, also: Mapping[int, Span], runs: tuple[Run, ...], number: int
) -> Iterator[Stretch]:
    if cited is None:
        yield from _mark_quietly(text, part.start, part.end, also, runs)
        return
    yield from _mark_quietly(text, part.start, cited.start, also, runs)
    yield Stretch(dress(text, cited.start, cited.end, runs), (number,) if number else (), is_cited=True)
    yield from _mark_quietly(text, cited.end, part.end, also, runs)


def _mark_quietly(
    text: str, start: int, end: int, also: Mapping[int, Span], runs: tuple[Run, ...]
) -> Iterator[Stretch]:
    edges = {edge for span in also.values() for edge in (span.start, span.end) if start < edge < end}
    for left, right in pairwise(sorted({start, end} | edges)):
        numbers = [number for number, span in also.items() if span.start <= left and right <= span.end]
        yield Stretch(dress(text, left, right, runs), numbers)


def cut_parts(text: str, start: int, end: int, whole: Sequence[Span]) -> Iterator[Span]:
    """Yield spans that cover `text[start:end]`, each but the last ending with a line; none cuts a span of `whole`."""
    left = start
    while end - left > 2 * PART_CHARS:
        at = _end_of_line(text, left + PART_CHARS, end)
        while at and (inside := [span.end for span in whole if span.start < at < span.end]):
            at = _end_of_line(text, max(inside) - 1, end)
        if not at or at == end:
            break
        yield Span(left, at)
        left = at
    yield Span(left, end)


def count_lines(text: str, part: Span) -> int:
    """Return about how many lines a part takes."""
    return sum(max(1, math.ceil(len(line) / LINE_CHARS)) for line in part.of(text).splitlines())


def _end_of_line(text: str, place: int, end: int) -> int:
    """Return where the line ends that `place` stands in, behind its line feed; 0 when there is none before `end`."""
    return text.find("\n", place, end) + 1
