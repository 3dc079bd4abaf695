"""Integrity of a library's file: everything in it is what was written, which SQLite's own check cannot see.

Every article, text, place and vector is compared with the checksum kept beside it, and every
text must be covered by its passages.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.database.articles import ArticleTable
from index.database.connection import Connection
from index.database.passages import PassageTable, fingerprint_text
from index.errors import LibraryDamaged


@dataclass(frozen=True, slots=True)
class Damage:
    """A fault of one article: `says` in a few words, fit to follow its id."""

    article: str
    says: str


def find_damage(connection: Connection) -> Iterator[Damage]:
    """Yield what is wrong with the articles, in the order of their ids, each article once.

    Raises:
        LibraryDamaged: the file cannot be read at all.
    """
    articles, passages = ArticleTable(connection), PassageTable(connection)
    texts: dict[int, str] = {}
    for article_id, text_id in connection.rows("SELECT id, text_id FROM articles ORDER BY id"):
        try:
            articles.get(article_id)
            if text_id not in texts:
                texts[text_id] = _examine_text(connection, passages, text_id)
        except LibraryDamaged:
            yield Damage(article_id, "is not what was written")
            continue
        if texts[text_id]:
            yield Damage(article_id, texts[text_id])


def find_strays(connection: Connection) -> tuple[str, ...]:
    """Return what is wrong beside the articles: rows that belong to nothing, in sentences."""
    queries = {
        "vectors belong to no passage": "FROM vectors WHERE passage_id NOT IN (SELECT id FROM passages)",
        "texts belong to no article": "FROM texts WHERE id NOT IN (SELECT text_id FROM articles)",
    }
    # Literals from above, nothing from outside.
    counts = Counter({what: int(connection.one(f"SELECT count(*) {query}")[0]) for what, query in queries.items()})
    return tuple(f"{count} {what}" for what, count in counts.items() if count)


def _examine_text(connection: Connection, passages: PassageTable, text_id: int) -> str:
    """Return what is wrong with a text, its passages or its vectors; empty when all is well."""
    text = passages.text(text_id)
    (kept,) = connection.one("SELECT sha256 FROM texts WHERE id = ?", text_id)
    if kept != fingerprint_text(text):
        return "has a text with another hash than it was stored with"
    ids = passages.ids_of(frozenset([text_id]))
    position = 0
    try:
        for row in sorted(passages.get(ids).values(), key=lambda one: one.start):
            if not position <= row.start < row.end <= len(text) or text[position : row.start].strip():
                return "has passages that do not cover its text"
            position = row.end
        found, vectors = passages.vectors(ids)
    except LibraryDamaged:
        return "has a passage that is not what was written"
    if len(found) < len(ids):
        return "has a passage that is not what was written"
    if text[position:].strip():
        return "has passages that do not cover its text"
    if len(vectors) and not np.allclose(np.linalg.norm(vectors.astype(np.float64), axis=1), 1, atol=1e-3):
        return "has a vector that is not of unit length"
    return ""
