"""A comparison: what the articles say of each side, gathered for each by itself."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Filter
from rag.answer import explanation
from rag.answer.comparisons.agreement import gather_agreement
from rag.answer.comparisons.dated import told_apart
from rag.answer.comparisons.quoting import SIDES, quote_sides
from rag.answer.comparisons.side import find_side, side_of_sources, sources_named
from rag.answer.comparisons.wording import read_sides, split_aspects
from rag.answer.request import Gathered, Request
from rag.question.kind import Kind
from rag.question.subject import topic_phrase
from rag.types import Point
from rag.words import content_stems

# "The two papers", whose names the question leaves to be found out.
PAPERS = re.compile(
    r"\b(?:the |both |two |all |die |beiden |zwei |les |deux |los |dos )*(?:(?:news)?papers|sources|reports|accounts"
    r"|versions|publishers|zeitungen|quellen|berichte|journaux|peri[oó]dicos|fuentes)\b",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:['’]s?)?\s*\b(?:report(?:ed|s|ing)?|cover(?:ed|s|age|ing)?|describ\w+|writ(?:e|es|ing|ten)|wrote|t[eo]ll?(?:s|d)?"
    r"|sa(?:y|ys|id|w)|sees?|present\w*|accounts?|versions?|stories|articles?)\b(?:\s+(?:on|of|about|that))?",
    re.IGNORECASE,
)

_ON = re.compile(r"(?:on|in|about|over|regarding|at|for|after|before|to|bei|über|sur|sobre)\b", re.IGNORECASE)
# "On the day after the fire": of the fire, by the papers of one day.
_DAY = re.compile(r"^(?:on |in )?the (?:(?:very|next|same) )?(?:day|morning) (?:after|of|following) ", re.IGNORECASE)


def gather(request: Request) -> Gathered:
    """Return points under the name of each side; where one is not in the articles, the other with that said."""
    sides = read_sides(request.question)
    if sides is None and PAPERS.search(request.question):
        return _of_papers(request)
    if sides is None:
        return explanation.gather(request, Kind.COMPARISON)
    first, second, rest = _of_reports(request, sides)
    if (dated := _DAY.match(rest)) is not None:
        rest = rest[dated.end() :]
        request = _on_one_day(replace(request, question=f"Compare {first} and {second} on {rest}"), first, second, rest)
    if (told := gather_agreement(request, first, second, rest)) is not None:
        return told
    aspects = split_aspects(request.question, rest)
    if len(aspects) > 1:
        return _of_aspects(request, sides, aspects)
    return _of_sides(request, first, second, rest)


def _on_one_day(request: Request, first: str, second: str, topic: str) -> Request:
    """Return a request for the articles of the day on which two papers both told of a topic, the one that fits best."""
    days: list[list[date]] = []
    for name in (first, second):
        sources = sources_named(request, content_stems(name))
        hits = request.search(topic, only=request.only.within(Filter(sources=sources))) if sources else ()
        days.append([hit.article.published for hit in hits if hit.article.published])
    both = [day for day in days[0] if day in days[1]]
    if not both:
        return request
    day = min(both, key=lambda one: days[0].index(one) + days[1].index(one))
    return replace(request, only=request.only.within(Filter.of(first=day, last=day)), hits=())


def _of_aspects(request: Request, sides: tuple[str, str, str], aspects: Sequence[str]) -> Gathered:
    """Return the sides compared on one thing after the other: "in price and how many people they carry"."""
    first, second, _ = sides
    each = replace(request, most=max(SIDES, request.most // len(aspects)))
    asked = [f"Compare {first} and {second} on {aspect}" for aspect in aspects]
    every = [
        _of_sides(replace(each, question=question), first, second, aspect)
        for question, aspect in zip(asked, aspects, strict=True)
    ]
    found = [one for one in every if one.answerable] or every[:1]
    points = dict.fromkeys(point for one in found for point in one.points)
    ordered = sorted(points, key=lambda point: _place(point, first, second))
    note = " ".join(dict.fromkeys(filter(None, (one.note for one in every))))
    return replace(found[0], points=tuple(ordered), note=note, score=max(one.score for one in found))


def _place(point: Point, first: str, second: str) -> int:
    return {first: 1, second: 2}.get(point.group, 0)


def _of_sides(request: Request, first: str, second: str, rest: str) -> Gathered:
    """Return what is told of each side by itself, and of which of them nothing is."""
    found = [find_side(request, side, other, rest) for side, other in ((first, second), (second, first))]
    missing = [side.name for side in found if not side.ranked]
    off = [_on(side.name, rest) for side in found if side.ranked and side.is_off]
    there = [side for side in found if side.ranked and not side.is_off]
    aspect = rest or topic_phrase(request.question, content_stems(f"{first} {second}"))
    shown = found if len(there) == len(found) else there or [side for side in found if side.ranked]
    points = quote_sides(shown, aspect, request.most)
    score = max(side.fit for side in found)
    # Of one side alone nothing is compared, but where the other is only not told of on this, what is told is an answer.
    answerable = any(side.answerable for side in there) and not missing
    # "19 crowns in all other months" names neither July nor September; of articles without a date none tells which day.
    is_undated = told_apart(first, second) is not None and not any(
        item.sentence.article.published for side in found for item in side.ranked
    )
    if not answerable and (is_undated or not (missing or off)):
        whole = explanation.gather(request, Kind.COMPARISON)
        if whole.answerable:
            return whole
    note = f"Your articles say nothing of {' or '.join(missing or off)}" if missing or off else ""
    if note:
        note += f"; this is what they say of {there[0].name}." if there else "."
    return Gathered(Kind.COMPARISON, points, note, score, answerable)


def _on(name: str, rest: str) -> str:
    """Return a side with what it is compared on: "Brask on migration", "the battery life of the Duo"."""
    return f"{name} {rest}" if _ON.match(rest) else f"the {rest} of {name}"


def _of_reports(request: Request, sides: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return two papers and what they tell of, without the word for telling: "the Mercury covered the fire"."""
    first, second, rest = sides
    named, told = re.sub(r"['’]s?$", "", first), _REPORTING.search(second)
    paper = second[: told.start()] if told else second
    if not all(sources_named(request, content_stems(name)) for name in (named, paper)):
        return sides
    return named, paper.strip(), _REPORTING.sub("", rest or (second[told.end() :] if told else "")).strip()


def _of_papers(request: Request) -> Gathered:
    """Return what each of the two sources that tell most of the topic says of it."""
    topic = topic_phrase(PAPERS.sub("", request.question)) or request.question
    asked = replace(request, question=topic)
    sources = list(dict.fromkeys(hit.article.source for hit in asked.search() if hit.article.source))[:SIDES]
    found = [side_of_sources(asked, source, frozenset({source})) for source in sources]
    told = [side for side in found if side.answerable]
    score = max((side.fit for side in found), default=0.0)
    note = f"Of your sources only {told[0].name} tells of this." if len(told) == 1 else ""
    return Gathered(Kind.COMPARISON, quote_sides(told, topic, request.most), note, score, len(told) == SIDES)
