"""Days: what one article tells day by day, under "Monday, 17 November" or "On Tuesday …"."""

import re
from collections.abc import Iterator

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.overviews.about import begins_with
from rag.answer.request import Gathered, Request, best_articles
from rag.evidence.event_dates import find_told
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.types import Point
from rag.words import content_stems

ARTICLES = 3
LEAST = 2
PARAGRAPH_CHARS = 600
_ASKS = re.compile(
    r"\b(?:(?:each|every) (?:\w+ )?day|day by day|day-by-day|each of the days|which day|tag für tag|jeden tag"
    r"|jour par jour|chaque jour|d[ií]a (?:a|por) d[ií]a|cada d[ií]a)\b",
    re.IGNORECASE,
)
_OF_DAYS = content_stems("day days each every happened happen one")
_DAY = re.compile(
    r"[\W_]*(?:(?:on|by|early on|late on) )?(?:the )?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:day (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|last|final|next|opening|closing) day\b)[^.\n]{0,40}",
    re.IGNORECASE,
)


def gather_days(request: Request) -> Gathered | None:
    """Return what the article that a question means tells of each day, in order; None where none tells day by day."""
    if not _ASKS.search(request.question):
        return None
    topic = topic_stems(request.question) - _OF_DAYS
    for article in best_articles(request.search(), ARTICLES):
        points = list(_points(article)) if begins_with(topic, article) else []
        if len({point.group for point in points}) >= LEAST:
            return Gathered(Kind.TIMELINE, tuple(points), score=1.0)
    return None


def _points(article: Article) -> Iterator[Point]:
    """Yield the paragraphs under each day, to their first sentences; a day stands above them or begins them."""
    text, label = article.text, ""
    for block in split_blocks(text):
        said = block.span.of(text)
        begun = _DAY.match(said)
        if begun:
            told = find_told(begun.group(), article.published) or find_told(begun["day"], article.published)
            label = told.label if told and told.order[2] else begun["day"].capitalize()
        elif block.kind == "heading":
            label = ""
        if label and block.kind != "heading" and (span := _first_sentences(text, block.span)):
            yield Point(label, (cite(article, span),))


def _first_sentences(text: str, block: Span) -> Span | None:
    spans = list(sentences_within(text, block))
    kept = [span for span in spans if span.end - block.start <= PARAGRAPH_CHARS] or spans[:1]
    return Span(kept[0].start, kept[-1].end) if kept else None
