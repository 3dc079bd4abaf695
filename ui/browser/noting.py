"""Notes on the page: pinned to, opened, written, checked, saved and deleted, each act with what is said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from index import BroadsheetError, Filter
from ui.browser.views.checked import render_checked_note
from ui.browser.views.history import render_file
from ui.browser.views.notes import render_dropped, render_note, render_notes, render_pinned, render_said
from ui.browser.wording import gettext, mark
from ui.conversations.types import Format
from ui.conversations.words import fold, make_needles
from ui.errors import explain
from ui.notes.errors import NoteError, NoteUnknown
from ui.notes.types import Dropped
from ui.service.bin import Bin
from ui.service.checks import Checks
from ui.service.exchange import Exchange
from ui.service.notes import Notes, Statement, hide_marks, state

Given = Mapping[str, str]
NEW = mark("New note")


@dataclass(frozen=True, slots=True)
class Acted:
    """The outcome of an act: the id of the note that is open then, "" for none; and what is said, as markup."""

    current: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Noting:
    """Everything that can be done with the notes of `reader`; `dropped` is what can still be put back."""

    notes: Notes
    checks: Checks
    dropped: Bin[Dropped]
    reader: str = ""

    def pin(self, exchanges: tuple[Exchange, ...], given: Given, current: str) -> Acted:
        """Pin what was chosen of an answer or an article to the note `current`, else to a new one."""
        try:
            note = self.notes.pin(current, self._choose(exchanges, given), otherwise_new=True)
        except (BroadsheetError, LookupError, ValueError) as error:
            return Acted(current, render_said(_say(error)))
        return Acted(note.id, render_pinned(note))

    def make(self) -> Acted:
        """Begin a note."""
        try:
            return Acted(self.notes.store.make(gettext(NEW)).id)
        except (NoteError, OSError) as error:
            return Acted("", render_said(_say(error)))

    def write(self, given: Given) -> str:
        """Keep the name and the text of a note, and return what is said of it, as markup."""
        try:
            self.notes.store.write(given.get("note", ""), given.get("name", ""), given.get("text", ""))
        except (BroadsheetError, OSError) as error:
            return render_said(_say(error))
        return render_said(gettext("Saved."))

    def check(self, given: Given) -> Iterator[str]:
        """Check the text of a note, which was just kept; yield what is known of it, as markup."""
        try:
            pinned = self.notes.pinned(given.get("note", ""))
        except BroadsheetError as error:
            yield render_said(_say(error))
            return
        text = given.get("text", "").replace("\r\n", "\n")
        for checked in self.checks.check(hide_marks(text), Filter(), pinned):
            yield render_checked_note(replace(checked, text=text if checked.text else ""))

    def unpin(self, given: Given) -> str:
        """Take a pin out of a note, and return what is said of it, as markup."""
        try:
            dropped = self.notes.store.unpin(given.get("note", ""), int(given.get("number", "0")))
        except (BroadsheetError, ValueError) as error:
            return render_said(_say(error))
        self.dropped.put(self.reader, dropped)
        return render_dropped(mark("Taken out of “%(name)s”."), dropped.name)

    def drop(self, given: Given, current: str) -> Acted:
        """Delete a note."""
        try:
            dropped = self.notes.store.delete(given.get("note", ""))
        except BroadsheetError as error:
            return Acted(current, render_said(_say(error)))
        self.dropped.put(self.reader, dropped)
        said = render_dropped(mark("Deleted: “%(name)s”."), dropped.name)
        return Acted("" if given.get("note") == current else current, said)

    def restore(self, current: str) -> Acted:
        """Put back what was deleted last."""
        if (dropped := self.dropped.take(self.reader)) is None:
            return Acted(current, render_said(gettext("There is nothing to undo.")))
        try:
            self.notes.store.put_back(dropped)
        except BroadsheetError as error:
            return Acted(current, render_said(_say(error)))
        back = str(dropped.note[0]) if dropped.note else str(dropped.pins[0][0])
        return Acted(back, render_said(gettext("Back: %(name)s", name=dropped.name)))

    def export(self, given: Given) -> str:
        """Return a link that saves a note as a file, as markup."""
        try:
            note = self.notes.store.get(given.get("note", ""))
            form = Format(given.get("format", Format.MARKDOWN))
            return render_file(note.name, self.notes.export(note.id, form), form)
        except (BroadsheetError, ValueError) as error:
            return render_said(_say(error))

    def listed(self, current: str, words: str = "") -> str:
        """Return the list of notes, those alone that have every one of `words`, as markup."""
        try:
            notes = self.notes.store.all()
        except NoteError as error:
            return render_notes((), current, alert=explain(error))
        needles = make_needles(words)
        found = [one for one in notes if all(needle in fold(f"{one.name} {one.text}") for needle in needles)]
        return render_notes(found, current, words.strip(), self.notes.store.take_notice(), len(notes))

    def note(self, current: str) -> str:
        """Return the open note, as markup; where it is not there any more, that none is."""
        try:
            return (
                render_note(self.notes.store.get(current), self.notes.placed(current)) if current else render_note(None)
            )
        except NoteUnknown:
            return render_note(None)
        except BroadsheetError as error:
            return render_said(_say(error))

    def _choose(self, exchanges: tuple[Exchange, ...], given: Given) -> Statement:
        if "article" in given:
            return self.notes.choose(given["article"], int(given.get("start") or 0), int(given.get("end") or 0))
        answers = [one.answer for one in exchanges if str(one.number) == given.get("turn")]
        claim, point = int(given.get("claim") or 0), int(given.get("point") or 0)
        return next((state(one, claim, point) for one in answers if one), Statement(()))


def _say(error: Exception) -> str:
    if isinstance(error, BroadsheetError | OSError):
        return explain(error)
    return gettext("This is not known any more: ask again.")
