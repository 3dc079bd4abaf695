"""A side of a comparison: the sentences that tell of it, found for itself, or those of its own paper."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index import Article, Filter, Hit
from index.splitting import split_article
from rag.answer.comparisons.dated import stems_of_time, told_apart
from rag.answer.comparisons.facing import asked_value, find_topic, find_values
from rag.answer.comparisons.neighbours import is_of_another
from rag.answer.comparisons.reading import begins_with_another, is_read_of
from rag.answer.comparisons.wording import asks_what_is_said
from rag.answer.people.attribution import voice_of
from rag.answer.people.authored import find_authored
from rag.answer.people.voices import SAID_PROBABLY, says
from rag.answer.refusal import LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Request, as_hits, join
from rag.evidence.beginnings import is_opening
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.subject import is_stop
from rag.support.names import find_capitals
from rag.support.terms import is_alike
from rag.words import content_stems, stem

_TEXTS = frozenset(map(stem, "report reports article articles paper study survey story account version letter".split()))
VALUED = 0.16  # for a sentence about its side with a value of the kind that the sides are compared on
HELD = 0.15  # for a sentence that speaks of its side by name
BOTH = 0.05
COMPARED = 0.1  # where an article compares both itself: "Brask is for it, while Weir is not"
OF_READING = 0.1  # where it goes on about its side: "Its zips run freely"
COMMON = 2  # times as many articles as have the rarest of a side's words, that another may have and tell it, too
LEAST_NEARNESS = 0.25  # of a sentence without a word of what two are compared on; what is on something else is at .2
OF_ASPECT = 0.5  # of the nearness of a side's nearest sentence to what the sides are asked about
MOST_PASSAGES = 40  # of an article that is read whole
NEAR_SAID = 0.45  # where both are asked for what they say, and nothing else is left
NEAR = 0.7  # of a side's best score, for another article: what only shares a month with it is about something else
_COMPARES = re.compile(
    r"\b(?:while|whereas|unlike|than|compared|similar(?:ly)?|same|both|neither|instead|in contrast)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"(?:for|in|at|to|of|from|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name, its sentences, best first, how well they fit, and how near to the best an article must be.

    `own` are the stems that name it and not the other, none where it is a source; `is_off` where its sentences tell
    nothing of what the sides are compared on.
    """

    name: str
    ranked: tuple[Ranked, ...]
    fit: float
    answerable: bool
    near: float
    own: frozenset[str] = frozenset()
    is_off: bool = False


def find_side(request: Request, side: str, other: str, rest: str) -> Side:
    """Return one side, without sentences where no good passage names it."""
    own = frozenset(stem for stem in content_stems(side) if not is_stop(stem)) - content_stems(other)
    when = told_apart(side, other)
    if when is not None:  # of the floods of 1954 and of 2002 the year tells which
        own = stems_of_time(side) - stems_of_time(other) or own
    if sources := sources_named(request, own - _TEXTS):
        return side_of_sources(replace(request, question=rest or request.question), side, sources)
    if told := find_authored(request, side):
        return _of_hits(request, side, told)
    asked = f"{side} {rest}".strip()
    hits = [
        hit
        for hit in request.search(f"{asked} ({request.question})")
        if not own
        or when
        or (own & content_stems(f"{hit.article.title} {hit.passage.text}") and _is_told_of(hit, side, own, rest))
    ]
    own = own if when else _telling(own, hits)
    value = asked_value(rest)
    # Values are told apart by what they are of; "for Manchester United" says of what, not on what two are compared.
    is_of_whom = _OF_WHOM.match(rest) is not None and not find_topic(rest) - _names_of(rest)
    aspect = "" if value or is_of_whom else rest
    others = (stems_of_time(other) if when else content_stems(other)) - content_stems(side)
    if aspect:
        hits = _with_whole_articles(hits, own, others)

    is_asked_to_say = asks_what_is_said(request.question)

    def bonus(sentence: Sentence) -> float:
        text = sentence.whole.of(sentence.article.text)
        stems = content_stems(text)
        is_of_both = bool(own & stems and others & stems)
        is_said = is_asked_to_say and says(sentence, side) >= SAID_PROBABLY
        named = HELD * bool(own & stems or is_said) + BOTH * (not aspect and is_of_both)
        named += COMPARED * (not value and is_of_both and _COMPARES.search(text) is not None)
        told = named or OF_READING * is_read_of(sentence, own, others)
        return told + VALUED * (bool(told) and value in find_values(sentence.text))

    # What both are asked about tells more than that both are named: "Sunak defeated Truss" is nothing on migration.
    ranked = rank_sentences(
        asked if aspect else request.question, hits, request.library.embedder, request.vectors, bonus=bonus
    )
    ranked = tuple(
        item
        for item in ranked
        if (when.tells(item.sentence) if when else _is_of(item.sentence, own, others))
        and not is_of_another(item.sentence, own)
    )
    nearness = _nearness(aspect, ranked, request)
    ranked = _of_aspect(nearness, ranked, lambda article: _is_headed(article, own, others))
    if is_asked_to_say:
        ranked = _said_by(ranked, side)
    fit, answerable = judge_fit(asked, ranked, LEAST_FIT_OPEN)
    if value and fit >= LEAST_FIT_OF_WORDS:  # the value tells: "for £95 million" has no word of a price
        answerable = answerable or any(bonus(item.sentence) > VALUED for item in ranked)
    near = NEAR_SAID if is_asked_to_say else NEAR
    is_off = bool(aspect) and not _tells_of(aspect, ranked, max(nearness, default=0.0))
    return Side(side, ranked, fit, answerable, near, own, is_off)


