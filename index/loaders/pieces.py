"""Pieces of a line that are set otherwise: raised ones keep their meaning, struck-out ones are marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Style = Literal["", "raised", "struck"]
# "1st", "2e", "No", "Mme", a trade mark: they go on with the word.
_ENDING = re.compile(r"st|nd|rd|th|ers?|res?|èmes?|[aeorªº]|os|rs|me|lle|gr|[^\w+−–-]+", re.IGNORECASE)
_NUMBER = re.compile(r"[+−–-]?[\d.,/]+")
# A note's number stands behind a word, a sentence's end, or a number of four figures, as a year is.
_BEFORE_A_NOTE = re.compile(r"(?:[^\W\d_]{4,}|\d{4}|[.,;:!?\"”’»])\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a line that is set in one way."""

    text: str
    style: Style = ""


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Return a line: "10" and a raised "6" as "10^6", a raised note's number as "[6]", struck-out text as "~~90~~"."""
    line = ""
    for style, group in groupby(pieces, key=lambda piece: piece.style):
        text = "".join(piece.text for piece in group)
        if not text.strip() or not style:
            line += text
        elif style == "raised":
            line += _raised(text, line)
        else:
            line += text.replace(text.strip(), f"~~{text.strip()}~~", 1)
    return line


def _raised(text: str, before: str) -> str:
    bare = text.strip()
    if not before or before[-1].isspace() or _ENDING.fullmatch(bare):
        return text
    if _NUMBER.fullmatch(bare) and _BEFORE_A_NOTE.search(before):
        return f"[{bare}]"
    return f"^{text}"
