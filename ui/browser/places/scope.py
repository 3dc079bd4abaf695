"""The scope of the conversation: chosen above the question or at an article, and kept up with the library."""

from collections.abc import Iterable

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions
from ui.browser.places.common import Shown, given, quick
from ui.browser.places.talk import TalkPlace
from ui.browser.views.render import render_alert
from ui.browser.views.scope import read_scope, recall_scope, write_scope
from ui.browser.views.welcome import render_starters, render_welcome
from ui.service.exchange import Exchange

Exchanges = tuple[Exchange, ...]


def wire_scope(actions: Actions, page: gr.Blocks, place: TalkPlace, news: gr.HTML, shelf: gr.HTML) -> Dependency:
    """Connect the choices with what the browser keeps of them; return the event that shows them at first.

    What is kept as a collection is told in `news`.
    """

    def narrowing(event: gr.EventData, narrowed: str) -> Shown:
        try:
            only = read_scope(given(event))
        except ValueError as error:
            return gr.skip(), actions.collecting.scope(recall_scope(narrowed), str(error))
        return write_scope(only), actions.collecting.scope(only)

    def collecting(event: gr.EventData, narrowed: str) -> Shown:
        said = actions.collecting.collect(given(event), narrowed)
        return said, actions.collecting.scope(recall_scope(narrowed))

    def showing(narrowed: str) -> str:
        return actions.collecting.scope(recall_scope(narrowed))

    for shown in (place.scope, place.sources, place.reader, place.alert, news):
        shown.narrow(narrowing, [place.narrowed], [place.narrowed, place.scope], **quick())
    place.scope.collect(collecting, [place.narrowed], [place.alert, place.scope], **quick())
    shelf.collect(collecting, [place.narrowed], [news, place.scope], **quick())
    # What follows a change of the library may have been asked for before a choice, and tell the old one behind it.
    place.narrowed.change(showing, [place.narrowed], [place.scope], **quick())
    return page.load(showing, [place.narrowed], [place.scope], **quick())


def follow_library(actions: Actions, place: TalkPlace, changing: Iterable[Dependency], first: Dependency) -> None:
    """Have the first page and the narrowing say what the library holds after every event that may change it.

    What can be asked is found after `first`, when the page is seen.
    """

    def following(asked: Exchanges, narrowed: str) -> Shown:
        listed = actions.resources.library.articles()
        welcome = gr.skip() if asked else render_welcome(listed)
        # A question that there was nothing to ask of: said no longer once there is.
        alert = render_alert("") if listed else gr.skip()
        return welcome, actions.collecting.scope(recall_scope(narrowed)), alert

    def starting() -> str:
        return render_starters(actions.resources.starters.find(actions.resources.library))

    shown = [place.current, place.scope, place.alert]
    first.then(starting, None, [place.starters], **quick())
    for event in changing:
        event.then(following, [place.exchanges, place.narrowed], shown, **quick()).then(
            starting, None, [place.starters], **quick()
        )
