"""The door for search back ends: a question in, the library's best passages out."""

from collections.abc import Sequence
from typing import Protocol

from index.arrays import Vectors
from index.database import Database
from index.types import Filter, Hit


class SearchIndex(Protocol):
    """Finds the passages of one library, whose database is the truth: what an index keeps can be made again from that.

    Any number of threads and processes search; whoever holds the library's writer lock calls `follow` and `rebuild`.
    `database` is the caller's own connection.
    """

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names and versions of the programs that search, for the receipt of an answer."""
        ...

    def search(self, database: Database, question: str, vector: Vectors, k: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `k` best passages for `question`, best first, ties by passage number.

        `vector` is the question's, float32, shape (dim,), of unit length. Passages are those of the newest generation
        that is complete, never one that was removed; one that several articles share is returned once, as of the
        first of them that passes `only`. Raises LibraryBusy while the first generation is being written.
        """
        ...

    def count_holders(self, database: Database, words: Sequence[str]) -> tuple[int, ...]:
        """Return for each of `words`, as passages have them before their endings are cut, how many passages hold it.

        It is a hint, of all articles: passages that were removed may count for a while.
        """
        ...

    def follow(self, database: Database, *, more_to_come: bool = False) -> None:
        """Bring what is searched to the database's generation, and keep it for other processes.

        With `more_to_come` it may be put off until a later call: a long sync calls after each file.
        """
        ...

    def rebuild(self, database: Database) -> None:
        """Throw away all that is kept, and make it again from the database."""
        ...

    def check(self, database: Database) -> tuple[str, ...]:
        """Read all that is kept, and return what is wrong with it, in sentences; the next search mends it."""
        ...

    def close(self) -> None:
        """Return when nothing is left to be done beside the searches."""
        ...
