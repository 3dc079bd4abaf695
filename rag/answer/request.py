"""One question and where its answer is looked for; and what a kind brings together for it."""

from dataclasses import dataclass, field
from datetime import date

from index import Filter, Hit, Library
from rag.evidence.vectors import SentenceVectors
from rag.question.kind import Kind
from rag.types import Point

HITS = 40
MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class Request:
    """A stand-alone question over the articles that pass `only`; `asked` is the day that "last week" counts from.

    `hits`: what was found for this very question already, enough for one fact; open questions are searched more widely.
    """

    library: Library
    question: str
    asked: date
    only: Filter = field(default_factory=Filter)
    most: int = MOST_POINTS
    vectors: SentenceVectors = field(default_factory=SentenceVectors)
    hits: tuple[Hit, ...] = ()

    def search(self, question: str = "", k: int = HITS, only: Filter | None = None) -> tuple[Hit, ...]:
        """Return the best passages for `question`, by default the request's own."""
        return self.library.search(question or self.question, k, self.only if only is None else only)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The points and hits brought together for a question of `kind`.

    `note` says in one sentence what must be known beside the points: what was covered, which side is missing, or why
    there are no points. `score`, 0 to 1, is how well the best point fits the question; `answerable` tells whether that
    is enough. `short` is the answer in a few words where code can tell it: a table's value, a count of its rows.
    """

    kind: Kind
    points: tuple[Point, ...]
    note: str = ""
    score: float = 0.0
    answerable: bool = True
    short: str = ""
