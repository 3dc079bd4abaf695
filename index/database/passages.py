"""Texts, their passages and their vectors; a text is stored, split and embedded once.

Passages carry an epoch: a rebuild writes the next epoch beside the current one, and one
transaction makes it current, so that searchers keep what they have until the new one is complete.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from index.arrays import Ids
from index.database.articles import SHOWN
from index.database.conditions import write_condition
from index.database.connection import Connection
from index.database.failures import checksum_place, checksum_vector, damaged
from index.database.passing import Passing
from index.embedders.base import Vectors
from index.types import Filter, Passage

AT_ONCE = 200  # passages a statement: a server is asked twice for a text instead of twice for each of them


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text's passages with their vectors, float32, shape (len(passages), dim), rows of unit length."""

    passages: tuple[Passage, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class PassageRow:
    """The place of a passage: its number, its text's number, and its offsets in the text."""

    id: int
    text_id: int
    start: int
    end: int
    speaker: str


def fingerprint_text(text: str) -> str:
    """Return the sha256 of a text: articles with the same one share their passages."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class PassageTable:
    """The tables of texts, passages and vectors."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, text: str) -> bool:
        """Tell whether this very text is split and embedded already."""
        row = self._connection.first(
            "SELECT 1 FROM texts JOIN passages ON text_id = texts.id AND epoch = ? WHERE sha256 = ?",
            self._connection.epoch,
            fingerprint_text(text),
        )
        return row is not None

    def put_text(self, text: str) -> int:
        """Add a text unless it is there, and return its number; call it in a transaction."""
        digest = fingerprint_text(text)
        self._connection.run("INSERT INTO texts (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", digest, text)
        return int(self._connection.one("SELECT id FROM texts WHERE sha256 = ?", digest)[0])

    def drop_text_if_unused(self, text_id: int) -> None:
        """Remove a text that no article has any more; call it in a transaction."""
        if self._connection.first("SELECT 1 FROM articles WHERE text_id = ?", text_id) is None:
            self._delete("text_id = ?", text_id)
            self._connection.run("DELETE FROM texts WHERE id = ?", text_id)

    def put(self, text_id: int, epoch: int, split: SplitText) -> None:
        """Add a text's passages and vectors; call it in a transaction."""
        for start in range(0, len(split.passages), AT_ONCE):
            some = split.passages[start : start + AT_ONCE]
            places = [(text_id, epoch, one.start, one.end, one.speaker) for one in some]
            numbers: dict[int, int] = dict(
                self._connection.rows(
                    f'INSERT INTO passages (text_id, epoch, start, "end", speaker, crc) VALUES {_places(6, some)}'
                    " RETURNING start, id",
                    *(value for place in places for value in (*place, checksum_place(text_id, *place[2:]))),
                )
            )
            blobs = [np.ascontiguousarray(vector, dtype="<f4").tobytes() for vector in split.vectors[start:][:AT_ONCE]]
            kept = [(numbers[one.start], blob, checksum_vector(blob)) for one, blob in zip(some, blobs, strict=True)]
            values = (value for row in kept for value in row)
            self._connection.run(f"INSERT INTO vectors VALUES {_places(3, some)}", *values)

    def renumber(self, text_id: int) -> None:
        """Give the current passages of a text new numbers; call it in a transaction."""
        epoch = self._connection.epoch
        for number in self.ids_of(frozenset([text_id])).tolist():
            (new,) = self._connection.one(
                'INSERT INTO passages (text_id, epoch, start, "end", speaker, crc)'
                ' SELECT text_id, epoch, start, "end", speaker, crc FROM passages WHERE id = ? RETURNING id',
                number,
            )
            self._connection.run("UPDATE vectors SET passage_id = ? WHERE passage_id = ?", new, number)
            self._connection.run("DELETE FROM passages WHERE id = ? AND epoch = ?", number, epoch)

    def text(self, text_id: int) -> str:
        """Return one text."""
        return str(self._connection.one("SELECT text FROM texts WHERE id = ?", text_id)[0])

    def texts_without(self, epoch: int) -> tuple[int, ...]:
        """Return the numbers of the texts that have no passages of `epoch` yet, ascending."""
        rows = self._connection.rows(
            "SELECT id FROM texts t WHERE NOT EXISTS"
            " (SELECT 1 FROM passages p WHERE p.text_id = t.id AND p.epoch = ?) ORDER BY id",
            epoch,
        )
        return tuple(row[0] for row in rows)

    def turn(self, epoch: int) -> None:
        """Make `epoch` current and drop the passages of all others; call it in a transaction."""
        self._connection.set_epoch(epoch)
        self._delete("epoch <> ?", epoch)

    def drop(self, epoch: int) -> None:
        """Drop the passages of an epoch that never became current; call it in a transaction."""
        self._delete("epoch = ?", epoch)

    def _delete(self, condition: str, value: int) -> None:
        # `condition` is one of the literals above, never text from outside.
        chosen = f"SELECT id FROM passages WHERE {condition}"
        self._connection.run(f"DELETE FROM vectors WHERE passage_id IN ({chosen})", value)
        self._connection.run(f"DELETE FROM passages WHERE {condition}", value)

    def count(self) -> int:
        """Return how many passages are current."""
        return int(self._connection.one("SELECT count(*) FROM passages WHERE epoch = ?", self._connection.epoch)[0])

    def ids(self, after: int = -1) -> Ids:
        """Return the numbers of the current passages above `after`, int64, ascending."""
        # One string instead of a row each: a million numbers in a third of the time.
        joined = self._connection.one(
            f"SELECT {self._connection.joined_ids} FROM passages WHERE id > ? AND epoch = ?",
            *(after, self._connection.epoch),
        )[0]
        return _numbers(joined)

    def ids_of(self, text_ids: frozenset[int]) -> Ids:
        """Return the numbers of the current passages of these texts, int64, ascending."""
        joined = self._connection.one(
            f"SELECT {self._connection.joined_ids} FROM passages WHERE epoch = ?"
            f" AND text_id IN (SELECT value FROM {self._connection.numbers})",
            self._connection.epoch,
            _json(text_ids),
        )[0]
        return _numbers(joined)

    def passing(self, only: Filter) -> Passing:
        """Return the current passages of the articles that pass `only`."""
        # A row a text instead of one a passage: the passages of a text were nearly always written together.
        condition, values = write_condition(only, self._connection.names)
        rows = self._connection.rows(
            "SELECT a.text_id, min(p.id), max(p.id), count(*) FROM"
            f" (SELECT DISTINCT text_id FROM {SHOWN} s WHERE {condition}) a"
            " CROSS JOIN passages p WHERE p.text_id = a.text_id AND p.epoch = ? GROUP BY a.text_id",
            *values,
            self._connection.epoch,
        )
        texts, first, last, count = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        whole = last - first + 1 == count
        scattered = self.ids_of(frozenset(texts[~whole].tolist()))
        return Passing.of_spans(np.append(first[whole], scattered), np.append(last[whole], scattered))

    def get(self, ids: Ids) -> dict[int, PassageRow]:
        """Return where these passages lie; numbers that are gone are not in the answer.

        Raises:
            LibraryDamaged: a row is not what was written.
        """
        rows = self._connection.rows(
            f'SELECT p.id, text_id, start, "end", speaker, crc FROM {self._connection.numbers} j'
            " CROSS JOIN passages p WHERE p.id = j.value",
            _json(ids.tolist()),
        )
        return {row[0]: self._checked(PassageRow(*row[:5]), row[5]) for row in rows}

    def _checked(self, row: PassageRow, checksum: int | None) -> PassageRow:
        # None: written by format 1, which kept no checksums.
        if checksum not in (None, checksum_place(row.text_id, row.start, row.end, row.speaker)):
            raise damaged(self._connection.name, f"passage {row.id}")
        return row

    def vectors(self, ids: Ids) -> tuple[Ids, Vectors]:
        """Return the vectors of these passages, float32, shape (n, dim), ascending by number, with their numbers.

        Numbers that are gone are left out.

        Raises:
            LibraryDamaged: a vector is not what was written.
        """
        embedder = self._connection.embedder
        dim = embedder.dim if embedder else 0
        rows = self._connection.rows(
            f"SELECT passage_id, vector, crc FROM {self._connection.numbers} j"
            " CROSS JOIN vectors WHERE passage_id = j.value",
            _json(np.unique(ids).tolist()),
        )
        if not rows:
            return np.empty(0, dtype=np.int64), np.empty((0, dim), dtype=np.float32)
        rows.sort(key=itemgetter(0))  # a server returns them in any order
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        blobs = [self._vector(number, blob, crc, dim) for number, blob, crc in rows]
        return numbers, np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(rows), dim)

    def _vector(self, number: int, blob: object, checksum: int | None, dim: int) -> bytes:
        if not isinstance(blob, bytes) or len(blob) != 4 * dim or checksum not in (None, checksum_vector(blob)):
            raise damaged(self._connection.name, f"the vector of passage {number}")
        return blob


def _places(columns: int, rows: Sequence[object]) -> str:
    return ", ".join([f"({', '.join('?' * columns)})"] * len(rows))


def _numbers(joined: str | None) -> Ids:
    """Return numbers that SQLite joined by commas, ascending."""
    if not joined:
        return np.empty(0, dtype=np.int64)
    return np.sort(np.fromstring(joined, dtype=np.int64, sep=","))


def _json(numbers: Iterable[int]) -> str:
    return "[" + ",".join(map(str, numbers)) + "]"
