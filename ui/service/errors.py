"""Exceptions of the service: what was asked for and cannot be had, in a sentence fit to show."""

from index.errors import ArticleUnknown
from ui.collections.errors import CollectionEmpty, CollectionUnknown
from ui.errors import InterfaceError, explain

NARROWED_AWAY = (ArticleUnknown, CollectionUnknown, CollectionEmpty)


class ServiceError(InterfaceError):
    """Base of what a door tells whoever asked for something that cannot be had."""


class NotAllowed(ServiceError):
    """An act for which who asks has no right."""


class RequestError(ServiceError):
    """A request that cannot be met: `parameter` names the part of it that is at fault."""

    def __init__(self, said: str, parameter: str = "") -> None:
        super().__init__(said)
        self.parameter = parameter


class NotThere(RequestError):
    """A thing that is not there: a model, characters of an article."""


class NotUnderstood(RequestError):
    """A request that cannot be read, or asks for what cannot be had."""


class WorkUnderWay(ServiceError):
    """Work on the library that cannot begin, for another piece is under way."""


class TextRefused(ServiceError):
    """A text that cannot be checked: empty, too long, or with nothing to check it against."""


class TooManyAsk(ServiceError):
    """More questions at once than are answered or may wait."""


class NobodyWaits(ServiceError):
    """An answer whose asker is gone."""


def say_narrowed(error: Exception) -> str:
    """Return a failure in one sentence fit to show on the page."""
    if not isinstance(error, NARROWED_AWAY):
        return explain(error)
    what = "a collection that is" if isinstance(error, CollectionUnknown | CollectionEmpty) else "an article that is"
    gone = "empty" if isinstance(error, CollectionEmpty) else "gone: it was deleted, or has another name"
    return f"You are asking of {what} {gone}. Press “Ask all articles again”, or choose anew under “Asking”."
