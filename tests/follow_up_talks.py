"""Conversations of `follow_ups.txt`: what is asked after which turns, and what its stand-alone question must hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rag.question.resolve import resolve
from rag.types import Turn
from rag.words import words

FILE = Path(__file__).parent / "follow_ups.txt"
ASKED = date(2026, 11, 18)


@dataclass(slots=True)
class Talk:
    """A follow-up, the turns before it, and the words that its stand-alone question must have, and must not have."""

    turns: list[Turn] = field(default_factory=list)
    question: str = ""
    needs: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    @property
    def resolved(self) -> str:
        """Return the stand-alone question."""
        return resolve(self.question, self.turns, ASKED).text

    @property
    def is_right(self) -> bool:
        """Tell whether nothing was added where nothing is needed, else whether what is needed was."""
        if not self.needs:
            return self.resolved == self.question
        held = _stems(self.resolved)
        return self.needs <= held and not self.unwanted & held


def read_talks(path: Path = FILE) -> Iterator[Talk]:
    """Yield the conversations of a file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield _read(lines)


def _read(lines: list[str]) -> Talk:
    talk, asked = Talk(), ""
    for line in lines:
        name, _, rest = line.partition(" ")
        if name == "Q":
            asked = rest
        elif name == "A":
            talk.turns.append(Turn(asked, rest))
        elif name == "ask":
            talk.question = rest
        elif name == "needs":
            talk.needs = frozenset() if rest == "nothing" else _stems(rest)
        elif name == "not":
            talk.unwanted = _stems(rest)
        else:
            raise ValueError(f"{line!r} begins with none of Q, A, ask, needs, not")
    return talk


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text))
