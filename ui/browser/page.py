"""The page in Gradio: its three places, and what leads from one to another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import gradio as gr

from rag.text_check import Checked
from ui.browser.actions import Actions, nobody
from ui.browser.places.check import wire_check
from ui.browser.places.common import ANSWERS_SCRIPT, BESIDE_SCRIPT, SCRIPT, Shown, calm, given, live, quick
from ui.browser.places.kept import wire_kept
from ui.browser.places.library import place_library, wire_library
from ui.browser.places.model import wire_model
from ui.browser.places.scope import follow_library, wire_scope
from ui.browser.places.seats import Seats
from ui.browser.places.talk import place_talk, wire_talk
from ui.browser.views.shelf import Leaf, render_shelf
from ui.service.exchange import Exchange
from ui.service.resources import Resources

HEADER = """<header class="bs-header">
<a class="bs-skip" href="#bs-question" data-back="bs-question">Skip to the question</a><h1>Broadsheet</h1>
<nav aria-label="Places"><a href="#bs-talk">Conversation</a> <a href="#bs-side">Sources</a>
<a href="#bs-library">Library</a>{leave}</nav></header>"""
LEAVE = ' <form method="post" action="/sign-out" class="bs-leave"><button type="submit">Sign out</button></form>'
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


def build_page(resources: Resources, identify: Callable[[], str | None] = nobody) -> Page:
    """Return the page with its three places: conversation, sources beside it, library."""
    actions = Actions(resources, identify=identify)
    page: gr.Blocks
    with gr.Blocks(title="Broadsheet", fill_width=True, analytics_enabled=False) as page:
        live(
            HEADER.format(leave=LEAVE if resources.signs_in else ""),
            "bs-header",
            f"{{{BESIDE_SCRIPT}}}{{{ANSWERS_SCRIPT}}}{SCRIPT}",
        )
        talk = place_talk()
        library = place_library()
        running = wire_talk(actions, talk)
        wire_scope(actions, page, talk, library.news, library.shelf)
        wire_check(actions, talk.check, talk.narrowed, talk.kept, talk.history)
        wire_kept(actions, page, talk, running)
        changing = wire_library(actions, page, library)
        wire_model(resources, page, talk.model, library.pulse)
        held = [talk.exchanges, talk.check.sentences, talk.kept]
        for opener in (talk.past, talk.current, talk.check.text, talk.sources, library.shelf):
            opener.open(_opening(actions), held, [talk.reader], **quick())
        demo = talk.current.demo(
            _loading_demo(actions),
            [library.words, library.leaf],
            [talk.current, library.news, library.shelf],
            **calm(),
            concurrency_id="work",
        )
        follow_library(actions, talk, [*changing, demo])
    return Page(page, actions, Seats(page, talk.exchanges, talk.editing, library.leaf, talk.check.sentences))


def _opening(actions: Actions) -> Callable[..., str]:
    def opening(event: gr.EventData, asked: Exchanges, sentences: tuple[Checked, ...], conversation: str) -> str:
        said = given(event)
        opened = actions.open(asked, said, conversation or "", sentences)
        return f'<div data-opened="{int(said.get("at", "0"))}">{opened}</div>'

    return opening


def _loading_demo(actions: Actions) -> Callable[..., Iterator[Shown]]:
    def loading(words: str, leaf: Leaf) -> Iterator[Shown]:
        for said in actions.stocking.load_demo():
            yield said, said, gr.skip()
        yield gr.skip(), gr.skip(), render_shelf(actions.stocking.shelf(words, leaf))

    return loading
