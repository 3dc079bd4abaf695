"""Reversals: the correction that takes back what was told, with the sentence that it takes back."""

from collections.abc import Sequence

from index import Article, Span
from rag.answer.corrections.asked_value import COUNTS, AskedValue, nearest_value
from rag.answer.corrections.tellings import Telling
from rag.answer.corrections.withdrawals import (
    Withdrawal,
    find_taken_back,
    find_withdrawal,
    withdrawals_of,
)
from rag.answer.short.measure import POINTS_IN_TIME
from rag.support.quantities import quantities
from rag.types import Citation
from rag.words import content_stems


def find_reversal(
    asked: AskedValue, found: Sequence[Telling], articles: Sequence[Article], told: Citation | None
) -> tuple[Telling, ...] | None:
    """Return the correction that takes back what was `told`, or one of the sentences `found`, and that sentence."""
    kinds = POINTS_IN_TIME if asked.is_when else COUNTS
    all_of = [one for one in withdrawals_of(articles) if any(value.kind in kinds for value in one.values)]
    known = {one.id: one for one in articles}
    named = [one for one in all_of if len(content_stems(one.wrong) & asked.topic) > 1]
    if told is not None and told.article in known:
        if own := next((one for one in all_of if one.citation.overlaps(told)), None):
            back = find_taken_back(own, known.values())
            return _corrected(own, asked.question, *(back or (own.article, own.span)))[: 2 if back else 1]
        article, span = known[told.article], Span(told.start, told.end)
        if taken := find_withdrawal(article, told.quote, all_of, asked.topic):
            return _corrected(taken, asked.question, article, span)
        # "Our report gave 42 households": the right number stands against what another paper gives, too.
        for taken in named:
            is_counted = asked.counted and asked.counted in content_stems(taken.wrong)
            if is_counted and taken.right and taken.article.id != article.id and _is_later(taken.article, article):
                return _corrected(taken, asked.question, article, span)
    for one in found:
        taken = find_withdrawal(one.article, one.span.of(one.article.text), named, asked.topic)
        if taken and not any(_is_later(other.article, taken.article) for other in found if other is not one):
            return _corrected(taken, asked.question, one.article, one.span)
    return None


def _corrected(taken: Withdrawal, question: str, article: Article, span: Span) -> tuple[Telling, Telling]:
    """Return what a correction says, and the sentence of an article that it takes back or speaks against."""
    right = taken.right or nearest_value(taken.instead, question)
    said = span.of(article.text)
    own = next((one for one in quantities(said) if any(one.holds(value) for value in taken.values)), None)
    wrong = said[own.start : own.end] if own else nearest_value(said, question)
    return Telling(taken.article, taken.span, right, 1.0, is_correction=True), Telling(article, span, wrong)


def _is_later(one: Article, other: Article) -> bool:
    return one.published is not None and other.published is not None and one.published >= other.published
