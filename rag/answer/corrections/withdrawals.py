"""Withdrawals: what a correction, an article or a paragraph of one, takes back of a report, and what is right."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index import Article, Span
from index.splitting import split_blocks, split_sentences
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.corrections.stories import are_of_one_story
from rag.support.corrections import CORRECTS, OWN_REPORT, RETRACTS, TAKES_BACK, find_corrected
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.terms import holds_any
from rag.types import Citation
from rag.words import content_stems

# "**Correction:** Our report of 4 March said …", a paragraph at the end of another report.
HEAD = re.compile(
    r"[\W_]*(?:corrections?|clarification|errat(?:um|a)|berichtigung|korrektur|rectificati(?:f|on)|correcci[oó]n)\b"
    r"[\s*_]*[:.–—-]",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:our|we)\b", re.IGNORECASE)
_ALSO = re.compile(r"\W*(?:it|we|the report|the article) also\b", re.IGNORECASE)  # "It also gave the year as 1987"
_THAT_FIGURE = re.compile(r"\W*(?:that|this|both|these) (?:\w+ )?(?:was|were) \w+", re.IGNORECASE)
_INSTEAD = re.compile(r";|\s[–—]\s")  # behind it stands what is right: "as one of five; there are seven"
_CORRECT = re.compile(
    r"\bthe (?:correct|right|true|actual|real|revised|final|exact) \w+\b[^.!?]*?\b(?:is|was|were|came to|should be)\b",
    re.IGNORECASE,
)
_COUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT, QuantityKind.YEAR, QuantityKind.DATE)
MOST_CHARS = 30_000


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a sentence of a correction takes back, `wrong`, with what follows on it; `reported`: day and month, or 0."""

    article: Article
    span: Span
    wrong: str
    reported: tuple[int, int] = (0, 0)

    @property
    def citation(self) -> Citation:
        """Return the citation of what it takes back and says instead."""
        return cite(self.article, self.span)

    @property
    def values(self) -> tuple[Quantity, ...]:
        """Return the numbers and years that are taken back."""
        told = [one for one in quantities(self.wrong) if one.kind in _COUNTS]
        kept = quantities(self.instead)  # what is said once more was right
        own = (one for one in told if (one.day, one.month) != self.reported or not one.day)
        return tuple(one for one in own if not any(other.holds(one) for other in kept))

    @property
    def instead(self) -> str:
        """Return what is said behind what is taken back."""
        return self.span.of(self.article.text)[len(self.wrong) :]

    @property
    def right(self) -> str:
        """Return the value that is right instead, "" where there is not exactly one of the same kind."""
        said = self.instead
        told, found = _CORRECT.search(said), quantities(said)
        if told and (right := next((one for one in found if one.start >= told.end()), None)):
            return said[right.start : right.end]
        kinds = {one.kind for one in self.values}
        counted = {one.counted for one in self.values if one.counted}
        alike = [one for one in found if one.counted in counted] or list(found)
        values = [said[one.start : one.end] for one in alike if one.kind in kinds]
        return values[0] if len(set(values)) == 1 else ""

    def takes_back(self, article: Article, sentence: str) -> bool:
        """Tell whether a sentence of another article gives a value that this takes back of that article's report."""
        if article.id == self.article.id or not self.values or not self._is_of(article):
            return False
        told, said = quantities(sentence), content_stems(self.wrong)
        words = content_stems(sentence)
        is_alike_told = holds_any(said, words)
        return is_alike_told and any(_is_same(one, two) for one in self.values for two in told)

    def takes_back_roughly(self, article: Article, sentence: str) -> bool:
        """Tell whether a sentence says "more than 300" in an article that gives the 312 that this takes back."""
        rough = [one for one in quantities(sentence) if not math.isnan(one.least)]
        spans = split_sentences(article.text[:MOST_CHARS])
        return any(value.holds(one) for value in self.values for one in rough) and any(
            self.takes_back(article, span.of(article.text)) for span in spans
        )

    def _is_of(self, article: Article) -> bool:
        if not OWN_REPORT.search(self.wrong) and not _OWN.search(self.wrong):  # an office's figure, which all carried
            return are_of_one_story(article, {self.article.id: self.article})
        day, _ = self.reported
        if article.source and self.article.source and article.source != self.article.source:
            return False
        if day and article.published:
            return (article.published.day, article.published.month) == self.reported
        return any(one.id == article.id for one in find_corrected((self.article, article)).values())


def find_withdrawal(
    article: Article, sentence: str, withdrawals: Iterable[Withdrawal], asked: frozenset[str] = frozenset()
) -> Withdrawal | None:
    """Return which of `withdrawals` takes back what a sentence gives; of several that which has most words `asked`."""
    found = [one for one in withdrawals if one.takes_back(article, sentence)]
    return max(found, key=lambda one: len(content_stems(one.wrong) & asked), default=None)


def find_taken_back(withdrawal: Withdrawal, articles: Iterable[Article]) -> tuple[Article, Span] | None:
    """Return the first sentence of `articles` that `withdrawal` takes back; None where none has it."""
    for article in articles:
        for span in split_sentences(article.text[:MOST_CHARS]):
            if withdrawal.takes_back(article, span.of(article.text)):
                return article, span
    return None


def withdrawals_of(articles: Iterable[Article]) -> tuple[Withdrawal, ...]:
    """Return what the corrections among `articles`, and in them, take back."""
    known = {article.id: article for article in articles}
    return tuple(one for article in known.values() for one in _withdrawals(article))


def is_in_correction(article: Article, span: Span) -> bool:
    """Tell whether characters of an article stand in a paragraph that corrects an earlier report."""
    return any(block.start <= span.start < block.end for block in correcting_blocks(article))


@lru_cache(maxsize=256)
def correcting_blocks(article: Article) -> tuple[Span, ...]:
    """Return the paragraphs of an article that correct: all of a correction, else those that say that they do."""
    if not CORRECTS.search(article.text[:MOST_CHARS]) and not HEAD.search(article.title):
        return ()
    blocks = [block.span for block in split_blocks(article.text[:MOST_CHARS]) if block.kind != "heading"]
    if HEAD.match(f"{article.title}:"):
        return tuple(blocks)
    return tuple(span for span in blocks if HEAD.match(span.of(article.text)))


@lru_cache(maxsize=256)
def _withdrawals(article: Article) -> tuple[Withdrawal, ...]:
    return tuple(_read(article))


def _read(article: Article) -> Iterator[Withdrawal]:
    text, reported = article.text, (0, 0)
    for block in correcting_blocks(article):
        spans = list(sentences_within(text, block))
        starts = [row for row, span in enumerate(spans) if _withdraws(span.of(text))]
        for row, following in zip(starts, [*starts, len(spans)][1:], strict=True):
            own = spans[row]
            said = own.of(text)
            days = [one for one in quantities(said) if one.kind is QuantityKind.DATE and one.day]
            if OWN_REPORT.search(said) and days:
                reported = (days[0].day, days[0].month)
            yield Withdrawal(article, Span(own.start, spans[following - 1].end), _INSTEAD.split(said)[0], reported)


def _withdraws(sentence: str) -> bool:
    if TAKES_BACK.match(sentence) or _THAT_FIGURE.match(sentence):
        return False  # it takes back the sentence before
    return bool(OWN_REPORT.search(sentence) or RETRACTS.search(sentence) or _ALSO.match(sentence))


def _is_same(one: Quantity, other: Quantity) -> bool:
    is_like = not (one.counted and other.counted) or one.counted == other.counted
    return one.kind is other.kind and one.unit == other.unit and is_like and other.holds(one)
