"""Where in the evidence a claim stands: the span that holds most of what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Span
from index.splitting import split_sentences
from rag.support.features import Features, Known, Said, compare, take_apart
from rag.support.instructions import instruction_spans
from rag.support.runs import Run, find_run
from rag.types import Evidence, Window


@dataclass(frozen=True, slots=True)
class Match:
    """The best span for a claim, in offsets of the window's article."""

    window: Window
    span: Span
    features: Features

    @property
    def text(self) -> str:
        """Return the span's characters."""
        return self.span.of(self.window.article.text)


def find_matches(claim: str, question: str, evidence: Evidence) -> tuple[Match, ...]:
    """Return the best span of each window for `claim`, best first; ties keep the windows' order."""
    said = take_apart(claim, question)
    matches = [_match_window(said, window, find_run(window, evidence.windows)) for window in evidence.windows]
    return tuple(sorted(filter(None, matches), key=lambda match: -rank(match.features)))


def rank(features: Features) -> float:
    """Return how well a span holds a claim, for choosing between spans only."""
    hold = 2 * features.new + features.numbers + features.names + features.quotes + 0.7 * features.old
    return hold + 0.5 * features.asked_names


def _match_window(said: Said, window: Window, run: Run) -> Match | None:
    sentences = [Span(window.start + s.start, window.start + s.end) for s in split_sentences(window.text)]
    orders = instruction_spans(window.article.text)
    # What speaks to the model instead of telling something supports nothing.
    spans = [span for span in sentences or [Span(window.start, window.end)] if not _meets(span, orders)]
    if not spans:
        return None
    # A claim often joins two sentences; more than two would be cited for what they happen to hold.
    pairs = [Span(first.start, second.end) for first, second in pairwise(spans)]
    spans += [pair for pair in pairs if not _meets(pair, orders)]
    known = Known.of(said, window, run)
    matches = [Match(window, span, compare(said, known, span)) for span in spans]
    return max(matches, key=lambda match: (rank(match.features) - _length_cost(match.span), -match.span.start))


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _length_cost(span: Span) -> float:
    return 0.0004 * (span.end - span.start)  # a second sentence must bring about a twentieth of the claim
