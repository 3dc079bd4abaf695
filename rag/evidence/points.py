"""Points: sentences of the articles that answer a question, exact spans, chosen by code, best first.

The next one is the best that says something else than those before it (maximal marginal relevance).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index import Span
from rag.evidence.beginnings import mend_beginnings
from rag.evidence.endings import with_but
from rag.evidence.quotations import MOST_BRIDGED_CHARS, MOST_QUOTE_CHARS, Quote, is_copy, is_within
from rag.evidence.ranking import Ranked
from rag.support.corrections import take_back
from rag.support.quotes import close_quotation
from rag.types import Point

NOVELTY = 0.25  # how much of the choice is saying something else
WORTH = 0.5  # of the best sentence's score: what falls below it is no answer
NEAR = 0.85  # of the best sentence's score, that the best one of another article must have for any of it to be taken
MOST_ALSO = 3
GROWTH = 0.55  # of the best score, that a sentence beside a chosen one must have to be quoted with it


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
    bridged: int = MOST_BRIDGED_CHARS,
    alone: float = 0.0,
) -> tuple[Quote, ...]:
    """Return at most `most` quotations, best first, each saying something else than those before it.

    A sentence beside a chosen one makes its quotation longer; one that tells the same as a chosen one of another
    article is "also in". Taken are articles whose best sentence scores at least `near` of the best, and sentences that
    score at least `worth` of it, `growth` beside a chosen one; `per_article` bounds the quotations of one article
    (0: not at all), `longest` the characters up to which a quotation grows (0: each sentence is one), `bridged` those
    of a sentence between two chosen ones that is quoted with them. Behind the first quotation, one of a single sentence
    must score at least `alone` of the best.
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
        if quote := _put(quotes, left[row], per_article, longest, bridged):
            nearest = np.maximum(nearest, matrix @ matrix[row])
            others = [other for other in quotes if other is not quote]
            for beside in _beside(quote, others, left, taken, growth * top):
                taken[beside] = True
                quote.grow(left[beside].sentence)
                nearest = np.maximum(nearest, matrix @ matrix[beside])
    quotes = [quote for quote in quotes if quote is quotes[0] or quote.grown or quote.score >= alone * top]
    return finish(quotes)


def finish(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return chosen quotations whole: with the ends of what they quote, and with what they lean on."""
    for quote in quotes:
        quote.span = take_back(quote.article, close_quotation(quote.article.text, quote.span))
        quote.span = with_but(quote.article.text, quote.span)
    for place, quote in enumerate(quotes):
        # What a sentence leans on may stand in a quotation that grew later: it then stands by itself.
        if is_within(quote, quotes[:place]) and quote.span.start < quote.sentence.span.start:
            quote.span = Span(quote.sentence.span.start, quote.span.end)
    kept = [quote for place, quote in enumerate(quotes) if not is_within(quote, quotes[:place])]
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
        if not any(is_copy(other, item.sentence) for other in others)
    ]
    while True:
        fitting = [row for row in rows if quote.takes(left[row].sentence) and not left[row].sentence.is_order]
        if not fitting:
            return
        best = max(fitting, key=lambda row: left[row].score)
        rows.remove(best)
        yield best


def _put(quotes: list[Quote], item: Ranked, per_article: int, longest: int, bridged: int) -> Quote | None:
    """Show `item` somewhere; return its quotation, None where it is not shown for itself."""
    sentence = item.sentence
    same = [quote for quote in quotes if quote.article.id == sentence.article.id]
    if any(quote.span.start <= sentence.span.start and sentence.span.end <= quote.span.end for quote in same):
        return None
    copy = next((quote for quote in quotes if is_copy(quote, sentence)), None)
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
    quotes.append(Quote(sentence.article, lead, item.score, sentence, longest, bridged))
    return quotes[-1]


def to_points(quotes: Iterable[Quote], group: Callable[[Quote], str] = lambda _: "") -> tuple[Point, ...]:
    """Return the quotations as points under the headings that `group` gives, those of one heading together."""
    points = [quote.point(group(quote)) for quote in quotes]
    places = {heading: place for place, heading in enumerate(dict.fromkeys(point.group for point in points))}
    return tuple(sorted(points, key=lambda point: places[point.group]))
