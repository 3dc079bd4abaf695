"""The writing model's place, above the question: what it is doing, and the button that fetches it."""

from collections.abc import Iterator

import gradio as gr

from ui.browser.places.common import calm, live, quick
from ui.browser.told import tell
from ui.browser.views.intake import render_doing, render_model
from ui.browser.views.messages import trouble
from ui.browser.wording import gettext, mark
from ui.service.resources import Resources
from ui.service.writing_model import ModelStage

FETCHING = mark("Getting the writing model")


def place_model() -> gr.HTML:
    """Build the place."""
    return live("", "bs-model")


def wire_model(resources: Resources, page: gr.Blocks, place: gr.HTML, pulse: gr.HTML) -> None:
    """Show where the model is, at first and whenever that changes, and fetch it for the owner."""

    def showing(request: gr.Request) -> str:
        return render_model(resources.model.state, may_fetch=not request.username)

    def fetching(request: gr.Request) -> Iterator[str]:
        if request.username:
            yield trouble(gettext("Only the owner of this computer can fetch a model."))
            return
        if not resources.work.start(FETCHING, resources.model.fetch, is_told=False):
            yield trouble(
                gettext(
                    "“%(name)s” is under way: wait for its end, then try again.",
                    name=tell(resources.work.now.name),
                )
            )
            return
        for doing in resources.work.follow():
            if doing.trouble:  # it stays there, with the button, until the next try
                resources.model.tell(ModelStage.MISSING, resources.model.state.size, doing.trouble)
            yield render_model(resources.model.state, may_fetch=True) if doing.is_over else render_doing(doing)

    page.load(showing, None, [place], **quick())
    pulse.changed(showing, None, [place], **quick())
    place.cancel(resources.work.cancel, None, None, **quick())
    place.fetch(fetching, None, [place], concurrency_id="work", **calm())
