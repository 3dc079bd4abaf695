"""Parts of every place: markup that tells clicks to Python, and the settings of events."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from ui.browser.labels import Labels
from ui.browser.templating import draw


def _script(name: str) -> str:
    return (Path(__file__).parent.parent / "assets" / name).read_text(encoding="utf-8")


SCRIPT, DROP_SCRIPT, PULSE_SCRIPT = _script("page.js"), _script("drop.js"), _script("pulse.js")
ANSWERS_SCRIPT, BESIDE_SCRIPT, PLACES_SCRIPT = _script("answers.js"), _script("beside.js"), _script("places.js")
NOTES_SCRIPT, DRAG_SCRIPT, TYPED_SCRIPT = _script("notes.js"), _script("drag.js"), _script("typed.js")

Shown = tuple[Any, ...]  # updates for Gradio, one a component, in the order of the event's outputs


def live(value: str, name: str, script: str = SCRIPT) -> gr.HTML:
    """Return a place for our markup, in which `script` runs: at first the one that tells clicks to Python."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def spoken(labels: Labels, name: str, draw: Callable[[], Markup], script: str | None = SCRIPT) -> gr.HTML:
    """Return a place as above, which says something of its own before anything has happened."""
    return gr.HTML(**labels.of(name, lambda: {"value": draw()}), apply_default_css=False, js_on_load=script)


def head(labels: Labels, name: str, words: str) -> None:
    """Build the heading of a place; `words` are marked for translation."""
    spoken(labels, name, lambda: draw("places", "heading", words), None)


def given(event: gr.EventData) -> dict[str, str]:
    """Return what the clicked element says of itself (its data-* attributes and its form's fields), as text."""
    said = event._data if isinstance(event._data, dict) else {}
    return {str(name): str(value) for name, value in said.items()}


def calm() -> dict[str, Any]:
    """Return the settings of every event: nobody but the page may call it, and our own markup says how far it is.

    Hidden, Gradio's own progress would still be drawn anew on each output with each frame; on none, it is not.
    """
    return {"show_progress": "hidden", "show_progress_on": [], "api_visibility": "private"}


def quick() -> dict[str, Any]:
    """Return the settings of events that are over at once and wait for nobody."""
    return {**calm(), "concurrency_id": "quick", "concurrency_limit": 8}
