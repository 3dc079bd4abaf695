"""A guide to one article: its own sentences on what it is about, names, dates, and questions that it answers."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice

from index import Article, Filter, Hit, Library
from index.database import fingerprint_text
from index.splitting import split_article
from rag.answer.citations import cite
from rag.answer.gathering import gather_points
from rag.answer.request import Request
from rag.evidence.event_dates import find_told
from rag.evidence.sentences import Sentence, read_sentences
from rag.support.names import Name, are_same, find_names
from rag.types import Citation, Point

READ_CHARS = 40_000  # of an article; the beginning tells what it is about
KEPT = 200  # guides
MOST_ABOUT = 3
MOST_NAMES = 8
MOST_DATES = 8
MOST_QUESTIONS = 4
TRIED_NAMES = 3  # that are asked about


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: `about` are sentences of the article, `names` those it has most, `dates` days with the first sentence.

    `questions` are answered by this article alone, without a model.
    """

    about: tuple[Citation, ...] = ()
    names: tuple[str, ...] = ()
    dates: tuple[tuple[str, Citation], ...] = ()
    questions: tuple[str, ...] = ()


class Guides:
    """Makes guides when they are asked for, and keeps the latest ones for as long as their article stays as it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, str], Guide] = OrderedDict()

    def find(self, library: Library, article_id: str) -> Guide:
        """Return the guide to an article; raises ArticleUnknown."""
        article = library.article(article_id)
        key = (article.id, fingerprint_text(article.text), f"{article.title} {article.published}")
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        made = make_guide(library, article)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def make_guide(library: Library, article: Article) -> Guide:
    """Return the guide to an article of `library`."""
    passages = split_article(article.text[:READ_CHARS])
    told = [one for one in read_sentences([Hit(article, each, 1.0, 0.0, 0.0) for each in passages]) if not one.is_order]
    guide = Guide(_tell(library, article, told), _find_names(told), tuple(_find_dates(article, told)))
    return replace(guide, questions=tuple(islice(_find_questions(library, article, guide), MOST_QUESTIONS)))


def _tell(library: Library, article: Article, told: Sequence[Sentence]) -> tuple[Citation, ...]:
    points = _answer(library, article, _summary(article))
    cited = [point.citations[0] for point in points] or [cite(article, one.span) for one in told]
    return tuple(cited[: MOST_ABOUT if points else 1])


def _find_names(told: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the names that the sentences have most; those of one bearer are one, by the longest of them."""
    groups: list[tuple[Counter[str], list[Name]]] = []
    for sentence in told:
        for name in find_names(sentence.text):
            group = next((one for one in groups if are_same(one[1][0], name)), None)
            if group is None:
                groups.append(group := (Counter(), []))
            group[0][sentence.text[name.start : name.end]] += 1
            group[1].append(name)
    groups.sort(key=lambda group: -group[0].total())
    longest = [(max(counted, key=lambda name: (len(name.split()), counted[name])), counted) for counted, _ in groups]
    # A lone capital that stands there once is as likely the first word of a line.
    certain = (name for name, counted in longest if " " in name or name.isupper() or counted.total() > 1)
    return tuple(name for name in islice(certain, MOST_NAMES) if not name.isdigit())


def _find_dates(article: Article, told: Sequence[Sentence]) -> Iterator[tuple[str, Citation]]:
    """Yield the first days that the sentences tell of, in the order of time, each with its first sentence."""
    found: dict[tuple[int, int, int], tuple[str, Citation]] = {}
    for sentence in told:
        day = find_told(sentence.text, None)  # as it is written: a year that is not there is not guessed
        if day is not None and day.order not in found and len(found) < MOST_DATES:
            found[day.order] = (day.label, cite(article, sentence.span))
    for order in sorted(found, key=lambda order: (order[0] or date.max.year, *order)):
        yield found[order]


def _summary(article: Article) -> str:
    return f"Summarise “{article.title}”"


def _find_questions(library: Library, article: Article, guide: Guide) -> Iterator[str]:
    """Yield questions of the article's names, days and title that it answers."""
    for name in guide.names[:TRIED_NAMES]:
        said, told = f"What did {name} say?", f"What is said of {name}?"
        if " " in name and any(point.group == name for point in _answer(library, article, said)):
            yield said
        elif any(name in citation.quote for point in _answer(library, article, told) for citation in point.citations):
            yield told
    for label, _ in guide.dates[-1:]:
        asked = f"What happened {'on' if label[0].isdigit() and ' ' in label else 'in'} {label}?"
        if _answer(library, article, asked):
            yield asked
    if article.title and _answer(library, article, _summary(article)):
        yield _summary(article)


def _answer(library: Library, article: Article, question: str) -> tuple[Point, ...]:
    """Return the points of the article that answer the question; none where a part of it is not answered."""
    asked = Request(library, question, datetime.now(UTC).date(), Filter(articles=frozenset([article.id])))
    found = gather_points(asked)
    if not all(part.points and part.answerable for part in found):
        return ()
    return tuple(point for part in found for point in part.points)
