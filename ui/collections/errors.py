"""Exceptions of collections, each a sentence fit to show."""

from ui.errors import InterfaceError


class CollectionError(InterfaceError):
    """Collections that cannot be read or written."""


class CollectionRefused(CollectionError):
    """A collection that cannot be so: its name, what is in it, or who is to read it."""

    parameter = "collection"


class CollectionTaken(CollectionRefused):
    """A name that another collection has."""


class CollectionUnknown(CollectionRefused):
    """A collection that is not there, or not for who asks: nobody learns which."""


class CollectionEmpty(CollectionRefused):
    """A collection without an article that can be asked."""
