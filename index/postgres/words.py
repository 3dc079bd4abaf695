"""BM25 over the postings on the server, exact: the same words, weights and statistics as those of a folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ids
from index.database.connection import Row
from index.postgres.among import Among
from index.postgres.connection import PostgresConnection
from index.postgres.filling import title_word_id, word_id
from index.search.checks import NO_IDS, NOTHING
from index.search.fusion import TITLE_BOOST
from index.search.stores import Scored
from index.search.terms.question import read_question
from index.search.terms.words import question_words, stems

K1, B = 1.2, 0.75
POSTING = np.dtype([("offset", ">u4"), ("count", ">u2"), ("text", ">u2"), ("title", ">u2")])  # see `posted` in schema
COMMON = 10_000  # passages with a word, and a part of all: beyond that few of them are among the best for it
PART = 20
MOST_NEAR = 3_000
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
    terms = [
        _Term(id, field, boosted, totals)
        for word, weight in asked.words.items()
        for id, field, boosted in (
            (word_id(word), "text", weight),
            (title_word_id(word), "title", weight * TITLE_BOOST),
        )
    ]
    inside = [_holders(connection, wanted) for wanted in asked.inside]
    parts = [(ids, np.full(len(ids), _idf(len(ids), totals))) for ids in inside]
    common = [] if among else [term for term in terms if postings.is_common(term.id, totals)]
    postings.fetch([term.id for term in terms if term not in common])
    parts += [term.score(*postings.of(term.id)) for term in terms if term not in common]
    ids, scores = _sum(parts)
    if common:
        near = _near(ids, scores, k, sum(term.most(postings.count(term.id)) for term in common))
        if near is None:
            postings.fetch([term.id for term in common])
            ids, scores = _sum([*parts, *(term.score(*postings.of(term.id)) for term in common)])
        else:
            ids, scores = _add_common(connection, ids[near], scores[near], common, postings)
    return _best(ids, scores, k, among.passed if among else None) if len(ids) else NOTHING


def count_holders(connection: PostgresConnection, words: Sequence[str]) -> tuple[int, ...]:
    """Return for each of `words`, folded, how many passages hold it in their text or their title, gone ones too."""
    held = stems(words)
    counts = _Postings(connection).counted([id for word in held for id in (word_id(word), title_word_id(word))])
    return tuple(max(counts[word_id(word)], counts[title_word_id(word)]) for word in held)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word that is looked for in the texts or in the titles, and what it weighs."""

    id: int
    field: str
    weight: float
    totals: Totals

    def most(self, holders: int) -> float:
        """Return what it can add to the score of a passage, were it nothing but this word."""
        return self.weight * (K1 + 1) * _idf(holders, self.totals)

    def score(self, ids: Ids, rows: Rows) -> tuple[Ids, Scores]:
        """Return what it adds to the scores of those that hold it."""
        counts, lengths = rows["count"].astype(np.float64), rows[self.field].astype(np.float64)
        return ids, self.most(len(ids)) * self.saturate(counts, lengths)

    def saturate(self, counts: Scores, lengths: Scores) -> Scores:
        """Return how much of the most passages of these lengths get, which hold it so often; 0 to 1."""
        words = self.totals.text_words if self.field == "text" else self.totals.title_words
        average = max(words / max(1, self.totals.passages), 1e-9)
        return counts / (counts + K1 * (1 - B + B * lengths / average))


def _near(ids: Ids, scores: Scores, k: int, most: float) -> NDArray[np.int64] | None:
    """Return the places of those that may be among the `k` best once up to `most` is added to each; None for any.

    Who holds common words alone has no more than `most`, so it is not among them where `k` others have more already.
    """
    if len(ids) < k:
        return None
    kth = np.partition(scores, len(ids) - k)[len(ids) - k]
    near = np.flatnonzero(scores >= kth - most)
    return near if kth > most and len(near) <= MOST_NEAR else None


