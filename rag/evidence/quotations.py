"""Quotations: stretches of an article that are being chosen, and grow by the sentences beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index import Article, Span
from index.splitting.rows import is_row
from rag.answer.citations import cite
from rag.evidence.overlap import are_copies, pairs_of
from rag.evidence.sentences import Sentence
from rag.evidence.telling import headings_in, tells_throughout
from rag.support.instructions import instruction_spans
from rag.types import Point

MOST_QUOTE_CHARS = 420  # sentences that follow each other are one quotation up to this length; a longer one is not read
MOST_BRIDGED_CHARS = 250  # a sentence or two between two chosen ones, which are read with them


@dataclass(slots=True)
class Quote:
    """A stretch of an article that is being chosen: it grows by sentences that stand next to it."""

    article: Article
    span: Span
    score: float
    sentence: Sentence
    longest: int = MOST_QUOTE_CHARS
    bridged: int = MOST_BRIDGED_CHARS
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
        if size > self.longest or len(between) > self.bridged:
            return False
        if not between:
            return True
        stretch = self.article.text[first.start : max(first.end, second.end)]
        is_told = tells_throughout(between) and not headings_in(between)
        return is_told and not self.sentence.speaker and not instruction_spans(stretch)

    def grow(self, other: Sentence) -> None:
        """Take `other` in."""
        self.span = Span(min(self.span.start, other.whole.start), max(self.span.end, other.whole.end))
        self.grown.append(other)

    def point(self, group: str) -> Point:
        """Return the quotation as it is shown."""
        also = (cite(sentence.article, sentence.span) for sentence in self.also)
        return Point(group, (cite(self.article, self.span), *also), self.sentence.span)


def is_within(quote: Quote, others: Sequence[Quote]) -> bool:
    """Tell whether one of `others` has grown over a quotation."""
    return any(other.article.id == quote.article.id and other.span.overlaps(quote.span) for other in others)


def is_copy(quote: Quote, sentence: Sentence) -> bool:
    """Tell whether a sentence tells the same as one that a quotation holds; of rows, whether they are the same."""
    if is_row(sentence.article.text, sentence.span):  # those of one table share the names of their columns
        return quote.sentence.text == sentence.text
    pairs = pairs_of(sentence.text)
    return any(are_copies(pairs, pairs_of(told.text)) for told in (quote.sentence, *quote.grown))
