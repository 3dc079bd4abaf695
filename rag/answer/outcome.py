"""Outcome: how a question ended, and what is shown of what was written and of the points."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Hit
from rag.answer.citations import cite
from rag.answer.corrections.corrected import righted
from rag.answer.refusal import tells_answer
from rag.answer.request import Gathered
from rag.answer.written.lead import NO_LEAD, Lead
from rag.answer.written.paragraph import is_told
from rag.evidence.markup import show
from rag.question.kind import Kind
from rag.types import Answer, Citation, Claim, Evidence, Outcome, Point, Receipt, Support, Timings

NEAREST = 3  # passages offered when nothing supports an answer
# Of the best sentence, from which it answers a question for one fact by itself where nothing written held: .43 of the
# answerable and .25 of the unanswerable questions of squad2-600 have one.
FIT_OF_A_FACT = 0.65
# The same with what a model says that read them: of 45 such questions it is so of 6 of 10 that are answered and of 3 of
# 35 that are not; less is enough where a point has the words of its answer (of 10 such questions 9 have an answer).
LEAST_QUOTED, LEAST_HELD = 0.7, 0.6
# Quotations below a sentence that tells the one fact asked for: of 13 questions of clapnq-half one more brings .62 of
# what people chose (F1), all of them .60; what is read further down is about something else.
BESIDE_A_FACT = 2
# Why a sentence is left out that was right once: what stands in its place makes the answer no less whole.
OUTDATED = "a newer article gives another value"
# What a note says of quotations that a refusal does not show.
_PROMISES = re.compile(
    r"(?:^| )This covers [^.:]+: what fits best\."
    r"|; the nearest that they say is [^.]+(?=\.)|: this is what comes closest(?=\.)"
)
UNSEARCHED = (Kind.TALK, Kind.LIBRARY)


def conclude(
    resolved: str,
    hits: tuple[Hit, ...],
    evidence: Evidence,
    claims: tuple[Claim, ...],
    short: str,
    timings: Timings,
    receipt: Receipt,
) -> Answer:
    """Decide the outcome: unsupported claims are withheld, and without a supported one there is no answer."""
    shown = tuple(claim for claim in claims if claim.support.is_shown)
    withheld = tuple(claim for claim in claims if not claim.support.is_shown)
    if not shown:
        outcome = Outcome.NO_EVIDENCE
    elif any(claim.reason != OUTDATED for claim in withheld) or any(claim.support is Support.WEAK for claim in shown):
        outcome = Outcome.PARTLY_SUPPORTED
    else:
        outcome = Outcome.ANSWERED
    return Answer(
        question=resolved,
        resolved=resolved,
        outcome=outcome,
        short=short,
        text=" ".join(claim.text for claim in shown),
        claims=shown,
        hits=hits,
        nearest=() if shown else _nearest(evidence),
        withheld=withheld,
        timings=timings,
        receipt=receipt,
    )


def with_points(
    answer: Answer, gathered: Sequence[Gathered], points: tuple[Point, ...], note: str, lead: Lead = NO_LEAD
) -> Answer:
    """Return the answer with its points; where nothing written held, they are the answer if they fit well enough.

    For one fact, a point that `lead` finds fits, too, and comes first.
    """
    kind = gathered[0].kind
    told = next((part.short for part in gathered if part.short), "")
    if told and kind is not Kind.STATEMENTS:
        answer = _of_rows(answer, points)
    if answer.claims:
        new = tuple(
            point
            for point in points
            if not is_told(point.citations[0], answer.claims)
            and not any(point.citations[0].overlaps(one) for one in answer.disagreements)
        )
        if len(gathered) == 1 and kind is Kind.FACT:
            new = new[:BESIDE_A_FACT]
        return replace(answer, kind=kind.value, points=new, note=note, short=told or answer.short)
    if any(part.kind in UNSEARCHED for part in gathered) or (not points and any(map(_counts_none, gathered))):
        said = " ".join(filter(None, (note, *(show(point.citations[0].quote) for point in points))))
        outcome = Outcome.ANSWERED if said else Outcome.NO_EVIDENCE
        return replace(answer, kind=kind.value, outcome=outcome, points=points, note=note, text=said, nearest=())
    held = lead.find(points)
    points = (*held, *(point for point in points if not _is_shown(point, held)))
    if points and (lead.verdict or any(_answers(part, lead, is_held=bool(held)) for part in gathered)):
        is_fact, is_right = kind is Kind.FACT and bool(held), True
        if is_fact and len(gathered) == 1:
            points = points[: len(held) + BESIDE_A_FACT]
            right = righted(points, answer.hits)
            is_right, points = right == points, right  # what is taken back is no headline
        said = " ".join(show(point.citations[0].quote) for point in points)
        short = _headline(answer, lead, told, held if is_fact else ()) if is_right else ""
        quoted = replace(answer, outcome=Outcome.QUOTED, short=short, points=points, text=said, nearest=())
        return replace(quoted, kind=kind.value, note=note)
    near = tuple(point.citations[0] for point in points[:NEAREST]) or answer.nearest
    return replace(answer, kind=kind.value, nearest=near, note=without_promises(note))


def without_promises(note: str) -> str:
    """Return a note without what it says of quotations that are shown: a refusal shows none."""
    return _PROMISES.sub("", note).strip()


def _headline(answer: Answer, lead: Lead, told: str, held: Sequence[Point]) -> str:
    """Return the answer in a few words: of the lead, of what was gathered, or of the points that the lead `held`."""
    if lead.verdict:
        return lead.verdict[0]
    return told or (lead.headline(answer.resolved, held) if held else "")


def _of_rows(answer: Answer, points: Sequence[Point]) -> Answer:
    """Return the answer without the claims that stand by other rows than those that answer."""
    rows = {(point.citations[0].article, point.citations[0].start) for point in points}
    held = tuple(one for one in answer.claims if any((cited.article, cited.start) in rows for cited in one.citations))
    withheld = tuple(one for one in answer.claims if one not in held)
    text = " ".join(claim.text for claim in held)
    return replace(answer, claims=held, withheld=(*answer.withheld, *withheld), text=text)


def _is_shown(point: Point, others: Sequence[Point]) -> bool:
    """Tell whether one of `others` quotes a part of what a point does."""
    return any(point.citations[0].overlaps(other.citations[0]) for other in others)


def _counts_none(part: Gathered) -> bool:
    """Tell whether a part's answer is that there are none: an exact count, made by code."""
    return part.kind is Kind.LISTING and part.answerable and bool(part.note) and not part.points


def _answers(part: Gathered, lead: Lead, *, is_held: bool) -> bool:
    """Tell whether a part's points answer by themselves.

    For one fact they must fit very well, or hold it, or a model must say that they tell it. A yes or no has reasons,
    which are told without one, too, or where it says so.
    """
    if part.kind is Kind.FACT:
        if lead.answerable is None:
            return part.answerable and (is_held or part.score >= FIT_OF_A_FACT)
        return tells_answer(part.score, lead.answerable, LEAST_HELD if is_held else LEAST_QUOTED)
    if (
        part.kind is Kind.YES_NO
        and lead.answerable is not None
        and tells_answer(part.score, lead.answerable, LEAST_HELD)
    ):
        return bool(part.points)
    return part.answerable and bool(part.points)


def _nearest(evidence: Evidence) -> tuple[Citation, ...]:
    return tuple(cite(window.article, window.best) for window in evidence.windows[:NEAREST])
