"""The library as the page works on it: each act, and what is said about it, as markup."""

import logging
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from index import Filter
from index.errors import BroadsheetError, FetchFailed
from index.web.following import followed, unfollow
from ui.browser.told import tell
from ui.browser.views.intake import render_doing, render_removed, render_taken, render_watched, render_web
from ui.browser.views.messages import done, told, trouble
from ui.browser.views.shelf import Leaf, Shelf, find_collection
from ui.browser.wording import gettext, mark
from ui.errors import explain
from ui.service.documents import Removal, discard, list_waiting
from ui.service.library import LibraryWork
from ui.service.resources import Resources

NO_ADDRESSES = mark(
    "Web addresses cannot be added here, because others reach this page: whoever runs it can allow it with "
    "`broadsheet chat --allow-addresses`."
)
_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stocking:
    """Everything that can be done with the library on the page, for all of its sessions."""

    resources: Resources

    @property
    def library_work(self) -> LibraryWork:
        """Return what is done to the library."""
        return LibraryWork(self.resources)

    @told
    def paste(self, given: Given) -> str:
        """Take a pasted text in as a document and return what became of it, as markup."""
        title, text, source, day = (given.get(name, "") for name in ("title", "text", "source", "date"))
        return render_taken(self.library_work.paste(title, text, source, day))

    def take_in(self) -> Iterator[str]:
        """Take in the documents that came in, after other work if there is any; yield how far it is, as markup."""
        while not self.library_work.take_in():
            yield from map(render_doing, self.resources.work.follow())
        yield from map(render_doing, self.resources.work.follow())

    def rebuild(self) -> Iterator[str]:
        """Bring the library up to date with its folders; yield how far that is, as markup."""
        return self._tell(self.library_work.sync())

    def rebuild_from_scratch(self) -> Iterator[str]:
        """Bring the library up to date, then split and embed every article anew; yield how far that is, as markup."""
        return self._tell(self.library_work.rebuild())

    def load_demo(self) -> Iterator[str]:
        """Load the demo articles; yield how far that is, as markup."""
        try:
            return self._tell(self.library_work.load_demo())
        except FileNotFoundError as error:
            return iter([trouble(str(error))])

    def follow(self) -> Iterator[str]:
        """Yield how far the work that is under way is, as markup; nothing when there is none."""
        if not self.resources.work.now.is_over:
            yield from map(render_doing, self.resources.work.follow())

    def cancel(self) -> None:
        """Let the work that is under way end with its next step."""
        self.resources.work.cancel()

    def remove(self, given: Given) -> tuple[str, tuple[Removal, ...]]:
        """Remove articles; return what is said about it, as markup, and what it takes to put them back."""
        removals: list[Removal] = []
        said = ""
        try:
            chosen = [name for name in given.get("article", "").split("\n") if name]
            for removal in self.library_work.remove(chosen):
                removals.append(removal)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("removing failed")
            said = trouble(explain(error))
        return render_removed([removal.title for removal in removals]) + said, tuple(removals)

    @told
    def undo(self, removals: tuple[Removal, ...]) -> str:
        """Put articles back that were removed and return what is said about it, as markup."""
        if not removals:
            return trouble(gettext("There is nothing to undo."))
        self.library_work.put_back(removals)
        return done(mark("Back in the library: %(what)s"), ", ".join(removal.title for removal in removals))

    @told
    def discard(self, given: Given) -> str:
        """Delete a file that waits and return what is said about it, as markup."""
        discard(self.resources.documents, given["name"])
        return done(mark("Discarded: %(what)s"), given["name"])

    def watch(self, given: Given, reader: str = "") -> Iterator[str]:
        """Watch a folder from now on, and take in what it holds; yield how far that is, as markup.

        `reader` is who asks, "" for the owner: nobody else may have files of this computer read.
        """
        try:
            has_begun = self.library_work.watch(given.get("folder", ""), reader)
        except Exception as error:  # whatever went wrong must be seen on the page
            yield trouble(explain(error))
            return
        yield from self._tell(has_begun)

    @told
    def leave(self, given: Given, reader: str = "") -> str:
        """Watch a folder no longer, if the owner says so, and return what is said about it, as markup."""
        self.library_work.leave(given.get("folder", ""), reader)
        return done(mark("No longer watched: %(what)s. Its articles stay."), given.get("folder", ""))

    def watched(self, reader: str = "") -> str:
        """Return the watched folders, and for the owner what it takes to change them, as markup."""
        return render_watched(self.resources.watched.folders, may_change=not reader)

    def fetch(self, given: Given) -> Iterator[str]:
        """Fetch a web page or a feed and take it in; yield how far that is, as markup."""
        address = given.get("address", "")
        if not self.resources.may_fetch:
            return iter([trouble(gettext(NO_ADDRESSES))])
        return self._tell(self.library_work.fetch(address))

    @told
    def unfollow(self, given: Given) -> str:
        """Follow a feed no longer and return what is said about it, as markup."""
        if not self.resources.may_fetch:
            return trouble(gettext(NO_ADDRESSES))
        unfollow(self.resources.pages, given.get("feed", ""))
        return done(mark("No longer followed: %(what)s. Its articles stay."), given.get("feed", ""))

    def web(self) -> str:
        """Return where addresses are added, and the feeds that are followed, as markup."""
        try:
            return render_web([feed.url for feed in followed(self.resources.pages)], self.resources.may_fetch)
        except (OSError, FetchFailed) as error:
            return render_web([], self.resources.may_fetch, explain(error))

    def shelf(self, words: str, leaf: Leaf) -> Shelf:
        """Return what of the library is shown."""
        library = self.resources.library
        waiting = list_waiting(self.resources.documents, library.whole.inventory().paths, self.resources.work.failures)
        misfit, members = self.resources.misfit.find(library), self._members(find_collection(words))
        return Shelf(library.inventory(), waiting, words, leaf, misfit, members)

    def _members(self, collection: str) -> Container[str] | None:
        if not collection:
            return None
        try:
            return self.resources.library.inventory(Filter(collections=frozenset([collection]))).by_id
        except BroadsheetError:  # there is none of this name
            return frozenset()

    def _tell(self, has_begun: bool) -> Iterator[str]:
        if not has_begun:
            yield trouble(
                gettext(
                    "“%(name)s” is under way: wait for its end, or cancel it.",
                    name=tell(self.resources.work.now.name),
                )
            )
        yield from map(render_doing, self.resources.work.follow())
