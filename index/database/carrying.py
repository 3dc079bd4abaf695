"""All that a library holds, in an order that is the same everywhere: to be carried elsewhere, and compared there."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from index.database import Database, SplitText
from index.database.connection import Connection, Row
from index.database.failures import damaged
from index.database.passages import fingerprint_text
from index.types import Passage

AT_ONCE = 64  # texts
PAGE = 500  # rows a statement; SQLite takes 32,766 values in one
# Tables that are carried as they are, in the order of the first column, which is their key.
TABLES = {
    "files": ("path", "sha256", "reader"),
    "folders": ("path",),
    "left_out": ("id", "sha256"),
    "edits": ("id", "title", "source", "published", "tags"),
}
ARTICLE = ("id", "sha256", "title", "source", "url", "published", "author", "added", "path", "places")
WITH_TEXT = (
    f"(SELECT {', '.join(f'a.{name}' for name in ARTICLE)}, t.sha256 AS text"
    " FROM articles a JOIN texts t ON t.id = text_id) a"
)
Sums = dict[str, tuple[int, str]]  # of each kind of thing, its count and its sha256


@dataclass(slots=True)
class _Sum:
    """Rows that were counted and hashed in their order."""

    count: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, row: object) -> None:
        """Count and hash a row, or the bytes of some vectors."""
        self.count += 1
        self._digest.update(row if isinstance(row, bytes) else repr(row).encode(errors="surrogatepass"))

    @property
    def value(self) -> tuple[int, str]:
        """Return the count and the sha256."""
        return self.count, self._digest.hexdigest()


def list_texts(database: Database) -> list[tuple[str, int]]:
    """Return the sha256 and the number of each text, in the order of their passages, which decides between equals."""
    rows = database.connection.rows(
        "SELECT t.sha256, t.id FROM texts t LEFT JOIN passages p ON p.text_id = t.id AND p.epoch = ?"
        " GROUP BY t.sha256, t.id ORDER BY min(p.id), t.id",
        database.connection.epoch,
    )
    return [(row[0], row[1]) for row in rows]


def carry_texts(sent: Database, arrived: Database, numbers: Sequence[int]) -> None:
    """Copy texts with their passages, vectors and articles; call it in a transaction of the one that they come to."""
    articles = defaultdict(list)
    for text_id, *row in sent.connection.rows(
        f"SELECT text_id, {', '.join(ARTICLE)} FROM articles WHERE text_id IN (SELECT value FROM"
        f" {sent.connection.numbers}) ORDER BY id",
        json.dumps(numbers),
    ):
        articles[text_id].append(row)
    for number, (text, split) in _read_texts(sent, numbers).items():
        new = arrived.passages.put_text(text)
        arrived.passages.put(new, arrived.connection.epoch, split)
        rows: list[Row] = [(new, *row) for row in articles[number]]
        for start in range(0, len(rows), PAGE):
            _insert(arrived.connection, "articles", ("text_id", *ARTICLE), rows[start : start + PAGE])


def carry_rest(sent: Connection, arrived: Connection) -> None:
    """Copy what belongs to no text, in the place of what there is; call it in a transaction."""
    for table, columns in TABLES.items():
        arrived.run(f"DELETE FROM {table}")
        for page in _pages(sent, table, columns):
            _insert(arrived, table, columns, page)


def clear(connection: Connection) -> None:
    """Remove all that there is; call it in a transaction."""
    for table in ("vectors", "passages", "articles", "texts", *TABLES):
        connection.run(f"DELETE FROM {table}")


def sum_up(database: Database) -> Generator[tuple[int, int], None, Sums]:
    """Return the count and the sha256 of each kind of thing that a library holds, yielding texts done and in all.

    Raises:
        LibraryDamaged: a text, passage or vector is not what was written.
    """
    connection = database.connection
    sums: dict[str, _Sum] = defaultdict(_Sum)
    sums["embedder"].add(connection.embedder)
    for name, table, columns in (
        ("articles", WITH_TEXT, (*ARTICLE, "text")),
        *((table, table, columns) for table, columns in TABLES.items()),
    ):
        for page in _pages(connection, table, columns):
            for row in page:
                sums[name].add(row)
    texts = sorted(list_texts(database))
    for start in range(0, len(texts), AT_ONCE):
        yield start, len(texts)
        some = texts[start : start + AT_ONCE]
        read = _read_texts(database, [number for _, number in some])
        for digest, number in some:
            _, split = read[number]
            sums["texts"].add(digest)
            for passage in split.passages:
                sums["passages"].add((digest, passage.start, passage.end, passage.speaker))
            sums["vectors"].add(split.vectors.tobytes())
    return {name: one.value for name, one in sums.items()}


def _read_texts(database: Database, numbers: Sequence[int]) -> dict[int, tuple[str, SplitText]]:
    """Return texts with their current passages and vectors, by their numbers, in their order."""
    name = database.connection.name
    texts: dict[int, str] = {}
    asked = f"SELECT id, text, sha256 FROM texts WHERE id IN (SELECT value FROM {database.connection.numbers})"
    for number, text, digest in database.connection.rows(asked, json.dumps(numbers)):
        if fingerprint_text(text) != digest:
            raise damaged(name, f"text {number}")
        texts[number] = text
    ids = database.passages.ids_of(frozenset(numbers))
    places = database.passages.get(ids)
    found, vectors = database.passages.vectors(ids)
    if len(found) != len(ids):
        raise damaged(name, f"one of the vectors of the texts {numbers[0]} to {numbers[-1]}")
    passages: dict[int, list[Passage]] = defaultdict(list)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, id in enumerate(found.tolist()):
        place = places[id]
        text = texts[place.text_id][place.start : place.end]
        passages[place.text_id].append(Passage(text, place.start, place.end, place.speaker))
        rows[place.text_id].append(row)
    return {number: (texts[number], SplitText(tuple(passages[number]), vectors[rows[number]])) for number in numbers}


def _pages(connection: Connection, table: str, columns: Sequence[str]) -> Iterator[list[Row]]:
    """Yield the rows of a table in the order of its first column, a page a query."""
    after = ""
    while True:
        asked = f"SELECT {', '.join(columns)} FROM {table} WHERE {columns[0]} > ? ORDER BY {columns[0]} LIMIT {PAGE}"
        page = connection.rows(asked, after)
        yield page
        if len(page) < PAGE:
            return
        after = page[-1][0]


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    if rows:
        places = ", ".join([f"({', '.join('?' * len(columns))})"] * len(rows))
        values = [value for row in rows for value in row]
        connection.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}", *values)
