"""The rows of `search`: what is searched of each passage, written in the transaction that writes the passage."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.arrays import Vectors
from index.database import Database
from index.database.connection import Connection, Row
from index.postgres.schema import SEGMENT
from index.search.terms.compounds import grams
from index.search.terms.words import passage_folded, stems

AT_ONCE = 200  # rows a statement
WORN = 8  # an eighth of a segment
MOST = 32_767  # of one word in a passage, that are counted
ROW = "(?::bigint, ?::halfvec, ?::bigint[], ?::smallint[], ?::integer, ?::integer, ?::integer, ?::integer, ?::bigint[])"
COLUMNS = "vector, words, counts, text_length, title_length, text_norm, title_norm, grams"


def fill(database: Database) -> None:
    """Write the rows that the passages lack which came last; call it in the transaction that brought them.

    The passages of all epochs get theirs, so that the next one can be searched as soon as it is current.
    """
    connection = database.connection
    (newest,) = connection.one("SELECT coalesce(max(passage_id), 0) FROM search")
    titles: dict[int, tuple[str, ...]] = {}
    while True:
        rows = connection.rows(
            'SELECT p.id, p.text_id, substr(text, start + 1, "end" - start), vector FROM passages p'
            " JOIN texts t ON t.id = p.text_id JOIN vectors ON passage_id = p.id"
            " WHERE p.id > ? ORDER BY p.id LIMIT ?",
            *(newest, AT_ONCE),
        )
        values: list[object] = []
        for number, text_id, text, vector in rows:
            if text_id not in titles:
                labels = database.articles.with_text(text_id)
                titles[text_id] = tuple(passage_folded(" ".join(dict.fromkeys(one.title for one in labels))))
            row = _row(titles[text_id], passage_folded(text), np.frombuffer(vector, dtype="<f4"))
            values += [number, *row]
        if rows:
            connection.run(
                f"INSERT INTO search (passage_id, text_id, epoch, {COLUMNS}) SELECT p.id, p.text_id, p.epoch, {COLUMNS}"
                f" FROM (VALUES {', '.join([ROW] * len(rows))}) made (number, {COLUMNS})"
                " JOIN passages p ON p.id = number",
                *values,
            )
            connection.run("INSERT INTO fresh SELECT epoch, word, ?, held FROM posted(?, ?)", *_range(rows))
            newest = rows[-1][0]
            _make_segment(connection, newest)
        if len(rows) < AT_ONCE:
            return


def _range(rows: Sequence[Row]) -> tuple[int, int, int]:
    before = rows[0][0] - 1
    return before, before, rows[-1][0]


def _make_segment(connection: Connection, newest: int) -> None:
    """Put the postings of the latest passages together when there are enough."""
    (last,) = connection.one("SELECT coalesce(max(last), 0) FROM segments")
    if newest - last >= SEGMENT:
        connection.one("SELECT make_segment(?, ?)", last, newest)


def follow_words(connection: Connection) -> None:
    """Drop the postings of epochs that are over, and put those segments together anew of which much is gone."""
    for table in ("postings", "fresh", "gone"):
        connection.run(f"DELETE FROM {table} WHERE epoch < ?", connection.epoch)
    worn = connection.rows(
        "SELECT first, last FROM segments JOIN gone ON passage_id > first AND passage_id <= last"
        " GROUP BY first, last HAVING count(*) >= ?",
        SEGMENT // WORN,
    )
    for first, last in worn:
        with connection.transaction():
            connection.run("DELETE FROM postings WHERE segment = ?", first)
            connection.one("SELECT make_segment(?, ?)", first, last)


def forget_rows(connection: Connection) -> None:
    """Delete all that `fill` has written; call it in a transaction."""
    for table in ("search", "postings", "fresh", "segments", "gone"):
        connection.run(f"DELETE FROM {table}")


def _row(title: tuple[str, ...], text: list[str], vector: Vectors) -> tuple[object, ...]:
    """Return the values of `COLUMNS`."""
    in_text, in_title = stems(text), stems(title)
    counts = Counter([*(word_id(word) for word in in_text), *(title_word_id(word) for word in in_title)])
    lengths = (len(in_text), len(in_title))
    return (
        *(write_vector(vector), list(counts), [min(count, MOST) for count in counts.values()]),
        *(*lengths, *map(norm, lengths), sorted(map(word_id, grams([*title, *text])))),
    )


def word_id(word: str) -> int:
    """Return the number of a word of a text, or of a gram: 64 bits of its hash, the same everywhere."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), signed=True)


def title_word_id(word: str) -> int:
    """Return the number of a word of a title."""
    return word_id(f"title\n{word}")


def norm(length: int) -> int:
    """Return a field's length as BM25 counts it: from 40 words on by eighths, as tantivy and Lucene keep it in a byte.

    So a library ranks alike in a folder and on a server.
    """
    step = max(0, (length - 24).bit_length() - 4) if length > 24 else 0
    return 24 + ((length - 24) >> step << step) if step else length


def write_vector(vector: Vectors) -> str:
    """Return a vector as pgvector reads it."""
    return f"[{','.join(map(repr, vector.tolist()))}]"
