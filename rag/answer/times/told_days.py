"""Told days: the day that a sentence of a timeline stands under, or none: what is not sure is left out."""

import re
from datetime import date, timedelta
from functools import lru_cache

from index import Article
from rag.answer.corrections.withdrawals import is_in_correction
from rag.evidence.article_days import is_written_on, told_in
from rag.evidence.date_clauses import comments, deed_of, shows_now, talks, tells_announced, tells_done, tells_state
from rag.evidence.event_dates import Told, find_told, told_on
from rag.evidence.sentences import Sentence
from rag.evidence.telling import telling_spans
from rag.words import content_stems

_ADMITS = re.compile(r"\b(?:admitted|conceded|acknowledged|announced|confirmed|said)\b[^.,;:]*", re.IGNORECASE)
LEAD_CHARS = 450  # of a report, that tell its news
LEAST_OF_TITLE, OF_TITLE = 2, 0.3  # words of a title, and part of them, that its news tells
LEAST_WORDS = 5  # of an event: "Nobody has died." is none
READ_CHARS = 1_000  # in which its first sentence is looked for
UNKNOWN = Told("Without a day", (0, 99, 0))  # what an article without a date reports, behind all days


def day_of(sentence: Sentence, newest: date | None, *, is_plan: bool = False) -> Told | None:
    """Return the day of a sentence; None where it tells of none, in passing alone, or of a plan that is past.

    What corrects an earlier report is told on the day that it was admitted. `newest` is the day of the newest article:
    what it says is to come stands under its day; what others said was to come may have come otherwise.
    Where a plan is asked for
    (`is_plan`) all that is to come stands under its day.
    """
    article = sentence.article
    if is_in_correction(article, sentence.span):
        return _admitted(sentence.text, article.published)
    told = told_in(article, sentence.span)
    is_open = told is not None and newest is not None and told.order > (newest.year, newest.month, newest.day)
    is_open = is_plan or (is_open and article.published == newest)
    is_coming = told is not None and (told.is_coming or _is_ahead(told, article))
    if told is not None and not (told.is_aside or told.is_limit or (is_coming and not is_open)):
        is_so = shows_now(sentence.text) or (told.is_beside and tells_state(sentence.text))
        return None if is_so and not is_coming else told
    if is_coming and article.published is not None:
        return None  # "On Monday the probe will strike" is no news of Friday
    if sentence.span.start >= LEAD_CHARS or len(sentence.text.split()) < LEAST_WORDS:
        return None
    return _reported(article, sentence.text, is_first=sentence.span.start == _first(article))


def _is_ahead(told: Told, article: Article) -> bool:
    """Tell whether a day lies more than one behind its article's: what is told of it then was a plan."""
    if article.published is None or is_written_on(article):
        return False
    after = article.published + timedelta(1)
    return told.order > (after.year, after.month, after.day)


def _admitted(said: str, published: date | None) -> Told | None:
    """Return the last day up to that of its article that a correction names, "admitted on Monday"; else that day."""
    if published is None:
        return None
    admits = _ADMITS.search(said)
    told = find_told(admits.group(), published) if admits else None
    day = (published.year, published.month, published.day)
    return told if told is not None and told.order[2] and told.order <= day else told_on(published)


def is_news(sentence: Sentence) -> bool:
    """Tell whether it reports: among the first sentences it tells what has been done, or begins what has no date."""
    article, start = sentence.article, sentence.span.start
    is_told = tells_done(sentence.text) or _tells_title(article, sentence.text)
    return start < LEAD_CHARS and (is_told or (not article.published and start == _first(article)))


def _reported(article: Article, said: str, *, is_first: bool) -> Told | None:
    """Return the day by which what a report begins with had happened, or that it has none."""
    is_told = (
        tells_done(said)
        or _tells_title(article, said)
        or (is_first and (article.published is None or tells_announced(said)))
    )
    if not is_told or talks(said) or (comments(said) and not is_first) or is_written_on(article):
        return None
    return told_on(article.published) or (UNKNOWN if is_first else None)


def _tells_title(article: Article, said: str) -> bool:
    """Tell whether a sentence tells as done what the title of its article tells: that is its news."""
    title, stems = content_stems(article.title), content_stems(said)
    shared = sum(stem in stems for stem in title)
    return shared >= max(LEAST_OF_TITLE, OF_TITLE * len(title)) and deed_of(said) != "" and not shows_now(said)


@lru_cache(maxsize=512)
def _first(article: Article) -> int:
    """Return where the first sentence of an article begins, -1 where none tells anything."""
    return next((span.start for span, _ in telling_spans(article.text[:READ_CHARS])), -1)
