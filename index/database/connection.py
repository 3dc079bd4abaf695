"""The door for databases: one connection to a library's tables, transactions, and what the library says of itself."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from index.database.failures import damaged
from index.embedders.base import EmbedderIdentity

Row = tuple[Any, ...]


class Connection(ABC):
    """One connection to the tables of a library, wherever they lie; `?` stands for a value in every statement.

    The tables are the same everywhere, and so is the SQL of `articles`, `files` and `passages`: it is of the part
    that SQLite and PostgreSQL share. A transaction that has ended is on the disk.
    Every method raises LibraryError, in a sentence fit to show, when the database cannot go on.
    """

    name: str  # of the library, as messages call it
    numbers: str  # a table with the column `value`: the numbers of the JSON list that `?` stands for
    names: str  # the same of texts
    joined_ids: str  # all values of `id`, joined by commas

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Run the body as one transaction: all of it is kept, or none."""

    @abstractmethod
    def run(self, statement: str, *values: object) -> None:
        """Execute one statement."""

    @abstractmethod
    def rows(self, query: str, *values: object) -> list[Row]:
        """Return all rows of a query, or of a statement that returns some."""

    @abstractmethod
    def first(self, query: str, *values: object) -> Row | None:
        """Return the first row of a query; None when it has none."""

    @abstractmethod
    def check(self) -> tuple[str, ...]:
        """Return what the database's own checks find; empty when all is well."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    def one(self, query: str, *values: object) -> Row:
        """Return the only row of a query that always has one."""
        row = self.first(query, *values)
        if row is None:
            raise damaged(self.name, "a row that others point at is gone, or something")
        return row

    def _meta(self, key: str) -> str:
        row = self.first("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else ""

    def _number(self, key: str) -> int:
        value = self._meta(key)
        try:
            return int(value)
        except ValueError:
            raise damaged(self.name, f"its {key}, {value!r},") from None

    def _set_meta(self, key: str, value: str) -> None:
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)

    @property
    def generation(self) -> int:
        """Return the number that grows with every change of what can be found."""
        return self._number("generation")

    def advance(self) -> None:
        """Make the next generation; call it inside the transaction that changes something."""
        self.run("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'generation'")

    def set_generation(self, generation: int) -> None:
        """Make `generation` that of a library that is carried here; call it in a transaction."""
        self._set_meta("generation", str(generation))

    @property
    def arrived_from(self) -> str:
        """Return which library, in which generation, was carried here; empty for one that began here."""
        return self._meta("arrived_from")

    def set_arrived_from(self, origin: str) -> None:
        """Remember which library is carried here; call it in a transaction."""
        self._set_meta("arrived_from", origin)

    @property
    def epoch(self) -> int:
        """Return the epoch of the passages that are current."""
        return self._number("epoch")

    def set_epoch(self, epoch: int) -> None:
        """Make the passages of `epoch` the current ones."""
        self._set_meta("epoch", str(epoch))

    @property
    def embedder(self) -> EmbedderIdentity | None:
        """Return who made the current vectors; None before the first."""
        name = self._meta("embedder_name")
        if not name:
            return None
        return EmbedderIdentity(name, self._meta("embedder_revision"), self._number("embedder_dim"))

    def set_embedder(self, identity: EmbedderIdentity) -> None:
        """Remember who makes the vectors; call it in a transaction, which writes nothing when it is known."""
        if identity == self.embedder:
            return
        self._set_meta("embedder_name", identity.name)
        self._set_meta("embedder_revision", identity.revision)
        self._set_meta("embedder_dim", str(identity.dim))
