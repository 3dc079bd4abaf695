"""Chunks: the parts of a sentence that each say one thing, so that a value is not lent to its neighbour's subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rag.support.terms import Term, terms

# Where a new statement may begin, but not around an age ("John, 75, closed"). What stands between two of them is a
# chunk once it says something by itself.
JOINT = re.compile(
    r"[;:|–—()]|(?<=[.!?])[\"”’)]*\s+(?=\S)|[。！？]|(?<!, \d)(?<!, \d\d),(?!\d| \d{1,2},)"
    r"|\b(?:and|but|while|whereas|although|though|who|which|because|whose|nor"
    r"|und|aber|während|sondern|et|mais|tandis|y|pero|mientras)\b|[，、；：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The terms that stand together in one part of a sentence, with its offsets."""

    start: int
    end: int
    terms: tuple[Term, ...]

    @property
    def content(self) -> tuple[Term, ...]:
        """Return the terms that say something."""
        return tuple(term for term in self.terms if term.is_content)


@lru_cache(maxsize=8192)
def chunks(text: str) -> tuple[Chunk, ...]:
    """Return the chunks of a sentence in order; they cover all its terms.

    A sentence begins one, and so does a cell of a table's row ("Kellin | 2019: 1,204 | 2020: 990"). A list ("Idlib,
    Aleppo and Hama") stays together, and so does what has a single word of content: neither says anything of its own.
    """
    borders = [0, *(match.start() for match in JOINT.finditer(text)), len(text)]
    found = terms(text)
    pieces = [
        Chunk(start, end, tuple(term for term in found if start <= term.start < end))
        for start, end in pairwise(borders)
    ]
    joined: list[Chunk] = []
    for piece in pieces:
        sign = text[piece.start : piece.start + 1]
        is_apart = sign in ("|", " ", "\n", "。") or (sign == ":" and "|" not in text)
        if joined and not is_apart and (not _says_something(piece.content) or not _says_something(joined[-1].content)):
            last = joined.pop()
            piece = Chunk(last.start, piece.end, (*last.terms, *piece.terms))
        joined.append(piece)
    return tuple(joined)


def _says_something(content: Sequence[Term]) -> bool:
    """Tell whether the words are more than an item of a list: a word beside a name or number, or two words."""
    plain = sum(not term.is_strict for term in content)
    strict = len(content) - plain
    return plain >= 2 or (plain >= 1 and strict >= 1)


def find_term(term: Term, part: Chunk) -> Term | None:
    """Return the term of `part` that is the same as `term`."""
    if term.quantity is not None:
        return next((one for one in part.terms if one.quantity and one.quantity.holds(term.quantity)), None)
    return next((one for one in part.terms if one.stem and one.stem == term.stem), None)
