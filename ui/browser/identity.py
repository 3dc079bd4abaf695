"""The name of who asks, for what runs far behind the door."""

from typing import TYPE_CHECKING

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
