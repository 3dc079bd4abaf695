"""Echoes: who else speaks of just what a speaker says, for it or against it."""

from collections.abc import Sequence

from rag.answer.people.attribution import voice_of
from rag.evidence.ranking import Ranked
from rag.support.names import Name

SAME = 0.75  # cosine of two sentences, from which they are about the same
MOST = 2


def find_echoes(ranked: Sequence[Ranked], said: Sequence[Ranked]) -> list[Ranked]:
    """Return the sentences of others, by name, on what one of `said` tells, at most `MOST`, the nearest first."""
    own = {id(item) for item in said}
    speakers = {name.words[-1].stem for item in said for name in _names(item)}
    found: list[tuple[float, Ranked]] = []
    for item in ranked:
        names = () if id(item) in own else _names(item)
        if not names or any(name.words[-1].stem in speakers for name in names):
            continue
        near = max((float(item.vector @ other.vector) for other in said), default=0.0)
        if near >= SAME:
            found.append((near, item))
    return [item for _, item in sorted(found, key=lambda pair: -pair[0])[:MOST]]


def _names(item: Ranked) -> tuple[Name, ...]:
    return voice_of(item.sentence.article.text, item.sentence.span).names
