"""Parts of an article: what an overview of one article tells of each of them, from its beginning to its end."""

from collections.abc import Iterator, Sequence

import numpy as np

from index.embedders.base import Embedder
from rag.evidence.beginnings import mend_beginnings
from rag.evidence.quotations import Quote
from rag.evidence.sentences import Sentence
from rag.evidence.vectors import SentenceVectors

LEAST_WORDS = 7  # "Then came the experiment itself." announces, and tells nothing
OF_FIRST = 0.05  # for the first sentence of a paragraph, on a cosine
OF_NUMBERS = 0.08  # and for one that says how much: results are numbers
LEANING = 0.5  # off for a stretch that leans on what is before it
QUOTE_CHARS = 600
SLACK = 0.25  # of a part, by which it may end before its time, with a paragraph
READ = 120  # sentences that are embedded


def cover(sentences: Sequence[Sentence], most: int, embedder: Embedder, vectors: SentenceVectors) -> tuple[Quote, ...]:
    """Return about `most` quotations of an article, in its order: one of each of its parts.

    Each is the stretch of its part that is nearest to the article as a whole; the first is how it begins.
    """
    told = [one for one in sentences if not one.is_order][:READ]
    if not told:
        return ()
    found = vectors.of(embedder, [one.text for one in told])
    middle = found.mean(axis=0)
    near = found @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    worth = [float(near[row]) + _worth(one) for row, one in enumerate(told)]
    quotes = list[Quote]()
    for rows in _parts(told, most):
        begins = (
            rows[:1] if rows[0] == 0 else [row for row in rows if len(told[row].text.split()) >= LEAST_WORDS] or rows
        )
        stretches = [_from(told, row, rows[-1]) for row in begins]
        best = max(stretches, key=lambda one: sum(worth[row] for row in one) - LEANING * _leans(told[one[0]]))
        quote = Quote(told[best[0]].article, told[best[0]].whole, worth[best[0]], told[best[0]], QUOTE_CHARS)
        for row in best[1:]:
            quote.grow(told[row])
        quotes.append(quote)
    spans = mend_beginnings(told[0].article.text, [quote.span for quote in quotes])
    kept = list[Quote]()
    for quote, span in zip(quotes, spans, strict=True):
        if span is not None and not (kept and kept[-1].span.overlaps(span)):
            quote.span = span
            kept.append(quote)
    return tuple(kept)


def _from(told: Sequence[Sentence], first: int, last: int) -> range:
    """Return the rows from `first` on that can be read in one go: of one speaker, not too long.

    They may be of several paragraphs: in a newspaper each sentence is one.
    """
    begin, text = told[first], told[first].article.text
    end = first
    while end < last and told[end + 1].span.end - begin.span.start <= QUOTE_CHARS:
        between, other = text[told[end].span.end : told[end + 1].span.start], told[end + 1]
        if between.strip() or other.speaker != begin.speaker:
            break
        end += 1
    return range(first, end + 1)


def _leans(sentence: Sentence) -> bool:
    return sentence.lead < sentence.span.start


def _parts(told: Sequence[Sentence], most: int) -> Iterator[list[int]]:
    """Yield the rows of each part: paragraphs that stand together, about as much text in each."""
    step = sum(one.span.end - one.span.start for one in told) / most
    rows, read, count = list[int](), 0, 1
    for row, one in enumerate(told):
        begins = bool(rows) and "\n" in one.article.text[told[row - 1].span.end : one.span.start]
        if begins and read >= (count - SLACK) * step:
            yield rows
            rows, count = [], max(count, round(read / step)) + 1
        rows.append(row)
        read += one.span.end - one.span.start
    if rows:
        yield rows


def _worth(sentence: Sentence) -> float:
    text = sentence.article.text
    is_first = "\n" in text[max(0, sentence.span.start - 2) : sentence.span.start]
    return OF_FIRST * is_first + OF_NUMBERS * any(map(str.isdigit, sentence.text))
