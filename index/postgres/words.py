"""BM25 in plain SQL, exact: the same words, weights and statistics as those of the full-text index in a folder."""

from dataclasses import dataclass

import numpy as np

from index.arrays import Ids
from index.database.articles import SHOWN
from index.database.conditions import Condition
from index.postgres.connection import PostgresConnection
from index.postgres.filling import title_word_id, word_id
from index.search.checks import NOTHING
from index.search.fusion import TITLE_BOOST
from index.search.stores import Scored
from index.search.terms.question import read_question

K1, B = 1.2, 0.75


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
    connection: PostgresConnection, totals: Totals, question: str, k: int, passing: Condition | None
) -> Scored:
    """Return the `k` best passages for the words of `question`, among those whose text `passing` lets through."""
    known: dict[str, bool] = {}

    def is_known(word: str) -> bool:
        if word not in known:
            ids = [word_id(word), title_word_id(word)]
            row = connection.first(
                "SELECT 1 FROM search WHERE words && ?::bigint[] AND epoch = ? LIMIT 1", ids, connection.epoch
            )
            known[word] = row is not None
        return known[word]

    asked = read_question(question, is_known)
    looked_for = [
        found
        for word, weight in asked.words.items()
        for found in ((word_id(word), "text", weight), (title_word_id(word), "title", weight * TITLE_BOOST))
    ]
    inside = [sorted(map(word_id, wanted)) for wanted in asked.inside]
    if not looked_for and not inside:
        return NOTHING
    query, values = _write(connection.epoch, totals, looked_for, inside, k, passing)
    rows = connection.rows(query, *values)
    ids: Ids = np.array([row[0] for row in rows], dtype=np.int64)
    return Scored(ids, np.array([row[1] for row in rows], dtype=np.float32))


def _write(
    epoch: int, totals: Totals, looked_for: list[tuple[int, str, float]], inside: list[list[int]], k: int,
    passing: Condition | None,
) -> tuple[str, list[object]]:  # fmt: skip
    """Return the query and its values: `found` has what holds any of the words, `held` how many hold each."""
    columns, values = [], list[object]()
    for position, (id, _, _) in enumerate(looked_for):
        columns.append(f"counts[array_position(words, ?::bigint)]::float8 AS c{position}")
        values.append(id)
    for position, wanted in enumerate(inside):
        columns.append(f"nullif(grams @> ?::bigint[], false) AS g{position}")
        values.append(wanted)
    wheres = ["words && ?::bigint[]", *("grams @> ?::bigint[]" for _ in inside)]
    values += [epoch, [id for id, _, _ in looked_for], *inside]
    averages = {
        "text": totals.text_words / max(1, totals.passages),
        "title": totals.title_words / max(1, totals.passages),
    }
    scores = []
    for position, (_, field, weight) in enumerate(looked_for):
        norm = f"{K1} * ({1 - B} + {B} * {field}_norm / {max(averages[field], 1e-9)!r}::float8)"
        scores.append(
            f"coalesce({weight * (1 + K1)!r}::float8 * {_idf(f'hc{position}', totals)}"
            f" * c{position} / (c{position} + {norm}), 0)"
        )
    scores += [
        f"CASE WHEN g{position} THEN {_idf(f'hg{position}', totals)} ELSE 0 END" for position in range(len(inside))
    ]
    names = [
        *(f"c{position}" for position in range(len(looked_for))),
        *(f"g{position}" for position in range(len(inside))),
    ]
    among = ""
    if passing is not None:
        among = f" WHERE text_id = ANY(ARRAY(SELECT text_id FROM {SHOWN} s WHERE {passing[0]}))"
        values += passing[1]
    # Numbers and names from above; what comes from outside is bound.
    query = (
        f"WITH found AS MATERIALIZED (SELECT passage_id, text_id, text_norm, title_norm, {', '.join(columns)}"
        f" FROM search WHERE epoch = ? AND ({' OR '.join(wheres)})),"
        f" held AS (SELECT {', '.join(f'count({name}) AS h{name}' for name in names)} FROM found)"
        f" SELECT passage_id, {' + '.join(scores)} AS score FROM found CROSS JOIN held{among}"
        " ORDER BY score DESC, passage_id LIMIT ?"
    )
    return query, [*values, k]


def _idf(holders: str, totals: Totals) -> str:
    return f"ln(1 + ({totals.passages} - {holders} + 0.5::float8) / ({holders} + 0.5::float8))"
