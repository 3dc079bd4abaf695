"""A side of a comparison: the sentences that tell of it, found for itself, or those of its own paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index import Article, Filter, Hit
from index.splitting import split_article
from rag.answer.comparisons.facing import asked_value, find_topic, find_values
from rag.answer.comparisons.neighbours import is_of_another
from rag.answer.comparisons.reading import is_read_of
from rag.answer.comparisons.wording import asks_what_is_said
from rag.answer.people.attribution import voice_of
from rag.answer.people.authored import find_authored
from rag.answer.people.voices import SAID_PROBABLY, says
from rag.answer.refusal import LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Request
from rag.evidence.beginnings import is_opening
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.subject import is_stop
from rag.support.names import find_capitals
from rag.words import content_stems, stem

_TEXTS = frozenset(map(stem, "report reports article articles paper study survey story account version letter".split()))
VALUED = 0.16  # for a sentence about its side with a value of the kind that the sides are compared on
HELD = 0.15  # for a sentence that speaks of its side by name
BOTH = 0.05
OF_READING = 0.1  # where it goes on about its side: "Its zips run freely"
OF_ASPECT = 0.5  # of the nearness of a side's nearest sentence to what the sides are asked about
MOST_PASSAGES = 40  # of an article that is read whole
NEAR_SAID = 0.45  # where both are asked for what they say, and nothing else is left
NEAR = 0.7  # of a side's best score, for another article: what only shares a month with it is about something else


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name, its sentences, best first, how well they fit, and how near to the best an article must be.

    `own` are the stems that name it and not the other, none where it is a source.
    """

    name: str
    ranked: tuple[Ranked, ...]
    fit: float
    answerable: bool
    near: float
    own: frozenset[str] = frozenset()


def find_side(request: Request, side: str, other: str, rest: str) -> Side:
    """Return one side, without sentences where no good passage names it."""
    own = frozenset(stem for stem in content_stems(side) if not is_stop(stem)) - content_stems(other)
    own = frozenset(filter(str.isdigit, own)) or own  # of the floods of 1954 and of 2002 the year tells which
    if sources := sources_named(request, own - _TEXTS):
        return side_of_sources(replace(request, question=rest or request.question), side, sources)
    if told := find_authored(request, side):
        return _of_hits(request, side, told)
    asked = f"{side} {rest}".strip()
    hits = [
        hit
        for hit in request.search(f"{asked} ({request.question})")
        if not own
        or (own & content_stems(f"{hit.article.title} {hit.passage.text}") and _is_told_of(hit, side, own, rest))
    ]
    value = asked_value(rest)
    aspect = "" if value else rest  # values are told apart by what they are of
    others = content_stems(other) - content_stems(side)
    if aspect:
        hits = _with_whole_articles(hits, own, others)

    is_asked_to_say = asks_what_is_said(request.question)

    def bonus(sentence: Sentence) -> float:
        stems = content_stems(sentence.whole.of(sentence.article.text))
        is_said = is_asked_to_say and says(sentence, side) >= SAID_PROBABLY
        named = HELD * bool(own & stems or is_said) + BOTH * bool(not aspect and own & stems and others & stems)
        told = named or OF_READING * is_read_of(sentence, own, others)
        return told + VALUED * (bool(told) and value in find_values(sentence.text))

    # What both are asked about tells more than that both are named: "Sunak defeated Truss" is nothing on migration.
    ranked = rank_sentences(
        asked if aspect else request.question, hits, request.library.embedder, request.vectors, bonus=bonus
    )
    if is_asked_to_say:
        ranked = _said_by(ranked, side)
    ranked = tuple(
        item for item in ranked if _is_of(item.sentence, own, others) and not is_of_another(item.sentence, own)
    )
    ranked = _of_aspect(aspect, ranked, request, lambda article: _is_headed(article, own, others))
    fit, answerable = judge_fit(asked, ranked, LEAST_FIT_OPEN)
    if value and fit >= LEAST_FIT_OF_WORDS:  # the value tells: "for £95 million" has no word of a price
        answerable = answerable or any(bonus(item.sentence) > VALUED for item in ranked)
    return Side(side, ranked, fit, answerable, NEAR_SAID if is_asked_to_say else NEAR, own)


