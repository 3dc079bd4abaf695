"""Exceptions of the service: what was asked for and cannot be had, in a sentence fit to show."""

from ui.errors import InterfaceError


class ServiceError(InterfaceError):
    """Base of what a door tells whoever asked for something that cannot be had."""


class NotAllowed(ServiceError):
    """An act for which who asks has no right."""


class NotThere(ServiceError):
    """A thing that is not there: characters of an article, an address to open."""


class NotUnderstood(ServiceError):
    """A request that cannot be read: `parameter` names the part of it that is at fault."""

    def __init__(self, said: str, parameter: str = "") -> None:
        super().__init__(said)
        self.parameter = parameter


class WorkUnderWay(ServiceError):
    """Work on the library that cannot begin, for another piece is under way."""
