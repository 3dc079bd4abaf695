"""One article to be read, with the cited characters marked."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from index import Article, Span
from rag.evidence.markup import show
from ui.browser.views.formatting import Run, dress, find_runs
from ui.browser.views.markup import count, exact, facts, isolated, line
from ui.browser.views.parts import count_lines, cut_parts

GONE = "This is no longer in your library: the article was removed, or has changed. What was quoted:"
_FIRST_LINE = re.compile(r"[^\r\n]{1,1000}\s+(?=\S)")
MAX_SHOWN_CHARS = 200_000  # more text than this makes a browser slow; then a cut around the span is shown


@dataclass(frozen=True, slots=True)
class Back:
    """Where an article was opened from: the id of that part of the page, and what it is called."""

    id: str
    name: str = "the answer"


def render_article(
    article: Article, cited: Span | None, also: dict[int, Span], back: Back | None = None, number: int = 0
) -> str:
    """Return the article with `cited` marked under citation `number`, and `also` (by number) more quietly."""
    start, end = cut(len(article.text), cited)
    origin = facts(article.source, article.published, article.author)
    return (
        f'<article class="bs-article" aria-labelledby="bs-article-title">{_render_ways_back(back)}'
        f'<header><h2 id="bs-article-title" tabindex="-1">{isolated(article.title)}</h2>'
        f"<p>{origin}</p>{_render_url(article.url)}"
        f'<button type="button" class="bs-open" data-event="narrow" data-article="{exact(article.id)}">'
        "Ask only this article</button> "
        f'<button type="button" class="bs-open" data-event="pin" data-article="{exact(article.id)}" '
        'title="Select words first; else what is marked is pinned">Pin to a note</button></header>'
        f"{_render_cut(start, 'before')}"
        f'<div class="bs-text" dir="auto" data-start="{start}">'
        f"{mark(article.text, start, end, cited, also, number, article.title)}</div>"
        f"{_render_cut(len(article.text) - end, 'after')}</article>"
    )


def render_missing(quote: str, title: str, back: Back | None = None) -> str:
    """Return what is still known of a citation whose article left the library, or is another text by now."""
    return (
        f'<article class="bs-article" aria-labelledby="bs-article-title">{_render_ways_back(back)}'
        f'<header><h2 id="bs-article-title" tabindex="-1">{isolated(title)}</h2></header>'
        f'<p class="bs-trouble">{GONE}</p>'
        f'<blockquote class="bs-text" dir="auto">{exact(quote)}</blockquote></article>'
    )


def cut(length: int, cited: Span | None) -> tuple[int, int]:
    """Return which characters of a text are shown: all, or `MAX_SHOWN_CHARS` around `cited`."""
    if length <= MAX_SHOWN_CHARS:
        return 0, length
    start = max(0, (cited.start if cited else 0) - MAX_SHOWN_CHARS // 2)
    end = min(length, max(start + MAX_SHOWN_CHARS, cited.end if cited else 0))
    return start, end


def mark(
    text: str, start: int, end: int, cited: Span | None, also: dict[int, Span], number: int = 0, title: str = ""
) -> str:
    """Return `text[start:end]` as markup: one `<mark id>` around `cited`, quieter ones around the rest of `also`.

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
    shown = []
    for position, part in enumerate(parts):
        # No run is longer than its line, and each part ends with a line.
        inside = tuple(runs[bisect_left(starts, part.start) : bisect_left(starts, part.end)])
        here = cited if position == place else None
        markup = _mark_part(text, part, here, also, inside, number)
        shown.append(markup if len(parts) == 1 else _wrap(text, part, markup, abs(position - place) < 2))
    return "".join(shown)


def find_repeated(text: str, title: str) -> int:
    """Return where the first line ends, with the blank lines behind it, that says just the title; 0 where none does."""
    first = _FIRST_LINE.match(text)
    if first is None or not title or show(first[0]).casefold() != " ".join(title.split()).casefold():
        return 0
    return first.end()


def _mark_part(
    text: str, part: Span, cited: Span | None, also: dict[int, Span], runs: tuple[Run, ...], number: int
) -> str:
    if cited is None:
        return _mark_quietly(text, part.start, part.end, also, runs)
    return (
        _mark_quietly(text, part.start, cited.start, also, runs)
        + f'<mark class="bs-mark" id="bs-cited" tabindex="-1" data-number="{number or ""}">'
        + f"{dress(text, cited.start, cited.end, runs)}</mark>"
        + _mark_quietly(text, cited.end, part.end, also, runs)
    )


def _wrap(text: str, part: Span, markup: str, is_near: bool) -> str:
    """Return a part of a long text; one that is not near the cited characters is laid out when it comes in view."""
    if is_near:
        return f"<div>{markup}</div>"
    return f'<div class="bs-part" style="--bs-lines: {count_lines(text, part)}">{markup}</div>'


def _mark_quietly(text: str, start: int, end: int, also: dict[int, Span], runs: tuple[Run, ...]) -> str:
    edges = {edge for span in also.values() for edge in (span.start, span.end) if start < edge < end}
    parts = []
    for left, right in pairwise(sorted({start, end} | edges)):
        numbers = [number for number, span in also.items() if span.start <= left and right <= span.end]
        shown = dress(text, left, right, runs)
        if numbers:
            shown = f'<mark class="bs-also" data-number="{",".join(map(str, numbers))}">{shown}</mark>'
        parts.append(shown)
    return "".join(parts)


def _render_ways_back(back: Back | None) -> str:
    way = ""
    if back is not None:
        way = f'<a href="#{line(back.id)}" data-back="{line(back.id)}">↩ Back to {line(back.name)}</a>'
    close = '<button type="button" data-close aria-label="Close the article">Close ✕</button>'
    return f'<nav class="bs-ways" aria-label="Article">{way}{close}</nav>'


def _render_url(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        return ""
    return f'<p><a href="{line(url)}" target="_blank" rel="noopener noreferrer nofollow">{line(url)}</a></p>'


def _render_cut(left_out: int, where: str) -> str:
    return f'<p class="bs-cut">… {count(left_out, "character")} {where} this are not shown.</p>' if left_out else ""
