"""Exact scores from a store that compresses: more candidates than asked for, scored with their full vectors."""

from index.arrays import Vectors
from index.database.passing import Passing
from index.search.checks import check_k, dot_products, ranked
from index.search.stores import FullVectors, Nearest, Scored

# Beyond the k asked for: an error of .002 in the score moves a vector by fewer places than that.
SURPLUS = 20


def search_exactly(store: Nearest, full: FullVectors, vector: Vectors, k: int, allowed: Passing | None) -> Scored:
    """Return the `k` best by dot product with the full vectors of all that the store has found."""
    if store.exact:
        return store.search(vector, k, allowed)
    check_k(k)
    depth = k + SURPLUS
    rough = store.search(vector, depth, allowed)
    # Copies of one vector have one near score, and any of them may be left out: go on until they all are in.
    while len(rough.ids) == depth and rough.scores[-1] == rough.scores[k - 1]:
        depth *= 4
        rough = store.search(vector, depth, allowed)
    ids, vectors = full(rough.ids)
    return ranked(ids, dot_products(vectors, vector), k)
