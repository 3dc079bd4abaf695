"""A sync whose files are read, split and embedded ahead of it by others; it stores what they hold, as any sync does."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np

from index.database import Database
from index.embedders.base import Embedder, EmbedderIdentity, Vectors
from index.errors import LoadError
from index.filling.pool import Loaded, Part, Pool
from index.filling.sync import Sync
from index.loaders import file_sha256, find_files, load_file, reader
from index.types import Notice, Progress


def open_sync(
    database: Database, embedder: Embedder, root: Path, pool: Pool | None, spared: Mapping[Path, str],
    restore: bool | None, remove_all: bool,
) -> Sync:  # fmt: skip
    """Return the sync of a folder or file, with a pool where there is one; a file is brought back unless told."""
    restored = root.is_file() if restore is None else restore
    if pool is not None:
        return AheadSync(database, embedder, root, pool, restore=restored, remove_all=remove_all)
    return Sync(database, embedder, root, restore=restored, remove_all=remove_all, spared=spared)


class AheadSync(Sync):
    """A sync that asks a pool for the files that come next."""

    def __init__(
        self, database: Database, embedder: Embedder, root: Path, pool: Pool, *, restore: bool, remove_all: bool = False
    ) -> None:
        self._embedded = _Embedded(embedder)
        super().__init__(database, self._embedded, root, restore=restore, remove_all=remove_all)
        self._pool = pool
        self._coming = iter(find_files(root)) if root.is_dir() else iter([root])
        self._begun: deque[tuple[Path, str, Iterator[str | Part]]] = deque()
        self._known: dict[Path, str] | None = None
        self._owed: set[str] = set()  # kinds of errors that kept the pool from sending a file

    def _sync_file(self, file: Path, known_digest: str) -> Iterator[Progress]:
        for coming in islice(self._coming, self._pool.width - len(self._begun)):
            with suppress(LoadError):  # it is said when it is its turn
                name = self._name(coming)
                self._begun.append((coming, name, self._pool.begin(coming, name, self._digest_of(coming))))
        yield from super()._sync_file(file, known_digest)
        self._begun = deque(one for one in self._begun if one[0] != file)

    def _digest_of(self, file: Path) -> str:
        """Return the sha256 with which a file need not be read again; "" where it must be."""
        if self._known is None:
            self._known = self._database.files.known()
        is_read = file in self._known and self._readers[file].startswith(reader(file)) and not self._restore
        return self._known[file] if is_read else ""

    def _load(self, file: Path, name: str) -> Iterator[Loaded]:
        done = 0
        for one, asked_name, parts in self._begun:
            if one == file and asked_name == name:
                try:
                    for loaded in self._take_parts(file, parts):
                        done += 1
                        yield loaded
                except GeneratorExit:
                    raise
                except (LoadError, _Changed):
                    break  # the file's own, which comes out here
                except Exception as error:  # theirs, whatever it was
                    self._say_owed(file, error)
                    break
                return
        yield from islice(load_file(file, name), done, None)

    def _say_owed(self, file: Path, error: Exception) -> None:
        """Tell of the first file that was not sent, once for each kind of error."""
        kind = type(error).__name__
        if kind not in self._owed:
            self._owed.add(kind)
            reason = (
                f"was read here, since those who read ahead did not send it ({kind}); so may be others: nothing is "
                "missing, it only takes longer. Look at their memory, their disk and their logs"
            )
            self._tally.notices.append(Notice(str(file), reason))

    def _take_parts(self, file: Path, parts: Iterator[str | Part]) -> Iterator[Loaded]:
        if next(parts) != file_sha256(file):
            raise _Changed
        for part in parts:
            assert not isinstance(part, str)  # noqa: S101 - the sha256 alone is one, and came first
            loaded, texts, vectors = part
            self._embedded.take(texts, vectors)
            yield from loaded


class _Changed(Exception):
    """The file is no longer what they read."""


class _Embedded:
    """An Embedder that has the vectors of two parts already; the other is asked for the rest."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._before: dict[str, Vectors] = {}
        self._now: dict[str, Vectors] = {}

    @property
    def identity(self) -> EmbedderIdentity:
        """Return who the other is."""
        return self._embedder.identity

    def take(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Have these in the place of those before the last: what waits to be stored is of the last ones."""
        self._before, self._now = self._now, dict(zip(texts, vectors, strict=True))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors, shape (len(texts), dim)."""
        held = {**self._before, **self._now}
        new = [text for text in texts if text not in held]
        if new:
            held |= dict(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.stack([held[text] for text in texts])

    def embed_question(self, question: str) -> Vectors:
        """Return one float32 vector, shape (dim,)."""
        return self._embedder.embed_question(question)
