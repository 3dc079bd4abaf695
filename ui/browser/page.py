"""The page in Gradio: its places, and what leads from one to another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import gradio as gr

from rag.types import Checked
from ui.browser.actions import Actions, nobody
from ui.browser.labels import Labels
from ui.browser.places.check import place_check, wire_check
from ui.browser.places.common import (
    ANSWERS_SCRIPT,
    BESIDE_SCRIPT,
    DRAG_SCRIPT,
    NOTES_SCRIPT,
    PLACES_SCRIPT,
    SCRIPT,
    TYPED_SCRIPT,
    Shown,
    calm,
    given,
    live,
    quick,
    spoken,
)
from ui.browser.places.kept import place_kept, wire_kept
from ui.browser.places.library import place_library, wire_library
from ui.browser.places.model import wire_model
from ui.browser.places.notes import place_notes, wire_notes
from ui.browser.places.scope import follow_library, place_collections, wire_scope
from ui.browser.places.seats import Seats
from ui.browser.places.talk import place_talk, wire_talk
from ui.browser.templating import draw
from ui.browser.views.header import render_header
from ui.browser.views.shelf import Leaf, render_shelf
from ui.service.exchange import Exchange
from ui.service.resources import Resources
from ui.service.running_answers import RunningAnswers

SYSTEM_FONTS = ("system-ui", "sans-serif")

Exchanges = tuple[Exchange, ...]


def quiet_theme() -> gr.themes.Base:
    """Return a theme that loads no font."""
    return gr.themes.Base(font=SYSTEM_FONTS, font_mono=("ui-monospace", "monospace"), radius_size="sm")


@dataclass(frozen=True, slots=True)
class Page:
    """The page: what Gradio serves, what its events do, and what it holds for the sessions that show it."""

    blocks: gr.Blocks
    actions: Actions
    seats: Seats
    labels: Labels


def build_page(resources: Resources, identify: Callable[[], str | None] = nobody) -> Page:
    """Return the page: a rail, one place at a time (conversation, check, library), and the sources beside it."""
    actions = Actions(resources, running=RunningAnswers(resources.bulletin), identify=identify)
    labels = Labels()
    page: gr.Blocks
    with gr.Blocks(title="Broadsheet", fill_width=True, analytics_enabled=False) as page:
        with gr.Row(elem_id="bs-desk", equal_height=False):
            with gr.Column(elem_id="bs-rail", scale=0, min_width=0):
                own = (BESIDE_SCRIPT, PLACES_SCRIPT, ANSWERS_SCRIPT, NOTES_SCRIPT, DRAG_SCRIPT, TYPED_SCRIPT)
                scripts = "".join(f"{{{one}}}" for one in own) + SCRIPT
                spoken(labels, "bs-header", lambda: render_header(resources.signs_in), scripts)
                collections = place_collections()
                reset, history = place_kept(labels)
                listed = live("", "bs-notes")
            check = place_check(labels)
            library = place_library(labels)
            notes = place_notes(labels, listed)
            talk = place_talk(labels, reset, history)
        running = wire_talk(actions, talk)
        shown = wire_scope(actions, page, talk, library, collections, notes.noted)
        wire_check(actions, check, talk)
        wire_kept(actions, page, talk, running)
        wire_notes(actions, page, notes, talk)
        changing = wire_library(actions, page, library)
        wire_model(resources, page, talk.model, library.pulse)
        held = [talk.exchanges, check.sentences, talk.kept]
        for opener in (talk.past, talk.current, check.text, talk.sources, library.shelf, notes.note, notes.checked):
            opener.open(_opening(actions), held, [talk.reader], **quick())
        demo = talk.current.demo(
            _loading_demo(actions),
            [library.words, library.leaf],
            [talk.current, library.news, library.shelf],
            **calm(),
            concurrency_id="work",
        )
        follow_library(actions, talk, collections, [*changing, demo], shown)
    return Page(page, actions, Seats(page, talk.exchanges, talk.editing, library.leaf, check.sentences), labels)


def _opening(actions: Actions) -> Callable[..., str]:
    def opening(event: gr.EventData, asked: Exchanges, sentences: tuple[Checked, ...], conversation: str) -> str:
        said = given(event)
        opened = actions.open(asked, said, conversation or "", sentences)
        return draw("places", "opened", int(said.get("at", "0")), opened)

    return opening


def _loading_demo(actions: Actions) -> Callable[..., Iterator[Shown]]:
    def loading(words: str, leaf: Leaf) -> Iterator[Shown]:
        for said in actions.stocking.load_demo():
            yield said, said, gr.skip()
        yield gr.skip(), gr.skip(), render_shelf(actions.stocking.shelf(words, leaf))

    return loading
