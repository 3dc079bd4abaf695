"""Articles of the days that a question asks about come first, and of what is so now, the newest.

Articles without a date neither gain nor lose by this.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index import Article, Hit
from rag.question.dates import DateRange
from rag.question.kind import Kind, find_kind
from rag.question.subject import topic_stems
from rag.question.tense import Tense, find_tense, without_now
from rag.types import Citation
from rag.words import content_stems

# On the fused score, 0 to 1. On 78 questions of realtimeqa-2022 that name such days, .05 to .1 loses nothing, .15 and
# more loses evidence; it tells apart what otherwise reads alike: the same council's weekly reports.
PREFERENCE = 0.1
LATER = 0.5  # of the preference, for an article of the week after: it may tell of its own days as well
POOL = 3  # times as many hits are looked through
LONGEST = timedelta(days=31)  # "this year" says too little about when an article was written
REPORTED_WITHIN = timedelta(days=7)  # articles tell of a day on it or in the week after
REPORTED_AHEAD = timedelta(days=1)
FRESH = {Tense.OTHER: 0.0, Tense.PRESENT: 0.06, Tense.NOW: 0.12}  # for the newest article, on the same score
HALF_LIFE_DAYS = 180  # half a year older is worth half: among the articles of one week hardly anything changes places
OF_FRESHNESS = 0.5  # of that worth, what it adds to a sentence: its passage has it already
OF_TODAY = timedelta(days=31)  # what is this old needs no date beside it
SHARED = 0.6  # of a question's words, which an article that tells of the same must hold
TOLD_OF = (Kind.FACT, Kind.YES_NO, Kind.EXPLANATION, Kind.OVERVIEW, Kind.STATEMENTS)
APART = timedelta(days=180)  # between two articles, from which the newer may tell of another state of things


def prefer_dates(hits: Sequence[Hit], days: Sequence[DateRange]) -> tuple[Hit, ...]:
    """Return `hits`, best first, those of articles that could report on `days` with their scores raised."""
    short = [range_ for range_ in days if range_.last - range_.first <= LONGEST]
    return _raised(hits, lambda article: _preference(article.published, short))


def prefer_newest(hits: Sequence[Hit], question: str) -> tuple[Hit, ...]:
    """Return `hits`, best first; where `question` is about the day it is asked, the newer of what fits alike before."""
    return _raised(hits, freshness(question, (hit.article for hit in hits)))


def freshness(question: str, articles: Iterable[Article]) -> Callable[[Article], float]:
    """Return what an article's day is worth for `question`: most for the newest of `articles`, 0 without a date."""
    most = FRESH[find_tense(question)]
    newest = max((article.published for article in articles if article.published), default=None) if most else None

    def worth(article: Article) -> float:
        if newest is None or article.published is None:
            return 0.0
        return float(most * 0.5 ** (max(0, (newest - article.published).days) / HALF_LIFE_DAYS))

    return worth


def say_when(question: str, answering: Citation | None, hits: Sequence[Hit], asked: date) -> str:
    """Return in a sentence of which day an answer is, where `question` is about the day it is asked.

    Asked for by its tense alone, only where articles of another time fit about as well. "" where nothing need be said.
    """
    tense = find_tense(question)
    if tense is Tense.OTHER or answering is None or find_kind(question) not in TOLD_OF:
        return ""
    others = [hit.article.published for hit in hits if hit.article.id != answering.article and _tells(hit, question)]
    days = {other for other in others if other}
    day = answering.published
    if day is None:
        is_told = tense is Tense.NOW or bool(days)
        return "The article that says so has no date: it may no longer be so." if is_told else ""
    if any(other >= day + APART for other in days):
        return f"This is of {_day(day)}."
    older = sorted((other for other in days if other <= day - APART), reverse=True)
    if asked - day <= OF_TODAY or not (older or tense is Tense.NOW):
        return ""
    beside = f"; another is of {_day(older[0])}" if older else ""
    return f"This is of {_day(day)}, the newest of your articles found for it{beside}."


def _tells(hit: Hit, question: str) -> bool:
    """Tell whether a hit tells of what `question` asks: most of its words stand there."""
    asked = topic_stems(without_now(question))
    held = asked & content_stems(f"{hit.article.title}. {hit.passage.text}")
    return bool(asked) and len(held) >= SHARED * len(asked)


def _day(day: date) -> str:
    return str(DateRange(day, day))


def _raised(hits: Sequence[Hit], worth: Callable[[Article], float]) -> tuple[Hit, ...]:
    raised = [replace(hit, score=min(1.0, hit.score + worth(hit.article))) for hit in hits]
    return tuple(sorted(raised, key=lambda hit: -hit.score))


def _preference(published: date | None, days: Sequence[DateRange]) -> float:
    if published is None:
        return 0.0
    return max((PREFERENCE * _nearness(published, range_) for range_ in days), default=0.0)


def _nearness(published: date, days: DateRange) -> float:
    if published + REPORTED_AHEAD < days.first or published - REPORTED_WITHIN > days.last:
        return 0.0
    return 1.0 if published <= days.last else LATER
