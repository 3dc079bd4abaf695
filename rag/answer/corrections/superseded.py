"""Superseded: of what several articles tell for one amount, time or culprit, the newest first, older ones beside."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Article, Hit
from rag.answer.corrections.asked_value import AskedValue
from rag.answer.corrections.reversals import find_reversal
from rag.answer.corrections.stories import are_of_one_story, share_of
from rag.answer.corrections.tellings import Telling, best_of
from rag.answer.corrections.withdrawals import Withdrawal, find_withdrawal, withdrawals_of
from rag.answer.outcome import OUTDATED
from rag.answer.short.form import short_form
from rag.answer.short.measure import POINTS_IN_TIME, measure_of
from rag.answer.written.lead import Lead
from rag.answer.written.writing import Written
from rag.question.dates import DateRange
from rag.support.judge import judge
from rag.support.quantity import Quantity
from rag.types import Citation, Support

MOST_OLDER = 3
OF_ARTICLE = 0.6  # of a question's words, that an article must hold
SLACK = 0.35  # of the share, where the same noun is counted
BEGINNING = 14  # words of a sentence that has no value by itself
_CHANGED = re.compile(
    r"\b(?:from|instead of|rather than|had (?:at first|been|spoken)|originally|at first|up from|down from|of the)\b",
    re.IGNORECASE,
)


def find_tellings(question: str, articles: Sequence[Article], told: Citation | None = None) -> tuple[Telling, ...]:
    """Return what articles of one story tell for what `question` asks, a newer one with another value first.

    The story is that of the first of `articles`; `told` was written for an answer: what takes it back comes first, and
    what tells less of what is asked does not come before it. () where there are not two that differ: it asks for no
    amount, time or culprit, or for that of an earlier time.
    """
    asked = AskedValue.of(question)
    if asked is None:
        return ()
    known = {one.id: one for one in articles if one.published is not None and share_of(asked.topic, one) >= OF_ARTICLE}
    story = [one for one in known.values() if one is next(iter(known.values())) or are_of_one_story(one, known)]
    found = [best for one in story if (best := best_of(asked, one)) is not None]
    found.sort(key=lambda one: (one.article.published, one.share), reverse=True)
    if (taken := find_reversal(asked, found, articles, told)) is not None:
        return taken
    own = next((one for one in found if told is not None and one.article.id == told.article), None)
    if own is not None:
        slack = SLACK if asked.counted or asked.is_culprit else 0.0
        found = [one for one in found if one.share >= own.share - slack]
    while found and not found[0].is_of_it:
        del found[0]
    if len(found) < 2:
        return ()
    newest, *others = found
    older = [one for one in others if asked.is_culprit or _differ(newest, one)]
    return (newest, *older[:MOST_OLDER]) if older else ()


def supersede(question: str, written: Written, hits: Sequence[Hit], *, answerable: bool) -> tuple[Written, str]:
    """Return what is written with the newest value or a correction first, and a sentence that names the older ones.

    What was written from an older article is withheld for it. Nothing changes where the articles agree.
    """
    order = [one.article for one in hits]
    if written.told and (cited := written.told[0].citations):
        order.sort(key=lambda one: one.id != cited[0].article)
    told = written.told[0].citations[0] if written.told and written.told[0].citations else None
    tellings = find_tellings(question, order, told)
    if not tellings or not (written.told or answerable):
        return written, ""
    newest, *older = tellings
    taken_back = [_taken_back(one, withdrawals_of(order)) for one in older]
    note = _say_older(older, taken_back)
    if not newest.is_correction:  # what is taken back is no other value
        older = [one for one, taken in zip(older, taken_back, strict=True) if taken is None]
    is_told = not newest.is_correction or (newest.value and newest.value in written.short)
    if is_told and any(cited.overlaps(newest.citation) for claim in written.told[:1] for cited in claim.citations):
        return replace(written, others=tuple(one.citation for one in older)), note
    was_right = (Support.SUPPORTED, Support.WEAK, Support.CONTRADICTED)  # by what a newer article has
    withheld = tuple(one.withheld(OUTDATED) if one.support in was_right else one for one in written.claims)
    others = tuple(one.citation for one in older)
    verdict = None if newest.is_correction else judge(newest.span.of(newest.article.text), [newest.window])
    if verdict is None or not verdict.claim.support.is_shown:
        lead = Lead(verdict=(newest.value, newest.citation))
        return Written(withheld, lead=lead, others=others), note
    value = newest.value or short_form(verdict.claim, question, "", verdict.matches)
    short = value if len(newest.amounts) < 2 or newest.value else ""
    return Written((verdict.claim, *withheld), (verdict.claim,), short, others=others), note


def _taken_back(told: Telling, withdrawals: Sequence[Withdrawal]) -> Withdrawal | None:
    """Return which correction takes an older value back; None where it was right in its time."""
    said = told.span.of(told.article.text)
    exact = find_withdrawal(told.article, said, withdrawals)
    return exact or next((one for one in withdrawals if one.takes_back_roughly(told.article, said)), None)


def _say_older(older: Sequence[Telling], taken_back: Sequence[Withdrawal | None]) -> str:
    """Return the older values with source and date, and who took them back, in a sentence; "" without any."""
    said = [
        f"{told.value or _begin(told)} ({_where(told.article)}"
        f"{f'; taken back, {_where(taken.article)}' if taken is not None else ''})"
        for told, taken in zip(older, taken_back, strict=True)
        if told.value or not told.amounts  # of several amounts it is not clear which one was meant
    ]
    return f"Earlier: {'; '.join(said)}." if said else ""


def _where(article: Article) -> str:
    return ", ".join(filter(None, (article.source, _day(article))))


def _begin(told: Telling) -> str:
    """Return how a sentence begins, in quotation marks."""
    said = told.span.of(told.article.text).split()
    return f"“{' '.join(said[:BEGINNING])}{' …' if len(said) > BEGINNING else ''}”"


def _day(article: Article) -> str:
    return str(DateRange(article.published, article.published)) if article.published else ""


def _differ(newest: Telling, other: Telling) -> bool:
    """Tell whether two tellings give other values; one that names both tells of the change itself."""
    if newest.value and other.value and newest.value == other.value:
        return False
    pairs = [(one, two) for one in newest.amounts for two in other.amounts if _are_comparable(newest, one, other, two)]
    held = any(one.holds(two) or two.holds(one) for one, two in pairs)
    said = newest.span.of(newest.article.text)
    return bool(pairs) and (not held or (len(newest.amounts) > 1 and _CHANGED.search(said) is not None))


def _are_comparable(one: Telling, amount: Quantity, other: Telling, second: Quantity) -> bool:
    """Tell whether two numbers are of one measure: £412 million and 27,000 passengers are not."""
    if amount.kind in POINTS_IN_TIME or second.kind in POINTS_IN_TIME:
        return amount.kind in POINTS_IN_TIME and second.kind in POINTS_IN_TIME
    texts = (one.span.of(one.article.text), other.span.of(other.article.text))
    return measure_of(amount, texts[0]) is measure_of(second, texts[1])
