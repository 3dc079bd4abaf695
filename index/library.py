"""The user's articles on disk: sync, list, remove, search, rebuild."""

import copy
import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from index.bulletin import Bulletin
from index.database import Database, Size, passes
from index.embedders import open_embedder
from index.embedders.base import Embedder
from index.errors import ArticleUnknown, EmbedderMismatch, LibraryError
from index.filling.changes import Mended, delete_article, drop_damaged, edit_article
from index.filling.missing_files import one_spelling
from index.filling.pool import Pool
from index.filling.rebuild import rebuild_steps
from index.filling.taken import Taken
from index.home import find_home
from index.inventory import Inventory, Listings
from index.models import DEFAULT_EMBEDDER
from index.search.terms.characters import legible
from index.storage import Storage, open_storage
from index.types import Article, Edit, Filter, Hit, ListedArticle, Progress, SyncReport

FindCollection = Callable[[str], Filter]


class Library:
    """Articles that can be searched; made by `Library.open`. Any number search, one at a time writes.

    A searcher sees the newest generation that is complete, and never an article that was removed.
    """

    def __init__(self, storage: Storage, embedder: Embedder | None, models: Path) -> None:
        self.name = storage.name
        self._models = models
        self._embedder = embedder
        self._lock = threading.RLock()
        self._whole: Library = self
        self._only = Filter()
        self._find_collection: FindCollection = no_collections
        self._storage = storage
        self._database = storage.open()
        self._index = storage.index
        self._listings = Listings()
        stored = self._database.connection.embedder
        if embedder is not None and stored is not None and embedder.identity != stored:
            self._database.close()
            raise EmbedderMismatch(
                f"The library {self.name} was embedded by {stored.name} ({stored.dim} dimensions), not by "
                f"{embedder.identity.name} ({embedder.identity.dim}): open it without --embedder, or embed it "
                f"anew with `broadsheet --embedder {embedder.identity.name} rebuild`."
            )

    @classmethod
    def open(
        cls, place: str | os.PathLike[str], *, embedder: Embedder | None = None, models: Path | None = None
    ) -> Self:
        """Open the library in `place`, or start one there.

        Args:
            place: the folder in which the library lies.
            embedder: by default the one that the library remembers, and the default embedder for a new one.
            models: the folder of the models; by default the user's.

        Raises:
            LibraryError: the place cannot be written or holds no readable library.
            EmbedderMismatch: the library was embedded by another embedder.
        """
        return cls(open_storage(place), embedder, models or find_home().models)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def whole(self) -> "Library":
        """Return the library that this one is a part of; itself where it is no part."""
        return self._whole

    @property
    def is_part(self) -> bool:
        """Tell whether there may be articles that it does not show."""
        return bool(self._only)

    def part(self, only: Filter, find_collection: FindCollection) -> "Library":
        """Return this library as if it held those articles alone that pass `only`, for reading.

        `find_collection` returns which articles a collection holds, by its name, and raises where there is none.
        """
        part = copy.copy(self)
        part._only, part._find_collection = self._only.within(only), find_collection
        return part

    def close(self) -> None:
        """Close the library; what was written is safe without it."""
        self._index.close()
        with self._lock:
            self._database.close()

    def bulletin(self) -> Bulletin:
        """Open what the processes that have this library open tell each other; close it at the end."""
        return self._storage.bulletin()

    @property
    def generation(self) -> int:
        """Return the number that grows with every change of what can be found."""
        with self._lock:
            return self._database.connection.generation

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names and versions of the programs that search."""
        return self._index.engines

    @property
    def embedder_name(self) -> str:
        """Return the name of the embedder that the library remembers, else of the one it would use."""
        with self._lock:
            stored = self._database.connection.embedder
        if stored is not None:
            return stored.name
        opened = self._whole._embedder
        return opened.identity.name if opened else DEFAULT_EMBEDDER

    @property
    def embedder(self) -> Embedder:
        """Return the embedder, opened at the first call.

        Raises ModelMissing, and EmbedderMismatch where its files are no longer those that made the library's vectors.
        """
        if self._whole is not self:
            return self._whole.embedder
        with self._lock:
            if self._embedder is None:
                opened = open_embedder(self.embedder_name, self._models)
                stored = self._database.connection.embedder
                if stored is not None and opened.identity != stored:
                    raise EmbedderMismatch(
                        f"The files of {stored.name} have changed since the library {self.name} was embedded: "
                        "embed it anew with `broadsheet rebuild`."
                    )
                self._embedder = opened
            return self._embedder

    def sync(self, path: str | os.PathLike[str]) -> SyncReport:
        """Bring the library to the state of a folder or file, and return what was done."""
        *_, report = (step.report for step in self.sync_steps(Path(path)) if step.report is not None)
        return report

    def sync_steps(
        self, path: Path, *, restore: bool | None = None, remove_all: bool = False, by_workers: bool = False,
        pool: Pool | None = None,
    ) -> Generator[Progress, None, None]:  # fmt: skip
        """Do `sync` step by step; the last step has the report.

        Args:
            path: a folder (what vanished from it is removed) or a single file.
            restore: bring back what the user removed; unless said otherwise, only a single file comes back.
            remove_all: confirm that the articles go of a folder that is empty or not there any more, which else stay.
            by_workers: leave what is new or changed to the workers of a library on a server, and follow them.
            pool: others who read, split and embed, while this process stores.

        Raises:
            LibraryError: there is no such path.
            LibraryBusy: another process is writing.
        """
        from index.filling.ahead import open_sync  # brings the loaders, which searching does not need

        root = one_spelling(path.expanduser(), self.folders())
        if not root.exists() and not (remove_all and self.has_read(root)):
            raise LibraryError(f"There is no file or folder {root}: check the name; nothing was changed.")
        taken = Taken()
        if by_workers:
            with self._storage.writing() as database:
                _remember_embedder(database, self.embedder)
            taken = yield from self._storage.leave_to_workers(root)
        with self._storage.writing() as database:
            _remember_embedder(database, self.embedder)
            self._index.follow(database, more_to_come=True)  # so that who asks meanwhile finds what is there
            for step in open_sync(database, self.embedder, root, pool, taken.given_up, restore, remove_all).steps():
                if step.report is not None:
                    yield Progress("index", 0, 0)
                self._index.follow(database, more_to_come=step.report is None)
                yield step if step.report is None else replace(step, report=taken.join(step.report))

    def rebuild_steps(
        self, embedder: Embedder | None = None, *, from_scratch: bool = False
    ) -> Generator[Progress, None, None]:
        """Split every article anew and embed what `embedder`, by default its own, has not, or all `from_scratch`.

        Searchers keep the old state until the new one is complete.
        """
        with self._storage.writing() as database:
            chosen = embedder or self.embedder
            yield from rebuild_steps(database, chosen, from_scratch)
            with self._lock:
                self._whole._embedder = chosen
            self._index.follow(database)
            yield Progress("done", 1, 1)

    def remove(self, article_id: str) -> None:
        """Remove an article; a sync leaves its file out while it is unchanged; raises ArticleUnknown, LibraryBusy."""
        if self._only:
            self.article(article_id)
        with self._storage.writing() as database:
            owner = database.articles.owner(article_id)
            if owner is None:
                raise _unknown(article_id)
            with database.connection.transaction():
                if owner.exists():
                    database.files.leave_out(article_id)
                else:
                    database.files.forget(owner)
                delete_article(database, article_id)
            with suppress(LibraryError, OSError):  # it is removed: the caches follow when there is room again
                self._index.follow(database)

    def edited(self, article_id: str) -> Edit:
        """Return what was set by hand of an article; raises ArticleUnknown."""
        self.article(article_id)
        with self._lock:
            return self._database.articles.edited(article_id)

    def edit(self, edits: Mapping[str, Edit]) -> None:
        """Set by hand what `edits` say of articles, by id, all or none; it outlasts a sync; raises as `remove`."""
        for article_id in edits:
            self.article(article_id)
        with self._storage.writing() as database:
            with database.connection.transaction():
                for article_id, edit in edits.items():
                    edit_article(database, article_id, edit)
            with suppress(LibraryError, OSError):  # it is kept: the caches follow when there is room again
                self._index.follow(database)

    def has_read(self, path: Path, *, with_articles: bool = False) -> bool:
        """Tell whether `path` was synced, or files at or below it were; whether it has articles still, if asked."""
        with self._lock:
            files = self._database.files.under(path)
            if with_articles:
                return any(self._database.articles.of_file(file) for file in files)
            return bool(files) or path in self._database.files.folders()

    def folders(self) -> tuple[Path, ...]:
        """Return the folders and files that were synced, in stable order."""
        with self._lock:
            return self._database.files.folders()

    def articles(self, only: Filter | None = None) -> tuple[ListedArticle, ...]:
        """Return the table of articles that pass `only`, in the order of their ids; raises as `inventory`."""
        return self.inventory(only).articles

    def inventory(self, only: Filter | None = None) -> Inventory:
        """Return the articles that pass `only`, the same object until they change; raises as `_find_collection`."""
        resolved = self._resolve(only or Filter())
        with self._lock:
            return self._listings.find(self._database, resolved)

    def size(self) -> Size:
        """Return how much the library holds, without reading it."""
        if self._only:
            held = self.inventory()
            return Size(len(held.articles), held.passages, self.generation)
        with self._lock:
            return self._database.size()

    def article(self, article_id: str) -> Article:
        """Return one article with its text; raises ArticleUnknown where there is no such."""
        with self._lock:
            article = self._database.articles.get(article_id)
            path = self._database.articles.owner(article_id)
            tags = self._database.articles.edited(article_id).tags
        if article is None or not passes(self._only, article.id, article.source, article.published, str(path), tags):
            raise _unknown(article_id)
        return article

    def file_of(self, article_id: str) -> tuple[Path, str]:
        """Return an article's file and the sha256 with which it was read, "" where unknown; raises as `article`."""
        self.article(article_id)
        with self._lock:
            path = self._database.articles.owner(article_id) or Path()
            return path, self._database.files.read_as(path)[0]

    def search(self, question: str, k: int = 10, only: Filter | None = None) -> tuple[Hit, ...]:
        """Return the `k` passages that fit `question` best, best first; () for an empty library."""
        resolved = self._resolve(only or Filter())
        with self._lock:
            if self._database.connection.embedder is None:
                return ()
        vector = self.embedder.embed_question(legible(question))
        with self._lock:
            return self._index.search(self._database, question, vector, k, resolved)

    def count_holders(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return how many passages of all articles hold each of `words`, which are in small letters without accents."""
        with self._lock:
            return self._index.count_holders(self._database, words)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with what the library keeps and what searches it; empty when all is well."""
        with self._lock:
            findings = self._database.check()
            if findings or self._database.connection.embedder is None:
                return findings
        with self._storage.resting(), self._lock:
            return self._index.check(self._database)

    def mend(self) -> Mended:
        """Build the caches anew, and drop each article that is not what was written; the next sync reads it again.

        Raises:
            LibraryDamaged: the file itself is damaged and nothing can be mended in it.
            LibraryBusy: another process is writing.
        """
        with self._storage.writing() as database:
            dropped = drop_damaged(database)
            self._index.rebuild(database)
        return Mended(dropped, self.folders())

    def _resolve(self, only: Filter) -> Filter:
        """Return `only` within what this library may show, with what is in its collections instead of their names."""
        if not (self._only or only.collections):
            return only
        named = tuple(self._find_collection(name) for name in sorted(only.collections))
        return self._only.within(replace(only, collections=frozenset())).within(Filter(any_of=named))


def no_collections(name: str) -> Filter:
    """Raise LookupError: nobody has said which collections there are."""
    raise LookupError(f"the collection {name!r} was asked for where nobody knows collections")


def _remember_embedder(database: Database, embedder: Embedder) -> None:
    with database.connection.transaction():
        database.connection.set_embedder(embedder.identity)


def _unknown(article_id: str) -> ArticleUnknown:
    return ArticleUnknown(f"The library has no article {article_id!r}: `broadsheet list` shows the ids it has.")
