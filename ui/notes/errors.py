"""Exceptions of notes, each a sentence fit to show."""

from ui.errors import InterfaceError


class NoteError(InterfaceError):
    """Notes that cannot be read or written."""


class NoteUnknown(NoteError):
    """A note, or a pin of one, that is not there (any more), or not for who asks."""


class NoteRefused(NoteError):
    """A note or a pin that cannot be so: its text is too long, or nothing was chosen."""
