"""The reference search index: every passage scored in plain Python, nothing kept; what back ends are compared with."""

from collections.abc import Sequence
from pathlib import Path

from reference_full_text import Bm25Store
from reference_vectors import ExactStore

from index import Filter, Hit
from index.arrays import Vectors
from index.database import Database
from index.search.checks import NO_IDS
from index.search.fusion import fuse, read_hits
from index.search.local.tantivy_store import FullTextEntry
from index.search.stores import Scored
from index.search.terms.words import passage_folded, stems
from index.writer_lock import WriterLock

DEPTH = 100  # candidates of each kind that are fused


class ReferenceIndex:
    """A `SearchIndex` without files: it reads the database again whenever that has another generation."""

    def __init__(self, folder: Path, writer_lock: WriterLock) -> None:
        self._read_at = -1
        self._words = Bm25Store()
        self._vectors = ExactStore.empty(1)

    @property
    def engines(self) -> tuple[str, ...]:
        return ()

    def search(self, database: Database, question: str, vector: Vectors, k: int, only: Filter) -> tuple[Hit, ...]:
        if self._read_at != database.connection.generation:
            self.follow(database)
        depth = max(k, DEPTH)
        allowed = database.passages.passing(only) if only else None
        words = self._words.search(question, depth, allowed)
        near = self._vectors.search(vector, depth, allowed)
        every = self._vectors.search(vector, max(1, len(self._vectors)), allowed)
        wanted = {*words.ids.tolist(), *near.ids.tolist()}
        cosines = {id: score for id, score in _pairs(every) if id in wanted}
        return read_hits(database, fuse(cosines, dict(_pairs(words))), k, only)

    def count_holders(self, database: Database, words: Sequence[str]) -> tuple[int, ...]:
        texts = []
        for row in database.passages.get(database.passages.ids()).values():
            titles = " ".join(one.title for one in database.articles.with_text(row.text_id))
            texts.append((titles, database.passages.text(row.text_id)[row.start : row.end]))
        held = [[frozenset(stems(passage_folded(part))) for part in parts] for parts in texts]
        return tuple(max(sum(word in one[field] for one in held) for field in (0, 1)) for word in stems(words))

    def follow(self, database: Database, *, more_to_come: bool = False) -> None:
        ids, vectors = database.passages.vectors(database.passages.ids())
        self._vectors = ExactStore.empty(vectors.shape[1]).changed(NO_IDS, ids, vectors)
        self._words = Bm25Store()
        entries = []
        for row in database.passages.get(ids).values():
            title = " ".join(dict.fromkeys(a.title for a in database.articles.with_text(row.text_id)))
            entries.append(FullTextEntry(row.id, title, database.passages.text(row.text_id)[row.start : row.end]))
        self._words.change(NO_IDS, entries)
        self._read_at = database.connection.generation

    def rebuild(self, database: Database) -> None:
        self.follow(database)

    def check(self, database: Database) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass


def _pairs(scored: Scored) -> list[tuple[int, float]]:
    return list(zip(scored.ids.tolist(), scored.scores.tolist(), strict=True))