def _add_common(
    connection: PostgresConnection, ids: Ids, scores: Scores, common: list["_Term"], postings: "_Postings"
) -> tuple[Ids, Scores]:
    """Return the scores with what common words add to them, whose postings are too long to be read."""
    counted = ", ".join(["coalesce(counts[array_position(words, ?::bigint)], 0)"] * len(common))
    rows = connection.rows(
        f"SELECT passage_id, text_norm, title_norm, {counted} FROM search WHERE passage_id = ANY(?::bigint[])"
        " ORDER BY passage_id",
        *(*(term.id for term in common), ids.tolist()),
    )
    table = np.array(rows, dtype=np.float64).reshape(-1, 3 + len(common))
    lengths = {"text": table[:, 1], "title": table[:, 2]}
    for place, term in enumerate(common, 3):
        scores = scores + term.most(postings.count(term.id)) * term.saturate(table[:, place], lengths[term.field])
    return ids, scores


class _Postings:
    """Which passages hold a word and how often; each word is read once, many at a time."""

    def __init__(self, connection: PostgresConnection) -> None:
        self._connection = connection
        self._counts: dict[int, int] = {}
        self._read: dict[int, tuple[Ids, Rows]] = {}
        gone = connection.one(
            "SELECT coalesce(string_agg(int8send(passage_id), ''), '') FROM gone WHERE epoch = ?", connection.epoch
        )
        self._gone = np.sort(np.frombuffer(gone[0], dtype=">i8"))

    def expect(self, words: Iterable[str]) -> None:
        """Count what holds these words, which will be asked for."""
        self._count([id for word in words for id in (word_id(word), title_word_id(word))])

    def is_known(self, word: str) -> bool:
        """Tell whether any passage holds a word, or its title does."""
        self.expect([word])
        return any(self.count(id) for id in (word_id(word), title_word_id(word)))

    def is_common(self, id: int, totals: Totals) -> bool:
        """Tell whether so many hold a word that its postings are not read where that can be helped."""
        return not len(self._gone) and self.count(id) > max(COMMON, totals.passages // PART)

    def count(self, id: int) -> int:
        """Return how many passages hold the word of this number."""
        self._count([id])
        return len(self.of(id)[0]) if self._counts[id] and len(self._gone) else self._counts[id]

    def counted(self, ids: list[int]) -> Mapping[int, int]:
        """Return how many passages hold the words of these numbers, those among them that are gone, read at once."""
        self._count(ids)
        return self._counts

    def _count(self, ids: list[int]) -> None:
        new = [id for id in dict.fromkeys(ids) if id not in self._counts]
        if new:
            self._counts.update(dict.fromkeys(new, 0))
            self._counts.update(self._rows("word, (sum(octet_length(held)) / ?)::bigint", "GROUP BY word", new))

    def _rows(self, chosen: str, grouped: str, ids: list[int]) -> list[Row]:
        held = "SELECT word, segment, held FROM {} WHERE epoch = ? AND word = ANY(?::bigint[])"
        epoch = self._connection.epoch
        return self._connection.rows(
            f"SELECT {chosen} FROM ({held.format('postings')} UNION ALL {held.format('fresh')}) held {grouped}",
            *([POSTING.itemsize] * chosen.count("?")),
            *(epoch, ids, epoch, ids),
        )

    def of(self, id: int) -> tuple[Ids, Rows]:
        """Return the numbers of the passages that hold the word of this number, int64, with a row of `POSTING` each."""
        self.fetch([id])
        return self._read[id]

    def fetch(self, ids: list[int]) -> None:
        """Read what holds the words of these numbers."""
        self._count(ids)
        new = [id for id in dict.fromkeys(ids) if id not in self._read]
        found: dict[int, list[tuple[int, bytes]]] = {id: [] for id in new}
        held = [id for id in new if self._counts[id]]
        for word, segment, block in self._rows("word, segment, held", "", held) if held else ():
            found[word].append((segment, block))
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
