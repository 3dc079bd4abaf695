"""What the page does with the library: documents in, pasted texts, the demo, articles out and back again."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.types import Progress
from ui.browser.app import Desk
from ui.browser.demo import find_demo
from ui.browser.documents import Removal, discard, put_back, remove_article, take_in, waiting, write_pasted
from ui.browser.markup import line, trouble
from ui.browser.shelf import Leaf, Shelf, render_removed, render_report, render_step, render_taken
from ui.errors import explain

_log = logging.getLogger(__name__)

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stocking:
    """Everything that can be done with the library on the page, for all of its sessions."""

    desk: Desk

    def upload(self, files: list[str]) -> str:
        """Take files in and return what became of them, as markup."""
        arrived = [Path(file) for file in files]
        try:
            return render_taken(take_in(arrived, self.desk.documents))
        except OSError as error:
            return trouble(explain(error))
        finally:
            for folder in {file.parent for file in arrived}:
                with suppress(OSError):  # Gradio makes one for each upload; one that is not empty stays
                    folder.rmdir()

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
        """Yield how far the rebuild of the index is, as markup."""
        try:
            self.desk.documents.mkdir(parents=True, exist_ok=True)
            yield from _told(self.desk.library.sync_steps(self.desk.documents))
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("rebuilding failed")
            yield trouble(explain(error))

    def load_demo(self) -> Iterator[str]:
        """Yield how far the demo articles are, as markup."""
        folder = find_demo()
        if folder is None:
            yield trouble("The demo articles are not on this computer.")
            return
        try:
            yield from _told(self.desk.library.sync_steps(folder, restore=True))
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("loading the demo failed")
            yield trouble(explain(error))

    def remove(self, given: Given) -> tuple[str, Removal | None]:
        """Remove an article; return what is said about it, as markup, and what it takes to put it back."""
        try:
            removal = remove_article(self.desk.library, self.desk.documents, given["article"])
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("removing failed")
            return trouble(explain(error)), None
        return render_removed(removal.title), removal

    def undo(self, removal: Removal | None) -> str:
        """Put an article back that was removed and return what is said about it, as markup."""
        if removal is None:
            return trouble("There is nothing to undo.")
        try:
            put_back(self.desk.library, removal)
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("undoing failed")
            return trouble(explain(error))
        return f'<p role="status">Back in the library: {line(removal.title)}</p>'

    def discard(self, given: Given) -> str:
        """Delete a file that waits and return what is said about it, as markup."""
        try:
            discard(self.desk.documents, given["name"])
        except (OSError, LookupError) as error:
            return trouble(explain(error))
        return f'<p role="status">Discarded: {line(given["name"])}</p>'

    def shelf(self, words: str, leaf: Leaf) -> Shelf:
        """Return what of the library is shown."""
        listed = self.desk.library.articles()
        return Shelf(listed, waiting(self.desk.documents, listed), words, leaf)


def _told(steps: Iterator[Progress]) -> Iterator[str]:
    for step in steps:
        yield render_step(step) if step.report is None else render_report(step.report)
