"""Values of a kept conversation; all frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from index import Span
from rag.types import Answer


class Verdict(StrEnum):
    """What the reader says of an answer."""

    GOOD = "good"
    BAD = "bad"


class Format(StrEnum):
    """What a conversation can be exported as; `CSL` is JSON, too."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    BIBTEX = "bib"
    CSL = "csl"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on an answer, why (may be empty), and when it was given (UTC)."""

    verdict: Verdict
    reason: str
    given: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without what was said in it; times are UTC, `exchanges` counts its answers."""

    id: str
    name: str
    started: datetime
    changed: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class HitPlace:
    """Where a hit stood: a `Hit` without the article's text, whose passage had the hash `text_sha256`."""

    article: str
    start: int
    end: int
    score: float
    cosine: float
    full_text: float
    speaker: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """Where a window stood: a `Window` without the article's text; `text_sha256` is of the window's text."""

    article: str
    start: int
    end: int
    best: Span
    score: float
    speaker: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer that needs no library to be shown: `answer.hits` is always empty, `hits` says where they stood."""

    answer: Answer
    hits: tuple[HitPlace, ...]
    windows: tuple[WindowPlace, ...]


@dataclass(frozen=True, slots=True)
class SavedExchange:
    """A question with its answer; `number` counts from 1 in its conversation, without a gap, in the order kept."""

    conversation: str
    number: int
    asked: datetime
    saved: SavedAnswer
    feedback: Feedback | None = None

    @property
    def answer(self) -> Answer:
        """Return the answer, its `hits` empty."""
        return self.saved.answer

    @property
    def question(self) -> str:
        """Return what was asked, in the words of who asked it."""
        return self.saved.answer.question


@dataclass(frozen=True, slots=True)
class Match:
    """An exchange that a search found: `excerpt` is the piece of answer or question with the word in it."""

    number: int
    question: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that a search found; `matches` is empty when only its name has the words."""

    conversation: Conversation
    matches: tuple[Match, ...]
