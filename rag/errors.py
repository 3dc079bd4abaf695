"""Exceptions of `rag`; every message is fit to show to the user.

BroadsheetError (index)
└── AskingError
    ├── QuestionRefused     an empty or far too long question
    └── GeneratorError      a generator cannot be loaded or failed while writing
"""

from index import BroadsheetError


class AskingError(BroadsheetError):
    """Base of the exceptions of `rag`."""


class QuestionRefused(AskingError):
    """A question that cannot be asked: empty, or longer than the limit."""


class GeneratorError(AskingError):
    """A generator that cannot be loaded, or that failed while writing."""
