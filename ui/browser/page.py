"""The page in Gradio: which component shows what, and which event calls which action."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions, Talk
from ui.browser.app import Desk
from ui.browser.exchange import Exchange
from ui.browser.render import WELCOME, render_alert, render_exchange, render_exchanges, render_status
from ui.browser.shelf import Leaf, render_shelf
from ui.browser.sources import render_sources

SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
HEADER = """<header class="bs-header">
<a class="bs-skip" href="#bs-question" data-back="bs-question">Skip to the question</a><h1>Broadsheet</h1>
<nav aria-label="Places"><a href="#bs-talk">Conversation</a> <a href="#bs-side">Sources</a>
<a href="#bs-library">Library</a>{leave}</nav></header>"""
LEAVE = ' <form method="post" action="/sign-out" class="bs-leave"><button type="submit">Sign out</button></form>'
SYSTEM_FONTS = ("system-ui", "sans-serif")

Exchanges = tuple[Exchange, ...]
Shown = tuple[Any, ...]  # updates for Gradio, one a component, in the order of the event's outputs


def quiet_theme() -> gr.themes.Base:
    """Return a theme that loads no font."""
    return gr.themes.Base(font=SYSTEM_FONTS, font_mono=("ui-monospace", "monospace"), radius_size="sm")


def build_page(desk: Desk) -> gr.Blocks:
    """Return the page with its three places: conversation, sources beside it, library."""
    actions = Actions(desk)
    page: gr.Blocks
    with gr.Blocks(title="Broadsheet", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        _live(HEADER.format(leave=LEAVE if desk.signs_in else ""), "bs-header")
        exchanges = gr.State(())
        # Which conversation this browser shows, so that a reload shows it again; an id, so nothing to keep secret.
        kept = gr.BrowserState("", storage_key="broadsheet-conversation", secret="broadsheet")  # noqa: S106
        with gr.Row(elem_id="bs-desk", equal_height=False):
            past, current, alert, box, ask, halt, status, reset, history = _place_talk()
            with gr.Column(elem_id="bs-side"):
                gr.HTML('<h2 class="bs-place">Sources</h2>', apply_default_css=False)
                sources = _live(render_sources(None), "bs-sources")
                reader = _live("", "bs-reader")
        files, rebuild, news, words, shelf = _place_library()
        leaf = gr.State(Leaf())

        talk = [exchanges, box, past, current, status, alert, sources, reader, ask, halt, kept, history]
        running = _wire_talk(actions, box, halt, reset, talk)
        _wire_history(actions, page, running, talk)
        for opener in (past, current, sources, shelf):
            _on(opener, "open", _opening(actions), [exchanges], [reader])
        _on(reader, "close", _closing, [], [reader])
        _wire_library(actions, files, rebuild, news, words, shelf, leaf)
        page.load(_shelving(actions), [words, leaf], [shelf], **_quick())
    return page


def _place_talk() -> Shown:
    with gr.Column(elem_id="bs-talk"):
        with gr.Column(elem_id="bs-scroll"):
            past = _live("", "bs-past")
            current = _live(WELCOME, "bs-current")
        alert = _live(render_alert(""), "bs-alert")
        with gr.Row(elem_id="bs-foot", equal_height=False):
            status = _live(render_status(None), "bs-state")
            reset = gr.Button("New conversation", elem_id="bs-reset", scale=0, min_width=90)
        with gr.Row(elem_id="bs-ask", equal_height=True):
            box = gr.Textbox(
                label="Your question",
                placeholder="Ask a question of your articles",
                lines=1,
                max_lines=5,
                autofocus=True,
                scale=1,
                container=False,
                elem_id="bs-question",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
            )
            ask = gr.Button("Ask", variant="primary", elem_id="bs-go", scale=0, min_width=90)
            halt = gr.Button("Stop", variant="stop", elem_id="bs-stop", scale=0, min_width=90, visible=False)
        history = _live("", "bs-history")
    return past, current, alert, box, ask, halt, status, reset, history


def _place_library() -> Shown:
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
            with gr.Column(scale=3, min_width=260):
                rebuild = gr.Button("Rebuild index", variant="primary", elem_id="bs-rebuild")
                news = _live("", "bs-news")
        words = gr.Textbox(
            label="Find in the library",
            placeholder="Title or source",
            lines=1,
            elem_id="bs-words",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        shelf = _live("", "bs-shelf")
    return files, rebuild, news, words, shelf


def _wire_talk(actions: Actions, box: gr.Textbox, halt: gr.Button, reset: gr.Button, talk: list[Any]) -> Dependency:
    exchanges, ask, kept = talk[0], talk[8], talk[10]

    def asking(question: str, asked: Exchanges, conversation: str, request: gr.Request) -> Iterator[Shown]:
        for number, shown in enumerate(actions.ask(question, asked, request.session_hash or "", conversation)):
            is_over = number > 0 and not (shown.exchanges and shown.exchanges[-1].is_running)
            history = actions.history(shown.conversation) if is_over else gr.skip()
            last = (shown.conversation if is_over else gr.skip(), history)
            yield (*show_talk(shown, whole=number == 0 or bool(shown.box)), *last)

    def halting(request: gr.Request) -> None:
        actions.stops.stop(request.session_hash or "")

    def resetting(request: gr.Request) -> Shown:
        actions.stops.stop(request.session_hash or "")
        return (*show_talk(Talk(), whole=True), "", actions.history(""))

    running = gr.on(
        [box.submit, ask.click],
        asking,
        [box, exchanges, kept],
        talk,
        show_progress="hidden",
        concurrency_id="ask",
        concurrency_limit=4,
        api_visibility="private",
    )
    halt.click(halting, None, None, **_quick())
    reset.click(resetting, None, talk, cancels=[running], **_quick())
    return running  # type: ignore[no-any-return]


def _wire_history(actions: Actions, page: gr.Blocks, running: Dependency, talk: list[Any]) -> None:
    kept, history = talk[10], talk[11]

    def showing(shown: Talk) -> Shown:
        return (*show_talk(shown, whole=True), shown.conversation, actions.history(shown.conversation))

    def turning(event: gr.EventData, request: gr.Request) -> Shown:
        actions.stops.stop(request.session_hash or "")
        return showing(actions.recall(_given(event).get("conversation", "")))

    def forgetting(event: gr.EventData, conversation: str, request: gr.Request) -> Shown:
        gone = _given(event).get("conversation", "")
        notice = actions.forget(gone)
        if gone != conversation:
            return (*(gr.skip() for _ in talk[:11]), actions.history(conversation, notice))
        actions.stops.stop(request.session_hash or "")
        return (*show_talk(Talk(), whole=True), "", actions.history("", notice))

    def exporting(event: gr.EventData, conversation: str) -> str:
        return actions.history(conversation, actions.export(_given(event)))

    history.turn(turning, None, talk, cancels=[running], **_quick())
    history.forget(forgetting, [kept], talk, **_quick())
    history.export(exporting, [kept], [history], **_quick())
    page.load(lambda conversation: showing(actions.recall(conversation or "")), [kept], talk, **_quick())


def show_talk(talk: Talk, whole: bool) -> Shown:
    """Return the updates for a conversation; what does not change while an answer is made only with `whole`."""
    *before, newest = talk.exchanges or (None,)
    over = tuple(exchange for exchange in before if exchange is not None)
    return (
        talk.exchanges,
        gr.update(value=talk.box) if whole else gr.skip(),
        render_exchanges(over) if whole else gr.skip(),
        WELCOME if newest is None else render_exchange(newest),
        render_status(newest),
        render_alert(talk.alert),
        render_sources(newest),
        "" if whole and not talk.alert else gr.skip(),
        gr.update(visible=newest is None or not newest.is_running),
        gr.update(visible=newest is not None and newest.is_running),
    )


def _wire_library(
    actions: Actions,
    files: gr.File,
    rebuild: gr.Button,
    news: gr.HTML,
    words: gr.Textbox,
    shelf: gr.HTML,
    leaf: gr.State,
) -> None:
    def uploading(chosen: list[str] | None, wanted: str, page: Leaf) -> Shown:
        said = actions.upload([str(file) for file in chosen or ()])
        return None, said, render_shelf(actions.shelf(wanted, page))

    def rebuilding(wanted: str, page: Leaf) -> Iterator[Shown]:
        yield '<div class="bs-progress"><progress aria-label="Rebuilding the index"></progress></div>', gr.skip()
        for said in actions.rebuild():
            yield said, gr.skip()
        yield gr.skip(), render_shelf(actions.shelf(wanted, page))

    def removing(event: gr.EventData, wanted: str, page: Leaf) -> Shown:
        return actions.remove(_given(event)), render_shelf(actions.shelf(wanted, page))

    def discarding(event: gr.EventData, wanted: str, page: Leaf) -> Shown:
        return actions.discard(_given(event)), render_shelf(actions.shelf(wanted, page))

    def leafing(event: gr.EventData, wanted: str) -> Shown:
        page = Leaf.of(_given(event))
        return page, render_shelf(actions.shelf(wanted, page))

    def finding(wanted: str, page: Leaf) -> Shown:
        first = replace(page, page=0)
        return first, render_shelf(actions.shelf(wanted, first))

    writes: dict[str, Any] = {"concurrency_id": "library", "concurrency_limit": 1}
    private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    files.upload(uploading, [files, words, leaf], [files, news, shelf], **private, **writes)
    rebuild.click(rebuilding, [words, leaf], [news, shelf], **private, **writes)
    for name, action in (("remove", removing), ("discard", discarding)):
        getattr(shelf, name)(action, [words, leaf], [news, shelf], **private, **writes)
    shelf.leaf(leafing, [words], [leaf, shelf], **_quick())
    words.change(finding, [words, leaf], [leaf, shelf], **_quick())


def _opening(actions: Actions) -> Callable[..., str]:
    def opening(event: gr.EventData, asked: Exchanges) -> str:
        given = _given(event)
        return f'<div data-opened="{int(given.get("at", "0"))}">{actions.open(asked, given)}</div>'

    return opening


def _closing() -> str:
    return ""


def _shelving(actions: Actions) -> Callable[[str, Leaf], str]:
    return lambda wanted, page: render_shelf(actions.shelf(wanted, page))


def _given(event: gr.EventData) -> dict[str, str]:
    """Return what the clicked element says of itself (its data-* attributes), as text."""
    said = event._data if isinstance(event._data, dict) else {}
    return {str(name): str(value) for name, value in said.items()}


def _live(value: str, name: str) -> gr.HTML:
    """Return a place for our markup, which tells clicks on `[data-event]` to Python."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=SCRIPT)


def _on(component: gr.HTML, name: str, action: Callable[..., str], given: list[Any], shown: list[Any]) -> None:
    getattr(component, name)(action, given or None, shown, **_quick())


def _quick() -> dict[str, Any]:
    """Return the settings of events that are over at once and wait for nobody."""
    return {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_id": "quick",
        "concurrency_limit": 8,
    }
