"""The scope of the conversation: chosen above the question, at an article or in the rail, kept up with the library."""

from collections.abc import Iterable

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions
from ui.browser.collecting import Choice
from ui.browser.places.common import Shown, given, live, quick
from ui.browser.places.library import LibraryPlace
from ui.browser.places.talk import TalkPlace
from ui.browser.views.picture import render_starters, render_welcome
from ui.browser.views.render import render_alert
from ui.browser.views.scope import read_scope, recall_scope
from ui.browser.views.shelf import Leaf, render_shelf
from ui.service.exchange import Exchange

Exchanges = tuple[Exchange, ...]


def place_collections() -> gr.HTML:
    """Build the list of collections in the rail."""
    return live("", "bs-collections")


def wire_scope(
    actions: Actions, page: gr.Blocks, place: TalkPlace, library: LibraryPlace, listed: gr.HTML, noted: gr.HTML
) -> Dependency:
    """Connect the choices with what the browser keeps of them; return the event that shows them at first.

    `listed` are the collections in the rail; what rows of the table are dropped on is `noted`.
    """
    chosen = [place.narrowed, place.scope, listed]

    def narrowing(event: gr.EventData, narrowed: str) -> Shown:
        try:
            return _all(actions.collecting.choice(read_scope(given(event))))
        except ValueError as error:
            return (gr.skip(), *_seen(actions.collecting.choice(recall_scope(narrowed), str(error))))

    def collecting(event: gr.EventData, narrowed: str) -> Shown:
        said = actions.collecting.collect(given(event), narrowed)
        return (said, *_seen(actions.collecting.choice(recall_scope(narrowed))))

    def sorting(event: gr.EventData, narrowed: str, wanted: str, leaf: Leaf) -> Shown:
        return (*collecting(event, narrowed), render_shelf(actions.stocking.shelf(wanted, leaf)))

    def showing(narrowed: str) -> Shown:
        return _seen(actions.collecting.choice(recall_scope(narrowed)))

    for shown in (place.scope, place.sources, place.reader, place.alert, library.news, listed):
        shown.narrow(narrowing, [place.narrowed], chosen, **quick()).then(
            None, [place.narrowed], None, js="(narrowed) => { window.broadsheet.narrowed(narrowed); }"
        )
    _wire_rail(actions, place, library, listed, noted)
    place.scope.collect(collecting, [place.narrowed], [place.alert, *chosen[1:]], **quick())
    table = [place.narrowed, library.words, library.leaf]
    library.shelf.collect(sorting, table, [library.news, *chosen[1:], library.shelf], **quick())
    # What follows a change of the library may have been asked for before a choice, and tell the old one behind it.
    place.narrowed.change(showing, [place.narrowed], chosen[1:], **quick())
    return page.load(showing, [place.narrowed], chosen[1:], **quick())


def _wire_rail(actions: Actions, place: TalkPlace, library: LibraryPlace, listed: gr.HTML, noted: gr.HTML) -> None:
    """Connect what is done with the collections in the rail."""
    chosen = [place.narrowed, place.scope, listed]

    def gathering(event: gr.EventData, narrowed: str) -> Shown:
        said = actions.collecting.drop(given(event))
        return (said, *_seen(actions.collecting.choice(recall_scope(narrowed))))

    def renaming(event: gr.EventData, narrowed: str) -> Shown:
        return _all(actions.collecting.rename(given(event), narrowed))

    def dissolving(event: gr.EventData, narrowed: str) -> Shown:
        return _all(actions.collecting.delete(given(event), narrowed))

    def regaining(narrowed: str) -> Shown:
        return _all(actions.collecting.restore(narrowed))

    def finding(event: gr.EventData) -> str:
        return given(event).get("words", "")

    listed.collect(gathering, [place.narrowed], [noted, *chosen[1:]], **quick())
    listed.retitle(renaming, [place.narrowed], chosen, **quick())
    listed.dissolve(dissolving, [place.narrowed], chosen, **quick())
    listed.regain(regaining, [place.narrowed], chosen, **quick())
    listed.filter(finding, None, [library.words], **quick())


def _seen(choice: Choice) -> Shown:
    return choice.control, choice.listed


def _all(choice: Choice) -> Shown:
    return choice.kept, choice.control, choice.listed


def follow_library(
    actions: Actions, place: TalkPlace, listed: gr.HTML, changing: Iterable[Dependency], first: Dependency
) -> None:
    """Have the first page and the narrowing say what the library holds after every event that may change it.

    What can be asked is found after `first`, when the page is seen.
    """

    def following(asked: Exchanges, narrowed: str) -> Shown:
        inventory = actions.resources.library.inventory()
        welcome = gr.skip() if asked else render_welcome(inventory)
        # A question that there was nothing to ask of: said no longer once there is.
        alert = render_alert("") if inventory.articles else gr.skip()
        return (welcome, alert, *_seen(actions.collecting.choice(recall_scope(narrowed))))

    def starting() -> str:
        return render_starters(actions.resources.starters.find(actions.resources.library))

    shown = [place.current, place.alert, place.scope, listed]
    first.then(starting, None, [place.starters], **quick())
    for event in changing:
        event.then(following, [place.exchanges, place.narrowed], shown, **quick()).then(
            starting, None, [place.starters], **quick()
        )
