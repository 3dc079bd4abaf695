"""The library's place: documents come in, the index is rebuilt, articles are looked up and removed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions
from ui.browser.places.common import DROP_SCRIPT, PULSE_SCRIPT, Shown, calm, given, live, quick
from ui.browser.views.intake import DROP, PASTE, SCRATCH
from ui.browser.views.shelf import Leaf, render_shelf
from ui.service.documents import Removal

BESIDE = 8  # tabs that are shown the same work at a time; more wait for its end


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """The components of the place."""

    drop: gr.HTML
    rebuild: gr.Button
    scratch: gr.HTML
    news: gr.HTML
    paste: gr.HTML
    web: gr.HTML
    watched: gr.HTML
    words: gr.Textbox
    shelf: gr.HTML
    leaf: gr.State
    removal: gr.State
    pulse: gr.HTML


def place_library() -> LibraryPlace:
    """Build the place."""
    with gr.Column(elem_id="bs-library"):
        gr.HTML('<h2 class="bs-place">Library</h2>', apply_default_css=False)
        with gr.Row(elem_id="bs-intake", equal_height=False):
            with gr.Column(scale=2, min_width=260):
                drop = live(DROP, "bs-drop", DROP_SCRIPT)
            with gr.Column(scale=3, min_width=260):
                rebuild = gr.Button("Rebuild index", variant="primary", elem_id="bs-rebuild")
                news = live("", "bs-news")
                with gr.Row(elem_id="bs-ways-in", equal_height=False):
                    paste = live(PASTE, "bs-paste")
                    web = live("", "bs-web")
                    watched = live("", "bs-watched")
                    scratch = live(SCRATCH, "bs-scratch")
        words = gr.Textbox(
            label="Find in the library",
            placeholder="Title or source",
            lines=1,
            elem_id="bs-words",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        shelf = live("", "bs-shelf")
        pulse = live("", "bs-pulse", PULSE_SCRIPT)
    return LibraryPlace(
        drop, rebuild, scratch, news, paste, web, watched, words, shelf, gr.State(Leaf()), gr.State(()), pulse
    )


def wire_library(actions: Actions, page: gr.Blocks, place: LibraryPlace) -> list[Dependency]:
    """Connect the place's events with the actions; return those after which the library may hold something else."""
    changing = [
        *_wire_work(actions, page, place),
        *_wire_web(actions, page, place),
        *_wire_documents(actions, place),
    ]
    _wire_table(actions, place)
    page.load(_shelving(actions), [place.words, place.leaf], [place.shelf], **quick())
    return changing


def _wire_work(actions: Actions, page: gr.Blocks, place: LibraryPlace) -> list[Dependency]:
    """Connect what takes its time: each begins one piece of work and follows it, and every other tab follows, too."""
    shelving = _shelving(actions)

    def rebuilding(wanted: str, leaf: Leaf) -> Iterator[Shown]:
        yield from _followed(actions.stocking.rebuild(), lambda: shelving(wanted, leaf))

    def remaking(wanted: str, leaf: Leaf) -> Iterator[Shown]:
        yield from _followed(actions.stocking.rebuild_from_scratch(), lambda: shelving(wanted, leaf))

    def noticing(wanted: str, leaf: Leaf) -> Iterator[Shown]:
        yield gr.skip(), shelving(wanted, leaf)
        yield from _followed(actions.stocking.follow(), lambda: shelving(wanted, leaf))

    def watching(event: gr.EventData, wanted: str, leaf: Leaf, request: gr.Request) -> Iterator[Shown]:
        reader = request.username or ""
        for said, shown in _followed(actions.stocking.watch(given(event), reader), lambda: shelving(wanted, leaf)):
            yield said, shown, actions.stocking.watched(reader)

    def leaving(event: gr.EventData, request: gr.Request) -> Shown:
        reader = request.username or ""
        return actions.stocking.leave(given(event), reader), actions.stocking.watched(reader)

    def listing(request: gr.Request) -> str:
        return actions.stocking.watched(request.username or "")

    shown, which = [place.news, place.shelf], [place.words, place.leaf]
    long = _long()
    changing = [
        place.rebuild.click(rebuilding, which, shown, **long),
        place.scratch.scratch(remaking, which, shown, **long),
        place.pulse.changed(noticing, which, shown, **long),
        place.watched.watch(watching, which, [*shown, place.watched], **long),
    ]
    place.watched.leave(leaving, None, [place.news, place.watched], **quick())
    place.news.cancel(lambda: actions.stocking.cancel(), None, None, **quick())
    page.load(listing, None, [place.watched], **quick())
    return changing


