"""Points: sentences of the articles that answer a question, exact spans, chosen by code, best first.

A sentence is worth its cosine to the question, the share of the question's words that it holds, and the score of the
passage it stands in; the next one is the best that says something else than those before it (maximal marginal
relevance). Only the sentences that look best without their vectors are embedded.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index import Article, Span
from index.splitting.rows import is_row
from rag.answer.citations import cite
from rag.evidence.beginnings import mend_beginnings
from rag.evidence.overlap import are_copies, pairs_of
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.evidence.telling import tells_throughout
from rag.support.corrections import take_back
from rag.support.instructions import instruction_spans
from rag.support.quotes import close_quotation
from rag.types import Point

NOVELTY = 0.25  # how much of the choice is saying something else
WORTH = 0.5  # of the best sentence's score: what falls below it is no answer
NEAR = 0.85  # of the best sentence's score, that the best one of another article must have for any of it to be taken
MOST_ALSO = 3
MOST_QUOTE_CHARS = 420  # sentences that follow each other are one quotation up to this length; a longer one is not read
MOST_BRIDGED_CHARS = 250  # a sentence or two between two chosen ones, which are read with them
GROWTH = 0.55  # of the best score, that a sentence beside a chosen one must have to be quoted with it


@dataclass(slots=True)
class Quote:
    """A stretch of an article that is being chosen: it grows by sentences that stand next to it."""

    article: Article
    span: Span
    score: float
    sentence: Sentence
    longest: int = MOST_QUOTE_CHARS
    also: list[Sentence] = field(default_factory=list)
    grown: list[Sentence] = field(default_factory=list)

    def takes(self, sentence: Sentence) -> bool:
        """Tell whether `sentence` is near enough to be read in one go with this, and both are not too long.

        The characters between are quoted as well: sentences, no heading, no order, no other speaker's turn. A row of a
        table is quoted by itself.
        """
        other = sentence.whole
        is_of_rows = is_row(self.article.text, self.span) or is_row(self.article.text, other)
        if is_of_rows or sentence.speaker != self.sentence.speaker:
            return False
        first, second = sorted((self.span, other), key=lambda span: span.start)
        between = self.article.text[first.end : second.start].strip()
        size = max(first.end, second.end) - first.start
        if size > self.longest or len(between) > MOST_BRIDGED_CHARS:
            return False
        if not between:
            return True
        stretch = self.article.text[first.start : max(first.end, second.end)]
        return not self.sentence.speaker and tells_throughout(between) and not instruction_spans(stretch)

    def grow(self, other: Sentence) -> None:
        """Take `other` in."""
        self.span = Span(min(self.span.start, other.whole.start), max(self.span.end, other.whole.end))
        self.grown.append(other)

    def point(self, group: str) -> Point:
        """Return the quotation as it is shown."""
        also = (cite(sentence.article, sentence.span) for sentence in self.also)
        return Point(group, (cite(self.article, self.span), *also))


def choose(
    ranked: Sequence[Ranked],
    most: int,
    *,
    novelty: float = NOVELTY,
    worth: float = WORTH,
    growth: float = GROWTH,
    near: float = NEAR,
    per_article: int = 0,
    longest: int = MOST_QUOTE_CHARS,
) -> tuple[Quote, ...]:
    """Return at most `most` quotations, best first, each saying something else than those before it.

    A sentence beside a chosen one makes its quotation longer; one that tells the same as a chosen one of another
    article is "also in". Taken are articles whose best sentence scores at least `near` of the best, and sentences that
    score at least `worth` of it, `growth` beside a chosen one; `per_article` bounds the quotations of one article
    (0: not at all), `longest` the characters up to which a quotation grows (0: each sentence is one).
    """
    if not ranked:
        return ()
    quotes: list[Quote] = []
    top = max(item.score for item in ranked)
    articles = {item.sentence.article.id for item in ranked if item.score >= near * top}
    left = [item for item in ranked if item.score >= worth * top and item.sentence.article.id in articles]
    nearest = np.zeros(len(left), dtype=np.float32)
    matrix = np.stack([item.vector for item in left]) if left else np.empty((0, 0), dtype=np.float32)
    scores = np.array([item.score for item in left])
    taken = np.zeros(len(left), dtype=bool)
    while len(quotes) < most and not taken.all():
        row = int(np.argmax(np.where(taken, -np.inf, (1 - novelty) * scores - novelty * nearest)))
        taken[row] = True
        if quote := _put(quotes, left[row], per_article, longest):
            nearest = np.maximum(nearest, matrix @ matrix[row])
            others = [other for other in quotes if other is not quote]
            for beside in _beside(quote, others, left, taken, growth * top):
                taken[beside] = True
                quote.grow(left[beside].sentence)
                nearest = np.maximum(nearest, matrix @ matrix[beside])
    for quote in quotes:
        quote.span = take_back(quote.article, close_quotation(quote.article.text, quote.span))
    kept = [quote for place, quote in enumerate(quotes) if not _is_within(quote, quotes[:place])]
    return _with_beginnings(kept)


def _with_beginnings(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotations, those of each article with what their first sentences lean on."""
    kept: dict[int, Quote] = {}
    for article in {quote.article.id: quote.article for quote in quotes}.values():
        rows = [row for row, quote in enumerate(quotes) if quote.article.id == article.id]
        for row, span in zip(rows, mend_beginnings(article.text, [quotes[row].span for row in rows]), strict=True):
            if span is not None:
                quotes[row].span = span
                kept[row] = quotes[row]
    return tuple(kept[row] for row in sorted(kept))


