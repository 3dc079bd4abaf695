"""The rows of `search`: what is searched of each passage, written in the transaction that writes the passage."""

from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from index.arrays import Vectors
from index.database import Database
from index.database.connection import Connection
from index.postgres.connection import server_of
from index.postgres.schema import SEGMENT
from index.search.terms.compounds import grams
from index.search.terms.words import passage_folded, stems

AT_ONCE = 200  # rows a statement
WORN = 8  # an eighth of a segment
MOST = 32_767  # of one word in a passage, that are counted
COLUMNS = "vector, words, counts, text_length, title_length, text_norm, title_norm, grams"


def fill(database: Database) -> None:
    """Write the rows that the passages lack which came last; call it in the transaction that brought them.

    The passages of all epochs get theirs, so that the next one can be searched as soon as it is current.
    """
    connection = server_of(database)
    (newest,) = connection.one("SELECT coalesce(max(passage_id), 0) FROM search")
    titles: dict[int, tuple[str, ...]] = {}
    waiting: list[int] = []  # passages whose postings are not written yet
    while True:
        rows = connection.rows(
            'SELECT p.id, p.text_id, p.epoch, substr(text, start + 1, "end" - start), vector FROM passages p'
            " JOIN texts t ON t.id = p.text_id JOIN vectors ON passage_id = p.id"
            " WHERE p.id > ? ORDER BY p.id LIMIT ?",
            *(newest, AT_ONCE),
        )
        lines = []
        for number, text_id, epoch, text, vector in rows:
            if text_id not in titles:
                labels = database.articles.with_text(text_id)
                titles[text_id] = tuple(passage_folded(" ".join(dict.fromkeys(one.title for one in labels))))
            row = _row(titles[text_id], passage_folded(text), np.frombuffer(vector, dtype="<f4"))
            lines.append("\t".join([str(number), str(text_id), str(epoch), *row]))
        if rows:
            connection.copy_in(f"search (passage_id, text_id, epoch, {COLUMNS})", lines)
            waiting += [row[0] for row in rows]
            newest = waiting[-1]
            if _make_segment(connection, newest):
                waiting.clear()
        if len(rows) < AT_ONCE:
            break
    if waiting:
        before = waiting[0] - 1
        connection.run("INSERT INTO fresh SELECT epoch, word, ?, held FROM posted(?, ?)", before, before, newest)


def _make_segment(connection: Connection, newest: int) -> bool:
    """Put the postings of the latest passages together when there are enough, and tell whether."""
    (last,) = connection.one("SELECT coalesce(max(last), 0) FROM segments")
    if newest - last < SEGMENT:
        return False
    connection.one("SELECT make_segment(?, ?)", last, newest)
    return True


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


def _row(title: tuple[str, ...], text: list[str], vector: Vectors) -> tuple[str, ...]:
    """Return the values of `COLUMNS`, as PostgreSQL reads them."""
    in_text, in_title = stems(text), stems(title)
    counts = {word_id(word): count for word, count in Counter(in_text).items()}
    counts |= {title_word_id(word): count for word, count in Counter(in_title).items()}
    lengths = (len(in_text), len(in_title))
    return (
        *(write_vector(vector), _array(counts), _array(min(count, MOST) for count in counts.values())),
        *map(str, (*lengths, *map(norm, lengths))),
        _array(sorted(map(word_id, grams([*title, *text])))),
    )


def _array(numbers: Iterable[int]) -> str:
    return f"{{{str(list(numbers))[1:-1]}}}"


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
    return str(np.round(vector.astype(np.float64), 6).tolist())
