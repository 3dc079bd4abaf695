"""Notes as markup: their list in the rail, the one that is open, and what is said of a pin."""

from collections.abc import Sequence

from markupsafe import Markup

from ui.browser.templating import fill
from ui.browser.views.markup import isolated
from ui.conversations.types import Format
from ui.notes.store import MAX_TEXT_CHARS
from ui.notes.types import STANDINGS, Note, Placed

SHOWN = 30  # in the rail; all can be found
SOUGHT_FROM = 6  # notes, from which on they can be looked for
FORMS = {Format.MARKDOWN: "Markdown", Format.HTML: "Web page", Format.JSON: "JSON"}


def render_notes(listed: Sequence[Note], current: str, words: str = "", alert: str = "", total: int = 0) -> str:
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


def render_note(note: Note | None, placed: Sequence[Placed] = ()) -> str:
    """Return the open note: its text to be written, and its pins, each with what became of its article."""
    stamp = f"{note.id} {note.changed.isoformat()}" if note else ""
    return fill("note", note=note, placed=placed, stamp=stamp, limit=MAX_TEXT_CHARS, forms=FORMS, standings=STANDINGS)


def render_pinned(note: Note) -> str:
    """Return what is said of a pin, with the way to its note."""
    said = Markup(f"Pinned to “{isolated(note.name)}”.")  # noqa: S704 - it escapes
    return fill("noted", said=said, about=note.name, note=note.id, undo=False)


def render_dropped(said: str, name: str) -> str:
    """Return what is said of a note or a pin that went, with the way back; `said` is ours."""
    return fill("noted", said=Markup(f"{said} “{isolated(name)}”."), about=name, note="", undo=True)  # noqa: S704


def render_said(said: str) -> str:
    """Return a message; `said` is text."""
    return fill("noted", said=said, about="", note="", undo=False)
