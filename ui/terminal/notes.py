"""A note in the terminal: its text, and what is pinned in it."""

from collections.abc import Sequence

from ui.notes.types import STANDINGS, Note, Placed
from ui.terminal.answers import name_source, write_quote
from ui.terminal.screen import Screen, one_line


def show_note(note: Note, placed: Sequence[Placed], screen: Screen) -> None:
    """Write a note with its pins, each with its number, and what its article says by now."""
    screen.say(f"{note.id}  {one_line(note.name)}", "bold")
    for paragraph in filter(None, map(str.strip, note.text.split("\n"))):
        screen.say(paragraph)
    for one in placed:
        cited = one.pin.citation
        screen.say()
        if one.pin.said:
            screen.say(f"[{one.pin.number}] {one_line(one.pin.said)}")
        screen.say(
            f"{'' if one.pin.said else f'[{one.pin.number}] '}{write_quote(cited)}", indent=4 * bool(one.pin.said)
        )
        origin = name_source(cited.title, cited.source, cited.published)
        screen.say(f"{origin}; {cited.article}, characters {cited.start}-{cited.end}", indent=4)
        if STANDINGS[one.standing]:
            screen.say(STANDINGS[one.standing], "yellow", indent=4)
