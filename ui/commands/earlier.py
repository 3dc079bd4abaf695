"""Earlier: what was asked in the terminal right before, which `ask --continue` goes on from."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.disk import write_whole
from rag.types import Turn
from ui.errors import NothingToContinue

FILE = "asked.json"
MOST = 12  # questions, of which a follow-up leans on the last ones
OWNERS_ALONE = 0o600
_TURNS = TypeAdapter(tuple[Turn, ...])


def read_earlier(home: Path) -> tuple[Turn, ...]:
    """Return the questions and answers that go on with the next question of `home`, oldest first.

    Raises NothingToContinue where nothing was asked there yet, or what was kept cannot be read.
    """
    try:
        turns = _TURNS.validate_json((home / FILE).read_bytes())
    except (OSError, ValidationError):
        turns = ()
    if not turns:
        raise NothingToContinue(
            "There is no question to go on from: ask one without --continue first, then the next with it."
        )
    return turns


def keep_asked(home: Path, earlier: Sequence[Turn], asked: Turn) -> None:
    """Keep what was asked and answered behind what went before, the last `MOST` of it, for its owner alone."""
    turns = [{"question": turn.question, "answer": turn.answer} for turn in (*earlier, asked)]
    with suppress(OSError):  # an answer is worth showing where nothing can be written
        write_whole(home / FILE, json.dumps(turns[-MOST:], ensure_ascii=False).encode(), OWNERS_ALONE)
