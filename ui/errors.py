"""Exceptions of `ui`, and the one sentence that a failure is said in.

BroadsheetError (index)
└── InterfaceError
    ├── PortInUse           another program listens on the port of the page
    ├── NothingToAsk        a search without a word
    ├── AccessError         addresses, passwords and certificates (ui/server/access/errors.py)
    ├── ConversationError   what went wrong with kept conversations (ui/conversations/errors.py)
    └── NoteError           what went wrong with notes (ui/notes/errors.py)
"""

import errno
import os

from index import BroadsheetError

OUR_FAULT = 3  # the exit code where Broadsheet or its installation is to blame, not a file
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


class InterfaceError(BroadsheetError):
    """Base of the exceptions of `ui`."""


class PortInUse(InterfaceError):
    """A port on which another program listens."""


class NothingToContinue(InterfaceError):
    """No question went before one that is to go on from it."""


class NothingToAsk(InterfaceError):
    """A question without a word in it."""


def explain(error: Exception) -> str:
    """Return one sentence fit to show: what happened, and what to type next."""
    if isinstance(error, BroadsheetError):
        said = str(error)
    elif isinstance(error, OSError) and error.errno in _UNWRITABLE:
        said = (
            f"{_name_file(error)} cannot be written ({_reason(error)}): "
            "make it writable, or choose another folder with --home FOLDER."
        )
    elif isinstance(error, OSError) and error.errno == errno.ENOSPC:
        said = f"The disk is full ({_name_file(error)}): free some space, then run the same command again."
    elif isinstance(error, OSError) and error.errno == errno.EIO:
        said = (
            f"The disk cannot be read or written ({_name_file(error)}), what was kept before is whole: check the disk, "
            "then run the same command again."
        )
    else:
        said = (
            f"Something unexpected happened ({type(error).__name__}: {error}): "
            "run the same command with --debug to see where."
        )
    return " ".join(said.split())


def _name_file(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "A file"


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
