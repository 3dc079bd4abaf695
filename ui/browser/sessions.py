"""Sessions of Gradio: whose an event is, and a fault that is mended here for as long as it is there."""

from typing import TYPE_CHECKING, Any

from ui.server.guard import VISITOR

if TYPE_CHECKING:
    from fastapi import Request


def find_visitor(request: "Request") -> str | None:
    """Return the name of who asks, which Gradio hands on with the event; None, which it refuses, for nobody."""
    visitor = request.scope.get(VISITOR)
    return None if visitor is None else visitor.owner


def find_owner() -> str:
    """Return whose event Gradio is working on in this thread.

    Raises:
        RuntimeError: there is none; nobody's conversations are shown rather than somebody's.
    """
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    if request is None or request.username is None:
        raise RuntimeError("the page asked for conversations outside of an event; expected one of a visitor")
    return str(request.username)


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
