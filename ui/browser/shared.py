"""One answer for who follows its link: a page that stands alone and can be read, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.browser.wording import choose, gettext, speaking

PARAMETER = "answer"
GONE = 404


@dataclass(frozen=True, slots=True)
class Shared:
    """The page `served`, but for links to one answer.

    `write` returns that answer as a page for who asks; it raises LookupError where there is none.
    """

    served: ASGIApp
    write: Callable[[Scope, str], str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a link; hand on everything else."""
        name = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(PARAMETER)
        if not name or scope["type"] != "http" or scope["path"] != "/":
            await self.served(scope, receive, send)
            return
        reply = await to_thread.run_sync(self._answer, scope, name[0])
        await reply(scope, receive, send)

    def _answer(self, scope: Scope, name: str) -> Response:
        with speaking(choose(Headers(scope=scope))):
            try:
                return HTMLResponse(self.write(scope, name))
            except LookupError:
                said = gettext("This answer is not kept any more, or quotes articles that you may not read.")
                return PlainTextResponse(said, GONE)
