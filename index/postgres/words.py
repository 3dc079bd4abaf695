"""BM25 over the postings on the server, exact: the same words, weights and statistics as those of a folder."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ids
from index.postgres.among import Among
from index.postgres.connection import PostgresConnection
from index.postgres.filling import title_word_id, word_id
from index.search.checks import NO_IDS, NOTHING
from index.search.fusion import TITLE_BOOST
from index.search.stores import Scored
from index.search.terms.question import read_question
from index.search.terms.words import question_words

K1, B = 1.2, 0.75
POSTING = np.dtype([("offset", ">u4"), ("count", ">u2"), ("text", ">u2"), ("title", ">u2")])  # see `posted` in schema
WIDER = 8  # of what a filter may take out, times more are looked at, and again

Rows = NDArray[np.void]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Totals:
    """The passages of an epoch, and the words in their texts and titles."""

    passages: int
    text_words: int
    title_words: int


def read_totals(connection: PostgresConnection) -> Totals:
    """Return the totals of the current epoch."""
    row = connection.first("SELECT passages, text_words, title_words FROM totals WHERE epoch = ?", connection.epoch)
    return Totals(*map(int, row)) if row else Totals(0, 0, 0)


def search_words(
    connection: PostgresConnection, totals: Totals, question: str, k: int, among: Among | None = None
) -> Scored:
    """Return the `k` best passages for the words of `question`, only of those `among` where it is given."""
    postings = _Postings(connection)
    words = question_words(question)
    postings.expect([*words.words, *words.numbers, *words.spellings])
    asked = read_question(question, postings.is_known)
    parts: list[tuple[Ids, Scores]] = []
    averages = {"text": totals.text_words, "title": totals.title_words}
    for word, weight in asked.words.items():
        for id, field, boosted in (
            (word_id(word), "text", weight),
            (title_word_id(word), "title", weight * TITLE_BOOST),
        ):
            ids, rows = postings.of(id)
            counts, lengths = rows["count"].astype(np.float64), rows[field].astype(np.float64)
            average = max(averages[field] / max(1, totals.passages), 1e-9)
            norms = K1 * (1 - B + B * lengths / average)
            parts.append((ids, boosted * (K1 + 1) * _idf(len(ids), totals) * counts / (counts + norms)))
    for wanted in asked.inside:
        ids = _holders(connection, wanted)
        parts.append((ids, np.full(len(ids), _idf(len(ids), totals))))
    ids, scores = _sum(parts)
    return _best(ids, scores, k, among.passed if among else None) if len(ids) else NOTHING


class _Postings:
    """Which passages hold a word and how often; each word is read once, many at a time."""

    def __init__(self, connection: PostgresConnection) -> None:
        self._connection = connection
        self._read: dict[int, tuple[Ids, Rows]] = {}
        gone = connection.one(
            "SELECT coalesce(string_agg(int8send(passage_id), ''), '') FROM gone WHERE epoch = ?", connection.epoch
        )
        self._gone = np.sort(np.frombuffer(gone[0], dtype=">i8"))

    def expect(self, words: Iterable[str]) -> None:
        """Read what holds these words, which will be asked for."""
        self._fetch([id for word in words for id in (word_id(word), title_word_id(word))])

    def is_known(self, word: str) -> bool:
        """Tell whether any passage holds a word, or its title does."""
        self.expect([word])
        return any(len(self._read[id][0]) for id in (word_id(word), title_word_id(word)))

    def of(self, id: int) -> tuple[Ids, Rows]:
        """Return the numbers of the passages that hold the word of this number, int64, with a row of `POSTING` each."""
        self._fetch([id])
        return self._read[id]

    def _fetch(self, ids: list[int]) -> None:
        new = [id for id in dict.fromkeys(ids) if id not in self._read]
        if not new:
            return
        found: dict[int, list[tuple[int, bytes]]] = {id: [] for id in new}
        chosen = "SELECT word, segment, held FROM {} WHERE epoch = ? AND word = ANY(?::bigint[])"
        epoch = self._connection.epoch
        for word, segment, held in self._connection.rows(
            f"{chosen.format('postings')} UNION ALL {chosen.format('fresh')}", *(epoch, new, epoch, new)
        ):
            found[word].append((segment, held))
        for word, blocks in found.items():
            rows = np.frombuffer(b"".join(held for _, held in blocks), dtype=POSTING)
            sizes = [len(held) // POSTING.itemsize for _, held in blocks]
            starts = np.repeat(np.array([segment for segment, _ in blocks], dtype=np.int64), sizes)
            numbers = starts + rows["offset"].astype(np.int64)
            if len(self._gone):
                stays = ~np.isin(numbers, self._gone)
                numbers, rows = numbers[stays], rows[stays]
            self._read[word] = numbers, rows


def _holders(connection: PostgresConnection, wanted: Iterable[str]) -> Ids:
    """Return the passages with a long word that has all of these grams."""
    (found,) = connection.one(
        "SELECT coalesce(string_agg(int8send(passage_id), ''), '') FROM search"
        " WHERE epoch = ? AND grams @> ?::bigint[]",
        *(connection.epoch, sorted(map(word_id, wanted))),
    )
    return np.frombuffer(found, dtype=">i8").astype(np.int64)


def _idf(holders: int, totals: Totals) -> float:
    return log(1 + (totals.passages - holders + 0.5) / (holders + 0.5))


def _sum(parts: list[tuple[Ids, Scores]]) -> tuple[Ids, Scores]:
    """Return the numbers of all parts, each once, with the sum of its scores; those of a part are different."""
    held = [part for part in parts if len(part[0])]
    if not held:
        return NO_IDS, np.empty(0)
    first = min(int(ids.min()) for ids, _ in held)
    span = max(int(ids.max()) for ids, _ in held) + 1 - first
    if span > 8 * sum(len(ids) for ids, _ in held):
        ids, places = np.unique(np.concatenate([ids for ids, _ in held]), return_inverse=True)
        totals: Scores = np.bincount(places, np.concatenate([scores for _, scores in held])).astype(np.float64)
        return ids, totals
    sums, found = np.zeros(span), np.zeros(span, dtype=np.bool_)
    for ids, scores in held:
        sums[ids - first] += scores
        found[ids - first] = True
    numbers = np.flatnonzero(found)
    return numbers + first, sums[numbers]


def _best(ids: Ids, scores: Scores, k: int, passed: Callable[[Ids], Ids] | None) -> Scored:
    """Return the `k` best, ties by the smaller number, only of what has `passed`."""
    depth = k if passed is None else k * WIDER
    while True:
        some = np.arange(len(ids))
        if depth < len(ids):
            least = np.partition(scores, len(ids) - depth)[len(ids) - depth]
            some = np.flatnonzero(scores >= least)  # all that are as good as the last one
        chosen = some if passed is None else some[np.isin(ids[some], passed(ids[some]))]
        if len(chosen) >= k or len(some) == len(ids):
            order = chosen[np.lexsort((ids[chosen], -scores[chosen]))[:k]]
            return Scored(ids[order], scores[order].astype(np.float32))
        depth *= WIDER
