"""Replies of the page, whoever answers: the headers that confine them, and an end that is said."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Receive, Send

from ui.server.access.bodies import DISCARD_S, Disconnected, Incoming, TooLarge, TooSlow
from ui.server.access.streams import Streams

# Gradio compiles templates in the browser and starts itself with inline scripts, hence the two `unsafe`.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
NOTHING = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOTHING.split()),
    # Not `no-referrer`: with that a browser calls our own sign-in form's origin "null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Reply:
    """A `send` that adds `HEADERS`, remembers what has been sent, and lets connections go when the page is closed."""

    def __init__(self, send: Send, streams: Streams, keeps: bool) -> None:
        self._send = send
        self._streams = streams
        self._keeps = keeps
        self.cookie = ""
        self.status = 0
        self.fault: Exception | None = None

    def noting(self, receive: Receive) -> Receive:
        """Return `receive`, of which it is noted that it failed: what an application replies to that is not sent."""

        async def receive_noted() -> Message:
            try:
                return await receive()
            except (TooLarge, TooSlow, Disconnected) as error:
                self.fault = error
                raise

        return receive_noted

    async def __call__(self, message: Message) -> None:
        """Send a message, with the headers where it is the first."""
        if self.fault is not None and not self.status:
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not self._keeps or self.status != 200:
                headers["Cache-Control"] = "no-store"
            if self._streams.is_draining:  # nobody is to send another request while the connection is closed
                headers["Connection"] = "close"
            if self.cookie:
                headers.append("set-cookie", self.cookie)
        await self._send(message)

    async def end_with(self, response: Response, incoming: Incoming, takes_rest: bool = True) -> None:
        """Send `response`, unless something is on its way already; then close, at first taking the rest of the body."""
        if self.status:
            return
        self.fault = None
        response.headers["Connection"] = "close"
        head = {"status": response.status_code, "headers": response.raw_headers}
        await self({"type": "http.response.start", **head})
        await self({"type": "http.response.body", "body": response.body, "more_body": True})
        if takes_rest:
            await incoming.discard(DISCARD_S)
        await self({"type": "http.response.body", "body": b"", "more_body": False})
