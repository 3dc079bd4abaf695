"""Messages of one line, said of what was done, or could not be."""

from markupsafe import Markup

from ui.browser.templating import draw


def trouble(said: str) -> Markup:
    """Return what went wrong, as a screen reader says it at once."""
    return draw("messages", "trouble", said)


def done(message: str, what: str = "", undo: str = "") -> Markup:
    """Return what was done with `what`, where the message names it; `undo` is the event that takes it back."""
    return draw("messages", "done", message, what, undo)
