"""Exceptions of `index`; every message is fit to show to the user.

BroadsheetError                 also the base of the exceptions of `rag` and `ui`
└── IndexingError
    ├── LoadError               a file cannot be read as the format that its name says
    │   └── LoaderFault         it cannot be read, and the fault is Broadsheet's
    ├── FetchFailed             a web address gives no page that may be kept
    ├── LibraryError            the library cannot be opened, read or written
    │   ├── EmbedderMismatch    the library was embedded by another model
    │   ├── LibraryBusy         another process is writing to the library
    │   ├── LibraryAway         the library's server cannot be reached just now, or is full
    │   ├── LibraryDamaged      the library's file is not what was written
    │   └── ArticleUnknown      no article has this id
    └── ModelError              a model's files
        ├── ModelUnknown        no model of this name in the lock file
        ├── ModelMissing        not downloaded yet
        ├── ModelDamaged        a file's sha256 is not the lock file's
        ├── PullFailed          no source could deliver the model
        └── ServerFailed        a server that holds a model cannot be used
            └── NotSpoken       it does not know what was asked of it, or not in this way
"""


class BroadsheetError(Exception):
    """Base of all exceptions that Broadsheet raises on purpose."""


class IndexingError(BroadsheetError):
    """Base of the exceptions of `index`."""


class LoadError(IndexingError):
    """A file that cannot be read as the format that its name says."""


class LoaderFault(LoadError):
    """A file that cannot be read by a fault of Broadsheet's or of its installation; `place` names error and code."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place


class FetchFailed(IndexingError):
    """A web address that gives no page, or none that may be fetched."""


class PageGone(FetchFailed):
    """A web address whose server says that no page is there (404, 410), which asking again will not change."""


class LibraryError(IndexingError):
    """A library that cannot be opened, read or written."""


class EmbedderMismatch(LibraryError):
    """A library whose vectors were made by another embedder than the one asked for."""


class LibraryBusy(LibraryError):
    """A library that another process is writing to."""


class LibraryAway(LibraryError):
    """A library whose server cannot be reached, was lost or is full, which may be over later."""


class LibraryDamaged(LibraryError):
    """A library file in which something is not what was written."""


class ArticleUnknown(LibraryError):
    """An article id that the library does not hold."""


class ModelError(IndexingError):
    """Base of what can be wrong with a model's files."""


class ModelUnknown(ModelError):
    """A model name that is neither in the lock file nor a folder or hub name that can be read."""


class ModelMissing(ModelError):
    """A model whose files are not on this computer yet."""


class ModelDamaged(ModelError):
    """A model file whose sha256 differs from the lock file's."""


class PullFailed(ModelError):
    """A model that no source could deliver."""


class ServerFailed(ModelError):
    """A server that holds a model and cannot be reached, refuses, or breaks off."""


class NotSpoken(ServerFailed):
    """A request that a server does not know, or whose reply is not of the protocol."""
