"""Who else speaks of just what a speaker says stands behind it, under his own name."""

import numpy as np

from index import Article, Passage
from index.types import Hit
from rag.answer.people.echoes import find_echoes
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import read_sentences

TEXT = (
    "Ida Lorne said that the mill pays.\n\nPim Astor said that the mill does not pay.\n\n"
    "Ida Lorne said that the mill would stay.\n\nOle Brand said that bread is dear.\n\nThe mill does not pay."
)
PLACES = (0.0, 0.1, 0.2, 1.5, 0.05)  # angles: near ones are about the same


def ranked() -> list[Ranked]:
    hit = Hit(Article("a", "The mill", TEXT), Passage(TEXT, 0, len(TEXT)), 1.0, 1.0, 0.0)
    return [
        Ranked(sentence, 0.5, 0.5, np.array([np.cos(angle), np.sin(angle)], np.float32))
        for sentence, angle in zip(read_sentences([hit]), PLACES, strict=True)
    ]


def test_another_by_name_on_the_same_is_found_and_nobody_else() -> None:
    every = ranked()
    assert find_echoes(every, every[:1]) == [every[1]]


def test_nothing_is_found_where_nobody_is_near() -> None:
    every = ranked()
    assert find_echoes(every, every[3:4]) == []
