"""The full-text store of a library: tantivy, on disk, changed passage by passage."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.arrays import Ids
from index.database.passing import Passing
from index.errors import LibraryBusy, LibraryError
from index.search.checks import NO_IDS, NOTHING, check_change, check_k, ranked
from index.search.fusion import TITLE_BOOST
from index.search.local.tantivy_files import check_files, seal_files
from index.search.stores import Scored
from index.search.terms.compounds import grams
from index.search.terms.question import Question, read_question
from index.search.terms.words import passage_folded, stems

if TYPE_CHECKING:
    import tantivy

# Part of the schema on disk: give it another number whenever `index.search.terms` changes, and old indexes are rebuilt.
ANALYZER = "broadsheet_terms_1"
WRITER_BYTES = 128_000_000
# A filter on fewer of the passages is part of the query, on more it sifts the hits: with half of 56,518
# passages allowed the first takes 100 ms.
NARROW_RATIO = 0.01


@dataclass(frozen=True, slots=True)
class FullTextEntry:
    """A passage as the full-text index sees it."""

    id: int
    title: str
    text: str


class TantivyStore:
    """Passages by the words they share with a question, scored by BM25 (Robertson, Zaragoza 2009) but for two things.

    tantivy keeps the length of a field in one byte, so lengths above 40 words are rounded down, by at
    most an eighth; and removed passages count in its word statistics until their segment is merged.
    """

    def __init__(self, folder: Path | None, title_boost: float = TITLE_BOOST) -> None:
        """Open the index in `folder`, or make it; raise LibraryError when it is damaged or not ours."""
        self.folder = folder
        self.title_boost = title_boost
        self._schema = _schema()
        self._lock = threading.Lock()
        self._opened = self._open()
        self._searcher = self._read()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def ids(self) -> Ids:
        """Return the passage numbers held, ascending, those that another process committed included."""
        self.reload()
        return self._numbers(_everything(), self._searcher)

    def newest(self) -> int:
        """Return the largest passage number held; -1 when there is none."""
        hits = self._searcher.search(_everything(), 1, count=False, order_by_field="id").hits
        return int(hits[0][0]) if hits else -1

    def reload(self) -> None:
        """Let the searches that follow see what another process committed."""
        with self._lock:
            self._searcher = self._read()

    def change(self, remove: Ids, add: Iterable[FullTextEntry]) -> None:
        """Remove and add passages in one commit; raise LibraryBusy while another process writes."""
        entries = tuple(add)
        added = np.array([entry.id for entry in entries], dtype=np.int64)
        if not len(remove) and not entries:
            return
        with self._lock:
            writer = self._open_writer()
            try:
                searcher = self._read()
                check_change(self._held_among(added, searcher), remove, added)
                self._write(writer, remove, entries)
            finally:
                # Also ends the writer, which else holds its lock until it is collected.
                self._end(writer)
            self._searcher = self._read()
            if self.folder is not None:
                seal_files(self.folder)

    def search(self, question: str, k: int, allowed: Passing | None = None) -> Scored:
        """Return the `k` best for the words of `question`; only among `allowed` when given."""
        check_k(k)
        searcher = self._searcher
        held = int(searcher.num_docs)
        if not held or (allowed is not None and not len(allowed)):
            return NOTHING
        asked = read_question(question, partial(_is_held, searcher))
        clauses = [*self._words(asked), *self._inside(asked, searcher)]
        if not clauses:
            return NOTHING
        narrow = allowed is not None and len(allowed) < NARROW_RATIO * held
        query = self._query(clauses, allowed.ids if allowed is not None and narrow else None)
        depth = k + 16
        if allowed is not None and not narrow:
            depth = depth * 3 * held // (2 * min(len(allowed), held))
        while True:
            depth = min(depth, held)
            hits = searcher.search(query, depth, count=False).hits
            numbers = searcher.fast_field_values("id", [address for _, address in hits])
            found = np.array(numbers, dtype=np.int64)
            scores = np.array([score for score, _ in hits], dtype=np.float32)
            passed = slice(None) if allowed is None or narrow else allowed.among(found)
            best = ranked(found[passed], scores[passed], k)
            # tantivy keeps any of the equal scores at its border: go on until it lies below what is returned.
            if len(hits) < depth or depth == held or (len(best.ids) == k and scores[-1] < best.scores[-1]):
                return best
            depth *= 4

    def count_holders(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return for each of `words`, folded, how many passages hold it in their text or their title."""
        searcher = self._searcher
        return tuple(max(searcher.doc_freq(field, word) for field in ("text", "title")) for word in stems(words))

    def _words(self, asked: Question) -> Iterator["tantivy.Query"]:
        """Give what scores the question's words; built by hand, the question never meets a query parser."""
        from tantivy import Query

        for word, weight in asked.words.items():
            for field, boost in (("text", weight), ("title", weight * self.title_boost)):
                if boost:
                    yield Query.boost_query(Query.term_query(self._schema, field, word, "freq"), boost)

    def _inside(self, asked: Question, searcher: "tantivy.Searcher") -> Iterator["tantivy.Query"]:
        """Give what scores long words in which the question's may stand: all alike, by their number."""
        from tantivy import Occur, Query

        for wanted in asked.inside:
            terms = [(Occur.Must, Query.term_query(self._schema, "grams", gram, "basic")) for gram in wanted]
            holders = searcher.search(Query.boolean_query(terms), 1, count=True).count  # type: ignore[attr-defined]  # the stub lacks it
            if holders:
                yield Query.const_score_query(Query.boolean_query(terms), idf(int(holders), int(searcher.num_docs)))

    def _query(self, clauses: list["tantivy.Query"], allowed: Ids | None) -> "tantivy.Query":
        from tantivy import Occur, Query

        query = Query.boolean_query([(Occur.Should, clause) for clause in clauses])
        if allowed is None:
            return query
        among = Query.const_score_query(Query.term_set_query(self._schema, "id", allowed.tolist()), 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, among)])

    def _open(self) -> "tantivy.Index":
        import tantivy

        try:
            if self.folder is None:
                opened = tantivy.Index(self._schema)
                opened.register_tokenizer(ANALYZER, _build_splitter())
                return opened
            self.folder.mkdir(parents=True, exist_ok=True)
            if tantivy.Index.exists(str(self.folder)):
                check_files(self.folder)
            elif any(not path.name.startswith(".") for path in self.folder.iterdir()):
                raise ValueError("it holds files but no meta.json")
            opened = tantivy.Index(self._schema, path=str(self.folder))
            opened.register_tokenizer(ANALYZER, _build_splitter())
            # By hand: a search must not see half of what a sync does.
            opened.config_reader("manual")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError(f"The full-text index in {self.folder} cannot be opened: {error}.") from error
        return opened

    def _open_writer(self) -> "tantivy.IndexWriter":
        try:
            # One thread: the segments, and with them the order of equal scores, do not depend on timing.
            return self._opened.writer(WRITER_BYTES, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise LibraryBusy(
                    f"Another process is writing to the full-text index in {self.folder}: try again when it is done."
                ) from error
            raise self._unwritable(error) from error

    def _end(self, writer: "tantivy.IndexWriter") -> None:
        try:
            writer.wait_merging_threads()
        except ValueError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: Exception) -> LibraryError:
        return LibraryError(
            f"The search cache {self.folder} cannot be written ({error}), the articles are safe: check the disk's free "
            "space and the folder's permissions, then run the same command again."
        )

    def _write(self, writer: "tantivy.IndexWriter", remove: Ids, entries: tuple[FullTextEntry, ...]) -> None:
        import tantivy

        try:
            if len(remove):
                gone = tantivy.Query.term_set_query(self._schema, "id", remove.tolist())
                writer.delete_documents_by_query(gone)
            for entry in entries:
                title, text = passage_folded(entry.title), passage_folded(entry.text)
                fields = tantivy.Document()
                fields.add_unsigned("id", entry.id)
                fields.add_text("title", " ".join(stems(title)))
                fields.add_text("text", " ".join(stems(text)))
                fields.add_text("grams", " ".join(grams(title + text)))
                writer.add_document(fields)
            writer.commit()
        except (ValueError, RuntimeError) as error:
            raise self._unwritable(error) from error

    def _read(self) -> "tantivy.Searcher":
        try:
            self._opened.reload()
            return self._opened.searcher()
        except ValueError as error:
            raise LibraryError(f"The full-text index in {self.folder} cannot be read: {error}.") from error

    def _held_among(self, ids: Ids, searcher: "tantivy.Searcher") -> Ids:
        import tantivy

        if not len(ids) or ids.min() < 0:
            return NO_IDS
        return self._numbers(tantivy.Query.term_set_query(self._schema, "id", ids.tolist()), searcher)

    def _numbers(self, query: "tantivy.Query", searcher: "tantivy.Searcher") -> Ids:
        """Return the numbers of the passages that match, ascending."""
        if not searcher.num_docs:
            return NO_IDS
        try:
            hits = searcher.search(query, searcher.num_docs, count=False).hits
            numbers = searcher.fast_field_values("id", [address for _, address in hits])
        except ValueError as error:
            raise LibraryError(f"The full-text index in {self.folder} cannot be read: {error}.") from error
        return np.sort(np.array(numbers, dtype=np.int64))


def _schema() -> "tantivy.Schema":
    import tantivy

    builder = tantivy.SchemaBuilder().add_unsigned_field("id", indexed=True, fast=True)
    for field in ("title", "text"):
        builder = builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    builder = builder.add_text_field("grams", tokenizer_name=ANALYZER, index_option="basic")
    return builder.build()


def _build_splitter() -> "tantivy.TextAnalyzer":
    """Build what gives tantivy the words back that `index.search.terms` has found."""
    import tantivy

    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _is_held(searcher: "tantivy.Searcher", word: str) -> bool:
    return searcher.doc_freq("text", word) > 0 or searcher.doc_freq("title", word) > 0


def _everything() -> "tantivy.Query":
    import tantivy

    return tantivy.Query.all_query()


def idf(holders: int, passages: int) -> float:
    """Return how much a word says that `holders` of `passages` passages have, as Lucene reckons it."""
    return log(1 + (passages - holders + 0.5) / (holders + 0.5))