def _is_within(quote: Quote, others: Sequence[Quote]) -> bool:
    """Tell whether one of `others` has grown over a quotation."""
    return any(other.article.id == quote.article.id and other.span.overlaps(quote.span) for other in others)


def _beside(
    quote: Quote, others: Sequence[Quote], left: Sequence[Ranked], taken: NDArray[np.bool_], least: float
) -> Iterator[int]:
    """Yield the rows of sentences beside a growing quotation that score at least `least`, the best first.

    What another of the quotations tells already is left out: two reports of one day tell much the same.
    """
    rows = [
        row
        for row, item in enumerate(left)
        if not taken[row] and item.score >= least and item.sentence.article.id == quote.article.id
        if not any(_is_copy(other, item.sentence) for other in others)
    ]
    while True:
        fitting = [row for row in rows if quote.takes(left[row].sentence) and not left[row].sentence.is_order]
        if not fitting:
            return
        best = max(fitting, key=lambda row: left[row].score)
        rows.remove(best)
        yield best


def _put(quotes: list[Quote], item: Ranked, per_article: int, longest: int) -> Quote | None:
    """Show `item` somewhere; return its quotation, None where it is not shown for itself."""
    sentence = item.sentence
    same = [quote for quote in quotes if quote.article.id == sentence.article.id]
    if any(quote.span.start <= sentence.span.start and sentence.span.end <= quote.span.end for quote in same):
        return None
    copy = next((quote for quote in quotes if _is_copy(quote, sentence)), None)
    if copy is not None:
        if copy.article.id != sentence.article.id and len(copy.also) < MOST_ALSO:
            copy.also.append(sentence)
        return None
    if sentence.is_order:
        return None
    beside = next((quote for quote in same if quote.takes(sentence)), None)
    if beside is not None:
        beside.grow(sentence)
        return beside
    if per_article and len(same) >= per_article:
        return None
    lead = sentence.whole
    if any(quote.span.overlaps(lead) for quote in same):
        lead = sentence.span
    quotes.append(Quote(sentence.article, lead, item.score, sentence, longest))
    return quotes[-1]


def to_points(quotes: Iterable[Quote], group: Callable[[Quote], str] = lambda _: "") -> tuple[Point, ...]:
    """Return the quotations as points under the headings that `group` gives, those of one heading together."""
    points = [quote.point(group(quote)) for quote in quotes]
    places = {heading: place for place, heading in enumerate(dict.fromkeys(point.group for point in points))}
    return tuple(sorted(points, key=lambda point: places[point.group]))


def _is_copy(quote: Quote, sentence: Sentence) -> bool:
    if is_row(sentence.article.text, sentence.span):  # those of one table share the names of their columns
        return quote.sentence.text == sentence.text
    pairs = pairs_of(sentence.text)
    return any(are_copies(pairs, pairs_of(told.text)) for told in (quote.sentence, *quote.grown))
