"""Kinds of conflict between a statement and a unit that speaks of the same."""

from enum import StrEnum


class Conflict(StrEnum):
    """Reasons why a unit does not say a statement although it speaks of the same."""

    POLARITY = "the sources say the opposite"
    OPPOSITE = "the sources say the opposite, in another word"
    VALUE = "the sources give another value"
    NAME = "the sources name another"
    SWAPPED = "the sources say that of something else"
    UNDONE = "the sources do not say that of it"
    OPEN = "the sources do not tell it as a fact"
    ORDER = "the sources have it the other way round"
    WITHDRAWN = "the sources say that this was wrong"
    SPEAKER = "the sources have somebody else say so"
