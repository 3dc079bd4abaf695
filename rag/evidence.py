"""From hits to what the generator reads: contiguous windows of sentences under a token budget.

A window is the run of sentences in a passage that fits the question best. About 70 words was the
best size measured (MEASUREMENTS: 87.5 % right answers over such windows, 35 % over loose sentences).
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Hit, Span
from index.splitting import split_sentences
from rag.types import Evidence, Window
from rag.words import content_stems, words

WINDOW_WORDS = 70
COPY_RATIO = 0.6  # of word pairs shared: above it, two windows tell the same in the same words
OVERLAP_WEIGHT = 0.5  # of shared rare words against the hit's score, in a window's rank


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of an article with the weight of the question's words that it holds."""

    span: Span
    words: int
    gain: float


def gather_evidence(
    question: str, hits: Sequence[Hit], max_tokens: int, count_tokens: Callable[[str], int]
) -> Evidence:
    """Return the windows that fit the question best, most useful first, near-copies once.

    `max_tokens` bounds the windows' text together, counted by `count_tokens`; the first window is
    kept even when it alone is longer.
    """
    weights = _word_weights(question, hits)
    total = sum(weights.values()) or 1.0
    ranked = sorted((_best_window(hit, weights, total) for hit in hits), key=lambda window: -window.score)
    chosen: list[Window] = []
    used = 0
    for window in ranked:
        if any(_is_same(window, other) for other in chosen):
            continue
        cost = count_tokens(window.text)
        if chosen and used + cost > max_tokens:
            continue
        chosen.append(window)
        used += cost
    return Evidence(tuple(chosen), used)


def _word_weights(question: str, hits: Sequence[Hit]) -> dict[str, float]:
    """Return a weight for each content word of the question: the fewer hits hold it, the more it tells."""
    holds = [content_stems(hit.passage.text) for hit in hits]
    counts = Counter(stem for stems in holds for stem in stems)
    return {stem: math.log(1 + (len(hits) + 1) / (counts[stem] + 0.5)) for stem in sorted(content_stems(question))}


def _best_window(hit: Hit, weights: dict[str, float], total: float) -> Window:
    sentences = [_weigh(span, hit, weights) for span in split_sentences(hit.passage.text)]
    sentences = sentences or [_Sentence(Span(hit.passage.start, hit.passage.end), 1, 0.0)]
    first, last = _best_run(sentences, hit, weights)
    run = sentences[first : last + 1]
    best = max(run, key=lambda sentence: (sentence.gain, -sentence.span.start))
    overlap = _gain(hit.article.text[run[0].span.start : run[-1].span.end] + " " + hit.article.title, weights) / total
    score = (1 - OVERLAP_WEIGHT) * hit.score + OVERLAP_WEIGHT * overlap
    return Window(hit.article, run[0].span.start, run[-1].span.end, best.span, score)


def _weigh(span: Span, hit: Hit, weights: dict[str, float]) -> _Sentence:
    text = span.of(hit.passage.text)
    moved = Span(hit.passage.start + span.start, hit.passage.start + span.end)
    return _Sentence(moved, len(text.split()), _gain(text, weights))


def _gain(text: str, weights: dict[str, float]) -> float:
    return sum(weights.get(stem, 0.0) for stem in content_stems(text))


def _best_run(sentences: list[_Sentence], hit: Hit, weights: dict[str, float]) -> tuple[int, int]:
    """Return the first and last sentence of the run that holds most of the question within WINDOW_WORDS."""
    best, best_key = (0, 0), (-1.0, 0.0)
    for first in range(len(sentences)):
        count = 0
        for last in range(first, len(sentences)):
            count += sentences[last].words
            if count > WINDOW_WORDS and last > first:
                break
            text = hit.article.text[sentences[first].span.start : sentences[last].span.end]
            # Of runs that hold the same words, the one that repeats them most, then the longest.
            key = (_gain(text, weights), sum(s.gain for s in sentences[first : last + 1]) + 0.001 * count)
            if key > best_key:
                best, best_key = (first, last), key
    return best


def _is_same(window: Window, other: Window) -> bool:
    if window.article.id == other.article.id and window.start < other.end and other.start < window.end:
        return True
    mine, theirs = _pairs(window.text), _pairs(other.text)
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) > COPY_RATIO


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    stems = [word.stem for word in words(text)]
    return frozenset(pairwise(stems))