def _tells_of(aspect: str, ranked: Sequence[Ranked], nearness: float) -> bool:
    """Tell whether any sentence of a side has a word of what two are compared on, or is near to that."""
    topic = find_topic(aspect)
    told = [f"{item.sentence.article.title}\n{item.sentence.whole.of(item.sentence.article.text)}" for item in ranked]
    return (
        not topic
        or nearness >= LEAST_NEARNESS
        or any(word in own or is_alike(word, own) for own in map(content_stems, told) for word in topic)
    )


def _names_of(rest: str) -> frozenset[str]:
    return frozenset(word.stem for name in find_capitals(rest) for word in name.words)


def _telling(own: frozenset[str], hits: Sequence[Hit]) -> frozenset[str]:
    """Return the words of a side that tell it from others: of a Dell PC not "PC", which most articles have."""
    articles = {hit.article.id: hit.article for hit in hits}.values()
    told = [content_stems(f"{article.title}\n{article.text}") for article in articles]
    counts = {word: sum(word in stems for stems in told) for word in own}
    least = min(filter(None, counts.values()), default=0)
    return frozenset(word for word, count in counts.items() if count <= COMMON * least) or own


def _is_headed(article: Article, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a headline names both sides: "Brask and Weir vow to widen the pact" tells of both, to its end."""
    headed = content_stems(article.title)
    return bool(own & headed and others & headed)


def _with_whole_articles(hits: Sequence[Hit], own: frozenset[str], others: frozenset[str]) -> list[Hit]:
    """Return the hits, and of the articles whose headline names both sides all passages."""
    headed = {hit.article.id: hit for hit in reversed(hits) if _is_headed(hit.article, own, others)}
    whole = [
        one
        for best in headed.values()
        for one in as_hits(best.article, split_article(best.article.text)[:MOST_PASSAGES], best.score)
    ]
    return list(join(hits, whole))


def _nearness(aspect: str, ranked: Sequence[Ranked], request: Request) -> list[float]:
    """Return how near each sentence is to what two sides are compared on, none where that is everything."""
    if not content_stems(aspect):
        return []
    asked = request.library.embedder.embed_question(aspect)
    return [float(item.vector @ asked) for item in ranked]


def _of_aspect(
    nearness: Sequence[float], ranked: tuple[Ranked, ...], is_headed: Callable[[Article], bool]
) -> tuple[Ranked, ...]:
    """Return the sentences that are near enough to what two sides are asked about, all without `nearness`.

    Of an article that `is_headed` by both sides, and begins with what they are asked about, all are.
    """
    if not nearness:
        return ranked
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
    """Tell whether a sentence is of a side: it names it, or stands where that is spoken of and the other is not."""
    stems = content_stems(sentence.text)
    if not own or own & stems:
        return True
    if others & stems:
        return False
    if is_read_of(sentence, own, others):
        return True
    if begins_with_another(sentence.text, own):
        return False
    title, text = content_stems(sentence.article.title), content_stems(sentence.article.text)
    return bool(own & title) and not others & text and not voice_of(sentence.article.text, sentence.span).names


def _said_by(ranked: tuple[Ranked, ...], side: str) -> tuple[Ranked, ...]:
    """Return what a side says itself, all where it is nowhere quoted."""
    return tuple(item for item in ranked if says(item.sentence, side) >= SAID_PROBABLY) or ranked
