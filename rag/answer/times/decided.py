"""Decided: what the minutes of a meeting say was decided on it, for a timeline of that matter."""

import re
from collections.abc import Iterator, Sequence

from index import Hit, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.records.minutes import decisions_of, meeting_day
from rag.answer.request import best_articles
from rag.answer.times.matters import OF_TIME
from rag.evidence.event_dates import Told, told_on
from rag.question.subject import topic_stems
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import content_stems

ARTICLES = 10
LEAST_SHARE = 0.5  # of the topic's words that are not of the council, say, that an item of the minutes has
_LEANS = re.compile(r"\bthe (?:amendment|motion|proposal|resolution)\b", re.IGNORECASE)


def decided(question: str, hits: Sequence[Hit]) -> Iterator[tuple[Told, Point]]:
    """Yield what minutes among the hits decided of the topic of `question`, under the day of their meeting."""
    for article in best_articles(hits, ARTICLES):
        topic, day = topic_stems(question) - OF_TIME - content_stems(article.title), meeting_day(article)
        told = told_on(day)
        if not topic or told is None:
            continue
        for heading, span in decisions_of(article, ""):
            stems = content_stems(f"{heading}\n{span.of(article.text)}")
            held = sum(stem in stems or is_alike(stem, stems) for stem in topic)
            if held >= LEAST_SHARE * len(topic):
                yield told, Point(told.label, (cite(article, _with_what_was_moved(article.text, span)),))


def _with_what_was_moved(text: str, span: Span) -> Span:
    """Return a decision with the sentence before it, where that says which amendment was lost."""
    block = next((one.span for one in split_blocks(text) if one.span.start <= span.start < one.span.end), span)
    spans = list(sentences_within(text, block))
    row = next((row for row, one in enumerate(spans) if one.start <= span.start < one.end), 0)
    return Span(spans[row - 1].start, span.end) if row and _LEANS.search(spans[row].of(text)) else span
