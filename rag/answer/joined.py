"""Joined: the answers of a question's parts ("When does it start, and what does a ticket cost?") as one."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.answer.refusal import LEAST_FIT_OPEN
from rag.answer.request import Gathered
from rag.answer.short.amounts import lacks_kind
from rag.evidence.markup import show
from rag.question.kind import Kind
from rag.question.spelling import say_misspellings
from rag.retrieval import Retrieval
from rag.support.names import Name, find_names, is_held
from rag.types import Answer, Citation, Claim, Outcome, Point, Receipt

# Each part of a question for these is answered by itself: a sentence that answers both is seldom one that both hold.
MOST_QUOTED = 2  # of a part of which no answer was verified
_BRACKETS = re.compile(r" \([^()]*\)$")  # the names of the first part, behind a later one
ALONE = (Kind.FACT, Kind.YES_NO)


def are_answered_alone(parts: Sequence[Gathered]) -> bool:
    """Tell whether a question has parts of which each is answered by itself."""
    return len(parts) > 1 and all(part.kind in ALONE for part in parts)


def join(question: str, found: Retrieval, answers: Sequence[Answer], gathered: Sequence[Gathered]) -> Answer:
    """Return the answers of the parts in order, each sentence and quotation once, as the answer to `question`.

    `found` is what was found for the whole of it. Which part was not answered is said; what was `gathered` for it is
    quoted where it fits.
    """
    parts = [_quote(answer, part) for answer, part in zip(answers, gathered, strict=True)]
    if parts[0].outcome is Outcome.NO_EVIDENCE:  # who paid for it is not told where what "it" is, is not
        parts[1:] = [
            answer if _BRACKETS.search(part.question) else quoted
            for answer, quoted, part in zip(answers[1:], parts[1:], gathered[1:], strict=True)
        ]
    quoted = [part for part, answer in zip(parts, answers, strict=True) if part is not answer]
    answered = [part for part in parts if part.outcome is not Outcome.NO_EVIDENCE]
    claims = _once(part.claims for part in answered)
    shorts = [part.short for part in answered]
    notes = [say_misspellings(found.resolved.misspellings), *(part.note for part in answered or parts)]
    missing = [
        say_unanswered(part.resolved, is_quoted=part in answered)
        for part in parts
        if part.outcome is Outcome.NO_EVIDENCE or part in quoted
    ]
    return Answer(
        question=question,
        resolved=str(found.resolved),
        outcome=_outcome(answered, claims),
        short="; ".join(dict.fromkeys(shorts)) if all(shorts) else "",
        text=" ".join(dict.fromkeys(part.text for part in answered)),
        claims=claims,
        hits=found.hits,
        nearest=() if answered else tuple(dict.fromkeys(one for part in parts for one in part.nearest)),
        withheld=_once(part.withheld for part in parts),
        timings=parts[-1].timings,
        receipt=_join_receipts([part.receipt for part in parts]),
        kind=parts[0].kind,
        points=distinct(point for part in answered for point in part.points),
        note=" ".join(dict.fromkeys(filter(None, [*notes, *(missing if answered else ())]))),
        disagreements=tuple(dict.fromkeys(one for part in parts for one in part.disagreements)),
        misspellings=found.resolved.misspellings,
    )


def is_told_of(part: Gathered) -> bool:
    """Tell whether the articles tell of what a part asks, as of an open question: it is quoted then.

    For one fact, with the amount or time that it asks for.
    """
    if part.answerable or part.kind not in ALONE or part.score < LEAST_FIT_OPEN:
        return part.answerable
    return any(not lacks_kind(point.citations[0].quote, part.question) for point in part.points)


def say_unanswered(question: str, *, is_quoted: bool = False) -> str:
    """Return that a part of a question was not answered, and whether what is said of it is quoted."""
    quoted = "; what the articles say of it is quoted" if is_quoted else ""
    return f"No answer to “{_BRACKETS.sub('', question)}” could be verified{quoted}."


def _quote(answer: Answer, part: Gathered) -> Answer:
    """Return the answer to a part with what was gathered for it, where none was verified and that is of its kind."""
    if answer.outcome is not Outcome.NO_EVIDENCE or not is_told_of(part):
        return answer
    names = find_names(part.question)
    fitting = tuple(point for point in part.points[:MOST_QUOTED] if _is_of_kind(point.citations[0], part, names))
    if not fitting:
        return answer
    text = " ".join(show(point.citations[0].quote) for point in fitting)
    return replace(answer, outcome=Outcome.QUOTED, points=fitting, text=text, nearest=())


def _is_of_kind(cited: Citation, part: Gathered, names: Sequence[Name]) -> bool:
    """Tell whether a quotation has the time or amount asked for, and with its title all that the part names."""
    told = f"{cited.title}\n{cited.quote}"
    return not lacks_kind(cited.quote, part.question) and all(is_held(name, told) for name in names)


def distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the points without those of which an earlier one quotes a part."""
    kept: list[Point] = []
    for point in points:
        if not any(point.citations[0].overlaps(other.citations[0]) for other in kept):
            kept.append(point)
    return tuple(kept)


def _outcome(answered: Sequence[Answer], claims: Sequence[Claim]) -> Outcome:
    if not answered:
        return Outcome.NO_EVIDENCE
    if not claims:
        return Outcome.QUOTED
    is_partly = any(part.outcome is Outcome.PARTLY_SUPPORTED for part in answered)
    return Outcome.PARTLY_SUPPORTED if is_partly else Outcome.ANSWERED


def _once(several: Iterable[tuple[Claim, ...]]) -> tuple[Claim, ...]:
    """Return the claims in order, each text once."""
    found: dict[str, Claim] = {}
    for claims in several:
        for claim in claims:
            found.setdefault(claim.text, claim)
    return tuple(found.values())


def _join_receipts(receipts: Sequence[Receipt]) -> Receipt:
    """Return one receipt: all that was read, and a fingerprint of all the prompts."""
    prompts = "\x00".join(receipt.prompt_sha256 for receipt in receipts)
    passages = tuple(dict.fromkeys(passage for receipt in receipts for passage in receipt.passages))
    return replace(receipts[0], passages=passages, prompt_sha256=hashlib.sha256(prompts.encode()).hexdigest())
