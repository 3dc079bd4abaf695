"""The library's place: documents come in and are taken in, articles are looked up and removed."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions
from ui.browser.labels import Labels
from ui.browser.places.common import DROP_SCRIPT, PULSE_SCRIPT, Shown, calm, given, head, live, quick, spoken
from ui.browser.views.intake import render_drop, render_paste, render_removed, render_scratch
from ui.browser.views.shelf import Leaf, render_shelf
from ui.browser.wording import gettext, mark

_log = logging.getLogger(__name__)

BESIDE = 8  # tabs that are shown the same work at a time; more wait for its end


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """The components of the place."""

    drop: gr.HTML
    rebuild: gr.Button
    scratch: gr.HTML
    news: gr.HTML
    editing: gr.HTML
    paste: gr.HTML
    web: gr.HTML
    watched: gr.HTML
    words: gr.Textbox
    shelf: gr.HTML
    leaf: gr.State
    pulse: gr.HTML


def place_library(labels: Labels) -> LibraryPlace:
    """Build the place."""
    with gr.Column(elem_id="bs-library", min_width=0):
        head(labels, "bs-library-head", mark("Library"))
        drop = spoken(labels, "bs-drop", render_drop, DROP_SCRIPT)
        with gr.Row(elem_id="bs-ways-in", equal_height=False):
            rebuild = gr.Button(**labels.of("bs-rebuild", lambda: {"value": gettext("Update")}), min_width=0)
            paste = spoken(labels, "bs-paste", render_paste)
            web = live("", "bs-web")
            watched = live("", "bs-watched")
            scratch = spoken(labels, "bs-scratch", render_scratch)
        news = live("", "bs-news")
        editing = live("", "bs-editing")
        words = gr.Textbox(
            **labels.of("bs-words", _label_search),
            lines=1,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        shelf = live("", "bs-shelf")
    # Outside of the place, which is not seen while another is: a lost connection is said everywhere.
    pulse = live("", "bs-pulse", PULSE_SCRIPT)
    return LibraryPlace(
        drop, rebuild, scratch, news, editing, paste, web, watched, words, shelf, gr.State(Leaf()), pulse
    )


def _label_search() -> dict[str, object]:
    return {"label": gettext("Find in the library"), "placeholder": gettext("Title, source or tag")}


def wire_library(actions: Actions, page: gr.Blocks, place: LibraryPlace) -> list[Dependency]:
    """Connect the place's events with the actions; return those after which the library may hold something else."""
    changing = [
        *_wire_work(actions, place),
        *_wire_web(actions, place),
        *_wire_documents(actions, place),
        *_wire_editing(actions, place),
    ]
    _wire_table(actions, place)

    def showing(wanted: str, leaf: Leaf, request: gr.Request) -> Shown:
        removals = actions.resources.removed.look(actions.identify() or "") or ()
        stocking = actions.stocking
        removed, table = render_removed([one.title for one in removals]), _shelving(actions)(wanted, leaf)
        return removed, table, stocking.watched(request.username or ""), stocking.web()

    # One event for all of the place: each has its way to Gradio and back.
    page.load(showing, [place.words, place.leaf], [place.news, place.shelf, place.watched, place.web], **quick())
    return changing


def _wire_work(actions: Actions, place: LibraryPlace) -> list[Dependency]:
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

    shown, which = [place.news, place.shelf], [place.words, place.leaf]
    long = _long()
    changing = [
        place.rebuild.click(rebuilding, which, shown, **long),
        place.scratch.scratch(remaking, which, shown, **long),
        place.pulse.changed(noticing, which, shown, **long),
        place.watched.watch(watching, which, [*shown, place.watched], **long),
    ]
    place.pulse.broken(_breaking, None, None, **quick())
    place.watched.leave(leaving, None, [place.news, place.watched], **quick())
    place.news.cancel(lambda: actions.stocking.cancel(), None, None, **quick())
    return changing


def _breaking(event: gr.EventData) -> None:
    _log.error("a script of the page failed: %s", " ".join(given(event).get("what", "").split()))


def _wire_web(actions: Actions, place: LibraryPlace) -> list[Dependency]:
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
    return [place.web.address(fetching, which, shown, **_long())]


def _wire_documents(actions: Actions, place: LibraryPlace) -> list[Dependency]:
    """Connect documents and texts that came in, which are taken in at once, and removals."""
    shelving, removed = _shelving(actions), actions.whole.removed

    def removing(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        said, removals = actions.stocking.remove(given(event))
        if removals:
            removed.put(actions.identify() or "", removals)
        return said, shelving(wanted, leaf)

    def undoing(wanted: str, leaf: Leaf) -> Shown:
        return actions.stocking.undo(removed.take(actions.identify() or "") or ()), shelving(wanted, leaf)

    def taking(wanted: str, leaf: Leaf) -> Iterator[Shown]:
        yield from _followed(actions.stocking.take_in(), lambda: shelving(wanted, leaf))

    def pasting(event: gr.EventData, wanted: str, leaf: Leaf) -> Iterator[Shown]:
        said = actions.stocking.paste(given(event))
        if "bs-trouble" in said:  # a text that was refused stays to be mended
            yield said, gr.skip(), gr.skip()
            return
        yield said, gr.skip(), render_paste(given(event).get("at", ""))
        for news, table in taking(wanted, leaf):
            yield news, table, gr.skip()

    def discarding(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        return actions.stocking.discard(given(event)), shelving(wanted, leaf)

    shown, which = [place.news, place.shelf], [place.words, place.leaf]
    writes: dict[str, Any] = {
        **calm(), "concurrency_id": "library", "concurrency_limit": 1
    }  # fmt: skip
    place.shelf.discard(discarding, which, [place.news, place.shelf], **writes)
    return [
        place.shelf.remove(removing, which, shown, **writes),
        place.news.undo(undoing, which, shown, **writes),
        place.drop.took(taking, which, shown, **_long()),
        place.paste.paste(pasting, which, [*shown, place.paste], **_long()),
    ]


def _wire_editing(actions: Actions, place: LibraryPlace) -> list[Dependency]:
    """Connect what is set by hand of articles; a form that was refused stays to be mended."""
    shelving = _shelving(actions)

    def amending(event: gr.EventData) -> str:
        return actions.amending.form(given(event))

    def altering(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        return _shown(actions.amending.alter(given(event)), wanted, leaf)

    def reverting(event: gr.EventData, wanted: str, leaf: Leaf) -> Shown:
        return _shown(actions.amending.revert(given(event)), wanted, leaf)

    def _shown(said: str, wanted: str, leaf: Leaf) -> Shown:
        if "bs-trouble" in said:
            return said, gr.skip(), gr.skip()
        return said, shelving(wanted, leaf), ""

    def undoing(wanted: str, leaf: Leaf) -> Shown:
        return actions.amending.undo(), shelving(wanted, leaf)

    which, shown = [place.words, place.leaf], [place.news, place.shelf, place.editing]
    place.shelf.amend(amending, None, [place.editing], **quick())
    place.editing.cancel(lambda: "", None, [place.editing], **quick())
    return [
        place.editing.alter(altering, which, shown, **calm(), concurrency_id="library"),
        place.editing.revert(reverting, which, shown, **calm(), concurrency_id="library"),
        place.news.unedit(undoing, which, shown[:2], **calm(), concurrency_id="library"),
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
