"""An answer as sentences in the order of reading, each with what it cites: for doors that have only text."""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.evidence.markup import show
from rag.types import Answer, Citation, Outcome

NO_EVIDENCE = "No answer could be verified."
PARTLY_SUPPORTED = "Your articles support only a part of this answer."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the spans that it cites; none where it is ours."""

    text: str
    citations: tuple[Citation, ...] = ()


def sentences_of(answer: Answer) -> Iterator[Sentence]:
    """Yield what is said: what was written and held, else the articles' own sentences, else that there is no answer."""
    if answer.outcome is Outcome.NO_EVIDENCE:
        yield Sentence(NO_EVIDENCE)
    if answer.note:
        yield Sentence(answer.note)
    for claim in answer.claims:
        yield Sentence(claim.text, claim.citations)
    if answer.outcome is Outcome.PARTLY_SUPPORTED:
        yield Sentence(PARTLY_SUPPORTED)
    if not answer.claims and answer.outcome is not Outcome.NO_EVIDENCE:
        for point in answer.points:
            yield Sentence(show(point.citations[0].quote), point.citations[:1])
        if not answer.points and not answer.note:
            yield Sentence(answer.text)
