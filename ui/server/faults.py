"""Failures as a status and a sentence: the same for every route of programs."""

import errno
import logging
from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.errors import ArticleUnknown, BroadsheetError, LibraryBusy, ModelError
from rag.errors import GeneratorError, QuestionRefused
from ui.contract import JsonObject
from ui.conversations.errors import ConversationUnknown
from ui.errors import NothingToAsk, explain
from ui.server.refusals import describe, refuse
from ui.service.errors import NotAllowed, NotThere, NotUnderstood, TextRefused, TooManyAsk, WorkUnderWay

STATUSES: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], int]] = (
    ((QuestionRefused, NothingToAsk, NotUnderstood, TextRefused), 400),
    (NotAllowed, 403),
    ((ArticleUnknown, ConversationUnknown, NotThere), 404),
    ((LibraryBusy, WorkUnderWay), 409),
    (TooManyAsk, 429),
    ((ModelError, GeneratorError), 503),
)
_log = logging.getLogger(__name__)


def status_of(error: Exception) -> int:
    """Return the status that tells of `error`."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return 507
    return next((status for kinds, status in STATUSES if isinstance(error, kinds)), 500)


def tell(error: Exception) -> tuple[int, str, str]:
    """Return status, sentence and the parameter at fault; nothing of the inside of what was not foreseen."""
    status = status_of(error)
    if status == 500 and not isinstance(error, BroadsheetError | OSError):
        _log.error("a program's request failed", exc_info=error)
        return status, "Something went wrong here; the log of the page says what.", ""
    return status, explain(error), getattr(error, "parameter", "")


def describe_fault(error: Exception) -> JsonObject:
    """Return an error as an event of a stream tells it."""
    return describe(*tell(error))


def add_fault_handlers(app: FastAPI) -> None:
    """Have every failure of a route told in the one shape."""

    async def refused(request: Request, error: Exception) -> Response:
        return refuse(request.url.path, *tell(error))

    async def misread(request: Request, error: Exception) -> Response:
        problems = error.errors() if isinstance(error, RequestValidationError) else []
        first = problems[0] if problems else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:])
        wrong = f"{where or 'The request'}: {first.get('msg', 'it cannot be read')}"
        said = f"{wrong}; /api/openapi.json says what is expected."
        return refuse(request.url.path, 400, said, where)

    async def not_served(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        said = str(error.detail) if isinstance(error, HTTPException) else HTTPStatus(status).phrase
        return refuse(request.url.path, status, f"{said.rstrip('.')}.")

    app.add_exception_handler(BroadsheetError, refused)
    app.add_exception_handler(OSError, refused)
    app.add_exception_handler(RequestValidationError, misread)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(Exception, refused)
