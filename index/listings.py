"""Inventories of a library, each made once a generation, so that a page of a large library costs what it shows."""

from collections import OrderedDict

from index.database import Database, passes
from index.inventory import Inventory
from index.types import Filter

KEPT = 32  # of the latest filters; all share their rows


class Listings:
    """The inventories of the articles that pass a filter: the same ones until the library changes."""

    def __init__(self) -> None:
        self._generation = -1
        self._kept: OrderedDict[Filter, Inventory] = OrderedDict()

    def find(self, database: Database, only: Filter) -> Inventory:
        """Return the inventory of the articles that pass `only`; one thread at a time calls it."""
        # Before the rows: what is written meanwhile belongs to a later generation, and is read again with that.
        generation = database.connection.generation
        if generation != self._generation:
            self._kept.clear()
            self._generation = generation
        if only not in self._kept:
            self._kept[only] = self._read(database, only)
        self._kept.move_to_end(only)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[only]

    def _read(self, database: Database, only: Filter) -> Inventory:
        if not only:
            return Inventory(database.articles.listed())
        rows = self.find(database, Filter()).articles
        return Inventory(
            tuple(row for row in rows if passes(only, row.id, row.source, row.published, row.path, row.tags))
        )
