"""A fault of Gradio, mended here for as long as it is there: what a session holds must not grow with each event."""

from typing import Any


def keep_component_numbers() -> None:
    """Let a component that Gradio makes anew for a session keep its number.

    Each partial update (`gr.skip`, `gr.update`) makes the component anew for the session, with a number of its own
    (Gradio 6.31, `Blocks.postprocess_data`). All that was ever shown is then held, each value under another number:
    a conversation of 150 questions took some 100 MB. Calling this again does nothing.
    """
    from gradio.blocks import Block
    from gradio.state_holder import SessionState

    before = SessionState.__setitem__
    if before.__module__ == __name__:
        return

    def set_keeping_number(self: SessionState, key: int, value: Any) -> None:  # noqa: ANN401 - whatever a state holds
        if isinstance(value, Block):
            value._id = key
        before(self, key, value)

    SessionState.__setitem__ = set_keeping_number  # type: ignore[method-assign]
