"""How sure an answer is, beyond what a claim and its span have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Self

from rag.generators.base import Review
from rag.support.numbers import held_values, numbers
from rag.words import Word, content_stems, words


@dataclass(frozen=True, slots=True)
class Sureness:
    """What the generator said of its answer (see `Review`), and whether the evidence bears its short form out.

    `short_held`: 1 when the cited spans hold every word of the short form that the question lacks, else 0. On 371
    answers of realtimeqa-2022 and 100 of squad2-600 it raised the area under the curve of all that is known of an
    answer from .783 to .796, and from .842 to .863 (5-fold, six times).
    """

    firmness: float
    short_firmness: float
    stated: float
    alone: float
    short_held: float

    def known(self, said: tuple[float | None, ...]) -> Self:
        """Return `said`, in the order of the fields, with this for what is None."""
        filled = (own if value is None else value for value, own in zip(said, astuple(self), strict=True))
        return type(self)(*filled)


def narrow_review(review: Review, claim: str, claims: Sequence[str], question: str) -> Review:
    """Return what `review` says of `claim`: without the short form where another of the `claims` holds it alone."""
    if _holds(claim, review.short, question) or not any(_holds(one, review.short, question) for one in claims):
        return review
    return replace(review, short="")


def read_sureness(review: Review, question: str, cited: str) -> tuple[float | None, ...]:
    """Return the fields of `Sureness` for a claim that rests on the text `cited`; None is what is not known."""
    held = _holds(cited, review.short, question)
    return (review.firmness, review.short_firmness, review.stated, review.alone, held)


def _holds(cited: str, short: str, question: str) -> float | None:
    """Return whether `cited` has every content word of `short`, 1 or 0; None when the question has them all."""
    asked = {word.stem for word in words(question)}
    wanted = [word for word in words(short) if not word.is_stop and word.stem not in asked]
    if not wanted:
        return None
    return float(holds_all(cited, wanted))


def holds_all(text: str, wanted: Iterable[Word]) -> bool:
    """Tell whether `text` has every content word of `wanted`; "3" and "three" are one number."""
    here, values = content_stems(text), held_values(text)
    content = (word for word in wanted if not word.is_stop)
    return all(word.stem in here or any(one.value in values for one in numbers(word.text)) for word in content)
