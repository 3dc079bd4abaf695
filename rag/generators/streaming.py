"""Steps that every engine's stream of text goes through before it is shown."""

import re
from collections.abc import Iterable, Iterator

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def until_blank_line(pieces: Iterable[str]) -> Iterator[str]:
    """Yield `pieces` up to the first blank line, without white space at the start and the end.

    White space is held back until text follows it, so that nothing shown must be taken back. Small
    models go on after their answer with a new question of their own; the blank line comes before it.
    """
    held, begun = "", False
    for piece in pieces:
        held += piece
        if not begun:
            held = held.lstrip()
            begun = bool(held)
        blank = _BLANK_LINE.search(held)
        body = (held[: blank.start()] if blank else held).rstrip()
        if body:
            yield body
        if blank:
            return
        held = held[len(body) :]
