"""The place where a text of one's own is checked."""

from collections.abc import Iterator
from dataclasses import dataclass

import gradio as gr

from rag.types import Checked
from ui.browser.actions import Actions
from ui.browser.labels import Labels
from ui.browser.places.common import Shown, calm, given, head, quick, spoken
from ui.browser.places.talk import TalkPlace
from ui.browser.views.checked import render_check, render_checked
from ui.browser.views.scope import recall_scope
from ui.browser.wording import mark
from ui.service.checks import CheckedText


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """The components of the place: the box for the text, what came of it, and the sentences that are shown."""

    form: gr.HTML
    text: gr.HTML
    sentences: gr.State


def place_check(labels: Labels) -> CheckPlace:
    """Build the place."""
    with gr.Column(elem_id="bs-checking", min_width=0):
        head(labels, "bs-check-head", mark("Check a text of your own"))
        return CheckPlace(
            spoken(labels, "bs-check", render_check),
            spoken(labels, "bs-checked", lambda: render_checked(CheckedText())),
            gr.State(()),
        )


def wire_check(actions: Actions, place: CheckPlace, talk: TalkPlace) -> None:
    """Connect the place's events with the actions; a text is checked against what questions are asked of."""

    def checking(event: gr.EventData, kept: str) -> Iterator[Shown]:
        for checked in actions.checks.check(given(event).get("text", ""), recall_scope(kept)):
            yield render_checked(checked), checked.sentences

    def clearing() -> Shown:
        return render_checked(CheckedText()), ()

    def saving(event: gr.EventData, sentences: tuple[Checked, ...], conversation: str) -> str:
        return actions.keeping.history(conversation, actions.keeping.save_check(sentences, given(event)))

    shown = [place.text, place.sentences]
    place.text.report(saving, [place.sentences, talk.kept], [talk.history], **quick())
    running = place.form.check(
        checking, [talk.narrowed], shown, concurrency_id="check", concurrency_limit=2, trigger_mode="once", **calm()
    )
    place.text.clear(clearing, None, shown, cancels=[running], **quick())
