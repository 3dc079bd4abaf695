"""The frame of the page with the first screen in it, so that something is seen before any script has come."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyio import to_thread
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from ui.browser.labels import Labels
from ui.browser.templating import fill
from ui.browser.wording import choose, speaking

if TYPE_CHECKING:
    from starlette.datastructures import Headers
from starlette.types import ASGIApp

BODY_END = b"</body>"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class First:
    """The page with its first screen, as an ASGI application; `welcome` is markup for who asks, `style` its looks."""

    served: "ASGIApp"
    welcome: Callable[[Scope], Markup]
    style: str
    labels: Labels

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the first screen to the frame, which comes uncompressed for it; hand on everything else."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            await self.served(scope, receive, send)
            return
        headers = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        begun: list[Message] = []
        parts: list[bytes] = []

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            if begun[0]["status"] == 200:
                body = await to_thread.run_sync(self._render, body, scope)
            kept = [one for one in begun[0]["headers"] if one[0].lower() != b"content-length"]
            begun[0]["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
            await send(begun[0])
            await send({"type": "http.response.body", "body": body})

        await self.served({**scope, "headers": headers}, receive, add)

    def _render(self, frame: bytes, scope: Scope) -> bytes:
        try:
            with speaking(choose(Headers(scope=scope))):
                first = fill("first", welcome=self.welcome(scope), style=self.style).encode()
                return self.labels.put(frame).replace(BODY_END, first + BODY_END, 1)
        except Exception:  # the page says by itself what is wrong with the library
            _log.exception("drawing the first screen failed")
            return frame