def _is_headed(article: Article, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a headline names both sides: "Brask and Weir vow to widen the pact" tells of both, to its end."""
    headed = content_stems(article.title)
    return bool(own & headed and others & headed)


def _with_whole_articles(hits: Sequence[Hit], own: frozenset[str], others: frozenset[str]) -> list[Hit]:
    """Return the hits, and of the articles whose headline names both sides all passages."""
    found = list(hits)
    headed = {hit.article.id: hit for hit in reversed(hits) if _is_headed(hit.article, own, others)}
    for best in headed.values():
        passages = split_article(best.article.text)[:MOST_PASSAGES]
        read = [hit.passage for hit in hits if hit.article.id == best.article.id]
        found += [Hit(best.article, one, best.score, 0.0, 0.0) for one in passages if one not in read]
    return found


def _of_aspect(
    aspect: str, ranked: tuple[Ranked, ...], request: Request, is_headed: Callable[[Article], bool]
) -> tuple[Ranked, ...]:
    """Return the sentences that are near enough to what two sides are asked about, all without such an aspect.

    Of an article that `is_headed` by both sides, and begins with what they are asked about, all are.
    """
    if not content_stems(aspect) or not ranked:
        return ranked
    asked = request.library.embedder.embed_question(aspect)
    nearness = [float(item.vector @ asked) for item in ranked]
    near = [item for item, found in zip(ranked, nearness, strict=True) if found >= OF_ASPECT * max(nearness)]
    first = [item.sentence for item in near if is_opening(item.sentence.article.text, item.sentence.span.start)]
    about = {sentence.article.id for sentence in first if is_headed(sentence.article)}
    return tuple(item for item in ranked if any(item is one for one in near) or item.sentence.article.id in about)


def sources_named(request: Request, own: frozenset[str]) -> frozenset[str]:
    """Return the sources that a side is the name of, or a part of it: "the Courier" is The Saltmere Courier."""
    listed = {row.source for row in request.library.articles(request.only) if row.source}
    return frozenset(source for source in listed if own and own <= content_stems(source))


def side_of_sources(request: Request, side: str, sources: frozenset[str]) -> Side:
    """Return what the articles of a side's own publisher say."""
    return _of_hits(request, side, request.search(only=request.only.within(Filter(sources=sources))))


def _of_hits(request: Request, side: str, hits: Sequence[Hit]) -> Side:
    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors)
    fit, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    return Side(side, ranked, fit, answerable, 0.0)


def _is_told_of(hit: Hit, side: str, own: frozenset[str], rest: str) -> bool:
    """Tell whether an article has most of the words for a side: dahlias kept dark are no bees kept awake.

    What is no name ("the company") is that of an article that has what the sides are compared on, too.
    """
    if not own & content_stems(f"{hit.article.title} {hit.passage.text}"):
        return False
    text = content_stems(f"{hit.article.title}\n{hit.article.text}")
    topic = find_topic(rest)
    return bool(find_capitals(side)) or (2 * len(own & text) > len(own) and 2 * len(topic & text) >= len(topic))


def _is_of(sentence: Sentence, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence is of a side: it names it, or stands where that is spoken of and the other is not.

    Of a side that a year tells apart, it has the year.
    """
    stems = content_stems(sentence.text)
    if not own or own & stems:
        return True
    if others & stems or any(map(str.isdigit, own)):
        return False
    if is_read_of(sentence, own, others):
        return True
    title, text = content_stems(sentence.article.title), content_stems(sentence.article.text)
    return bool(own & title) and not others & text and not voice_of(sentence.article.text, sentence.span).names


def _said_by(ranked: tuple[Ranked, ...], side: str) -> tuple[Ranked, ...]:
    """Return what a side says itself, all where it is nowhere quoted."""
    return tuple(item for item in ranked if says(item.sentence, side) >= SAID_PROBABLY) or ranked
