"""The reference full-text store: BM25 in plain Python, every passage scored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.arrays import Ids
from index.database.passing import Passing
from index.search.checks import NOTHING, check_change, check_k, ranked
from index.search.fusion import TITLE_BOOST
from index.search.local.tantivy_store import FullTextEntry, idf
from index.search.stores import Scored
from index.search.terms.compounds import grams
from index.search.terms.question import Question, read_question
from index.search.terms.words import passage_folded, stems

K1 = 1.2  # tantivy's and Lucene's, not settable in tantivy
B = 0.75


class FullTextStore(Protocol):
    """Finds the passages that share words with a question, scored by BM25 (Robertson, Zaragoza 2009)."""

    def __len__(self) -> int: ...

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending, those that another process committed included."""
        ...

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        ...

    def change(self, remove: Ids, add: Iterable[FullTextEntry]) -> None:
        """Remove and add passages in one commit; searches that started before see the old state.

        Numbers are checked as by `VectorStore.changed`. Raises LibraryBusy while another process writes.
        """
        ...

    def search(self, question: str, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best for the words of `question`; only among `allowed` when given.

        The question is words and nothing else: no character of it is an operator. `k` is at least 1.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Fields:
    """How often each word stands in the title and in the text of one passage, and the grams of its long words."""

    title: Counter[str]
    text: Counter[str]
    grams: frozenset[str]

    @classmethod
    def of(cls, entry: FullTextEntry) -> "_Fields":
        title, text = passage_folded(entry.title), passage_folded(entry.text)
        return cls(Counter(stems(title)), Counter(stems(text)), grams(title + text))


class Bm25Store:
    """A FullTextStore in memory: what the faster one is compared with.

    `score(passage) = sum over words of title_boost * bm25(word, title) + bm25(word, text)`.
    """

    def __init__(self, title_boost: float = TITLE_BOOST) -> None:
        self.title_boost = title_boost
        self._passages: dict[int, _Fields] = {}

    def __len__(self) -> int:
        return len(self._passages)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending."""
        return np.array(sorted(self._passages), dtype=np.int64)

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        return max(self._passages, default=-1)

    def change(self, remove: Ids, add: Iterable[FullTextEntry]) -> None:
        """Remove and add passages; searches that started before see the old state."""
        entries = tuple(add)
        check_change(self.ids(), remove, np.array([entry.id for entry in entries], dtype=np.int64))
        gone = set(remove.tolist())
        passages = {id: fields for id, fields in self._passages.items() if id not in gone}
        for entry in entries:
            passages[entry.id] = _Fields.of(entry)
        self._passages = passages

    def search(self, question: str, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best for the words of `question`; only among `allowed` when given."""
        check_k(k)
        passages = self._passages
        held = {word for fields in passages.values() for word in (*fields.title, *fields.text)}
        asked = read_question(question, held.__contains__)
        totals = _inside(asked, passages)
        for word, weight in asked.words.items():
            for boost, field in ((1.0, "text"), (self.title_boost, "title")):
                scores = bm25(word, {id: getattr(fields, field) for id, fields in passages.items()})
                totals.update({id: weight * boost * score for id, score in scores.items()})
        wanted = totals.keys() if allowed is None else totals.keys() & set(allowed.ids.tolist())
        if not wanted:
            return NOTHING
        ids = np.array(sorted(wanted), dtype=np.int64)
        return ranked(ids, np.array([totals[id] for id in ids.tolist()], dtype=np.float32), k)


def _inside(asked: Question, passages: dict[int, _Fields]) -> Counter[int]:
    """Return the score of each passage with a long word in which a word of the question may stand."""
    totals: Counter[int] = Counter()
    for wanted in asked.inside:
        holders = [id for id, fields in passages.items() if fields.grams.issuperset(wanted)]
        totals.update(dict.fromkeys(holders, idf(len(holders), len(passages))))
    return totals


def bm25(word: str, field: dict[int, Counter[str]]) -> dict[int, float]:
    """Return the score of each passage whose field holds `word`, as Robertson and Zaragoza 2009 with Lucene's idf."""
    holders = [id for id, counts in field.items() if word in counts]
    if not holders:
        return {}
    average_length = sum(counts.total() for counts in field.values()) / len(field)
    rarity = idf(len(holders), len(field))
    scores = {}
    for id in holders:
        count, length = field[id][word], field[id].total()
        scores[id] = rarity * (K1 + 1) * count / (count + K1 * (1 - B + B * length / average_length))
    return scores


def passage_words(text: str) -> list[str]:
    """Return the words of a text as a store keeps them."""
    return stems(passage_folded(text))
