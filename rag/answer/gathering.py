"""From a question to its points: the kind, the parts, and for each part what its kind brings together."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index import Hit
from rag.answer import explanation, library, listing, statements, talk
from rag.answer.comparisons import comparison
from rag.answer.comparisons.agreement import asks_whether_agreed
from rag.answer.corrections.corrected import corrected_last, with_corrections, without_corrected
from rag.answer.corrections.retracted import gather_retractions
from rag.answer.joined import are_answered_alone, is_told_of, say_unanswered
from rag.answer.overviews import overview
from rag.answer.people.offices import gather_office
from rag.answer.records.entries import gather_entries
from rag.answer.records.meetings import gather_meeting
from rag.answer.records.minutes import gather_minutes
from rag.answer.records.reviewed import gather_reviewed
from rag.answer.records.steps import gather_steps
from rag.answer.request import Gathered, Request
from rag.answer.tables.changes import gather_changes
from rag.answer.tables.rows import gather_rows
from rag.answer.tables.timetables import gather_departures
from rag.answer.times import timeline
from rag.answer.valued import gather_valued
from rag.answer.yes_no.permission import gather_permission
from rag.question.kind import Kind, find_kind
from rag.question.parts import split_parts


def _of_kind(kind: Kind) -> Callable[[Request], Gathered]:
    return lambda request: explanation.gather(request, kind)


GATHERERS: Mapping[Kind, Callable[[Request], Gathered]] = {
    Kind.FACT: _of_kind(Kind.FACT),
    Kind.EXPLANATION: _of_kind(Kind.EXPLANATION),
    Kind.YES_NO: _of_kind(Kind.YES_NO),
    Kind.STATEMENTS: statements.gather,
    Kind.OVERVIEW: overview.gather,
    Kind.COMPARISON: comparison.gather,
    Kind.LISTING: listing.gather,
    Kind.TIMELINE: timeline.gather,
    Kind.LIBRARY: library.gather,
    Kind.TALK: talk.gather,
}


def gather_points(request: Request) -> tuple[Gathered, ...]:
    """Return what answers `request` without a model: one `Gathered` for each part of its question, in order.

    The points of all parts together are at most `request.most`; the parts share them.
    """
    parts = statements.of_one_speaker(split_parts(request.question))
    kinds = [_kind_of(part) for part in parts]
    if (valued := gather_valued(request, parts, kinds)) is not None:
        return (valued,)
    if listing.asks_of_each(parts):
        parts, kinds = (request.question,), [_kind_of(request.question)]
    each = max(1, -(-request.most // len(parts)))
    found = [
        _gather(replace(request, question=part, most=each, hits=request.hits if len(parts) == 1 else ()), kind)
        for part, kind in zip(parts, kinds, strict=True)
    ]
    named = [replace(_corrected(part, request.hits), question=asked) for part, asked in zip(found, parts, strict=True)]
    return tuple(named if are_answered_alone(named) else _without_said(_without_unanswered(named)))


def _without_unanswered(parts: Sequence[Gathered]) -> Sequence[Gathered]:
    """Return the parts, those that the articles do not answer without quotations and with that said.

    Where none is answered they stay as they are.
    """
    told = [is_told_of(part) for part in parts]
    if len(parts) == 1 or not any(told):
        return parts
    return [
        replace(part, answerable=True) if is_told else replace(part, points=(), note=say_unanswered(part.question))
        for part, is_told in zip(parts, told, strict=True)
    ]


def _kind_of(part: str) -> Kind:
    """Return the kind of a part: whether two agree is a comparison of what they say.

    What there is besides something, and what each of several did, is a list.
    """
    if listing.without_excepted(part)[0] or listing.asks_of_each(split_parts(part)):
        return Kind.LISTING
    kind = find_kind(part)
    return Kind.COMPARISON if kind is Kind.YES_NO and asks_whether_agreed(part) else kind


def _gather(request: Request, kind: Kind) -> Gathered:
    """Return what answers one part; rows that answer it exactly stand before what other articles say."""
    exact = (
        gather_departures(request)
        or gather_steps(request, kind)
        or gather_entries(request, kind)
        or gather_reviewed(request, kind)
        or gather_minutes(request, kind)
        or gather_meeting(request, kind)
        or gather_retractions(request)
        or gather_changes(request, kind)
    )
    if exact is not None:
        return exact
    thought = statements.gather_thought(request) if kind is Kind.YES_NO else None
    found, rows = thought or GATHERERS[kind](request), gather_rows(request, kind)
    if kind is Kind.STATEMENTS and _ASKS_REASON.match(request.question) and (found.note or not found.answerable):
        found = explanation.gather(request, Kind.EXPLANATION)  # told by the article, if not by whom it is about
    if kind is Kind.FACT and not found.answerable and (office := gather_office(request)) is not None:
        return office
    if kind is Kind.YES_NO and not found.answerable and (forbidden := gather_permission(request)) is not None:
        return forbidden
    if rows is None:
        return found
    tables = {point.citations[0].article for point in rows.points}
    others = [point for point in found.points if found.answerable and point.citations[0].article not in tables]
    return replace(rows, points=(*rows.points, *others[: max(0, request.most - len(rows.points))]))


_ASKS_REASON = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:how|why)\b(?!.*\b(?:react|respond|repl|answer))", re.IGNORECASE
)
_MENDS = {Kind.FACT: without_corrected, Kind.YES_NO: without_corrected, Kind.EXPLANATION: corrected_last}


def _corrected(part: Gathered, hits: Sequence[Hit]) -> Gathered:
    """Return a part with what a correction among `hits` takes back of it: of one fact it is left out, listed it stays.

    In an explanation it comes last. What else a sentence tells may be what was asked for.
    """
    if part.kind is Kind.LISTING:
        return part
    mend = _MENDS.get(part.kind, with_corrections)
    return replace(part, points=mend(part.points, hits))


def _without_said(found: Sequence[Gathered]) -> list[Gathered]:
    """Return the parts with each quotation only where it is shown first."""
    shown: set[tuple[str, int, int]] = set()
    parts = []
    for part in found:
        new = []
        for point in part.points:
            place = (point.citations[0].article, point.citations[0].start, point.citations[0].end)
            if place not in shown:
                shown.add(place)
                new.append(point)
        parts.append(replace(part, points=tuple(new)))
    return parts
