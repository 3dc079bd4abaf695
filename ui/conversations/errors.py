"""Exceptions of the kept conversations; every message is fit to show to the user.

InterfaceError (ui)
└── ConversationError       the conversations cannot be read or written
    ├── ConversationUnknown no conversation has this id, or it has no exchange of this number
    └── NameRefused         a name without a visible character
"""

from ui.errors import InterfaceError


class ConversationError(InterfaceError):
    """Conversations that cannot be read or written."""


class ConversationUnknown(ConversationError):
    """A conversation, or an exchange of one, that is not there (any more)."""


class NameRefused(ConversationError):
    """A name that shows nothing."""
