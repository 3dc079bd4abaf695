"""A library moved to another place, whole or not at all.

It is put together beside its name, compared in all that it holds with what it was made of, and takes the name at once.
Whoever is killed meanwhile leaves nothing under the name, and the next move goes on where this one stopped.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import cast

from index.database import Database
from index.database.carrying import AT_ONCE, Sums, carry_rest, carry_texts, clear, list_texts, sum_up
from index.database.failures import is_taken
from index.errors import LibraryDamaged, LibraryError
from index.storage import Storage
from index.types import Progress


class Move:
    """One move of a library; the one that it comes from is only read."""

    def __init__(self, source: Storage, target: Storage, at_once: int = AT_ONCE) -> None:
        """`at_once` texts are one transaction: what a killed move has to do again."""
        self.arriving = target.arriving()
        self.was_there = False  # since a move that was done before
        self._source = source
        self._target = target
        self._at_once = at_once

    def steps(self) -> Iterator[Progress]:
        """Put the library together, and compare it; `finish` gives it its place.

        Raises:
            LibraryError: there is nothing to move, there is another library in its place, or the two are not the same.
            LibraryBusy: somebody writes to one of them.
        """
        with self._source.writing() as sent:
            if sent.is_empty:
                raise LibraryError(f"The library {self._source.name} is empty: name one with articles.")
            with closing(self._target.open()) as there:
                self.was_there = not there.is_empty
                if self.was_there:
                    before = yield from _sum_up(sent)
                    if _differences(before, (yield from _sum_up(there))):
                        raise is_taken(self._target.name)
                    return
            self.arriving.open().close()  # makes the place that its lock lies in
            with self.arriving.writing() as arrived:
                yield from self._put_together(sent, arrived)

    def _put_together(self, sent: Database, arrived: Database) -> Iterator[Progress]:
        yield from _copy(sent, arrived, self._at_once)
        self.arriving.index.follow(arrived)
        before = yield from _sum_up(sent)
        try:
            wrong = _differences(before, (yield from _sum_up(arrived))) or self.arriving.index.check(arrived)
        except LibraryDamaged as error:
            wrong = (str(error).rstrip("."),)
        if wrong:
            with arrived.connection.transaction():
                arrived.connection.set_arrived_from("")
            raise LibraryError(
                f"What arrived in {self._target.name} is not what was sent ({wrong[0]}), so it is not used: type the "
                "same command again, which carries all of it anew."
            )

    def finish(self) -> None:
        """Give what has arrived its place; raises LibraryError where there is another library by now."""
        self.arriving.index.close()
        if not self.was_there:
            self._target.take_arrived()


def _copy(sent: Database, arrived: Database, at_once: int) -> Iterator[Progress]:
    """Copy what has not arrived yet."""
    origin = f"{sent.connection.name}, generation {sent.connection.generation}"
    with arrived.connection.transaction():
        if arrived.connection.arrived_from != origin:
            clear(arrived.connection)
            arrived.connection.set_arrived_from(origin)
        if sent.connection.embedder is not None:
            arrived.connection.set_embedder(sent.connection.embedder)
    held = {digest for digest, _ in list_texts(arrived)}
    texts = list_texts(sent)
    wanted = [number for digest, number in texts if digest not in held]
    for start in range(0, len(wanted), at_once):
        yield Progress("copy", len(texts) - len(wanted) + start, len(texts))
        with arrived.connection.transaction():
            carry_texts(sent, arrived, wanted[start : start + at_once])
    with arrived.connection.transaction():
        carry_rest(sent.connection, arrived.connection)
        arrived.connection.set_generation(sent.connection.generation)


def _sum_up(database: Database) -> Generator[Progress, None, Sums]:
    counting = sum_up(database)
    while True:
        try:
            yield Progress("compare", *next(counting))
        except StopIteration as end:
            return cast(Sums, end.value)


def _differences(one: Sums, other: Sums) -> tuple[str, ...]:
    """Return what the two do not have in common, in a few words each; empty when they hold the same."""
    nothing = (0, "")
    return tuple(
        f"{name}: {one.get(name, nothing)[0]} were sent, {other.get(name, nothing)[0]} are there"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    )
