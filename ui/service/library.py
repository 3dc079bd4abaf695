"""Work on the library: brought up to date, made anew, filled, emptied, watched; one piece at a time, whoever asks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.filling.resync import resync_steps
from index.library import Library
from index.types import Progress, SyncReport
from index.web.adding import add_steps, update_steps
from ui.service.demo import find_demo
from ui.service.documents import Removal, Taken, put_back, remove_articles, write_pasted
from ui.service.errors import NotAllowed
from ui.service.resources import Resources
from ui.service.work import Steps


@dataclass(frozen=True, slots=True)
class LibraryWork:
    """Everything that is done to the library; what takes its time returns False where other work is under way."""

    resources: Resources

    @property
    def library(self) -> Library:
        """Return the library that is worked on."""
        return self.resources.library

    def take_in(self) -> bool:
        """Begin to take in the documents that came in; nothing is fetched, and no other folder is read."""
        documents = self.resources.documents
        documents.mkdir(parents=True, exist_ok=True)
        return self._start("Taking in documents", lambda: resync_steps(self.library, [documents]), [documents])

    def sync(self) -> bool:
        """Begin to bring the library up to date with its folders."""
        return self._start("Updating", self._resync)

    def rebuild(self) -> bool:
        """Begin to bring the library up to date, then to split and embed every article anew."""
        return self._start("Re-indexing everything", self._remake)

    def fetch(self, address: str) -> bool:
        """Begin to fetch a web page or a feed, and to take it in."""
        pages = self.resources.pages
        return self._start("Fetching the address", lambda: add_steps(self.library, pages, address), [pages])

    def load_demo(self) -> bool:
        """Begin to load the demo articles. Raises FileNotFoundError where they were not installed."""
        folder = find_demo()
        if folder is None:
            raise FileNotFoundError("The demo articles are not on this computer.")
        return self._start("Loading the demo", lambda: self.library.sync_steps(folder, restore=True), [folder])

    def watch(self, name: str, owner: str | None) -> bool:
        """Watch a folder from now on, and begin to take in what it holds.

        Raises:
            NotAllowed: `owner` is another user than this computer's own: nobody else may have its files read.
            LibraryError: there is no such folder.
            OSError: the list of folders cannot be kept.
        """
        if owner:
            raise NotAllowed("Only the owner of this computer can have its folders watched.")
        folder = self.resources.watched.add(name)
        return self._start("Taking in the folder", lambda: resync_steps(self.library, [folder]), [folder])

    def leave(self, name: str, owner: str | None) -> None:
        """Watch a folder no longer; its articles stay.

        Raises:
            NotAllowed: `owner` is another user than this computer's own.
            OSError: the list of folders cannot be kept.
        """
        if owner:
            raise NotAllowed("Only the owner of this computer can change which of its folders are watched.")
        self.resources.watched.leave(name)

    def remove(self, article_ids: Sequence[str]) -> Iterator[Removal]:
        """Remove articles; see `remove_articles`."""
        return remove_articles(self.library, self.resources.documents, article_ids)

    def put_back(self, removals: Sequence[Removal]) -> None:
        """Bring removed articles back; see `documents.put_back`."""
        put_back(self.library, removals)

    def paste(self, title: str, text: str, source: str, published: str) -> Taken:
        """Take a pasted text in as a document; see `write_pasted`."""
        return write_pasted(self.resources.documents, title, text, source, published)

    def _start(self, name: str, steps: Callable[[], Steps], only: Sequence[Path] = ()) -> bool:
        return self.resources.work.start(name, steps, only)

    def _resync(self) -> Steps:
        documents = self.resources.documents
        documents.mkdir(parents=True, exist_ok=True)
        folders = [*self.library.folders(), documents, *self.resources.watched.folders]
        return update_steps(self.library, self.resources.pages, folders)

    def _remake(self) -> Steps:
        report = SyncReport()
        for step in self._resync():
            if step.report is None:
                yield step
            else:
                report = step.report
        for step in self.library.rebuild_steps(from_scratch=True):
            if step.stage != "done":
                yield step
        yield Progress("done", 1, 1, report=report)
