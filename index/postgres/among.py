"""The passages that a filter lets through, on a server: their numbers while they are few, else a condition."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.arrays import Ids
from index.database.articles import SHOWN
from index.database.conditions import Condition, write_condition
from index.postgres.connection import PostgresConnection
from index.types import Filter

FEW = 60_000  # passages that are compared one by one: of 50,000 among 330,000 that takes a third of asking the graph


@dataclass(frozen=True)
class Among:
    """What passes a filter; made for one search, within `reading`."""

    connection: PostgresConnection
    condition: Condition

    @classmethod
    def of(cls, connection: PostgresConnection, only: Filter) -> "Among | None":
        """Return what passes `only`; None where it lets everything through."""
        return cls(connection, write_condition(only, connection.names)) if only else None

    @cached_property
    def few(self) -> Ids | None:
        """Return the numbers of the passages that pass, int64; None where they are more than `FEW`."""
        (found,) = self.connection.one(
            "SELECT coalesce(string_agg(int8send(passage_id), ''), '') FROM (SELECT passage_id FROM search"
            f" WHERE {self.of_articles} AND epoch = ? LIMIT ?) passing",
            *(*self.condition[1], self.connection.epoch, FEW + 1),
        )
        numbers = np.frombuffer(found, dtype=">i8").astype(np.int64)
        return numbers if len(numbers) <= FEW else None

    @property
    def of_articles(self) -> str:
        """Return the condition on a row of `search` that begins with the articles: for few of them."""
        return f"text_id = ANY(ARRAY(SELECT text_id FROM {SHOWN} s WHERE {self.condition[0]}))"

    @property
    def of_passages(self) -> str:
        """Return the condition on a row of `search` that asks for its articles: for many of them.

        `OFFSET 0` keeps it a question a row: joined, all rows would be read and sorted instead of the graph followed.
        """
        return f"EXISTS (SELECT 1 FROM {SHOWN} s WHERE s.text_id = search.text_id AND {self.condition[0]} OFFSET 0)"

    def passed(self, ids: Ids) -> Ids:
        """Return those of some passages that pass."""
        if self.few is not None:
            return self.few
        rows = self.connection.rows(
            f"SELECT passage_id FROM search WHERE passage_id = ANY(?::bigint[]) AND {self.of_passages}",
            *(ids.tolist(), *self.condition[1]),
        )
        return np.array([row[0] for row in rows], dtype=np.int64)
