"""Told days: the day that a sentence of a timeline stands under, or none: what is not sure is left out."""

from datetime import date
from functools import lru_cache

from index import Article, Span
from rag.answer.corrections.withdrawals import is_in_correction
from rag.evidence.article_days import is_written_on, told_in
from rag.evidence.date_clauses import shows_now, tells_announced, tells_done
from rag.evidence.event_dates import Told, find_told, told_on
from rag.evidence.sentences import Sentence
from rag.evidence.telling import telling_spans

READ_CHARS = 1_000  # where an article begins
UNKNOWN = Told("Without a day", (0, 99, 0))  # what an article without a date reports, behind all days


def day_of(sentence: Sentence, newest: date | None) -> Told | None:
    """Return the day of a sentence; None where it tells of none, in passing alone, or of a plan that is past.

    What corrects an earlier report is told on the day that it was admitted. `newest` is the day of the newest article:
    what is to come stands under its day only where that lies behind it.
    """
    article = sentence.article
    if is_in_correction(article, sentence.span):
        return _admitted(sentence.text, article.published)
    told = told_in(article, sentence.span)
    if told is not None and not (told.is_aside or told.is_limit or shows_now(sentence.text)):
        is_open = newest is not None and told.order > (newest.year, newest.month, newest.day)
        return told if is_open or not told.is_coming else None
    return _reported(article) if sentence.span.start == _first(article) else None


def _admitted(said: str, published: date | None) -> Told | None:
    """Return the last day up to that of its article that a correction names, "admitted on Monday"; else that day."""
    if published is None:
        return None
    told = find_told(said.rpartition(",")[2], published)
    day = (published.year, published.month, published.day)
    return told if told is not None and told.order[2] and told.order <= day else told_on(published)


def is_news(sentence: Sentence) -> bool:
    """Tell whether a report begins with a sentence of what has been done, which is what it reports."""
    return sentence.span.start == _first(sentence.article) and tells_done(sentence.text)


@lru_cache(maxsize=512)
def _reported(article: Article) -> Told | None:
    """Return the day by which what an article begins with had happened, or that it has none."""
    said = Span(_first(article), _end(article)).of(article.text)
    if article.published is not None:
        return told_on(article.published) if tells_done(said) and not is_written_on(article) else None
    return UNKNOWN if tells_done(said) or tells_announced(said) else None


@lru_cache(maxsize=512)
def _sentences(article: Article) -> tuple[Span, ...]:
    return tuple(span for span, _ in telling_spans(article.text[:READ_CHARS])[:1])


def _first(article: Article) -> int:
    """Return where the first sentence of an article begins, -1 where none tells anything."""
    return next((span.start for span in _sentences(article)), -1)


def _end(article: Article) -> int:
    return next((span.end for span in _sentences(article)), 0)
