"""Messages of one line, said of what was done, or could not be."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from markupsafe import Markup

from index import BroadsheetError
from ui.browser.templating import draw
from ui.errors import explain

Given = ParamSpec("Given")
FORESEEN = (BroadsheetError, OSError, LookupError, ValueError)
_log = logging.getLogger(__name__)


def trouble(said: str) -> Markup:
    """Return what went wrong, as a screen reader says it at once."""
    return draw("messages", "trouble", said)


def done(message: str, what: str = "", undo: str = "") -> Markup:
    """Return what was done with `what`, where the message names it; `undo` is the event that takes it back."""
    return draw("messages", "done", message, what, undo)


def told(act: Callable[Given, str]) -> Callable[Given, str]:
    """Have an act that returns markup return what went wrong in it, too; what nobody foresaw is also in the log."""

    @wraps(act)
    def acting(*given: Given.args, **named: Given.kwargs) -> str:
        try:
            return act(*given, **named)
        except Exception as error:  # whatever went wrong must be seen on the page
            if not isinstance(error, FORESEEN):
                _log.exception("%s failed", act.__qualname__)
            return trouble(explain(error))

    return acting
