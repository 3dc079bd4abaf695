"""Cosines and matching words fused into one ranking, and the passages read for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.database import Database, PassageRow, passes
from index.database.read_ahead import Ahead
from index.types import Article, Filter, Hit, Passage

DENSE_WEIGHT = 0.7  # cosine; the rest is BM25 / best BM25 (squad2-600, 70-word passages: .924; at 0.6 .918, 0.5 .910)
SECOND_WEIGHT = 0.1  # of an article's second-best passage: Cranfield .423 -> .430, squad2-600 .929 -> .927
# nDCG@10 of ~130-word passages with 0, 0.25, 0.5, 1, 2: squad2-600 .890 .892 .892 .891 .889;
# SciFact .676 .689 .679 .656 .619; Cranfield .373 .390 .391 .393 .380
TITLE_BOOST = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage number with its fused score and the two parts of it."""

    id: int
    score: float
    cosine: float
    full_text: float


def fuse(cosines: Mapping[int, float], full_text: Mapping[int, float]) -> list[Candidate]:
    """Return the passages of `cosines`, best first, ties by number.

    `full_text` are BM25 scores of some of them; each counts by its part of the best.
    """
    best = max(full_text.values(), default=1.0)
    fused = []
    for id, cosine in cosines.items():
        words = full_text.get(id, 0.0) / best
        fused.append(Candidate(id, DENSE_WEIGHT * cosine + (1 - DENSE_WEIGHT) * words, cosine, words))
    return sorted(fused, key=lambda candidate: (-candidate.score, candidate.id))


def read_hits(
    database: Database, candidates: Sequence[Candidate], k: int, only: Filter, ahead: Ahead | None = None
) -> tuple[Hit, ...]:
    """Return the `k` first candidates that are there still and pass `only`; `ahead` fetches what lies far apart."""
    rows = database.passages.get(np.array([candidate.id for candidate in candidates], dtype=np.int64))
    there = [(candidate, rows[candidate.id]) for candidate in candidates if candidate.id in rows]
    hits: list[Hit] = []
    articles: dict[int, Article | None] = {}
    for position, (candidate, row) in enumerate(there):
        if row.text_id not in articles:
            # Those of all hits at once: a server is asked twice, instead of twice for each.
            texts = dict.fromkeys(row.text_id for _, row in there[position : position + k - len(hits)])
            if ahead is not None:
                ahead.texts(texts)
            articles |= _articles(database, [text for text in texts if text not in articles], only)
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


def _articles(database: Database, texts: Sequence[int], only: Filter) -> dict[int, Article | None]:
    """Return of each text the first article that passes; None where none does."""
    chosen: dict[int, str] = {}
    for text_id, label in database.articles.with_texts(texts):
        if text_id not in chosen and passes(only, label.id, label.source, label.published, label.path, label.tags):
            chosen[text_id] = label.id
    found = database.articles.get_all(chosen.values())
    return {text_id: found.get(chosen.get(text_id, "")) for text_id in texts}


def _hit(article: Article, row: PassageRow, candidate: Candidate) -> Hit:
    passage = Passage(article.text[row.start : row.end], row.start, row.end, row.speaker)
    return Hit(article, passage, candidate.score, candidate.cosine, candidate.full_text)
