"""The conversation's place: a question is asked, its answer shown, asked again, or otherwise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import gradio as gr
from gradio.events import Dependency

from index import Filter
from ui.browser.actions import Actions
from ui.browser.labels import Labels
from ui.browser.places.common import Shown, calm, given, live, quick, spoken
from ui.browser.places.model import place_model
from ui.browser.templating import draw
from ui.browser.told import tell
from ui.browser.views.render import (
    render_alert,
    render_exchange,
    render_exchanges,
    render_status,
    render_wanted,
)
from ui.browser.views.scope import recall_scope
from ui.browser.views.sources import render_sources
from ui.browser.wording import gettext
from ui.service.conversations import REASONS
from ui.service.exchange import Exchange, Talk

Exchanges = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class TalkPlace:
    """The components that a conversation is shown in, in the order in which events update them.

    None updates the question box, which would lose what is typed until the update comes: the page itself empties it,
    and puts a question into it that is to be mended.
    """

    exchanges: gr.State
    past: gr.HTML
    current: gr.HTML
    status: gr.HTML
    alert: gr.HTML
    sources: gr.HTML
    reader: gr.HTML
    ask: gr.Button
    halt: gr.Button
    editing: gr.State
    box: gr.Textbox
    kept: gr.BrowserState
    history: gr.HTML
    reset: gr.Button
    scope: gr.HTML
    narrowed: gr.BrowserState
    model: gr.HTML
    starters: gr.HTML

    @property
    def shown(self) -> list[Any]:
        """Return what `show_talk` updates."""
        return [getattr(self, field.name) for field in fields(self)][:10]

    @property
    def all(self) -> list[Any]:
        """Return what `show_talk` updates, and the id and the list of kept conversations."""
        return [*self.shown, self.kept, self.history]


def place_talk(labels: Labels, reset: gr.Button, history: gr.HTML) -> TalkPlace:
    """Build the place, with the sources beside it; what begins and lists conversations stands in the rail."""
    exchanges, editing = gr.State(()), gr.State(0)
    # Which conversation this browser shows and what it asks of, so that a reload shows it again; nothing secret.
    kept = gr.BrowserState("", storage_key="broadsheet-conversation", secret="broadsheet")  # noqa: S106
    narrowed = gr.BrowserState("", storage_key="broadsheet-scope", secret="broadsheet")  # noqa: S106
    with gr.Column(elem_id="bs-talk", min_width=0):
        with gr.Column(elem_id="bs-scroll", min_width=0):
            past = live("", "bs-past")
            current = live("", "bs-current")
            starters = live("", "bs-starters")
        model = place_model()
        alert = live(render_alert(""), "bs-alert")
        with gr.Row(elem_id="bs-foot", equal_height=False):
            status = spoken(labels, "bs-state", lambda: render_status(None))
            spoken(labels, "bs-sheet", lambda: draw("places", "sheet"))
        scope = live("", "bs-narrow")
        box, ask, halt = _place_question(labels)
    with gr.Column(elem_id="bs-side", min_width=0):
        spoken(labels, "bs-side-head", lambda: draw("places", "sources"), None)
        sources = spoken(labels, "bs-sources", lambda: render_sources(None))
        reader = live("", "bs-reader")
    return TalkPlace(
        exchanges, past, current, status, alert, sources, reader, ask, halt, editing, box, kept, history, reset,
        scope, narrowed, model, starters,
    )  # fmt: skip


def _place_question(labels: Labels) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="bs-ask", equal_height=True):
        box = gr.Textbox(
            **labels.of("bs-question", _label_question),
            lines=1,
            max_lines=5,
            autofocus=True,
            scale=1,
            container=False,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
        )
        ask = gr.Button(
            **labels.of("bs-go", lambda: {"value": gettext("Ask")}), variant="primary", scale=0, min_width=90
        )
        halt = gr.Button(
            **labels.of("bs-stop", lambda: {"value": gettext("Stop")}),
            variant="stop",
            scale=0,
            min_width=90,
            visible=False,
        )
    return box, ask, halt


def _label_question() -> dict[str, object]:
    return {"label": gettext("Your question"), "placeholder": gettext("Ask your articles")}


def wire_talk(actions: Actions, place: TalkPlace) -> Dependency:
    """Connect asking, stopping and starting anew with the actions; return the event that asks."""

    def asking(
        question: str, asked: Exchanges, conversation: str, editing: int, narrowed: str, request: gr.Request
    ) -> Iterator[Shown]:
        only = recall_scope(narrowed)
        session = request.session_hash or ""
        stream = actions.answers.ask(question, asked, session, conversation or "", only, editing)
        for number, shown in enumerate(stream):
            is_over = number > 0 and not (shown.exchanges and shown.exchanges[-1].is_running)
            history = actions.keeping.history(shown.conversation) if is_over else gr.skip()
            shows = show_talk(shown, number == 0 or bool(shown.box), actions.welcome)
            # The conversation as soon as it has an id: who reloads the page meanwhile finds the answer again.
            yield (*shows, shown.conversation, history)

    def resetting(request: gr.Request) -> Shown:
        actions.stops.stop(request.session_hash or "")
        fresh = show_talk(Talk(), True, actions.welcome)
        return (*fresh, "", actions.keeping.history(""), "", actions.collecting.choice(Filter()).control)

    running = gr.on(
        [place.box.submit, place.ask.click],
        asking,
        [place.box, place.exchanges, place.kept, place.editing, place.narrowed],
        place.all,
        concurrency_id="ask",
        concurrency_limit=4,
        js="(...held) => window.broadsheet?.asked?.(...held) ?? held",
        **calm(),
    )
    place.halt.click(_halting(actions), None, None, **quick())
    place.reset.click(resetting, None, [*place.all, place.narrowed, place.scope], cancels=[running], **quick())
    _wire_answers(actions, place)
    return running  # type: ignore[no-any-return]


def _halting(actions: Actions) -> Any:  # noqa: ANN401 - Gradio reads the function's annotations
    def halting(request: gr.Request) -> None:
        actions.stops.stop(request.session_hash or "")

    return halting


def _wire_answers(actions: Actions, place: TalkPlace) -> None:
    def again(event: gr.EventData, asked: Exchanges, conversation: str, request: gr.Request) -> Iterator[Shown]:
        for shown in actions.answers.ask_again(asked, request.session_hash or "", conversation, given(event)):
            yield show_exchanges(shown.exchanges)

    def editing(event: gr.EventData, asked: Exchanges, conversation: str) -> Shown:
        talk = actions.edit(asked, conversation, given(event))
        return render_alert(talk.alert), talk.editing

    def judging(event: gr.EventData, asked: Exchanges, conversation: str) -> Shown:
        try:
            return (
                *show_exchanges(actions.conversations.judge(conversation, asked, _read_reason(given(event)))),
                render_alert(""),
            )
        except (LookupError, ValueError) as error:
            return gr.skip(), gr.skip(), gr.skip(), render_alert(tell(str(error)))

    def reporting(event: gr.EventData, conversation: str) -> str:
        return actions.keeping.history(conversation, actions.keeping.share(conversation, given(event)))

    answers = [place.exchanges, place.past, place.current]
    for shown in (place.past, place.current):
        shown.again(
            again,
            [place.exchanges, place.kept],
            answers,
            concurrency_id="ask",
            **calm(),
        )
        shown.edit(editing, [place.exchanges, place.kept], [place.alert, place.editing], **quick())
        shown.judge(judging, [place.exchanges, place.kept], [*answers, place.alert], **quick())
        shown.report(reporting, [place.kept], [place.history], **quick())


def _read_reason(said: dict[str, str]) -> dict[str, str]:
    """Return what was said of an answer, an offered reason in the words in which it is kept."""
    kept = {gettext(reason): reason for reason in REASONS}
    reason = said.get("reason", "")
    return {**said, "reason": kept.get(reason, reason)}


def show_exchanges(exchanges: Exchanges) -> Shown:
    """Return the updates for exchanges of which one changed; none where the conversation is gone."""
    if not exchanges:
        return gr.skip(), gr.skip(), gr.skip()
    *before, newest = exchanges
    return exchanges, render_exchanges(tuple(before)), render_exchange(newest)


def show_talk(talk: Talk, whole: bool, welcome: Callable[[], str], keeps_reader: bool = False) -> Shown:
    """Return the updates for a conversation; what does not change while an answer is made only with `whole`.

    The open article stays when the conversation `keeps_reader`.
    """
    *before, newest = talk.exchanges or (None,)
    over = tuple(exchange for exchange in before if exchange is not None)
    return (
        talk.exchanges,
        render_wanted(talk.wanted) + render_exchanges(over) if whole else gr.skip(),
        welcome() if newest is None else render_exchange(newest),
        render_status(newest),
        render_alert(talk.alert, talk.box),
        render_sources(newest),
        "" if whole and not talk.alert and not keeps_reader else gr.skip(),
        gr.update(visible=newest is None or not newest.is_running),
        gr.update(visible=newest is not None and newest.is_running),
        talk.editing,
    )
