"""Failures as a status and a sentence, in the shape of who asked.

A program's is JSON, MCP's its own, the page's a sentence.
"""

import errno
import logging
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Send

from index.errors import ArticleUnknown, BroadsheetError, LibraryAway, LibraryBusy, ModelError
from rag.errors import GeneratorError, QuestionRefused
from ui.collections.errors import CollectionRefused, CollectionTaken, CollectionUnknown
from ui.contract import JsonObject, write_json
from ui.conversations.errors import ConversationUnknown, NameRefused
from ui.errors import NothingToAsk, explain
from ui.notes.errors import NoteRefused, NoteUnknown
from ui.server.access.routes import MCP, PROGRAMS
from ui.server.access.streams import SayClosed
from ui.service.errors import NobodyWaits, NotAllowed, NotThere, NotUnderstood, TextRefused, TooManyAsk, WorkUnderWay

TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
CODES = {401: "invalid_api_key", 404: "not_found", 413: "too_large", 429: "rate_limit_exceeded"}
JSON_RPC_INVALID = -32600
ENDED = "Broadsheet was closed before this answer was done: start it again, then ask again."
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


def refuse(path: str, status: int, said: str, parameter: str = "", code: str = "") -> Response:
    """Return the reply to a request for `path` that is refused, with what to do in `said`."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if status == 429:
        headers["Retry-After"] = "5"
    if path == MCP:
        problem: JsonObject = {"code": JSON_RPC_INVALID, "message": said}
        return _json({"jsonrpc": "2.0", "id": None, "error": problem}, status, headers)
    if path.startswith(tuple(f"{one}/" for one in PROGRAMS)) or path in PROGRAMS:
        return _json(describe(status, said, parameter, code), status, headers)
    return PlainTextResponse(said, status)


def describe(status: int, said: str, parameter: str = "", code: str = "") -> JsonObject:
    """Return an error of the API, which is of OpenAI's shape: one for all that programs ask."""
    kind = TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": said, "type": kind, "param": parameter or None, "code": code or CODES.get(status)}}


def say_program_closed(path: str) -> SayClosed:
    """Return how a program is told that the server ends: as a refusal, or inside its stream."""

    async def say(send: Send, has_begun: bool, answers: str) -> None:
        del answers
        if has_begun:
            line = f"data: {write_json(describe(503, ENDED))}\n\n".encode()
            await send({"type": "http.response.body", "body": line, "more_body": False})
            return
        reply = refuse(path, 503, ENDED)
        await send({"type": "http.response.start", "status": 503, "headers": reply.raw_headers})
        await send({"type": "http.response.body", "body": reply.body, "more_body": False})

    return say


def _json(value: JsonObject, status: int, headers: dict[str, str]) -> Response:
    return Response(write_json(value), status, headers, "application/json")


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
