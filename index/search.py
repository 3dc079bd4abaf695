"""From a question to ranked passages: dense and full-text candidates, fused."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from index.caches import Snapshot
from index.database import Database, PassageRow, passes
from index.embedders.base import Vectors
from index.stores.arrays import Ids
from index.stores.base import FullVectors, Scored
from index.stores.checks import dot_products
from index.stores.nearest import search_exactly
from index.stores.passing import Passing
from index.types import Article, Filter, Hit, Passage

CANDIDATES = 100  # from each index; the fused top 10 did not change beyond that on squad2-600
DENSE_WEIGHT = 0.7  # cosine; the rest is BM25 / best BM25 (squad2-600, 70-word passages: .924; at 0.6 .918, 0.5 .910)

FILTERS = 16  # that are remembered; each takes a byte a passage

SECOND_WEIGHT = 0.1  # of an article's second-best passage: Cranfield .423 -> .430, squad2-600 .929 -> .927


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage number with its fused score and the two parts of it."""

    id: int
    score: float
    cosine: float
    full_text: float


def search(
    database: Database, snapshot: Snapshot, question: str, vector: Vectors, k: int, only: Filter
) -> tuple[Hit, ...]:
    """Return the `k` best passages for `question`, best first, ties by passage number.

    `vector` is the question's, float32, shape (dim,), of unit length. A passage that several
    articles share is returned once, as the first of them that passes `only`.
    """
    allowed = _allowed(database, snapshot, only)
    candidates = _candidates(database, snapshot, question, vector, max(k, CANDIDATES), allowed)
    rows = database.passages.get(np.array([candidate.id for candidate in candidates], dtype=np.int64))
    if _is_large(snapshot):
        best = [rows[candidate.id].text_id for candidate in candidates if candidate.id in rows][:k]
        database.ahead.texts(best)
    hits: list[Hit] = []
    articles: dict[int, Article | None] = {}
    for candidate in candidates:
        row = rows.get(candidate.id)
        if row is None:
            continue  # removed since the caches' generation
        if row.text_id not in articles:
            articles[row.text_id] = _article(database, row.text_id, only)
        article = articles[row.text_id]
        if article is not None:
            hits.append(_hit(article, row, candidate))
        if len(hits) == k:
            break
    return tuple(hits)


def rank_articles(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the ids of the hits' articles, best first: by the best passage and a little by the second best."""
    scores: dict[str, list[float]] = {}
    for hit in hits:
        scores.setdefault(hit.article.id, []).append(hit.score)
    # An article with one passage among the hits is not worse for being short.
    totals = {id: found[0] + SECOND_WEIGHT * found[min(1, len(found) - 1)] for id, found in scores.items()}
    return tuple(sorted(totals, key=lambda id: -totals[id]))


def _allowed(database: Database, snapshot: Snapshot, only: Filter) -> Passing | None:
    """Return the passages that pass a filter; who asks again in the same generation waits for them once."""
    if not only:
        return None
    allowed = snapshot.allowed.get(only)
    if allowed is None:
        allowed = database.passages.passing(only)
        if len(snapshot.allowed) >= FILTERS:
            snapshot.allowed.clear()
        snapshot.allowed[only] = allowed
    return allowed


def _candidates(
    database: Database, snapshot: Snapshot, question: str, vector: Vectors, depth: int, allowed: Passing | None
) -> list[Candidate]:
    words = snapshot.full_text.search(question, depth, allowed)
    full: FullVectors = database.passages.vectors
    if _is_large(snapshot):
        full = partial(_vectors, database, words.ids)
    dense = search_exactly(snapshot.vectors, full, vector, depth, allowed)
    cosines = dict(zip(dense.ids.tolist(), dense.scores.tolist(), strict=True))
    best = float(words.scores[0]) if len(words.scores) else 1.0
    full_text = {id: score / best for id, score in zip(words.ids.tolist(), words.scores.tolist(), strict=True)}
    cosines |= _cosines(database, vector, words, cosines)
    fused = [
        Candidate(
            id,
            DENSE_WEIGHT * cosine + (1 - DENSE_WEIGHT) * full_text.get(id, 0.0),
            cosine,
            full_text.get(id, 0.0),
        )
        for id, cosine in cosines.items()
    ]
    return sorted(fused, key=lambda candidate: (-candidate.score, candidate.id))


def _is_large(snapshot: Snapshot) -> bool:
    """Tell whether a question's rows may lie too far apart to be read one after the other: lists, not all vectors."""
    return not snapshot.vectors.exact


def _vectors(database: Database, others: Ids, ids: Ids) -> tuple[Ids, Vectors]:
    """Return the vectors of `ids`, and have those of `others` in memory for who asks next."""
    database.ahead.passages(np.concatenate([ids, others]).tolist())
    return database.passages.vectors(ids)


def _cosines(database: Database, vector: Vectors, words: Scored, known: dict[int, float]) -> dict[int, float]:
    """Return the cosines of the full-text candidates that the dense search did not give."""
    unknown = np.array([id for id in words.ids.tolist() if id not in known], dtype=np.int64)
    found, vectors = database.passages.vectors(unknown)
    return dict(zip(found.tolist(), dot_products(vectors, vector).tolist(), strict=True))


def _article(database: Database, text_id: int, only: Filter) -> Article | None:
    for label in database.articles.with_text(text_id):
        if passes(only, label.id, label.source, label.published):
            return database.articles.get(label.id)
    return None


def _hit(article: Article, row: PassageRow, candidate: Candidate) -> Hit:
    passage = Passage(article.text[row.start : row.end], row.start, row.end, row.speaker)
    return Hit(article, passage, candidate.score, candidate.cosine, candidate.full_text)
