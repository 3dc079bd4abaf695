"""What is compared between a claim, its question and a span of the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from index import Span
from rag.support.instructions import without_instructions
from rag.support.names import Name, find_names, is_held
from rag.support.numbers import held_values, numbers
from rag.support.quotes import is_verbatim, quotes
from rag.support.runs import Run
from rag.support.speakers import find_sayers, is_said_by_another
from rag.types import Window
from rag.words import NEGATION, Word, words

NAME_WEIGHT = 2.0  # names and numbers tell more about whether a sentence is meant than other words


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared between a claim, its question and a span; ratios are 0 to 1.

    `new`: of the claim's content that is not the question's, the part in the span. `old`: of the
    claim's content that is the question's, the part in the span, its window or the title.
    `numbers`, `names`, `quotes`: of those in the claim, the part in the span (names: in the article).
    `asked_names`: of the question's names, the part in the article, title and source included.
    `asked`: of the question's content, the part in the window or title; `asked_here`: in the span or title.
    `asked_numbers`: of the question's numbers, the part in the article. `told`: 1 when the claim says anything
    that the question does not. `pairs`: of the claim's content words that follow each other, the part that do so in the
    span, too. `agreement`: 0 when the question denies what the span affirms, or the reverse.
    `speaker`: 0 when the span has somebody else say what the claim puts in someone's mouth. `hit`: the best
    score for the question of the window and those that it follows or that follow it. `place`: 1 for the windows that
    fit best, 1/2 for the second, and so on.
    """

    new: float
    old: float
    numbers: float
    names: float
    quotes: float
    asked_names: float
    asked: float
    asked_here: float
    asked_numbers: float
    told: float
    pairs: float
    agreement: float
    speaker: float
    hit: float
    place: float


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and its question, taken apart once."""

    claim: str
    question: tuple[Word, ...]
    new: tuple[Word, ...]
    old: tuple[Word, ...]
    pairs: frozenset[tuple[str, str]]
    names: tuple[Name, ...]
    asked_names: tuple[Name, ...]
    numbers: tuple[float, ...]
    asked_numbers: tuple[float, ...]
    quotes: tuple[str, ...]
    sayers: tuple[Name, ...]
    is_denied: bool


def take_apart(claim: str, question: str) -> Said:
    """Return `claim` with its content words, names, numbers and quotes, beside those of `question`."""
    asked = words(question)
    known = {word.stem for word in asked}
    said = words(claim)
    content = tuple(word for word in said if not word.is_stop)
    return Said(
        claim,
        tuple(word for word in asked if not word.is_stop),
        tuple(word for word in content if word.stem not in known),
        tuple(word for word in content if word.stem in known),
        _pairs(said),
        find_names(claim),
        find_names(question),
        tuple(number.value for number in numbers(claim)),
        tuple(number.value for number in numbers(question) if number.written),
        tuple(quoted.text for quoted in quotes(claim)),
        find_sayers(claim),
        bool(NEGATION.search(question)),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared once for all spans of a window."""

    window: Window
    title: frozenset[str]
    around: frozenset[str]
    names: float
    asked_names: float
    asked_numbers: float
    run: Run

    @classmethod
    def of(cls, said: Said, window: Window, run: Run) -> Self:
        """Return what the window's article, and the window as a whole, hold of `said`."""
        article = window.article
        told = without_instructions(article.text)
        head = without_instructions(article.title)
        text = f"{head}\n{article.source}\n{article.published or ''}\n{told}"
        title = frozenset(word.stem for word in words(head))
        values = held_values(text)
        return cls(
            window,
            title,
            title | frozenset(word.stem for word in words(told[run.start : run.end])),
            _ratio([is_held(name, text) for name in said.names]),
            _ratio([is_held(name, text) for name in said.asked_names]),
            _ratio([value in values for value in said.asked_numbers]),
            run,
        )


def compare(said: Said, known: Known, span: Span) -> Features:
    """Return how `said` fits `span` of the window that `known` is of."""
    window = known.window
    text = span.of(window.article.text)
    read = words(text)
    here = frozenset(word.stem for word in read)
    values = held_values(text)
    return Features(
        new=_part(said.new, here, values),
        old=_part(said.old, here | known.around, values),
        numbers=_ratio([value in values for value in said.numbers]),
        names=known.names,
        quotes=_ratio([is_verbatim(quote, text) for quote in said.quotes]),
        asked_names=known.asked_names,
        asked=_part(said.question, known.around, values),
        asked_here=_part(said.question, here | known.title, values),
        asked_numbers=known.asked_numbers,
        told=float(bool(said.new or said.numbers)),
        pairs=len(said.pairs & _pairs(read)) / len(said.pairs) if said.pairs else 1.0,
        agreement=float(said.is_denied == bool(NEGATION.search(text))),
        speaker=float(not is_said_by_another(said.claim, said.sayers, text, window.speaker)),
        hit=known.run.score,
        place=known.run.place,
    )


def _part(wanted: tuple[Word, ...], here: frozenset[str], values: frozenset[float]) -> float:
    """Return the weighted part of `wanted` that is here; 1 when nothing is wanted."""
    total = found = 0.0
    for word in wanted:
        weight = NAME_WEIGHT if word.is_name or word.is_number else 1.0
        total += weight
        if word.stem in here or (word.is_number and _value(word.text) in values):
            found += weight
    return found / total if total else 1.0


def _pairs(said: Sequence[Word]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(word.stem for word in said if not word.is_stop))


def _value(text: str) -> float | None:
    found = numbers(text)
    return found[0].value if found else None


def _ratio(present: list[bool]) -> float:
    return sum(present) / len(present) if present else 1.0
