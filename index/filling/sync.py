"""Bringing a library to the state of a folder: what is new is added, changed replaced, vanished removed.

Each article is one transaction. A file is remembered with its hash only when it was read to its
end, so a sync that was killed goes on where it stopped: what is there already costs a comparison. Beside the hash
stands what read it: after an upgrade that reads a format otherwise, its files are read again.
"""

import logging
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote

import numpy as np

from index.database import Database, SplitText, fingerprint
from index.embedders.base import Embedder
from index.errors import LoaderFault, LoadError
from index.filling.changes import delete_article, put_article
from index.filling.missing_files import Emptied, Moves, find_emptied
from index.filling.vector_reuse import ReusingEmbedder
from index.loaders import file_id, file_sha256, find_files, load_file, reader, refuse_odd_name
from index.splitting import split_article
from index.types import Article, Failure, Notice, Passage, Progress, SyncReport

LOG = logging.getLogger("broadsheet")
NOTHING_SPARED: Mapping[Path, str] = {}
EMBED_AT_ONCE = 64  # passages; larger batches gain nothing on two cores and delay the progress bar


@dataclass(slots=True)
class _Tally:
    """The events of a sync so far, in their order."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unchanged: int = 0

    def report(self) -> SyncReport:
        return SyncReport(
            tuple(self.added), tuple(self.changed), tuple(self.removed), tuple(self.left_out),
            self.unchanged, tuple(self.failures), tuple(self.notices),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that is read and split, and waits for its vectors (`passages` is None when its text has them)."""

    article: Article
    path: Path
    passages: tuple[Passage, ...] | None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read to its end, its sha256, and what read it."""

    file: Path
    digest: str
    reader: str


class Sync:
    """One sync of one folder or file."""

    def __init__(
        self, database: Database, embedder: Embedder, root: Path, *, restore: bool, remove_all: bool = False,
        spared: Mapping[Path, str] = NOTHING_SPARED,
    ) -> None:  # fmt: skip
        """`remove_all` confirms that the files are deleted of a folder that is empty or not there at all.

        `spared` are files that are not read, with the reason, which is said.
        """
        self._database = database
        self._embedder = ReusingEmbedder(embedder, database)
        self._root = root
        inside = [folder for folder in database.files.folders() if root != folder and root.is_relative_to(folder)]
        # A file or folder inside one that was synced is named as it was then: who cited it finds it again.
        self._named_from = max(inside, key=lambda folder: len(folder.parts), default=root)
        self._restore = restore
        self._remove_all = remove_all
        self._spared = spared
        self._tally = _Tally()
        self._waiting: list[Waiting] = []
        self._vanished: set[Path] = set()
        self._moves = Moves({}, ())
        self._readers: dict[Path, str] = {}
        self._is_untouched = False  # the file at hand is one that was read before, byte for byte

    def steps(self) -> Iterator[Progress]:
        """Do the sync, a step a file; the last step carries the report."""
        refuse_odd_name(self._root)
        files = list(find_files(self._root)) if self._root.is_dir() else [self._root] if self._root.exists() else []
        everywhere = self._database.files.known()
        known = {file: digest for file, digest in everywhere.items() if file.is_relative_to(self._root)}
        self._vanished = set(known) - set(files)
        self._moves = Moves(everywhere, files)
        self._readers = self._database.files.readers()
        emptied = self._find_emptied(known, files)
        if self._root.is_dir():
            self._add_root()
        for position, file in enumerate(files):
            yield Progress("read", position, len(files), file.name)
            yield from self._sync_file(file, known.get(file, ""))
        yield from self._flush()
        self._vanished |= self._moves.followers()
        for folder in emptied:
            self._keep_or_drop(folder)
        for file in sorted(self._vanished):
            self._drop_articles(file, keep=frozenset())
            with self._database.connection.transaction():
                self._database.files.forget(file)
        self._forget_folders()
        if self._root.exists() and not self._root.is_dir():
            self._add_root()  # nothing is written, so nothing waited for, when `_remember` has done it
        yield Progress("done", len(files), len(files), report=self._tally.report())

    def _find_emptied(self, known: Iterable[Path], files: Iterable[Path]) -> list[Emptied]:
        """Take the files of drives that may be gone out of those that vanished."""
        if self._remove_all:
            return []
        silent = {file for file in self._vanished if not self._database.articles.of_file(file)}
        emptied = find_emptied(self._root, set(known) - silent, files)
        self._vanished -= {file for folder in emptied for file in folder.files}
        return emptied

    def _keep_or_drop(self, emptied: Emptied) -> None:
        """Drop what is left of a folder whose files were moved, so that its drive is there; else keep it and say so."""
        left = emptied.files - self._vanished
        if len(left) < len(emptied.files):
            self._vanished |= left
            return
        articles = sum(len(self._database.articles.of_file(file)) for file in left)
        reason = (
            f"nothing of what was read from it is there any more, as if its drive were gone: its articles ({articles}) "
            f"stay. If they are deleted for good, type `broadsheet sync {quote(str(emptied.folder))} --remove-all`, "
            "or remove them in the page's library"
        )
        self._tally.failures.append(Failure(str(emptied.folder), reason))

    def _forget_folders(self) -> None:
        """Forget folders and files that were synced and moved away, or are said to be deleted."""
        left = self._database.files.known()
        for folder in self._database.files.folders():
            emptied = any(file.is_relative_to(folder) for file in self._vanished)
            confirmed = self._remove_all and folder == self._root
            if (emptied or confirmed) and not folder.exists() and not any(file.is_relative_to(folder) for file in left):
                with self._database.connection.transaction():
                    self._database.files.forget_folder(folder)

    def _add_root(self) -> None:
        with self._database.connection.transaction():
            self._database.files.add_folder(self._root)

    def _sync_file(self, file: Path, known_digest: str) -> Iterator[Progress]:
        if file in self._spared:
            self._tally.failures.append(Failure(str(file), self._spared[file]))
            return
        try:
            digest, reads = file_sha256(file), reader(file)
        except LoadError as error:
            self._fail(file, error)
            return
        self._moves.take(file, digest)
        self._vanished.update(self._moves.sources_of(file))
        is_same = digest == known_digest
        if is_same and self._readers[file].startswith(reads) and not self._restore:
            self._tally.unchanged += len(self._database.articles.of_file(file))
            return
        self._is_untouched = is_same or bool(self._moves.sources_of(file))
        before = self._database.articles.of_file(file)
        seen: set[str] = set()
        try:
            failed = yield from self._take_all(file, before, seen)
        except LoadError as error:
            self._fail(file, error)
            self._vanished.difference_update(self._moves.sources_of(file))
            return  # what an earlier, readable version brought stays
        if failed:
            yield from self._flush()
            # What a line that is broken now brought earlier stays, and the next sync says it again.
            with self._database.connection.transaction():
                self._database.files.forget(file)
            return
        if not seen:  # said once: a folder of photographs is not looked through for words with each sync
            self._tally.failures.append(Failure(str(file), "was read, and holds no text"))
        whole = Read(file, digest, reads)
        if self._waiting and before.keys() <= seen:
            yield from self._flush(whole)  # the usual file: one article, one wait for the disk
            return
        yield from self._flush()
        self._drop_articles(file, keep=frozenset(seen))
        with self._database.connection.transaction():
            self._remember(whole)

    def _take_all(self, file: Path, before: dict[str, str], seen: set[str]) -> Generator[Progress, None, bool]:
        """Take what a file holds, with the ids of its articles into `seen`; return whether a part of it failed."""
        failed = False
        for loaded in self._load(file, self._name(file)):
            if isinstance(loaded, Notice):
                self._tally.notices.append(loaded)
                continue
            if isinstance(loaded, Failure):
                self._tally.failures.append(loaded)
                failed = True
                continue
            seen.add(loaded.id)
            self._take(loaded, file, before)
            if sum(len(waiting.passages or ()) for waiting in self._waiting) >= EMBED_AT_ONCE:
                yield from self._flush()
        return failed

    def _load(self, file: Path, name: str) -> Iterator[Article | Failure | Notice]:
        return load_file(file, name)

    def _fail(self, file: Path, error: LoadError) -> None:
        """Tell of a file that was not read; it is not remembered, so that each sync tries it again."""
        if isinstance(error, LoaderFault):
            LOG.error("loader_fault", extra={"facts": {"suffix": file.suffix, "where": error.place}})
        self._tally.failures.append(Failure(str(file), str(error), isinstance(error, LoaderFault)))

    def _name(self, file: Path) -> str:
        """Return the id for a file's article: its path from the synced folder on, longer when that is taken."""
        mine = self._database.articles.of_file(file)
        if mine:
            return file_id(next(iter(mine)))
        parts = file.parts
        shown = len(parts) - len(self._named_from.parts) + 1
        while shown < len(parts):
            name = "/".join(parts[-shown:])
            owner = self._database.articles.owner(name)
            if owner is None or owner == file or owner in self._vanished:
                return name
            shown += 1
        return str(file)

    def _take(self, article: Article, file: Path, before: dict[str, str]) -> None:
        if self._restore:
            with self._database.connection.transaction():
                self._database.files.take_back(article.id)
        elif self._is_left_out(article, file, before):
            self._tally.left_out.append(article.id)
            return
        owner = self._database.articles.owner(article.id)
        if owner is not None and owner != file and owner not in self._vanished and owner.exists():
            reason = f"its id {article.id!r} is taken by an article of {owner}; give one of the two another id"
            self._tally.failures.append(Failure(str(file), reason))
            return
        if before.get(article.id) == fingerprint(article):
            self._tally.unchanged += 1
            return
        waiting = any(other.article.text == article.text for other in self._waiting)
        split = None if waiting or self._database.passages.has(article.text) else split_article(article.text)
        if split is not None:
            self._embedder.remember(self._database.articles.text_id(article.id))
        self._waiting.append(Waiting(article, file, split))

    def _is_left_out(self, article: Article, file: Path, before: dict[str, str]) -> bool:
        """Tell whether the user removed this article, or did so while its file lay elsewhere or was read otherwise."""
        files = self._database.files
        if files.is_left_out(article):
            return True
        as_it_was = not self._is_untouched or article.id in before
        if files.is_left_out(article, as_it_was=as_it_was):
            with self._database.connection.transaction():
                files.leave_out_again(article)
            return True
        sources = self._moves.sources_of(file)
        earlier = ["/".join(one.parts[-shown:]) for one in sources for shown in range(1, len(one.parts))]
        if not any(files.is_left_out(replace(article, id=name), as_it_was=as_it_was) for name in earlier):
            return False
        with self._database.connection.transaction():
            files.leave_out_again(article)
        return True

    def _flush(self, read: Read | None = None) -> Iterator[Progress]:
        """Embed what waits, and store each article in a transaction of its own; with the last, that a file was read."""
        texts = [passage.text for waiting in self._waiting for passage in waiting.passages or ()]
        parts = []
        for start in range(0, len(texts), EMBED_AT_ONCE):
            yield Progress("embed", start, len(texts), self._waiting[0].path.name)
            parts.append(self._embedder.embed_passages(texts[start : start + EMBED_AT_ONCE]))
        vectors = iter(vector for part in parts for vector in part)
        for waiting in self._waiting:
            split = None
            if waiting.passages is not None:
                split = SplitText(waiting.passages, np.stack([next(vectors) for _ in waiting.passages]))
            self._store(waiting, split, read if waiting is self._waiting[-1] else None)
        self._waiting.clear()
        self._embedder.forget()

    def _store(self, waiting: Waiting, split: SplitText | None, read: Read | None) -> None:
        with self._database.connection.transaction():
            is_new = put_article(self._database, waiting.article, waiting.path, split)
            for source in self._moves.sources_of(waiting.path) if is_new else ():
                self._database.articles.carry_edits(waiting.article.id, source)
            if read is not None:
                self._remember(read)
        (self._tally.added if is_new else self._tally.changed).append(waiting.article.id)

    def _remember(self, read: Read) -> None:
        """Remember that a file was read to its end, and that it was asked for by itself; call it in a transaction."""
        self._database.files.put(read.file, read.digest, read.reader)
        if read.file == self._root:
            self._database.files.add_folder(self._root)

    def _drop_articles(self, file: Path, keep: frozenset[str]) -> None:
        for article_id in sorted(self._database.articles.of_file(file)):
            if article_id not in keep:
                with self._database.connection.transaction():
                    delete_article(self._database, article_id)
                self._tally.removed.append(article_id)