def _wire_web(actions: Actions, page: gr.Blocks, place: LibraryPlace) -> list[Dependency]:
    """Connect what is fetched from web addresses."""
    shelving = _shelving(actions)

    def fetching(event: gr.EventData, wanted: str, leaf: Leaf) -> Iterator[Shown]:
        is_refused = False
        for said, shown in _followed(actions.stocking.fetch(given(event)), lambda: shelving(wanted, leaf)):
            is_refused = is_refused or "bs-trouble" in str(said)
            yield said, shown, gr.skip()
        if not is_refused:  # else the address stays, to be mended
            yield gr.skip(), gr.skip(), actions.stocking.web()

    def leaving(event: gr.EventData) -> Shown:
        return actions.stocking.unfollow(given(event)), actions.stocking.web()

    shown, which = [place.news, place.shelf, place.web], [place.words, place.leaf]
    place.web.unfollow(leaving, None, [place.news, place.web], **quick())
    page.load(lambda: actions.stocking.web(), None, [place.web], **quick())
    return [place.web.address(fetching, which, shown, **_long())]


def _wire_documents(actions: Actions, place: LibraryPlace) -> list[Dependency]:
    """Connect what is over at once: documents that came in, texts, removals."""
    shelving = _shelving(actions)

    def removing(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        said, removals = actions.stocking.remove(given(event))
        return removals, said, shelving(wanted, leaf)

    def undoing(removals: tuple[Removal, ...], wanted: str, leaf: Leaf) -> Shown:
        return (), actions.stocking.undo(removals), shelving(wanted, leaf)

    def pasting(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        said = actions.stocking.paste(given(event))
        done = PASTE if "bs-trouble" not in said else gr.skip()  # a text that was refused stays to be mended
        return said, shelving(wanted, leaf), done

    def discarding(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        return actions.stocking.discard(given(event)), shelving(wanted, leaf)

    which = [place.words, place.leaf]
    writes: dict[str, Any] = {
        **calm(), "concurrency_id": "library", "concurrency_limit": 1
    }  # fmt: skip
    place.drop.took(shelving, which, [place.shelf], **quick())
    place.shelf.discard(discarding, which, [place.news, place.shelf], **writes)
    place.paste.paste(pasting, which, [place.news, place.shelf, place.paste], **writes)
    return [
        place.shelf.remove(removing, which, [place.removal, place.news, place.shelf], **writes),
        place.news.undo(undoing, [place.removal, *which], [place.removal, place.news, place.shelf], **writes),
    ]


def _wire_table(actions: Actions, place: LibraryPlace) -> None:
    shelving = _shelving(actions)
    words, shelf, leaf = place.words, place.shelf, place.leaf

    def filtering(event: gr.EventData) -> str:
        return given(event).get("words", "")

    def leafing(event: gr.EventData, wanted: str) -> Shown:
        page = Leaf.of(given(event))
        return page, shelving(wanted, page)

    def finding(wanted: str, page: Leaf) -> Shown:
        first = replace(page, page=0)
        return first, shelving(wanted, first)

    shelf.leaf(leafing, [words], [leaf, shelf], **quick())
    shelf.filter(filtering, None, [words], **quick())
    words.change(finding, [words, leaf], [leaf, shelf], **quick())


def _long() -> dict[str, Any]:
    """Return the settings of events that begin a piece of work, or follow it to its end."""
    return {**calm(), "concurrency_id": "work", "concurrency_limit": BESIDE}


def _shelving(actions: Actions) -> Callable[[str, Leaf], str]:
    return lambda wanted, leaf: render_shelf(actions.stocking.shelf(wanted, leaf))


def _followed(said: Iterator[str], shelve: Callable[[], str]) -> Iterator[Shown]:
    """Yield what is said about a piece of work, and at its end the table as it is then."""
    is_empty = True
    for one in said:
        is_empty = False
        yield one, gr.skip()
    if not is_empty:
        yield gr.skip(), shelve()
