"""A question and what has come of it so far, events in, the next state out; and the talk that it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index import Hit
from rag.types import (
    Answer,
    Citation,
    Claim,
    Event,
    Evidence,
    Finished,
    Judged,
    Point,
    Points,
    Receipt,
    Retrieved,
    Token,
    Turn,
    Window,
)
from ui.conversations.types import Feedback
from ui.service.holdings import Holdings

SAME = "Run again: the same answer, word for word, from the same passages."
CHANGED = {
    "generation": "the library has changed since",
    "embedder": "another embedder searched",
    "generator": "another generator wrote",
    "model_sha256": "the model's file is another one",
    "versions": "other versions of the programs are at work",
}


class Stage(StrEnum):
    """Where an exchange is."""

    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and what is known about its answer; `number` counts from 1 in a conversation.

    `points` are the articles' own sentences for a question of `kind`, `note` what must be known beside them. `draft` is
    what the generator wrote and nobody judged yet, `judged` what it wrote before that, `trouble` why there is none.
    `kept` is the number that the answer is kept under, 0 when it is not; `again` says how running it again went. `held`
    says what the library holds, where it does not hold the answer; `asked` is the day that "last week" counts from.
    `link` is what links call the answer, once it is kept.
    """

    number: int
    question: str
    stage: Stage = Stage.SEARCHING
    resolved: str = ""
    hits: tuple[Hit, ...] = ()
    windows: tuple[Window, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    trouble: str = ""
    kept: int = 0
    feedback: Feedback | None = None
    again: str = ""
    held: Holdings | None = None
    asked: date | None = None
    points: tuple[Point, ...] = ()
    note: str = ""
    kind: str = ""
    judged: tuple[Claim, ...] = ()
    link: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether the answer is still being made."""
        return self.stage in (Stage.SEARCHING, Stage.READING, Stage.WRITING)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is shown: its exchanges, what stands in the question box, and a failure to tell.

    `conversation` is the id that it is kept under, "" before its first answer. `editing` is the number of the
    exchange whose question stands in the box to be asked otherwise, `wanted` of the one to be brought into view; 0
    when there is none.
    """

    exchanges: tuple[Exchange, ...] = ()
    box: str = ""
    alert: str = ""
    conversation: str = ""
    editing: int = 0
    wanted: int = 0


def advance(exchange: Exchange, event: Event) -> Exchange:
    """Return `exchange` after `event`."""
    match event:
        case Retrieved(resolved, hits):
            return replace(exchange, resolved=resolved, hits=hits)
        case Evidence(windows, _):
            return replace(exchange, windows=windows, stage=Stage.READING)
        case Points(kind, points, note):
            return replace(exchange, points=points, note=note, kind=kind)
        case Token(text):
            return replace(exchange, draft=exchange.draft + text, stage=Stage.WRITING)
        case Judged(claim, rest):
            return replace(exchange, judged=(*exchange.judged, claim), draft=rest)
        case Finished(answer):
            return replace(exchange, answer=answer, resolved=answer.resolved, judged=(), stage=Stage.DONE)


def stop(exchange: Exchange) -> Exchange:
    """Return `exchange` as its reader stopped it; one that is over stays as it is."""
    return replace(exchange, stage=Stage.STOPPED) if exchange.is_running else exchange


def fail(exchange: Exchange, trouble: str) -> Exchange:
    """Return `exchange` as it ends when something went wrong."""
    return replace(exchange, stage=Stage.FAILED, trouble=trouble)


def turns_of(exchanges: Iterable[Exchange]) -> tuple[Turn, ...]:
    """Return the history that a follow-up leans on: what was asked, and what was answered ("" where it was refused)."""
    answers = (exchange.answer for exchange in exchanges)
    return tuple(Turn(answer.resolved, answer.text) for answer in answers if answer is not None)


def number_citations(answer: Answer) -> dict[Citation, int]:
    """Return the citations in the order in which they are read, numbered from 1, each span once."""
    return {citation: number for number, citation in enumerate(answer.citations, start=1)}


def compare(before: Answer, after: Answer) -> str:
    """Return in a sentence or two whether `after` is the same answer as `before`, and why not if it is not."""
    is_same = (before.outcome, before.text, before.short) == (after.outcome, after.text, after.short)
    same_read = before.receipt.passages == after.receipt.passages
    changed = _changes(before.receipt, after.receipt)
    if is_same and same_read:
        return SAME if not changed else f"{SAME} Yet {_listed(changed)}."
    what = "the same answer, but from other passages" if is_same else f"another answer: “{after.text or 'none'}”"
    why = _listed(changed) if changed else "nothing else is different"
    return f"Run again: {what}; {why}."


def _changes(before: Receipt, after: Receipt) -> list[str]:
    return [said for name, said in CHANGED.items() if getattr(before, name) != getattr(after, name)]


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
