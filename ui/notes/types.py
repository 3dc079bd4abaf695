"""Values of notes: a note, what is pinned in it, and whether the article still says that; all frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from index import Span
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class Note:
    """A note without what is pinned in it; `text` is what its reader wrote, `pins` counts; times are UTC."""

    id: str
    name: str
    text: str
    started: datetime
    changed: datetime
    pins: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A quote with its span, as the article had it when it was pinned; `number` stays the same within its note.

    `said` is the sentence of an answer that it supports, "" where the quote speaks for itself; `question` is what was
    asked, "" where nothing was.
    """

    number: int
    citation: Citation
    said: str
    question: str
    pinned: datetime


class Standing(StrEnum):
    """Whether the article still has a pinned quote."""

    THERE = "there"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


STANDINGS = {
    Standing.THERE: "",
    Standing.MOVED: "The article has changed since, and has these words elsewhere.",
    Standing.CHANGED: "The article has changed since, and no longer has these words.",
    Standing.GONE: "The article is no longer in the library.",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A pin, whether its article still has the quote, and where: `span` is None where it has not."""

    pin: Pin
    standing: Standing
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was deleted: its name, and its rows as they lay in the file; `note` is () where only a pin went."""

    name: str
    note: tuple[object, ...]
    pins: tuple[tuple[object, ...], ...]
