"""What was dropped into the box for files; Gradio's own reading of it leaves an empty file behind for each."""

import gradio as gr
from gradio.data_classes import FileData, ListFiles


def read_paths_alone(files: gr.File) -> None:
    """Let `files` give the paths of what was uploaded, and make no file of its own."""
    # Set, not inherited: of a component's subclass, Gradio writes a description beside the source.
    files.preprocess = _paths  # type: ignore[method-assign]


def _paths(payload: ListFiles | FileData | None) -> list[str] | None:
    if payload is None:
        return None
    return [one.path for one in (payload if isinstance(payload, ListFiles) else [payload])]
