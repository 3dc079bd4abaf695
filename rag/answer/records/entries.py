"""Entries: all items of a list that an article holds under a name, each begun by a code or label: "E1: The tank …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index import Article, Span
from index.splitting import split_blocks
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request, best_articles
from rag.answer.short.measure import POINTS_IN_TIME
from rag.answer.tables.rows import SHOWN
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.quantities import quantities
from rag.types import Point
from rag.words import content_stems

ARTICLES = 3  # of the best hits, whose lists are read
LEAST = 2
HEAD_CHARS = 400  # of an article, that say what it is: "Meeting of 12 March 2025"
ITEM_CHARS = 900
MOST_CHARS = 200_000  # of an article that are read
KINDS = (Kind.LISTING, Kind.EXPLANATION, Kind.FACT, Kind.OVERVIEW)
_LABEL = re.compile(
    r"^[ \t]*(?:[-*•‣·]\s+)?[*_`]{0,2}"
    r"(?P<label>(?:(?P<word>[A-Z][a-zà-ÿ]+) )?[A-Z]{0,3}[-–.]?\d{1,4}[A-Za-z]?)[*_`]{0,2}"
    r"(?::[*_`]{0,2}\s+|\s*[–—=]\s*|\s+-\s+|\)\s+)(?=\S)",
    re.MULTILINE,
)
_OTHER = re.compile(r"^\W*(?:(?:and|so|but) )?(?:how|why|when|where|who)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:list|all|every|each|which|what|name|show|give|explain|meanings?)\b|s\b", re.IGNORECASE)
# What one paper calls fault codes another calls error codes.
_ALIKE = tuple(
    map(content_stems, ("fault error trouble failure warning problem alarm display", "rule regulation", "step stage"))
)
_LIGHT = content_stems(
    "list all mean means meaning meanings give show shows display displayed displays name appear there exist every each"
    " possible various different full complete entire explain does manual handbook instructions guide"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: its label, the word before its number ("Rule", "" without one), and all of it."""

    label: str
    word: str
    span: Span


def gather_entries(request: Request, kind: Kind) -> Gathered | None:
    """Return all entries of the list that a question names, in order; None where no article found has one."""
    if kind not in KINDS or _OTHER.match(request.question) or not _ALL.search(request.question):
        return None
    wanted = topic_stems(request.question) - _LIGHT
    for article in best_articles(request.hits or request.search(), ARTICLES):
        found = [
            (heading or article.title, item)
            for heading, items in read_lists(article.text[:MOST_CHARS])
            if _is_named(wanted, request.question, article, heading, items)
            for item in items
        ]
        if found:
            points = tuple(Point(heading, (cite(article, item.span),)) for heading, item in found[:SHOWN])
            shown = "" if len(found) <= SHOWN else f"; the first {SHOWN} are shown"
            return Gathered(Kind.LISTING, points, f"{len(found):,} entries of “{article.title}”{shown}.", 1.0)
    return None


def read_lists(text: str) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Yield the lists of labelled items in `text`, each with the heading above it, or the line that leads to it."""
    matches = list(_LABEL.finditer(text))
    if len(matches) < LEAST:
        return
    headings = [block.span for block in split_blocks(text) if block.kind == "heading"]
    headings = [span for span in headings if not _LABEL.match(span.of(text))]

    def section(match: re.Match[str]) -> tuple[int, str]:
        return sum(span.start < match.start() for span in headings), match["word"] or ""

    for (number, word), group in groupby(matches, section):
        found = list(group)
        if len(found) < LEAST:
            continue
        stop = headings[number].start if number < len(headings) else len(text)
        above = headings[number - 1].of(text).strip("#*_ \t") if number else ""
        begin = headings[number - 1].end if number else 0
        lead = text[begin : found[0].start()].strip().rpartition("\n")[2]
        heading = " ".join(filter(None, (above, lead if lead.endswith(":") else "")))
        yield heading, tuple(_items(text, found, word, stop))


def _items(text: str, found: Sequence[re.Match[str]], word: str, stop: int) -> Iterator[Item]:
    """Yield the items: each goes on to the next, the last as many paragraphs as the longest of the others has."""
    most = 1
    for row, match in enumerate(found):
        end = found[row + 1].start() if row + 1 < len(found) else stop
        said = text[match.start() : end].rstrip()
        paragraphs = re.split(r"\n\s*\n", said)
        if row + 1 == len(found):
            said = said[: len(said) - sum(len(one) + 2 for one in paragraphs[most:])].rstrip()
        most = max(most, len(paragraphs))
        start = match.start() + len(said) - len(said.lstrip())
        yield Item(match["label"], word, Span(start, min(match.start() + len(said), start + ITEM_CHARS)))


def is_of_article(wanted: frozenset[str], question: str, article: Article, *more: str) -> bool:
    """Tell whether all that a question names is of an article as a whole: its title, its head, its headings, its day.

    `wanted` are the stems of it; days and months are compared as such.
    """
    head = f"{article.title}\n{article.text[:HEAD_CHARS]}\n" + "\n".join(more)
    dates = [one for one in quantities(question) if one.kind in POINTS_IN_TIME]
    own = [*quantities(head), *quantities(f"{article.published:%-d %B %Y}" if article.published else "")]
    if not all(any(one.holds(date) for one in own) for date in dates):
        return False
    said = content_stems(head)
    of_dates = content_stems(" ".join(question[date.start : date.end] for date in dates))
    return all(stem in said or any(stem in alike and alike & said for alike in _ALIKE) for stem in wanted - of_dates)


def _is_named(wanted: frozenset[str], question: str, article: Article, heading: str, items: Sequence[Item]) -> bool:
    """Tell whether a question names a list: its noun stands above it or in its labels, all else is of the article."""
    plain = question.casefold()
    if any(re.search(rf"(?<!\w){re.escape(item.label.casefold())}(?!\w)", plain) for item in items):
        return False  # one of them is asked for
    several = content_stems(" ".join(word for word in question.split() if word.rstrip("?.,!").endswith("s")))
    of_list = wanted & content_stems(f"{heading} {items[0].word}") or wanted & several & content_stems(article.title)
    return bool(of_list) and is_of_article(wanted, question, article, heading, items[0].word)
