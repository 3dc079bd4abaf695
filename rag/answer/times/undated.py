"""Undated: what articles without a date tell as done, for a timeline that has few days."""

from collections.abc import Sequence

from rag.evidence.date_clauses import comments, shows_now, talks, tells_done
from rag.evidence.points import choose
from rag.evidence.quotations import Quote
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence

WORTH = 0.6  # of the best of them
NEAR = 0.7  # of it, for the best one of another article


def undated(shared: Sequence[Ranked], told: Sequence[Quote], most: int) -> tuple[Quote, ...]:
    """Return at most `most` more quotations of the articles of `told` that have no date, of other deeds.

    Those of one article stand together in its own order.
    """
    if most < 1:
        return ()
    reports = {quote.article.id for quote in told}
    own = [item for item in shared if item.sentence.article.id in reports]
    fitting = [item for item in own if _tells_deed(item.sentence) and not _is_told(item.sentence, told)]
    chosen = choose(fitting, most, worth=WORTH, near=NEAR)
    known = list(dict.fromkeys(quote.article.id for quote in (*told, *chosen)))
    apart = (one for one in chosen if not any(_overlap(one, other) for other in told))
    return tuple(sorted(apart, key=lambda one: (known.index(one.article.id), one.span.start)))


def _tells_deed(sentence: Sentence) -> bool:
    said = sentence.text
    is_other = sentence.speaker or talks(said) or comments(said) or shows_now(said)
    return sentence.article.published is None and not is_other and tells_done(said)


def _is_told(sentence: Sentence, told: Sequence[Quote]) -> bool:
    return any(one.article.id == sentence.article.id and one.span.overlaps(sentence.span) for one in told)


def _overlap(one: Quote, other: Quote) -> bool:
    return one.article.id == other.article.id and one.span.overlaps(other.span)
