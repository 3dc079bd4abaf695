"""The scope of a question, where it says one: sources, an author, the days of publication."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index import Filter
from index.types import ListedArticle
from rag.answer.times.periods import find_period
from rag.question.dates import DateRange, find_dates
from rag.words import content_stems, fold, words

_BY = re.compile(r"\b(?:by|von|de|par|por)\s+(?P<who>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,2})")
# With a capital: "from the Courier", not "from the harbour".
_FROM = re.compile(
    r"\b(?:(?:from|by|in|of|von|aus|de|dans|par|en|por)\s+(?:the|der|dem|le|la|el)|vom|im|du|del)\s+"
    r"(?P<end>[^\W\d_a-zà-ÿ][\w-]*)"
)
_LED_IN = re.compile(r"^\s*the\s+", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a question is over; `stems` are its words that said so, `label` is how to say it.

    `days` are those in which they were published, where it names any: by the calendar, or as "last week".
    """

    rows: tuple[ListedArticle, ...]
    only: Filter
    stems: frozenset[str]
    label: str
    days: DateRange | None = None
    is_by_calendar: bool = False


def find_scope(question: str, rows: Sequence[ListedArticle], only: Filter, asked: date) -> Scope:
    """Return the articles among `rows`, which pass `only`, that are what `question` says of source, author and days."""
    kept = list(rows)
    labels, stems = [], frozenset[str]()
    if sources := named_sources(question, kept):
        only = only.within(Filter(sources=frozenset(sources)))
        kept = [row for row in kept if row.source in sources]
        labels.append(f"from {' and '.join(sources)}")
        stems |= frozenset(stem for source in sources for stem in _all_stems(source))
    named = named_days(question, asked)
    if named is not None:
        days, said = named
        only = only.within(Filter(published_from=days.first, published_to=days.last))
        labels.append(f"published {days}")
        stems |= _all_stems(f"{days} {said}") | content_stems(
            "last past this week month year day yesterday today two three days"
        )
        kept = [row for row in kept if row.published and days.first <= row.published <= days.last]
    by = _BY.search(question)
    if by is not None:
        author = content_stems(by["who"])
        written = [row for row in kept if author and author <= content_stems(row.author)]
        if written:
            kept = written
            labels.append(f"by {written[0].author}")
            stems |= author
    if by is not None and labels and labels[-1].startswith("by "):
        only = only.within(Filter(articles=frozenset(row.id for row in kept)))
    return Scope(tuple(kept), only, stems, ", ".join(labels), *((named[0], bool(named[1])) if named else ()))


def named_days(question: str, asked: date) -> tuple[DateRange, str] | None:
    """Return the days in which the articles asked for were published, and words of the question that say so.

    Of relative days ("last week") the words are not told.
    """
    if ranges := find_dates(question, asked):
        return DateRange(min(days.first for days in ranges), max(days.last for days in ranges)), ""
    return find_period(question, asked)


def named_sources(question: str, rows: Sequence[ListedArticle]) -> tuple[str, ...]:
    """Return the sources that `question` names: in full, or as "from the Courier" by the end that one of them has."""
    asked = _plain(question)
    sources = dict.fromkeys(row.source for row in rows if row.source)
    if named := tuple(source for source in sources if _plain(source) in asked):
        return named
    ends = [(_plain(source).split() or [""])[-1] for source in sources]
    told = {_plain(found["end"]).strip() for found in _FROM.finditer(question)}
    return tuple(source for source, end in zip(sources, ends, strict=True) if end in told and ends.count(end) == 1)


def called_sources(name: str, rows: Sequence[ListedArticle]) -> tuple[str, ...]:
    """Return the sources that go by `name`, a whole one or its end: "the Tribune" is The Northern Tribune.

    One paper's name may be written with and without its "The"; of two papers no end is the name.
    """
    called = _plain(_LED_IN.sub("", name))
    if not called.strip() or not _LED_IN.sub("", name)[:1].isupper():
        return ()
    sources = dict.fromkeys(row.source for row in rows if row.source)
    bare = {source: _plain(_LED_IN.sub("", source)) for source in sources}
    same = [source for source, plain in bare.items() if plain == called]
    ending = same or [source for source, plain in bare.items() if plain.endswith(called)]
    return tuple(ending) if len({bare[source] for source in ending}) == 1 else ()


def newest_first(rows: Sequence[ListedArticle]) -> list[ListedArticle]:
    """Return articles by the day they were published, those without a date last."""
    return sorted(rows, key=lambda row: (row.published or date.min, row.added), reverse=True)


def _all_stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text))


def _plain(text: str) -> str:
    """Return the words of `text`, folded, each between spaces."""
    return f" {' '.join(_PLAIN_WORD.findall(fold(text)))} "
