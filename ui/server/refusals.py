"""A refusal in the shape of who asked: a program's is JSON, MCP's its own, the page's a sentence."""

from starlette.responses import PlainTextResponse, Response
from starlette.types import Send

from ui.contract import JsonObject, write_json
from ui.server.access.routes import MCP, PROGRAMS
from ui.server.access.streams import SayClosed

TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
CODES = {401: "invalid_api_key", 404: "not_found", 413: "too_large", 429: "rate_limit_exceeded"}
JSON_RPC_INVALID = -32600
ENDED = "Broadsheet was closed before this answer was done: start it again, then ask again."


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
