"""Documents come in: one request a file, its bytes as they are; each has its own progress and its own reason."""

import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from ui.browser.told import tell
from ui.browser.wording import choose, speaking
from ui.errors import explain
from ui.service.documents import Taken, refuse_format, safe_path, take_in
from ui.service.errors import NotUnderstood

IN_MEMORY_BYTES = 1 << 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Where documents are sent to, as an ASGI application: `PUT ...?name=PATH` with the bytes of one."""

    documents: Path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a document in; JSON says under which name, and whether it replaced one. A refusal says why, as text.

        What `receive` raises for a body that is too large or too slow passes through, and nothing is kept of it.
        """
        reply = await self._take_in(Request(scope, receive))
        await reply(scope, receive, send)

    async def _take_in(self, request: Request) -> Response:
        try:
            taken = await receive_document(request, self.documents, request.query_params.get("name", ""))
        except NotUnderstood as refused:
            with speaking(choose(request.headers)):
                return PlainTextResponse(tell(str(refused)), 415)
        except OSError as error:
            _log.exception("a document could not be taken in")
            return PlainTextResponse(explain(error), 507)
        return JSONResponse({"name": taken.name, "replaced": taken.is_replaced})


async def receive_document(request: Request, documents: Path, name: str) -> Taken:
    """Write the body of a request to its place in `documents`, whole or not at all.

    Raises:
        NotUnderstood: documents of this name's format are not read.
        OSError: there is no room, or a file stands where a folder would have to be.
    """
    place = safe_path(name)
    if reason := refuse_format(place.name):
        raise NotUnderstood(reason, "name")
    with SpooledTemporaryFile(IN_MEMORY_BYTES) as stream:
        async for part in request.stream():
            stream.write(part)
        stream.seek(0)
        # In a thread: the server goes on answering while the disk is waited for.
        return await to_thread.run_sync(take_in, cast(BinaryIO, stream), documents, place)
