"""A comparison: what the articles say of each side, gathered for each by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Filter
from rag.answer import explanation
from rag.answer.comparisons.agreement import gather_agreement
from rag.answer.comparisons.facing import asked_value, face, find_values, line_up
from rag.answer.comparisons.neighbours import is_of_another, is_under, whole_paragraph
from rag.answer.comparisons.sides import read_sides, split_aspects
from rag.answer.refusal import LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.evidence.points import GROWTH, WORTH, Quote, Ranked, choose, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import is_stop, topic_phrase
from rag.types import Point
from rag.words import content_stems, words

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
SIDES = 2
VALUED = 0.16  # for a sentence about its side with a value of the kind that the sides are compared on
NOVELTY = 0.3
WORTH_OF_VALUES = 0.75  # of a side's best sentence, where the sides are compared on a value: others are of other things
HELD = 0.15  # for a sentence that speaks of its side by name
BOTH = 0.05
OF_PARAGRAPH = 0.1  # where the paragraph that it stands in is about its side: "Its zips run freely"
OF_ASPECT = 0.5  # of the nearness of a side's nearest sentence to what the sides are asked about
NEAR = 0.7  # of a side's best score, for another article: what only shares a month with it is about something else


@dataclass(frozen=True, slots=True)
class _Side:
    """One side: its name, its sentences, best first, how well they fit, and how near to the best an article must be.

    `own` are the stems that name it and not the other, none where it is a source.
    """

    name: str
    ranked: tuple[Ranked, ...]
    fit: float
    answerable: bool
    near: float
    own: frozenset[str] = frozenset()


def gather(request: Request) -> Gathered:
    """Return points under the name of each side; where one is not in the articles, the other with that said."""
    sides = read_sides(request.question)
    if sides is None and PAPERS.search(request.question):
        return _of_papers(request)
    if sides is None:
        return explanation.gather(request, Kind.COMPARISON)
    first, second, rest = _of_reports(request, sides)
    if (told := gather_agreement(request, first, second, rest)) is not None:
        return told
    aspects = split_aspects(rest) if asked_value(rest) else [rest]
    if len(aspects) > 1:
        return _of_aspects(request, sides, aspects)
    return _of_sides(request, first, second, rest)


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
    ordered = sorted(points, key=lambda point: point.group != first)
    return replace(found[0], points=tuple(ordered), score=max(one.score for one in found))


def _of_sides(request: Request, first: str, second: str, rest: str) -> Gathered:
    """Return what is told of each side by itself, and of which of them nothing is."""
    found = [_of_side(request, side, other, rest) for side, other in ((first, second), (second, first))]
    missing = [side.name for side in found if not side.ranked]
    aspect = rest or topic_phrase(request.question, content_stems(f"{first} {second}"))
    points = _quote(found, aspect, request.most)
    score = max(side.fit for side in found)
    answerable = any(side.answerable for side in found) and not missing  # one side alone compares nothing
    if not answerable and not missing:  # "19 crowns in all other months" names neither July nor September
        whole = explanation.gather(request, Kind.COMPARISON)
        if whole.answerable:
            return whole
    there = [side for side in (first, second) if side not in missing]
    note = f"Your articles say nothing of {' or '.join(missing)}" if missing else ""
    if missing:
        note += f"; this is what they say of {there[0]}." if there else "."
    return Gathered(Kind.COMPARISON, points, note, score, answerable)


def _of_reports(request: Request, sides: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return two papers and what they tell of, without the word for telling: "the Mercury covered the fire"."""
    first, second, rest = sides
    named, told = re.sub(r"['’]s?$", "", first), _REPORTING.search(second)
    paper = second[: told.start()] if told else second
    if not all(_sources_named(request, content_stems(name)) for name in (named, paper)):
        return sides
    return named, paper.strip(), _REPORTING.sub("", rest or (second[told.end() :] if told else "")).strip()


