"""The place of notes: their list in the rail, the one that is open, and what is said of each act."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.browser.actions import Actions
from ui.browser.labels import Labels
from ui.browser.noting import Acted
from ui.browser.places.common import Shown, calm, given, head, live, quick
from ui.browser.places.talk import TalkPlace
from ui.browser.wording import mark
from ui.service.exchange import Exchange


@dataclass(frozen=True, slots=True)
class NotesPlace:
    """The components of the place; `current` is the id of the note that this browser has open."""

    listed: gr.HTML
    note: gr.HTML
    checked: gr.HTML
    noted: gr.HTML
    current: gr.BrowserState

    @property
    def all(self) -> list[Any]:
        """Return what an act updates."""
        return [self.current, self.listed, self.note, self.noted]


def place_notes(labels: Labels, listed: gr.HTML) -> NotesPlace:
    """Build the place; `listed` stands in the rail."""
    current = gr.BrowserState("", storage_key="broadsheet-note", secret="broadsheet")  # noqa: S106 - nothing secret
    with gr.Column(elem_id="bs-noting", min_width=0):
        head(labels, "bs-noting-head", mark("Note"))
        note, checked = live("", "bs-note"), live("", "bs-note-checked")
    # Outside of the place, which is not seen while another is: a pin is set elsewhere.
    return NotesPlace(listed, note, checked, live("", "bs-noted"), current)


def wire_notes(actions: Actions, page: gr.Blocks, place: NotesPlace, talk: TalkPlace) -> None:
    """Connect the place's events with the actions, and the pins of answers and articles."""

    def shown(acted: Acted) -> Shown:
        noting = actions.noting
        return acted.current, noting.listed(acted.current), noting.note(acted.current), acted.said

    def pinning(event: gr.EventData, asked: tuple[Exchange, ...], conversation: str, current: str) -> Shown:
        exchanges, said = actions.conversations.bring_back(conversation or "", asked, given(event))
        return shown(actions.noting.pin(exchanges, said, current or ""))

    def opening(event: gr.EventData) -> Shown:
        return (*shown(Acted(given(event).get("note", ""))), "")

    def making() -> Shown:
        return (*shown(actions.noting.make()), "")

    def dropping(event: gr.EventData, current: str) -> Shown:
        return (*shown(actions.noting.drop(given(event), current or "")), "")

    for component in (talk.past, talk.current, talk.reader):
        component.pin(pinning, [talk.exchanges, talk.kept, place.current], place.all, **quick())
    for opener in (place.listed, place.noted):
        opener.note(opening, None, [*place.all, place.checked], **quick())
    for maker in (place.listed, place.note):
        maker.jot(making, None, [*place.all, place.checked], **quick())
    place.note.drop(dropping, [place.current], [*place.all, place.checked], **quick())
    place.noted.restore(
        lambda current: shown(actions.noting.restore(current or "")), [place.current], place.all, **quick()
    )
    page.load(lambda current: shown(Acted(current or "")), [place.current], place.all, **quick())
    _wire_writing(actions, place)


def _wire_writing(actions: Actions, place: NotesPlace) -> None:
    """Connect what is done with the open note; while it is written it is not drawn anew."""

    def seeking(event: gr.EventData, current: str) -> str:
        return actions.noting.listed(current or "", given(event).get("words", ""))

    def writing(event: gr.EventData, current: str) -> Shown:
        said = actions.noting.write(given(event))
        return actions.noting.listed(current or ""), said

    def checking(event: gr.EventData, current: str) -> Iterator[Shown]:
        said = actions.noting.write(given(event))
        yield actions.noting.listed(current or ""), said, gr.skip()
        for checked in actions.noting.check(given(event)):
            yield gr.skip(), gr.skip(), checked

    def unpinning(event: gr.EventData, current: str) -> Shown:
        said = actions.noting.unpin(given(event))
        return actions.noting.listed(current or ""), actions.noting.note(current or ""), said

    def exporting(event: gr.EventData) -> str:
        return actions.noting.export(given(event))

    place.listed.seek(seeking, [place.current], [place.listed], **quick())
    place.note.write(writing, [place.current], [place.listed, place.noted], **quick())
    place.note.check(
        checking, [place.current], [place.listed, place.noted, place.checked], concurrency_id="check", **calm()
    )
    place.note.unpin(unpinning, [place.current], [place.listed, place.note, place.noted], **quick())
    place.note.export(exporting, None, [place.noted], **quick())
