"""Likeness: whether two clauses do the same, and two of their arguments can be the same."""

import re
from collections.abc import Iterable, Iterator

from rag.support.grammar import Argument, Clause
from rag.support.number_words import is_number_word
from rag.support.terms import is_alike

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # which the article's day may supply


def is_same_act(one: Clause, other: Clause) -> bool:
    """Tell whether two acts are the same, in whatever form or by a verb that says the same."""
    is_alike_act = one.act == other.act or is_alike(one.act, frozenset((other.act,)))
    return is_alike_act or (bool(one.sense) and one.sense == other.sense)


def numbers_of(clause: Clause) -> frozenset[str]:
    """Return the numbers that stand with the arguments of a clause, in digits or in words; no years."""
    said = (word for one in all_of(clause) for word in one.words if not YEAR.fullmatch(word))
    return frozenset(word for word in said if any(map(str.isdigit, word)) or is_number_word(word, "en"))


def all_of(clause: Clause) -> Iterator[Argument]:
    """Yield all that a clause is about."""
    yield from clause.doer
    yield from clause.done_to
    yield from (place for _, place in clause.places)


def meet(mine: Iterable[Argument], theirs: Iterable[Argument]) -> bool:
    """Tell whether one of some can be one of others."""
    return any(can_be_same(one, other) for one in mine for other in theirs)


def can_be_same(one: Argument, other: Argument) -> bool:
    """Tell whether two arguments can be the same: their nouns are, and neither is told apart from the other."""
    if one.head == other.head:
        apart = (one.modifiers - other.words, other.modifiers - one.words)
        return not (apart[0] and apart[1])
    return one.head in other.words or other.head in one.words
