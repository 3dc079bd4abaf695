"""Notes as markup: their list in the rail, the one that is open, and what is said of a pin."""

from collections.abc import Sequence

from markupsafe import Markup

from ui.browser.templating import fill
from ui.browser.wording import mark
from ui.conversations.types import Format
from ui.notes.store import MAX_TEXT_CHARS
from ui.notes.types import STANDINGS, Note, Placed

SHOWN = 30  # in the rail; all can be found
SOUGHT_FROM = 6  # notes, from which on they can be looked for
FORMS = {Format.MARKDOWN: "Markdown", Format.HTML: mark("Web page"), Format.JSON: "JSON"}


def render_notes(listed: Sequence[Note], current: str, words: str = "", alert: str = "", total: int = 0) -> Markup:
    """Return the list of notes, of which `words` left these; `total` counts all."""
    shown = [one for place, one in enumerate(listed) if place < SHOWN or one.id == current]
    return fill(
        "notes",
        shown=shown,
        listed=len(listed),
        current=current,
        words=words,
        alert=alert,
        can_seek=words or max(total, len(listed)) >= SOUGHT_FROM,
    )


def render_note(note: Note | None, placed: Sequence[Placed] = ()) -> Markup:
    """Return the open note: its text to be written, and its pins, each with what became of its article."""
    stamp = f"{note.id} {note.changed.isoformat()}" if note else ""
    return fill("note", note=note, placed=placed, stamp=stamp, limit=MAX_TEXT_CHARS, forms=FORMS, standings=STANDINGS)


def render_pinned(note: Note) -> Markup:
    """Return what is said of a pin, with the way to its note."""
    return fill("noted", said=mark("Pinned to “%(name)s”."), name=note.name, note=note.id, undo=False)


def render_dropped(said: str, name: str) -> Markup:
    """Return what is said of a note or a pin that went, with the way back; `said` names the `%(name)s`."""
    return fill("noted", said=said, name=name, note="", undo=True)


def render_said(said: str) -> Markup:
    """Return a message; `said` is text."""
    return fill("noted", said=said, name="", note="", undo=False)
