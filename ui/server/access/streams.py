"""The replies that last: counted, and brought to an end when the server is closed."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STEP_S = 0.05
COMING_S = 3.0  # from an event to the stream that tells of it; who has not come by then has left
CLOSED = {
    "msg": "unexpected_error",
    "message": "Broadsheet was closed before this answer was done: start it again, then ask again.",
    "session_not_found": False,
    "success": False,
}
SayClosed = Callable[[Send, bool, str], Awaitable[None]]
_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream; charset=utf-8")],
}


@dataclass(slots=True)
class Streams:
    """The replies that last as long as something happens; those that carry answers are told of the end."""

    is_draining: bool = False
    is_over: bool = False
    _open: dict["asyncio.Task[None]", str] = field(default_factory=dict)
    _ended: set["asyncio.Task[None]"] = field(default_factory=set)
    _coming: dict[str, float] = field(default_factory=dict)

    def expect(self, session: str) -> None:
        """Note that an event of `session` was taken: its page comes for the answer.

        Also where a stream is open: it may be that of the answer before, about to end.
        """
        now = time.monotonic()
        self._coming = {one: until for one, until in self._coming.items() if until > now}
        self._coming[session] = now + COMING_S

    async def run(
        self,
        app: ASGIApp,
        scope: Scope,
        receive: Receive,
        send: Send,
        answers: str,
        say_closed: "SayClosed | None" = None,
    ) -> None:
        """Let `app` answer until it is done or `drain` ends it; `answers` is whose answers it tells, "" of none.

        `say_closed` says the end to who was cut off, by default as Gradio's own stream does.
        """
        say = say_closed or _say_closed
        has_begun = False

        async def send_noted(message: Message) -> None:
            nonlocal has_begun
            if task in self._ended:  # what an application says of being ended is about its inside
                return
            has_begun = True
            await send(message)

        if self.is_over:
            await say(send, has_begun, answers)
            return
        task = asyncio.ensure_future(_call(app, scope, receive, send_noted))
        self._open[task] = answers
        self._coming.pop(answers, None)
        try:
            # Shielded: a client that leaves is noticed by the application itself.
            await asyncio.wait({task})
            if task in self._ended or task.cancelled():
                await say(send, has_begun, answers)
            else:
                task.result()
        finally:
            task.cancel()
            del self._open[task]
            self._ended.discard(task)

    @property
    def answering(self) -> int:
        """Return how many pages wait for an answer, or are about to."""
        now = time.monotonic()
        coming = sum(until > now for until in self._coming.values())
        return coming + sum(answers != "" for answers in self._open.values())

    async def drain(self, patience_s: float, is_forced: Callable[[], bool] = lambda: False) -> None:
        """Take nothing new, let running answers finish within `patience_s`, then end every reply."""
        self.is_draining = True
        until = asyncio.get_running_loop().time() + patience_s
        while self.answering and not is_forced() and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(STEP_S)
        self.is_over = True
        for task in list(self._open):
            self._ended.add(task)
            task.cancel()


async def _call(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


async def _say_closed(send: Send, has_begun: bool, answers: str) -> None:
    if not has_begun:
        await send({**_START})
    said = f"data: {json.dumps(CLOSED)}\n\n".encode() if answers else b""
    await send({"type": "http.response.body", "body": said, "more_body": False})
