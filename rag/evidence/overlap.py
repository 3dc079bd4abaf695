"""Overlap of words: copies of one story, and how much each word of a question tells."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from index import Hit
from rag.words import content_stems, stems

COPY_RATIO = 0.6  # of word pairs shared, above which two texts tell the same in the same words

Pairs = frozenset[tuple[str, str]]


@lru_cache(maxsize=1024)
def pairs_of(text: str) -> Pairs:
    """Return the pairs of words that follow each other in `text`, as stems."""
    return frozenset(pairwise(stems(text)))


def are_copies(one: Pairs, other: Pairs) -> bool:
    """Tell whether two texts, given by their pairs, tell the same in the same words."""
    return bool(one and other) and len(one & other) / min(len(one), len(other)) > COPY_RATIO


def word_weights(asked: Iterable[str], hits: Sequence[Hit]) -> dict[str, float]:
    """Return a weight for each of the stems asked for: the fewer hits hold it, the more it tells."""
    counts = Counter(stem for hit in hits for stem in content_stems(hit.passage.text))
    return {stem: math.log(1 + (len(hits) + 1) / (counts[stem] + 0.5)) for stem in sorted(asked)}
