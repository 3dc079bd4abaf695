"""Rows: questions that a table answers, read over all of its rows: which fit, how many, who is in most of them."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index import Article
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request
from rag.answer.tables.columns import HOW_MANY, OF_WHICH, with_unit
from rag.answer.tables.reading import Row
from rag.answer.tables.table import Table
from rag.question.kind import Kind
from rag.types import Point

TABLES = 3  # articles, of the best hits, whose rows are read
SHOWN = 20
FEW = 3  # rows that answer a question for one fact
_SEVERAL = re.compile(
    r"^\W*(?:which|what)\s+(?:[\w'’-]+\s+){0,2}?(?!(?:is|was|does|has|his|its)\b)[\w-]{3,}s\b", re.IGNORECASE
)


def gather_rows(request: Request, kind: Kind) -> Gathered | None:
    """Return the rows that answer a question exactly, None where no table among the best hits does."""
    if kind not in (Kind.FACT, Kind.LISTING, Kind.COMPARISON):
        return None
    articles = {hit.article.id: hit.article for hit in (request.hits or request.search())[:TABLES]}
    for article in articles.values():
        table = Table(article, request.question)
        if not table.is_understood:
            continue
        for answer in (_extreme, _most_often, _counted, _listed):
            if (found := answer(table, request.question, kind)) is not None:
                rows, note, short = found
                return Gathered(kind, tuple(_points(article, rows)), note, 1.0, short=short)
    return None


def _points(article: Article, rows: Sequence[Row]) -> Iterator[Point]:
    for row in rows[:SHOWN]:
        yield Point(article.title, (cite(article, row.span),))


_Found = tuple[Sequence[Row], str, str] | None  # the rows, the note, the answer in a few words


def _extreme(table: Table, question: str, kind: Kind) -> _Found:
    """Return the rows with the highest or lowest number in the column that is asked for."""
    rank = table.rank
    if rank is None:
        return None
    for column in rank.columns if rank.is_own else table.asked:
        numbers = [(row.number(column), row) for row in table.fitting]
        known = [one for one in numbers if not math.isnan(one[0])]
        if known and 2 * len(known) > len(numbers):
            best = (max if rank.is_highest else min)(number for number, _ in known)
            way = "highest" if rank.is_highest else "lowest"
            rows = [row for number, row in known if number == best]
            told = table.told(rows, question)
            value = with_unit(column, rows[0].value(column))
            if told and column not in table.asked and value != rows[0].value(column):
                told = f"{told}, {value}"  # "the cheapest" does not say by which of the figures it is
            return rows, f"The {way} “{column}” of {_rows(known)}.", told
    return None


def _most_often(table: Table, question: str, kind: Kind) -> _Found:
    """Return the rows of whom, or what, stands in most of those that fit."""
    if not re.search(r"\bmost\b", question, re.IGNORECASE) or not table.is_subject:
        return None
    noun = OF_WHICH.search(question)
    columns = (table.named_by(noun["noun"]) if noun else []) or table.doers
    column = next((name for name in columns if name != table.columns[0]), "")
    counts = Counter(value for row in table.fitting if (value := row.value(column)))
    if not counts:
        return None
    most = max(counts.values())
    who = [value for value, count in counts.items() if count == most]
    said = " and ".join(f"“{value}”" for value in who)
    note = f"{column}: {said} in {most} of {_rows(table.fitting)}{' each' if len(who) > 1 else ''}, the most."
    return [row for row in table.fitting if row.value(column) in who], note, " and ".join(who)


def _counted(table: Table, question: str, kind: Kind) -> _Found:
    noun = HOW_MANY.search(question)
    if noun is None or not (table.columns[0] in table.named_by(noun["noun"]) or table.is_called(noun["noun"])):
        return None
    count = f"{len(table.fitting):,}"
    return table.fitting, f"{count} of the {_rows(table.rows)} of “{table.article.title}”.", count


def _listed(table: Table, question: str, kind: Kind) -> _Found:
    if table.rank is not None or not (table.is_narrowed or table.is_subject):
        return None
    if kind is Kind.FACT:
        is_answer = table.is_narrowed and (len(table.fitting) <= FEW or _SEVERAL.match(question) is not None)
        return (table.fitting, "", table.told(table.fitting, question)) if is_answer else None
    shown = "" if len(table.fitting) <= SHOWN else f"; the first {SHOWN} are shown"
    return table.fitting, f"{len(table.fitting):,} of the {_rows(table.rows)} of “{table.article.title}”{shown}.", ""


def _rows(rows: Sequence[object]) -> str:
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
