"""The days of an article's own time: a piece about the strike of 1911 tells of June 1911, whenever it was published."""

import re
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from index import Article, Span
from rag.evidence.date_names import MONTHS
from rag.evidence.event_dates import Told, find_told
from rag.question.dates import WEEKDAYS
from rag.words import fold

HEAD_CHARS = 400
MOST_CHARS = 30_000
LONG_AGO = 5  # years: a report of a trial begins with what was done some years ago, too
LEAST_YEARS = 2  # named, all of them past, in an article of another time
_YEAR = r"(?:1[0-9]|20)\d\d"
_IN_TITLE = re.compile(rf"(?<![\w.,:/-]){_YEAR}(?![\w/-]|[.,]\d)")
_YEARS = re.compile(rf"(?<![\w.,£$€-]){_YEAR}(?![\w-]|[.,]\d|\s*(?:people|km|miles|metres|meters|euros|dollars))")
_OF_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)}),?\s+(?:de\s+)?"
    rf"(?:\d{{1,2}},?\s+)?(?P<year>{_YEAR})\b",
    re.IGNORECASE,
)
# By these an article counts from its own day. "On Monday 12 June 1911" does not.
_FROM_ITS_DAY = re.compile(
    rf"\b(?:(?:last|this|next)\s+(?:week|month|night|{'|'.join(WEEKDAYS)})|yesterday|tomorrow"
    rf"|(?:on|since|until|by)\s+(?:{'|'.join(WEEKDAYS)})(?!,?\s+(?:the\s+)?(?:\d|[A-Z])))\b",
    re.IGNORECASE,
)
_MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
_BARE_MONTH = re.compile(
    rf"\b(?:in|on|by|of|early|late|mid|\d{{1,2}})[\s-]+(?P<month>{'|'.join(MONTHS)})\b(?!,?\s+(?:de\s+)?{_YEAR})",
    re.IGNORECASE,
)
_A_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_WITH_WEEKDAY = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)}),?\s+(?P<date>{_MONTH}\s+\d{{1,2}}\b|\d{{1,2}}\s+{_MONTH})",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|due|expected|scheduled|set|plan\w*|to be|takes? place|until|by|next|is to|are to)\b"
)
SOON = timedelta(days=10)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def told_in(article: Article, span: Span) -> Told | None:
    """Return the day of what a sentence of an article tells, counted from the time that the article tells of."""
    return find_told(span.of(article.text), article.published, _year_at(article, span))


def _year_at(article: Article, span: Span) -> int:
    """Return the year of the days without one in a sentence; 0 where that is told by the article's day, -1 by nothing.

    In a piece about another year it is that year, or a later one that its paragraph has come to. Behind "in June 2022"
    a November in the same paragraph is of that year.
    """
    if is_written_on(article):
        return article.published.year if article.published else 0
    year = _year_of(article)
    before = article.text[article.text.rfind("\n\n", 0, span.start) + 1 : span.start]
    if year > 0:
        named = [int(found.group()) for found in _YEARS.finditer(before)]
        return max(year, named[-1]) if named else year
    carried, own = list(_OF_MONTH.finditer(before)), _BARE_MONTH.search(span.of(article.text))
    if not year and carried and own and not _A_WEEKDAY.search(span.of(article.text)):
        first, second = (MONTHS[fold(found["month"])] for found in (carried[-1], own))
        return int(carried[-1]["year"]) if first <= second else -1
    return year


@lru_cache(maxsize=512)
def is_written_on(article: Article) -> bool:
    """Tell whether an article tells of a weekday after its own day: it was written on since, so none counts from it."""
    published = article.published
    for found in _WITH_WEEKDAY.finditer(article.text[:MOST_CHARS]) if published else ():
        told = find_told(f"On {found['date']}", published)
        line = article.text[article.text.rfind("\n", 0, found.start()) + 1 : found.end()]
        if told is None or published is None or not all(told.order) or _TO_COME.search(line):
            continue
        if published < date(*told.order) <= published + SOON:
            return True
    return False


@lru_cache(maxsize=512)
def _year_of(article: Article) -> int:
    """Return the one year that an article is about by its title or its first lines, where that is not its own.

    -1 where all its years are long past and none is named so, 0 of an article that tells of its own time.
    """
    text = article.text[:MOST_CHARS]
    if _FROM_ITS_DAY.search(_QUOTED.sub("", text)):
        return 0
    titled = set(_IN_TITLE.findall(article.title))
    dated = [found["year"] for found in _OF_MONTH.finditer(text[:HEAD_CHARS])]
    named = next(iter(titled)) if len(titled) == 1 else dated[0] if dated and not titled else ""
    years, own = Counter(map(int, _YEARS.findall(text))), article.published.year if article.published else 0
    if not own or not years:
        return int(named or 0)
    if max(years) > own - (1 if titled else LONG_AGO) or years.total() < (1 if titled else LEAST_YEARS):
        return 0
    return int(named or -1)
