"""Quoting: what is shown of each side, opposite each other where both speak of the same."""

from collections.abc import Sequence

from rag.answer.comparisons.facing import asked_value, face, line_up
from rag.answer.comparisons.neighbours import whole_paragraph
from rag.answer.comparisons.side import Side
from rag.evidence.points import GROWTH, WORTH, choose
from rag.evidence.quotations import Quote
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.types import Point
from rag.words import content_stems, words

SIDES = 2
NOVELTY = 0.3
WORTH_OF_VALUES = 0.75  # of a side's best sentence, where the sides are compared on a value: others are of other things


def quote_sides(sides: Sequence[Side], aspect: str, most: int) -> tuple[Point, ...]:
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
        quotes.append(choose(told, each, novelty=NOVELTY, near=side.near, worth=worth, growth=growth, bridged=0))
    if is_faced:
        quotes = [
            tuple(quote for quote in several if not _leans_on(quote, other.own, side.own))
            for side, other, several in zip(sides, reversed(sides), quotes, strict=True)
        ]
        quotes[1] = line_up(quotes[0], quotes[1], aspect)
    if is_faced and not content_stems(aspect):  # compared on everything: all that is told of each
        for side, other, several in zip(sides, reversed(sides), quotes, strict=True):
            for quote in several:
                quote.span = whole_paragraph(quote.sentence, quote.span, side.own, other.own)
    names = [side.name for side in sides]
    shared = [own for own in quotes[0] if any(_is_same(own, other) for other in quotes[1])] if is_faced else []
    points = [quote.point(" and ".join(names)) for quote in shared]  # "60% of Democrats and 30% of Republicans"
    for name, several in zip(names, quotes, strict=True):
        points += [quote.point(name) for quote in several if not any(_is_same(quote, other) for other in shared)]
    return tuple(points)


def _is_same(one: Quote, other: Quote) -> bool:
    return one.article.id == other.article.id and one.span.overlaps(other.span)


def _each_once(sides: Sequence[Side], ranked: Sequence[tuple[Ranked, ...]]) -> list[tuple[Ranked, ...]]:
    """Return the sentences without those of both sides under the one that they name last; all where one has no other.

    "The Brisa climbs better than the Kestrel" is said of the Brisa, and read once.
    """
    kept = [
        tuple(item for item in items if not _is_first_of(item.sentence, other.own, side.own))
        for items, side, other in zip(ranked, sides, reversed(sides), strict=True)
    ]
    return kept if all(kept) else list(ranked)


def _leans_on(quote: Quote, others: frozenset[str], own: frozenset[str]) -> bool:
    """Tell whether a quotation was given a beginning that is about the other side: "It …" is of that one then."""
    first = min(one.span.start for one in (quote.sentence, *quote.grown))
    led = content_stems(quote.article.text[quote.span.start : first])
    return bool(others & led) and not own & led


def _is_first_of(sentence: Sentence, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence names both sides, and first the one whose stems are `own`."""
    named = [word.stem for word in words(sentence.whole.of(sentence.article.text)) if word.stem in own | others]
    return bool(named) and named[0] in own and any(stem in others for stem in named)
