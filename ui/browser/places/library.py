"""The library's place: documents come in, the index is rebuilt, articles are looked up and removed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from ui.browser.actions import Actions
from ui.browser.documents import Removal
from ui.browser.places.common import Shown, given, live, quick
from ui.browser.places.files import read_paths_alone
from ui.browser.shelf import PASTE, Leaf, render_shelf


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """The components of the place."""

    files: gr.File
    rebuild: gr.Button
    news: gr.HTML
    words: gr.Textbox
    shelf: gr.HTML
    leaf: gr.State
    paste: gr.HTML
    removal: gr.State


def place_library() -> LibraryPlace:
    """Build the place."""
    with gr.Column(elem_id="bs-library"):
        gr.HTML('<h2 class="bs-place">Library</h2>', apply_default_css=False)
        with gr.Row(elem_id="bs-intake", equal_height=False):
            files = gr.File(
                label="Add documents",
                show_label=False,
                file_count="multiple",
                height=132,
                elem_id="bs-files",
                scale=2,
            )
            read_paths_alone(files)
            with gr.Column(scale=3, min_width=260):
                rebuild = gr.Button("Rebuild index", variant="primary", elem_id="bs-rebuild")
                news = live("", "bs-news")
                paste = live(PASTE, "bs-paste")
        words = gr.Textbox(
            label="Find in the library",
            placeholder="Title or source",
            lines=1,
            elem_id="bs-words",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        shelf = live("", "bs-shelf")
    return LibraryPlace(files, rebuild, news, words, shelf, gr.State(Leaf()), paste, gr.State(None))


def wire_library(actions: Actions, page: gr.Blocks, place: LibraryPlace) -> None:
    """Connect the place's events with the actions."""
    files, rebuild, news, words, shelf, leaf = (
        place.files,
        place.rebuild,
        place.news,
        place.words,
        place.shelf,
        place.leaf,
    )

    def uploading(chosen: list[str] | None, wanted: str, page: Leaf) -> Shown:
        said = actions.stocking.upload([str(file) for file in chosen or ()])
        return None, said, render_shelf(actions.stocking.shelf(wanted, page))

    def rebuilding(wanted: str, page: Leaf) -> Iterator[Shown]:
        yield '<div class="bs-progress"><progress aria-label="Rebuilding the index"></progress></div>', gr.skip()
        for said in actions.stocking.rebuild():
            yield said, gr.skip()
        yield gr.skip(), render_shelf(actions.stocking.shelf(wanted, page))

    def removing(event: gr.EventData, wanted: str, page: Leaf) -> Shown:
        said, removal = actions.stocking.remove(given(event))
        return removal, said, render_shelf(actions.stocking.shelf(wanted, page))

    def undoing(removal: Removal | None, wanted: str, page: Leaf) -> Shown:
        return None, actions.stocking.undo(removal), render_shelf(actions.stocking.shelf(wanted, page))

    def pasting(event: gr.EventData, wanted: str, page: Leaf) -> Shown:
        said = actions.stocking.paste(given(event))
        done = PASTE if "bs-trouble" not in said else gr.skip()  # a text that was refused stays to be mended
        return said, render_shelf(actions.stocking.shelf(wanted, page)), done

    def discarding(event: gr.EventData, wanted: str, page: Leaf) -> Shown:
        return actions.stocking.discard(given(event)), render_shelf(actions.stocking.shelf(wanted, page))

    writes: dict[str, Any] = {"concurrency_id": "library", "concurrency_limit": 1}
    private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    files.upload(uploading, [files, words, leaf], [files, news, shelf], **private, **writes)
    rebuild.click(rebuilding, [words, leaf], [news, shelf], **private, **writes)
    shelf.discard(discarding, [words, leaf], [news, shelf], **private, **writes)
    shelf.remove(removing, [words, leaf], [place.removal, news, shelf], **private, **writes)
    news.undo(undoing, [place.removal, words, leaf], [place.removal, news, shelf], **private, **writes)
    place.paste.paste(pasting, [words, leaf], [news, shelf, place.paste], **private, **writes)
    _wire_table(actions, place)
    page.load(_shelving(actions), [words, leaf], [shelf], **quick())


def _wire_table(actions: Actions, place: LibraryPlace) -> None:
    words, shelf, leaf = place.words, place.shelf, place.leaf

    def filtering(event: gr.EventData) -> str:
        return given(event).get("words", "")

    def leafing(event: gr.EventData, wanted: str) -> Shown:
        page = Leaf.of(given(event))
        return page, render_shelf(actions.stocking.shelf(wanted, page))

    def finding(wanted: str, page: Leaf) -> Shown:
        first = replace(page, page=0)
        return first, render_shelf(actions.stocking.shelf(wanted, first))

    shelf.leaf(leafing, [words], [leaf, shelf], **quick())
    shelf.filter(filtering, None, [words], **quick())
    words.change(finding, [words, leaf], [leaf, shelf], **quick())


def _shelving(actions: Actions) -> Callable[[str, Leaf], str]:
    return lambda wanted, leaf: render_shelf(actions.stocking.shelf(wanted, leaf))
