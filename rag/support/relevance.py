"""Relevance: is that what was asked? Told once an answer, apart from whether the articles say it (`judge`)."""

import json
import math
import operator
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.resources import files

from index import Article
from rag.generators.base import Review
from rag.support.dates import is_of_another_year
from rag.support.instructions import without_instructions
from rag.support.judge import Match
from rag.support.names import find_names, is_meant
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.ratio import ratio
from rag.support.runs import find_run
from rag.support.terms import Term, terms
from rag.types import Evidence

BESIDE_TIME = re.compile(
    r"\b(?:before|after|since|until|till|from|between|and|to|than|by)\s+\W*(?:the\s+)?$", re.IGNORECASE
)
ASKED_NAMES = 0.6  # of the question's names, the part that the article must hold: both of two, two of three


@dataclass(frozen=True, slots=True)
class Relevance:
    """Features that tell whether a supported claim answers its question; None is what is not known.

    `asked_here`: of the question's content, the part in the cited span or the title; `asked_numbers`: of its numbers,
    the part in the article. `told`: 1 when the claim says anything that the question does not. `hit`: the best score
    for the question of the window and those that it follows or that follow it; `place`: 1 for the windows that fit
    best, 1/2 for the second, and so on. The others are the generator's own doubts (see `Review`); `short_held`: 1 when
    the cited span holds every word of the short form that the question lacks.
    """

    asked_here: float
    asked_numbers: float
    told: float
    hit: float
    place: float
    firmness: float | None = None
    short_firmness: float | None = None
    stated: float | None = None
    alone: float | None = None
    short_held: float | None = None
    answerable: float | None = None


@dataclass(frozen=True, slots=True)
class RelevanceWeights:
    """A logistic regression over `Relevance`, and the probability from which an answer is given.

    `neutral` stands for what is not known, as where no generator wrote: the mean of what was.
    """

    bias: float
    weights: Relevance
    neutral: Relevance
    threshold: float


@lru_cache(maxsize=1)
def load_weights() -> RelevanceWeights:
    """Return the fitted weights that ship with Broadsheet; `tests/benchmarks/fit_support.py` fits them."""
    values = json.loads(files("rag.support").joinpath("weights.json").read_text(encoding="utf-8"))["answer"]
    return RelevanceWeights(
        values["bias"], Relevance(**values["weights"]), Relevance(**values["neutral"]), values["threshold"]
    )


def probability(relevance: Relevance) -> float:
    """Return the probability, 0 to 1, that a supported claim so compared answers the question."""
    fitted = load_weights()
    known = (
        own if own is not None else usual
        for own, usual in zip(astuple(relevance), astuple(fitted.neutral), strict=True)
    )
    return 1 / (1 + math.exp(-(fitted.bias + sum(map(operator.mul, known, astuple(fitted.weights))))))


def compare_with_question(question: str, claim: str, match: Match, evidence: Evidence, review: Review) -> Relevance:
    """Return how a claim that rests on `match` fits what was asked; `review` is the generator's of the whole answer."""
    article = match.window.article
    title = without_instructions(article.title)
    asked = [term for term in terms(question) if term.is_content]
    here = _stems(f"{title}\n{match.span.of(article.text)}")
    run = find_run(match.window, evidence.windows)
    whole = quantities(_whole(article))
    numbers = [term for term in asked if term.quantity is not None]
    words = [term for term in asked if term.quantity is None]
    said = {term.stem for term in words}
    return Relevance(
        asked_here=ratio([term.stem in here for term in words]),
        asked_numbers=ratio([any(one.holds(term.quantity) for one in whole) for term in numbers if term.quantity]),
        told=float(any(_is_new(term, said, asked) for term in terms(claim) if term.is_content)),
        hit=run.score,
        place=run.place,
        firmness=review.firmness,
        short_firmness=review.short_firmness,
        stated=review.stated,
        alone=review.alone,
        short_held=_short_held(review.short, question, match.span.of(article.text)),
        answerable=review.answerable,
    )


def speaks_of_another(question: str, matches: Sequence[Match]) -> bool:
    """Tell whether the cited articles do not name what was asked about.

    A small model puts the question's names into what it reads of others.
    """
    names = find_names(question)
    texts = [_whole(match.window.article) for match in matches]
    return ratio([any(is_meant(name, text) for text in texts) for name in names]) < ASKED_NAMES


def tells_of_another_time(question: str, match: Match) -> bool:
    """Tell whether a question is about a year or a day, and the cited span is about others alone.

    Who drowned in 1784 is no answer to who drowned in 1954. "Since 1954" and "before 1954" ask for another time.
    """
    asked = [one for one in quantities(question) if _is_year(one) and not BESIDE_TIME.search(question[: one.start])]
    article = match.window.article
    span = match.span.of(article.text)
    if asked and is_of_another_year(span, asked):
        return True
    told = f"{without_instructions(article.title)}\n{span}"
    years = [one for one in quantities(told) if _is_year(one)]
    return bool(asked and years) and not any(one.holds(own) or own.holds(one) for one in years for own in asked)


def _is_year(quantity: Quantity) -> bool:
    return quantity.kind in (QuantityKind.YEAR, QuantityKind.DATE) and not math.isnan(quantity.value)


def holds_all(text: str, phrase: str) -> bool:
    """Tell whether `text` has every content word and number of `phrase`; "3" and "three" are one number."""
    here, values = _stems(text), quantities(text)
    return all(
        any(one.holds(term.quantity) for one in values) if term.quantity is not None else term.stem in here
        for term in terms(phrase)
        if term.is_content
    )


def find_new(short: str, question: str) -> str:
    """Return the part of a short answer from its first to its last word or number that the question lacks."""
    new = _new_terms(short, question)
    return short[new[0].start : new[-1].end] if new else ""


def _short_held(short: str, question: str, cited: str) -> float | None:
    new = _new_terms(short, question)
    return float(holds_all(cited, " ".join(term.text for term in new))) if new else None


def _is_new(term: Term, asked: set[str], question: Sequence[Term]) -> bool:
    if term.quantity is not None:
        return not any(other.quantity is not None and other.quantity.holds(term.quantity) for other in question)
    return term.stem not in asked


def _whole(article: Article) -> str:
    """Return all that an article tells, without what it says to the model."""
    told = (without_instructions(article.title), article.source, str(article.published or ""))
    return "\n".join([*told, without_instructions(article.text)])


def _stems(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.stem)


def _new_terms(short: str, question: str) -> list[Term]:
    asked = _stems(question)
    return [term for term in terms(short) if term.is_content and (term.quantity is not None or term.stem not in asked)]
