"""Failures as a status and a sentence: the same for every route of programs."""

import errno
import logging
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.errors import ArticleUnknown, BroadsheetError, LibraryAway, LibraryBusy, ModelError
from rag.errors import GeneratorError, QuestionRefused
from ui.collections.errors import CollectionRefused, CollectionTaken, CollectionUnknown
from ui.contract import JsonObject
from ui.conversations.errors import ConversationUnknown, NameRefused
from ui.errors import NothingToAsk, explain
from ui.notes.errors import NoteRefused, NoteUnknown
from ui.server.refusals import describe, refuse
from ui.service.errors import NobodyWaits, NotAllowed, NotThere, NotUnderstood, TextRefused, TooManyAsk, WorkUnderWay

STATUSES: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], int]] = (
    ((QuestionRefused, NothingToAsk, NotUnderstood, TextRefused), 400),
    (NotAllowed, 403),
    ((ArticleUnknown, CollectionUnknown, ConversationUnknown, NoteUnknown, NotThere), 404),
    ((CollectionTaken, LibraryBusy, WorkUnderWay), 409),
    ((CollectionRefused, NameRefused, NoteRefused), 400),
    (TooManyAsk, 429),
    (NobodyWaits, 499),
    ((ModelError, GeneratorError, LibraryAway), 503),
)
_log = logging.getLogger(__name__)


def status_of(error: Exception) -> int:
    """Return the status that tells of `error`."""
    if isinstance(error.__cause__, LibraryAway):  # of what lies beside the library
        return 503
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return 507
    return next((status for kinds, status in STATUSES if isinstance(error, kinds)), 500)


def tell(error: Exception) -> tuple[int, str, str]:
    """Return status, sentence and the parameter at fault; nothing of the inside of what was not foreseen."""
    status = status_of(error)
    if is_unforeseen(error):
        return status, "Something went wrong here; the log of the page says what.", ""
    return status, explain(error), getattr(error, "parameter", "")


def is_unforeseen(error: Exception) -> bool:
    """Tell whether `error` is a slip of ours, to be found in the log."""
    return status_of(error) == 500 and not isinstance(error, BroadsheetError | OSError)


def describe_fault(error: Exception) -> JsonObject:
    """Return an error as an event of a stream tells it."""
    if is_unforeseen(error):
        _log.error("a stream failed", exc_info=error)
    return describe(*tell(error))


def add_fault_handlers(app: FastAPI) -> None:
    """Have every failure of a route told in the one shape; the door logs what was not foreseen."""

    @app.exception_handler(BroadsheetError)
    @app.exception_handler(OSError)
    @app.exception_handler(Exception)
    async def refused(request: Request, error: Exception) -> Response:
        return refuse(request.url.path, *tell(error))

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        said = f"{where or 'The request'}: {first['msg']}; /api/openapi.json says what is expected."
        return refuse(request.url.path, 400, said, where)

    @app.exception_handler(HTTPException)
    async def not_served(request: Request, error: HTTPException) -> Response:
        return refuse(request.url.path, error.status_code, f"{error.detail.rstrip('.')}.")
