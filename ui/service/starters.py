"""Questions to begin with, made from the library's own articles and kept only where they answer them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations, islice

from index import Library
from index.types import ListedArticle
from rag.answer.gathering import gather_points
from rag.answer.library import suggest_questions
from rag.answer.request import Request
from rag.answer.scope import newest_first
from rag.words import content_stems
from ui.service.demo import QUESTIONS, is_demo

MOST = 7
READ = 100  # of the newest articles, for two to compare
NEW = "What is new?"


def find_starters(library: Library) -> tuple[str, ...]:
    """Return at most `MOST` questions that the articles answer; none for an empty library."""
    return tuple(islice((one for one in propose(library.articles()) if is_answered(library, one)), MOST))


def propose(listed: Sequence[ListedArticle]) -> Iterator[str]:
    """Yield questions that articles with these titles may answer, those first that are asked most."""
    if not listed:
        return
    yield from QUESTIONS if is_demo(listed) else ()
    yield NEW
    suggested = suggest_questions(listed)
    yield from suggested[:2]
    if pair := _find_pair([row for row in newest_first(listed) if row.title][:READ]):
        yield f"Compare “{pair[0].title}” and “{pair[1].title}”"
    yield from suggested[2:]


def _find_pair(rows: Sequence[ListedArticle]) -> tuple[ListedArticle, ListedArticle] | None:
    """Return two articles of two sources whose titles share most words, the newest such; None without any."""

    def shared(pair: tuple[ListedArticle, ListedArticle]) -> int:
        one, other = pair
        return len(stems[one.id] & stems[other.id]) if one.source != other.source else 0

    stems = {row.id: content_stems(row.title) for row in rows}
    best = max(combinations(rows, 2), key=shared, default=None)
    return best if best is not None and shared(best) else None


def is_answered(library: Library, question: str) -> bool:
    """Tell whether every part of `question` has sentences of the articles that answer it."""
    request = Request(library, question, datetime.now(UTC).date())
    return all(part.points and part.answerable for part in gather_points(request))
