"""A timeline: dated sentences in the order of what they tell."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.corrections.withdrawals import (
    Withdrawal,
    correcting_blocks,
    find_withdrawal,
    is_in_correction,
    withdrawals_of,
)
from rag.answer.overviews.about import is_about
from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request, of_named
from rag.answer.times.chronicles import gather_chronicle
from rag.answer.times.days import gather_days
from rag.answer.times.hours import gather_hours
from rag.answer.times.matters import of_topic, sharing, with_whole_articles
from rag.evidence.event_dates import Told, find_told, names_date, told_on
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import MOST_QUOTE_CHARS, Quote
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import topic_phrase, topic_stems
from rag.support.names import find_names

DATED = 0.15
NOVELTY = 0.1  # another day is something else by itself
NEAR = 0.6  # of the best score: an article that tells a day of the story
WORTH = 0.4  # of the best: a day is worth telling where its sentence is not about the question alone
READ = 60  # sentences that are embedded: a life or an affair has more days than an answer has sentences
LEAST_LINES = 16
PER_POINT = 2  # days shown for each point of another answer: they are short, and one that is missing misleads
NOTHING = "Nothing in your articles tells of this."
PER_DAY, PER_YEAR = 3, 2  # lines of one day or month, and of a year alone
SAME = 0.6  # cosine, from which two sentences of one day tell the same
LEAD, LEAD_CHARS = 0.08, 450  # for the first sentences of a report, which tell the most
OFF_BESIDE = 0.07  # "Public anger grew over the days that passed before the recall of Monday"
# Without a date in it, what a report begins with happened by the day of the report.
HAS_DONE = re.compile(r"\b(?:has|have) (?:been |also |now )*\w+(?:ed|en|wn|ne|ght|ken|ld|de)\b")


def gather(request: Request) -> Gathered:
    """Return points in the order of the days they tell of, each under its day; of one night in that of its hours."""
    for gather_one in (gather_days, gather_hours, gather_chronicle):
        if (told := gather_one(request)) is not None:
            return told
    hits = of_named(request.question, with_whole_articles(request.search()))
    if not find_names(request.question):
        hits = of_topic(hits, topic_stems(request.question))

    known = withdrawals_of(hit.article for hit in hits)

    def bonus(sentence: Sentence) -> float:
        is_dated = _is_news(sentence) or names_date(sentence.text, sentence.article.published)
        return (DATED if is_dated else 0.0) + (LEAD if sentence.span.start < LEAD_CHARS else 0.0)

    read = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    ranked = [_weighed(item) for item in read if not _is_withdrawn(item.sentence, known)]
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    answerable = answerable or is_about(topic_phrase(request.question), score, hits, request)
    dated = _each_day_once(sharing([item for item in ranked if _told(item.sentence)], request.question))
    if not dated:
        note = "Nothing in your articles about this is dated." if answerable else NOTHING
        return Gathered(Kind.TIMELINE, to_points(choose(ranked, request.most)), note, score, answerable)
    quotes = _corrections_once(
        choose(dated, max(LEAST_LINES, PER_POINT * request.most), novelty=NOVELTY, worth=WORTH, near=NEAR, longest=0)
    )
    days = {id(quote): found for quote in quotes if (found := _told(quote.sentence))}
    ordered = sorted(quotes, key=lambda quote: _order(days[id(quote)], quotes, days))
    if not answerable:
        return Gathered(Kind.TIMELINE, to_points(ordered, lambda quote: days[id(quote)].label), NOTHING, score, False)
    note = (
        "" if all(day.order[0] for day in days.values()) else "Days without a year stand in articles that have no date."
    )
    return Gathered(Kind.TIMELINE, to_points(ordered, lambda quote: days[id(quote)].label), note, score, answerable)


def _corrections_once(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotations, of each paragraph that corrects a report one, which is all of it."""
    kept = list[Quote]()
    for quote in quotes:
        block = next((one for one in correcting_blocks(quote.article) if one.overlaps(quote.span)), None)
        if block is not None and block.end - block.start <= MOST_QUOTE_CHARS:
            quote.span = block
        if not any(other.article.id == quote.article.id and other.span.overlaps(quote.span) for other in kept):
            kept.append(quote)
    return kept


def _each_day_once(dated: Sequence[Ranked]) -> list[Ranked]:
    """Return the sentences, best first, without those that tell the same of a day again, or one more thing of a year.

    Five reports of a final are one line of a timeline; so is a medal that each of them recalls.
    """
    kept = dict[str, list[Ranked]]()
    for item in dated:
        told = _told(item.sentence)
        if told is None:
            continue
        others = kept.setdefault(told.label, [])
        most = PER_DAY if told.order[1] else PER_YEAR
        if len(others) < most and all(float(item.vector @ other.vector) < SAME for other in others):
            others.append(item)
    return sorted((item for items in kept.values() for item in items), key=lambda item: -item.score)


def _told(sentence: Sentence) -> Told | None:
    """Return the day of a sentence; what corrects an earlier report is told on the day of its own article."""
    article = sentence.article
    if is_in_correction(article, sentence.span):
        return told_on(article.published)
    told = find_told(sentence.text, article.published)
    return told or (told_on(article.published) if _is_news(sentence) else None)


def _is_news(sentence: Sentence) -> bool:
    """Tell whether a report begins with a sentence of what has been done, which is what it reports."""
    return sentence.span.start < LEAD_CHARS and HAS_DONE.search(sentence.text) is not None


def _weighed(item: Ranked) -> Ranked:
    """Return a sentence worth less where it names its day only beside what it tells."""
    told = _told(item.sentence)
    return replace(item, score=item.score - OFF_BESIDE) if told is not None and told.is_beside else item


def _is_withdrawn(sentence: Sentence, withdrawals: Sequence[Withdrawal]) -> bool:
    return find_withdrawal(sentence.article, sentence.text, withdrawals) is not None


def _order(told: Told, quotes: Sequence[Quote], days: dict[int, Told]) -> tuple[int, int, int]:
    """Return what a day is put in order by: without a year, as if it were of the newest year beside it."""
    newest = max((days[id(quote)].order[0] for quote in quotes), default=0)
    year, month, day = told.order
    return year or newest, month, day
