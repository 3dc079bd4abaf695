"""One file of a folder, taken in by a worker beside others that take in other files of it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.database import Database, SplitText
from index.embedders.base import Embedder
from index.filling.missing_files import Moves
from index.filling.sync import Read, Sync, Waiting
from index.types import Progress

WhenWhole = Callable[[Sequence[str], Sequence[str]], None]


class Overtaken(Exception):
    """What was true when the file was read is no longer so."""


class FileSync(Sync):
    """Takes in a file that is new or was changed; what moved or vanished is for the `Sync` of its folder.

    `when_whole` is called with the ids of the articles that were added and changed, in the transaction that remembers
    that the file was read to its end. The database's transactions come one after the other, whoever begins them.
    """

    def __init__(self, database: Database, embedder: Embedder, root: Path, file: Path, when_whole: WhenWhole) -> None:
        super().__init__(database, embedder, root, restore=False)
        self._file = file
        self._when_whole = when_whole
        self._is_storing = self._is_whole = False

    def steps(self) -> Iterator[Progress]:
        """Take it in; raises Overtaken where it has to be read again."""
        digest, reads = self._database.files.read_as(self._file)
        self._readers = {self._file: reads}
        self._moves = Moves({}, [self._file])
        yield from self._sync_file(self._file, digest)

    @property
    def taken(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the ids of the articles that were added and changed so far."""
        return self._tally.added, self._tally.changed

    def _store(self, waiting: Waiting, split: SplitText | None, read: Read | None) -> None:
        with self._database.connection.transaction():
            owner = self._database.articles.owner(waiting.article.id)
            is_held = self._database.passages.has(waiting.article.text)
            if owner not in (None, waiting.path) or (split is None and not is_held):
                raise Overtaken
            self._is_storing = True
            # Another worker may have stored the same text meanwhile.
            super()._store(waiting, None if is_held else split, read)
            self._is_storing = False
            if self._is_whole:
                self._when_whole(*self.taken)

    def _remember(self, read: Read) -> None:
        super()._remember(read)
        self._is_whole = True
        if not self._is_storing:
            self._when_whole(*self.taken)
