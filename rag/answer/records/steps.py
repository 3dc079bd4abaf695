"""Steps: what an article numbers from one on, told whole and in order: a step left out misleads."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index import Article, Span
from rag.answer.citations import cite
from rag.answer.explanation import HOW_TO
from rag.answer.request import Gathered, Request, best_articles
from rag.evidence.markup import show
from rag.evidence.telling import headings_in
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.types import Point
from rag.words import content_stems

LEAST, MOST = 3, 20  # steps
ARTICLES = 2  # of the best hits, whose steps are read
MOST_STEP_CHARS = 700  # of a longer one the rest is left out, at the end of a paragraph
MOST_CHARS = 100_000  # of an article that are read
_NUMBERED = re.compile(r"^[ \t]*(?:#+ )?[*_]{0,2}(?:Step )?(?P<number>\d{1,2})[.):][*_]{0,2}[ \t]+(?=\S)", re.M)
_STEPS = re.compile(r"\b(?:steps|instructions)\b", re.IGNORECASE)
_LIGHT = content_stems("step steps instruction instructions do make")


def gather_steps(request: Request, kind: Kind) -> Gathered | None:
    """Return the numbered steps of what a question asks how to do; None where no article found numbers them.

    An article tells how something is done where its title, with the heading above the steps, names all of it; asked
    for the steps themselves, one of the words that its steps share with the question is enough.
    """
    if kind not in (Kind.EXPLANATION, Kind.LISTING) or not HOW_TO.match(request.question):
        return None
    wanted = topic_stems(request.question) - _LIGHT
    for article in best_articles(request.hits or request.search(), ARTICLES):
        for heading, steps in read_steps(article.text[:MOST_CHARS]):
            named = wanted & content_stems(f"{article.title}\n{heading}")
            if named == wanted or (named and _STEPS.search(request.question)):
                return _told(article, heading, steps)
    return None


def read_steps(text: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the steps in `text` that are numbered from one on, each with the heading above them, "" without one."""
    runs: list[list[re.Match[str]]] = []
    for match in _NUMBERED.finditer(text):
        if int(match["number"]) == 1:
            runs.append([])
        if runs and int(match["number"]) == len(runs[-1]) + 1:
            runs[-1].append(match)
    for run in runs:
        if LEAST <= len(run) <= MOST:
            above = [line for start, line in headings_in(text) if start < run[0].start() and not _NUMBERED.match(line)]
            ends = [*(second.start() for _, second in pairwise(run)), len(text)]
            spans = [_step(text, match.start(), end) for match, end in zip(run, ends[:-1], strict=False)]
            yield (above[-1] if above else ""), (*spans, _step(text, run[-1].start(), _paragraph(text, run[-1].end())))


def _step(text: str, start: int, end: int) -> Span:
    """Return a step, at most so many of its paragraphs as can be read in one go."""
    stop = end
    while stop - start > MOST_STEP_CHARS and (shorter := text.rfind("\n\n", start, stop - 1)) > start:
        stop = shorter
    start += len(text[start:stop]) - len(text[start:stop].lstrip())
    return Span(start, start + len(text[start:stop].rstrip()))


def _paragraph(text: str, start: int) -> int:
    end = text.find("\n\n", start)
    return len(text) if end < 0 else end


def _told(article: Article, heading: str, steps: Sequence[Span]) -> Gathered:
    name = show(heading) or article.title
    points = tuple(Point(name, (cite(article, span),)) for span in steps)
    return Gathered(Kind.LISTING, points, f"{len(steps)} steps of “{article.title}”.", 1.0)
