"""Lists with a value each: "Which bikes does the shop rent, and what do they cost?" is one list, not two answers."""

import re
from collections.abc import Sequence

from index.splitting.rows import is_row
from rag.answer.citations import cite
from rag.answer.comparisons.facing import asked_value, find_values
from rag.answer.counting import OF_ARTICLES, ROWS
from rag.answer.listing import HITS
from rag.answer.refusal import judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.short.measure import Measure
from rag.answer.tables.reading import Row
from rag.answer.tables.table import Table
from rag.evidence.points import choose, to_points
from rag.evidence.ranking import rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.terms import holds_any
from rag.types import Point
from rag.words import content_stems

PARTS = 2
NEAR = WORTH = 0.6  # of the best sentence's score, for the best one of another article, and for any
_LISTS = re.compile(
    r"^\W*(?:which|what|welche|quel(?:le)?s|qué|cuáles)\s+(?:[\w'’-]+\s+){0,2}?[\w-]{2,}s\b", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*\([^()]*\)\W*$")  # what `split_parts` says that "they" are
_EACH = re.compile(
    r"\b(?:they|them|their|theirs|each|every one|these|those|sie|ihre?|ihnen|jede[rs]?|ils|elles|leurs?|chacune?"
    r"|ellos|ellas|sus|cada un[oa])\b",
    re.IGNORECASE,
)


def gather_valued(request: Request, parts: Sequence[str], kinds: Sequence[Kind]) -> Gathered | None:
    """Return the rows or sentences that have what a list asks for with the value asked of each; None for no such list.

    `parts` are those of a question; the second asks a value of what the first lists.
    """
    if len(parts) != PARTS or not _EACH.search(parts[1]) or OF_ARTICLES.search(parts[0]):
        return None
    listed, asked = parts[0], _BEHIND.sub("", parts[1])
    if kinds[0] is not Kind.LISTING and not (kinds[0] is Kind.FACT and _LISTS.match(listed)):
        return None
    if kinds[1] not in (Kind.FACT, Kind.LISTING) and not _values_asked(asked):
        return None
    values, named = _values_asked(asked), topic_stems(asked) - topic_stems(listed)
    hits = request.search(f"{listed} {asked}", k=HITS)
    ranked = rank_sentences(f"{listed} {asked}", hits, request.library.embedder, request.vectors)
    fit, answerable = judge_fit(listed, ranked)
    topic = topic_stems(listed)
    held = [one for one in ranked if _has_value(one.sentence, values, named) and _is_of(one.sentence, topic)]
    if not held:
        return None
    first = held[0].sentence
    if is_row(first.article.text, first.span):
        table = Table(first.article, listed)
        rows = [row for row in (table.fitting if table.is_understood else table.rows) if _row_has(row, values, named)]
        points = tuple(Point(first.article.title, (cite(first.article, row.span),)) for row in rows[:ROWS])
        answerable = answerable or table.is_understood
    else:
        quotes = choose(held, ROWS, near=NEAR, worth=WORTH, longest=0)
        articles = list(dict.fromkeys(quote.article.id for quote in quotes))
        in_order = sorted(quotes, key=lambda quote: (articles.index(quote.article.id), quote.span.start))
        points = to_points(in_order, lambda quote: quote.article.title)
    return Gathered(Kind.LISTING, points, "", fit, question=request.question) if answerable and points else None


def _values_asked(asked: str) -> frozenset[str]:
    """Return the kinds of value that are asked for: "how long" is asked of a tour and of a ship."""
    value = asked_value(asked)
    return frozenset((Measure.TIME.value, Measure.LENGTH.value) if value == Measure.TIME else filter(None, (value,)))


def _has_value(sentence: Sentence, values: frozenset[str], named: frozenset[str]) -> bool:
    """Tell whether a sentence gives a value of the kind that is asked for, or any of what is named."""
    text = sentence.whole.of(sentence.article.text)
    given = find_values(text)
    return bool(given & values) if values else bool(given) and _shares(named, text)


def _row_has(row: Row, values: frozenset[str], named: frozenset[str]) -> bool:
    """Tell whether a row gives the value: under a column that is named so, or in a cell of its kind."""
    cells = zip(row.cells, row.values, strict=True)
    return any(_shares(named, cell.name) or not values.isdisjoint(find_values(told)) for cell, told in cells)


def _is_of(sentence: Sentence, topic: frozenset[str]) -> bool:
    """Tell whether a sentence, its heading or the title of its article has a word of what is listed."""
    return _shares(topic, f"{sentence.article.title}\n{sentence.heading}\n{sentence.whole.of(sentence.article.text)}")


def _shares(asked: frozenset[str], text: str) -> bool:
    told = content_stems(text)
    return holds_any(asked, told)
