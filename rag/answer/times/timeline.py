"""A timeline: dated sentences in the order of what they tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index import Span
from rag.answer.corrections.withdrawals import (
    Withdrawal,
    correcting_blocks,
    find_withdrawal,
    is_in_correction,
    withdrawals_of,
)
from rag.answer.overviews.about import is_about
from rag.answer.records.minutes import meeting_day
from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.times.calendar_order import order_of
from rag.answer.times.chronicles import gather_chronicle
from rag.answer.times.days import gather_days
from rag.answer.times.decided import decided
from rag.answer.times.going_on import go_on
from rag.answer.times.hours import gather_hours
from rag.answer.times.matters import of_topic, reports_on, sharing, with_whole_articles
from rag.answer.times.once import each_event_once
from rag.answer.times.reports import in_story_order
from rag.answer.times.told_days import LEAD_CHARS, UNKNOWN, day_of, is_news
from rag.answer.times.turning_points import MOST, weighed
from rag.answer.times.undated import undated
from rag.evidence.article_days import told_in
from rag.evidence.event_dates import Told, names_date
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import MOST_QUOTE_CHARS, Quote
from rag.evidence.ranking import rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import topic_phrase, topic_stems
from rag.support.names import find_names

DATED = 0.15
NOVELTY = 0.1  # another day is something else by itself
NEAR = 0.5  # of the best score: an article that tells a day of the story
WORTH = 0.4  # of the best: a day is worth telling where its sentence is not about the question alone
READ = 100  # sentences that are embedded: a life or an affair has more days than an answer has sentences
NOTHING = "Nothing in your articles tells of this."
_OF_PLAN = re.compile(r"\b(?:would|will|planned|scheduled?|itinerary|timetable)\b", re.IGNORECASE)
LEAD = 0.08  # for the first sentences of a report, which tell the most


def gather(request: Request) -> Gathered:
    """Return points in the order of the days they tell of, each under its day; of one night in that of its hours."""
    for gather_one in (gather_days, gather_hours, gather_chronicle):
        if (found := gather_one(request)) is not None:
            return found
    hits = with_whole_articles(request.search())
    if not find_names(request.question):
        hits = of_topic(hits, topic_stems(request.question))

    known = withdrawals_of(hit.article for hit in hits)

    def bonus(sentence: Sentence) -> float:
        is_dated = is_news(sentence) or names_date(sentence.text, sentence.article.published)
        return (DATED if is_dated else 0.0) + (LEAD if sentence.span.start < LEAD_CHARS else 0.0)

    read = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    ranked = [item for item in read if not (_is_withdrawn(item.sentence, known) or meeting_day(item.sentence.article))]
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    answerable = answerable or is_about(topic_phrase(request.question), score, hits, request)
    shared = sharing(ranked, request.question)
    newest = max(filter(None, (item.sentence.article.published for item in shared)), default=None)
    is_plan = _OF_PLAN.search(request.question) is not None
    days = {
        item.sentence: day for item in ranked if (day := day_of(item.sentence, newest, is_plan=is_plan)) is not None
    }
    known_day = [
        (item, day)
        for item in shared
        if (day := days.get(item.sentence))
        and (
            names_date(item.sentence.text, item.sentence.article.published)
            or reports_on(request.question, item.sentence.article)
        )
    ]
    dated = each_event_once(weighed(known_day, read, request.question), most=MOST)
    if not dated:
        note = "Nothing in your articles about this is dated." if answerable else NOTHING
        return Gathered(Kind.TIMELINE, to_points(choose(shared, request.most)), note, score, answerable)
    quotes = _corrections_once(
        _apart(days, choose([item for item, _ in dated], MOST, novelty=NOVELTY, worth=WORTH, near=NEAR, longest=0))
    )
    reports = [quote for quote in quotes if days[quote.sentence] == UNKNOWN]
    go_on(quotes, reports)
    news = {item.sentence: item for item, _ in dated}
    later = [item.sentence for item in in_story_order([news[quote.sentence] for quote in reports], ranked)]
    quotes.sort(key=lambda quote: later.index(quote.sentence) if quote in reports else -1)
    told = [(day, quote.point(day.label)) for quote in quotes if (day := _of_all(quote, days))]
    told += list(decided(request.question, hits))
    told += [(UNKNOWN, one.point(UNKNOWN.label)) for one in undated(shared, quotes, request.most - len(told))]
    known_days = [*days.values(), *(day for day, _ in told)]
    points = tuple(point for _, point in sorted(told, key=lambda one: order_of(one[0], known_days)))
    if not answerable:
        return Gathered(Kind.TIMELINE, points, NOTHING, score, False)
    note = "" if all(day.order[0] for day, _ in told) else "Days without a year stand in articles that have no date."
    return Gathered(Kind.TIMELINE, points, note, score, answerable)


def _of_all(quote: Quote, days: Mapping[Sentence, Told]) -> Told | None:
    """Return the day of a quotation: of one that brings along a sentence of another day both, "3 May and 1 July"."""
    told = days[quote.sentence]
    start, article = quote.sentence.span.start, quote.article
    if is_in_correction(article, quote.sentence.span):
        within = [one for one in days if one.article.id == article.id and quote.span.start <= one.span.start]
        return days[min(within, key=lambda one: one.span.start)]
    if quote.span.start >= start:
        return told
    before = told_in(article, Span(quote.span.start, start))
    if before is None or before.is_aside or before.is_coming or before.label == told.label:
        return told
    first, second = sorted((before, told), key=lambda one: one.order)
    return replace(first, label=f"{first.label} and {second.label}")


def _apart(days: Mapping[Sentence, Told], quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotations, apart from each other where the same is told of two days: rates rise again."""
    apart = list[Quote]()
    for quote in quotes:
        own = days[quote.sentence].label
        apart.append(quote)
        apart += [Quote(one.article, one.whole, quote.score, one) for one in quote.also if days[one].label != own]
        quote.also = [one for one in quote.also if days[one].label == own]
    return apart


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


def _is_withdrawn(sentence: Sentence, withdrawals: Sequence[Withdrawal]) -> bool:
    return find_withdrawal(sentence.article, sentence.text, withdrawals) is not None
