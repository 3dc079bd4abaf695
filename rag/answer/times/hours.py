"""Hours: what happened in one night or on one day, in the order of its hours, under the day that the article tells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.overviews.about import begins_with
from rag.answer.request import Gathered, Request, best_articles
from rag.evidence.clock import find_hours
from rag.evidence.event_dates import find_told
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.types import Point
from rag.words import content_stems

ARTICLES = 10
LEAST = 3  # entries that make a timeline of hours
MOST = 20
MOST_CHARS = 30_000  # of an article that is read
NOON, EVENING, EARLY, DAY = 12 * 60, 18 * 60, 9 * 60, 24 * 60
_ASKS = re.compile(
    r"\b(?:night|evening|morning|afternoon|hours?|hour by hour|minute by minute|day(?! by day)|nacht|abend|nuit"
    r"|noche)\b",
    re.IGNORECASE,
)
_OF_DAY = content_stems("night evening morning afternoon hour hours day minute nacht abend nuit noche")
# When somebody said so is no hour of what happened.
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_REPORTS = re.compile(
    r"\b(?:said|says|told|given|according|published|announced|confirmed|reported|not say)\b[^.]{0,60}"
    rf"\bon {_WEEKDAY}\b|\bon {_WEEKDAY} (?:said|told)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(r"\b(?:will|(?:would|could|should|might)(?: not)? have|is to|are to)\b", re.IGNORECASE)
_PARTS = (
    (re.compile(r"\b(?:early hours|before dawn)\b", re.IGNORECASE), 60),
    (re.compile(r"\b(?:at dawn|morning)\b", re.IGNORECASE), 7 * 60),
    (re.compile(r"\bafternoon\b", re.IGNORECASE), 14 * 60),
    (re.compile(r"\bevening\b", re.IGNORECASE), 19 * 60),
    (re.compile(r"\bnight\b", re.IGNORECASE), 22 * 60),
)
_GOES_ON = re.compile(
    r"\W*(?:(?:an?|\w+)(?: \w+)? (?:minutes?|hours?|moments?|seconds?) later|(?:it|then|they|he|she|within)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence that tells an hour; `is_exact`: by the clock. `at` counts minutes from the beginning of its day."""

    article: Article
    span: Span
    day: date
    at: int
    is_exact: bool


def gather_hours(request: Request) -> Gathered | None:
    """Return a timeline of the night or day that a question asks for; None where its hours are not told."""
    if not _ASKS.search(request.question):
        return None
    topic = topic_stems(request.question) - _OF_DAY
    articles = best_articles(request.search(), ARTICLES)
    entries = [entry for article in articles for entry in _entries(article)]
    of_topic = {article.id for article in articles if begins_with(topic, article)}
    exact = Counter(entry.day for entry in entries if entry.is_exact and entry.article.id in of_topic)
    if not exact or not topic:
        return None
    day = max(exact, key=lambda one: (exact[one], one))
    begin, end = (day - timedelta(1), NOON), (day, DAY)
    # Another article tells of the same night, though it may call it otherwise.
    near = [one for one in entries if begin <= (one.day, one.at) < end]
    counts = Counter(one.article.id for one in near if one.is_exact)
    kept = [one for one in near if one.is_exact or one.article.id in of_topic or counts[one.article.id] > 1]
    if sum(one.is_exact for one in kept) < LEAST:
        return None
    kept.sort(key=lambda one: (one.day, one.at, one.article.id not in of_topic, one.span.start))
    return Gathered(Kind.TIMELINE, tuple(_points(kept))[:MOST], score=1.0)


def _entries(article: Article) -> Iterator[Entry]:
    """Yield the sentences of an article that tell an hour of a day that it tells, in its order."""
    text, published = article.text[:MOST_CHARS], article.published
    day: date | None = None
    for block in split_blocks(text):
        spans, last = list(sentences_within(text, block.span)), 0
        for row, span in enumerate(spans):
            said = span.of(text)
            own = None if _REPORTS.search(said) else _day_of(said, published)
            hours = [hour for hour in find_hours(said) if hour.is_sure or hour.minutes < NOON]
            part = next((minutes for pattern, minutes in _PARTS if pattern.search(said)), None)
            at = hours[0].minutes if hours else part
            if own is not None:
                day, last = own, 0
            if day is None or at is None or (not hours and own is None) or _NOT_SO.search(said):
                continue
            if own is None and at < EARLY and last >= EVENING:
                day += timedelta(1)  # behind midnight
            last = at
            yield Entry(article, _with_next(text, spans, row), day, at, bool(hours))


def _day_of(said: str, published: date | None) -> date | None:
    told = find_told(said, published)
    year, month, day = told.order if told else (0, 0, 0)
    return date(year, month, day) if year and month and day else None


def _with_next(text: str, spans: Sequence[Span], row: int) -> Span:
    """Return a sentence with the next one, where that goes on from it and has no hour of its own."""
    span = spans[row]
    if row + 1 < len(spans):
        behind = spans[row + 1].of(text)
        if _GOES_ON.match(behind) and not any(find_hours(behind)):
            return Span(span.start, spans[row + 1].end)
    return span


def _points(entries: Sequence[Entry]) -> Iterator[Point]:
    """Yield the entries under their days; what two articles tell of one minute is one point."""
    told: dict[tuple[date, int], list[Entry]] = {}
    for entry in entries:
        same = told.setdefault((entry.day, entry.at), [])
        if not entry.is_exact or any(other.article.id == entry.article.id for other in same):
            told[(entry.day, entry.at + len(told) * DAY)] = [entry]
        else:
            same.append(entry)
    for (day, _), group in told.items():
        if group:
            label = f"{day.day} {day:%B %Y}"
            yield Point(label, tuple(cite(one.article, one.span) for one in group))
