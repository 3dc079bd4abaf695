"""What the page does with the library: it is brought up to date, made anew, filled with texts, emptied, watched."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import FetchFailed
from index.filling.resync import resync_steps
from index.types import Progress, SyncReport
from index.web.adding import add_steps, update_steps
from index.web.following import followed, unfollow
from rag.embedder_fit import describe_misfit
from ui.browser.demo import find_demo
from ui.browser.desk import Desk
from ui.browser.stock.documents import Removal, discard, list_waiting, put_back, remove_articles, write_pasted
from ui.browser.stock.work import Steps
from ui.browser.views.intake import render_doing, render_removed, render_taken, render_watched
from ui.browser.views.markup import line, trouble
from ui.browser.views.shelf import Leaf, Shelf
from ui.browser.views.web import render_web
from ui.errors import explain

NO_ADDRESSES = (
    "Web addresses cannot be added here, because others reach this page: whoever runs it can allow it with "
    "`broadsheet chat --allow-addresses`."
)
_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stocking:
    """Everything that can be done with the library on the page, for all of its sessions."""

    desk: Desk

    def paste(self, given: Given) -> str:
        """Take a pasted text in as a document and return what became of it, as markup."""
        try:
            taken = write_pasted(
                self.desk.documents,
                given.get("title", ""),
                given.get("text", ""),
                given.get("source", ""),
                given.get("date", ""),
            )
        except (OSError, ValueError) as error:
            return trouble(explain(error))
        return render_taken(taken)

    def rebuild(self) -> Iterator[str]:
        """Bring the library up to date with its folders; yield how far that is, as markup."""
        return self._do("Rebuilding the index", self._resync)

    def rebuild_from_scratch(self) -> Iterator[str]:
        """Bring the library up to date, then split and embed every article anew; yield how far that is, as markup."""
        return self._do("Rebuilding the index from scratch", self._remake)

    def load_demo(self) -> Iterator[str]:
        """Load the demo articles; yield how far that is, as markup."""
        folder = find_demo()
        if folder is None:
            return iter([trouble("The demo articles are not on this computer.")])
        return self._do("Loading the demo", lambda: self.desk.library.sync_steps(folder, restore=True), [folder])

    def follow(self) -> Iterator[str]:
        """Yield how far the work that is under way is, as markup; nothing when there is none."""
        if not self.desk.work.now.is_over:
            yield from map(render_doing, self.desk.work.follow())

    def cancel(self) -> None:
        """Let the work that is under way end with its next step."""
        self.desk.work.cancel()

    def remove(self, given: Given) -> tuple[str, tuple[Removal, ...]]:
        """Remove articles; return what is said about it, as markup, and what it takes to put them back."""
        removals: list[Removal] = []
        said = ""
        try:
            chosen = [name for name in given.get("article", "").split("\n") if name]
            for removal in remove_articles(self.desk.library, self.desk.documents, chosen):
                removals.append(removal)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("removing failed")
            said = trouble(explain(error))
        return render_removed([removal.title for removal in removals]) + said, tuple(removals)

    def undo(self, removals: tuple[Removal, ...]) -> str:
        """Put articles back that were removed and return what is said about it, as markup."""
        if not removals:
            return trouble("There is nothing to undo.")
        try:
            put_back(self.desk.library, removals)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("undoing failed")
            return trouble(explain(error))
        return f'<p role="status">Back in the library: {", ".join(line(removal.title) for removal in removals)}</p>'

    def discard(self, given: Given) -> str:
        """Delete a file that waits and return what is said about it, as markup."""
        try:
            discard(self.desk.documents, given["name"])
        except (OSError, LookupError) as error:
            return trouble(explain(error))
        return f'<p role="status">Discarded: {line(given["name"])}</p>'

    def watch(self, given: Given, reader: str = "") -> Iterator[str]:
        """Watch a folder from now on, and take in what it holds; yield how far that is, as markup.

        `reader` is who asks, "" for the owner: nobody else may have files of this computer read.
        """
        try:
            if reader:
                raise PermissionError("Only the owner of this computer can have its folders watched.")
            folder = self.desk.watched.add(given.get("folder", ""))
        except PermissionError as error:
            yield trouble(str(error))
            return
        except Exception as error:  # whatever went wrong must be seen on the page
            yield trouble(explain(error))
            return
        yield from self._do("Taking in the folder", lambda: resync_steps(self.desk.library, [folder]), [folder])

    def leave(self, given: Given, reader: str = "") -> str:
        """Watch a folder no longer, if the owner says so, and return what is said about it, as markup."""
        if reader:
            return trouble("Only the owner of this computer can change which of its folders are watched.")
        try:
            self.desk.watched.leave(given.get("folder", ""))
        except OSError as error:
            return trouble(explain(error))
        return f'<p role="status">No longer watched: {line(given.get("folder", ""))}. Its articles stay.</p>'

    def watched(self, reader: str = "") -> str:
        """Return the watched folders, and for the owner what it takes to change them, as markup."""
        return render_watched(self.desk.watched.folders, may_change=not reader)

    def fetch(self, given: Given) -> Iterator[str]:
        """Fetch a web page or a feed and take it in; yield how far that is, as markup."""
        address = given.get("address", "")
        if not self.desk.may_fetch:
            return iter([trouble(NO_ADDRESSES)])
        return self._do(
            "Fetching the address", lambda: add_steps(self.desk.library, self.desk.pages, address), [self.desk.pages]
        )

    def unfollow(self, given: Given) -> str:
        """Follow a feed no longer and return what is said about it, as markup."""
        if not self.desk.may_fetch:
            return trouble(NO_ADDRESSES)
        try:
            unfollow(self.desk.pages, given.get("feed", ""))
        except (OSError, FetchFailed) as error:
            return trouble(explain(error))
        return f'<p role="status">No longer followed: {line(given.get("feed", ""))}. Its articles stay.</p>'

    def web(self) -> str:
        """Return where addresses are added, and the feeds that are followed, as markup."""
        try:
            return render_web([feed.url for feed in followed(self.desk.pages)], self.desk.may_fetch)
        except (OSError, FetchFailed) as error:
            return render_web([], self.desk.may_fetch, explain(error))

    def shelf(self, words: str, leaf: Leaf) -> Shelf:
        """Return what of the library is shown."""
        listed = self.desk.library.articles()
        waiting = list_waiting(self.desk.documents, listed, self.desk.work.failures)
        return Shelf(listed, waiting, words, leaf, describe_misfit(self.desk.library))

    def _do(self, name: str, steps: Callable[[], Steps], only: Sequence[Path] = ()) -> Iterator[str]:
        if not self.desk.work.start(name, steps, only):
            yield trouble(f"“{self.desk.work.now.name}” is under way: wait for its end, or cancel it.")
        yield from map(render_doing, self.desk.work.follow())

    def _resync(self) -> Steps:
        library, documents = self.desk.library, self.desk.documents
        documents.mkdir(parents=True, exist_ok=True)
        return update_steps(library, self.desk.pages, [*library.folders(), documents, *self.desk.watched.folders])

    def _remake(self) -> Steps:
        report = SyncReport()
        for step in self._resync():
            if step.report is None:
                yield step
            else:
                report = step.report
        for step in self.desk.library.rebuild_steps(from_scratch=True):
            if step.stage != "done":
                yield step
        yield Progress("done", 1, 1, report=report)