def _quote(sides: Sequence[_Side], aspect: str, most: int) -> tuple[Point, ...]:
    """Return the points of the sides; of two, those opposite each other that speak of the same."""
    is_faced = len(sides) == SIDES and all(side.ranked for side in sides)
    ranked = [side.ranked for side in sides]
    if is_faced:
        ranked = list(face(aspect, ranked))
    if is_faced and not asked_value(aspect):
        ranked = _each_once(sides, ranked)
    each = max(1, most // SIDES)
    worth = WORTH_OF_VALUES if asked_value(aspect) else WORTH
    quotes: list[tuple[Quote, ...]] = []
    for side, told in zip(sides, ranked, strict=True):
        # What facing is worth keeps no sentence from standing beside one that it stood beside without that.
        growth = GROWTH * side.ranked[0].score / told[0].score if told and told[0].score > 0 else GROWTH
        quotes.append(choose(told, each, novelty=NOVELTY, near=side.near, worth=worth, growth=growth))
    if is_faced:
        quotes[1] = line_up(quotes[0], quotes[1], aspect)
    if is_faced and not content_stems(aspect):  # compared on everything: all that is told of each
        for side, other, several in zip(sides, reversed(sides), quotes, strict=True):
            for quote in several:
                quote.span = whole_paragraph(quote.sentence, quote.span, side.own, other.own)
    named = zip(sides, quotes, strict=True)
    return tuple(quote.point(side.name) for side, several in named for quote in several)


def _each_once(sides: Sequence[_Side], ranked: Sequence[tuple[Ranked, ...]]) -> list[tuple[Ranked, ...]]:
    """Return the sentences without those of both sides under the one that they name last; all where one has no other.

    "The Brisa climbs better than the Kestrel" is said of the Brisa, and read once.
    """
    kept = [
        tuple(item for item in items if not _is_first_of(item.sentence, other.own, side.own))
        for items, side, other in zip(ranked, sides, reversed(sides), strict=True)
    ]
    return kept if all(kept) else list(ranked)


def _is_first_of(sentence: Sentence, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence names both sides, and first the one whose stems are `own`."""
    named = [word.stem for word in words(sentence.whole.of(sentence.article.text)) if word.stem in own | others]
    return bool(named) and named[0] in own and any(stem in others for stem in named)


def _of_papers(request: Request) -> Gathered:
    """Return what each of the two sources that tell most of the topic says of it."""
    topic = topic_phrase(PAPERS.sub("", request.question)) or request.question
    asked = replace(request, question=topic)
    sources = list(dict.fromkeys(hit.article.source for hit in asked.search() if hit.article.source))[:SIDES]
    found = [_of_sources(asked, source, frozenset({source})) for source in sources]
    told = [side for side in found if side.answerable]
    score = max((side.fit for side in found), default=0.0)
    note = f"Of your sources only {told[0].name} tells of this." if len(told) == 1 else ""
    return Gathered(Kind.COMPARISON, _quote(told, topic, request.most), note, score, len(told) == SIDES)


def _of_side(request: Request, side: str, other: str, rest: str) -> _Side:
    """Return one side, without sentences where no good passage names it."""
    own = frozenset(stem for stem in content_stems(side) if not is_stop(stem)) - content_stems(other)
    own = frozenset(filter(str.isdigit, own)) or own  # of the floods of 1954 and of 2002 the year tells which
    if sources := _sources_named(request, own):
        return _of_sources(replace(request, question=rest or request.question), side, sources)
    asked = f"{side} {rest}".strip()
    hits = [
        hit
        for hit in request.search(f"{asked} ({request.question})")
        if not own or own & content_stems(f"{hit.article.title} {hit.passage.text}")
    ]
    value = asked_value(rest)
    aspect = "" if value else rest  # values are told apart by what they are of
    others = content_stems(other) - content_stems(side)

    def bonus(sentence: Sentence) -> float:
        stems = content_stems(sentence.whole.of(sentence.article.text))
        named = HELD * bool(own & stems) + BOTH * bool(not aspect and own & stems and others & stems)
        told = named or OF_PARAGRAPH * (not aspect and is_under(sentence, own, others))
        return told + VALUED * (bool(told) and value in find_values(sentence.text))

    # What both are asked about tells more than that both are named: "Sunak defeated Truss" is nothing on migration.
    ranked = rank_sentences(
        asked if aspect else request.question, hits, request.library.embedder, request.vectors, bonus=bonus
    )
    ranked = _of_aspect(
        aspect,
        tuple(item for item in ranked if _is_of(item.sentence, own, others) and not is_of_another(item.sentence, own)),
        request,
    )
    fit, answerable = judge_fit(asked, ranked, LEAST_FIT_OPEN)
    if value and fit >= LEAST_FIT_OF_WORDS:  # the value tells: "for £95 million" has no word of a price
        answerable = answerable or any(bonus(item.sentence) > VALUED for item in ranked)
    return _Side(side, ranked, fit, answerable, NEAR, own)


def _of_aspect(aspect: str, ranked: tuple[Ranked, ...], request: Request) -> tuple[Ranked, ...]:
    """Return the sentences that are near enough to what two sides are asked about, all without such an aspect."""
    if not content_stems(aspect) or not ranked:
        return ranked
    asked = request.library.embedder.embed_question(aspect)
    nearness = [float(item.vector @ asked) for item in ranked]
    return tuple(item for item, near in zip(ranked, nearness, strict=True) if near >= OF_ASPECT * max(nearness))


def _sources_named(request: Request, own: frozenset[str]) -> frozenset[str]:
    """Return the sources that a side is the name of, or a part of it: "the Courier" is The Saltmere Courier."""
    listed = {row.source for row in request.library.articles(request.only) if row.source}
    return frozenset(source for source in listed if own and own <= content_stems(source))


def _of_sources(request: Request, side: str, sources: frozenset[str]) -> _Side:
    """Return what the articles of a side's own publisher say."""
    hits = request.search(only=request.only.within(Filter(sources=sources)))
    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors)
    fit, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    return _Side(side, ranked, fit, answerable, 0.0)


def _is_of(sentence: Sentence, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence is not about the other side alone; of a side that a year tells apart, it has the year."""
    stems = content_stems(sentence.whole.of(sentence.article.text))
    return bool(own & stems) or not (others & stems or any(map(str.isdigit, own)))
