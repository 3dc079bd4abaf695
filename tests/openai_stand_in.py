"""A server of the OpenAI protocol for tests: it answers what it was told to, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from index.servers.address import ServerAddress
from index.servers.client import Client

MODEL = "scribe-1b"  # a small model: what a larger one is given is asked for by name


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the stand-in; one that is `cut` promises more than it sends."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


Reply = Answer | Callable[[dict[str, Any]], Answer]


@dataclass(slots=True)
class StandIn:
    """The answers by path, a list of which is used up but for its last; and what was asked: path, headers, body."""

    replies: dict[str, list[Reply]]
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    port: int = 0

    @property
    def name(self) -> str:
        """Return the name of the model here."""
        return f"openai://127.0.0.1:{self.port}/{MODEL}"

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """Return the bodies that were sent to `path`."""
        return [body for asked, _, body in self.asked if asked == path]


def tell(value: object, status: int = 200, **headers: str) -> Answer:
    """Answer with JSON."""
    return Answer(
        status, json.dumps(value).encode(), headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def stream(*events: object, ends: bool = True, cut: bool = False) -> Answer:
    """Answer with a stream of events."""
    lines = [f"data: {json.dumps(event)}\n\n" for event in events] + (["data: [DONE]\n\n"] if ends else [])
    return Answer(body="".join(lines).encode(), kind="text/event-stream", cut=cut)


def models(*names: str) -> Answer:
    """Answer with a list of models."""
    return tell({"data": [{"id": name, "owned_by": "stand-in"} for name in names or (MODEL,)]})


@contextmanager
def stand_in(replies: Mapping[str, Reply | list[Reply]]) -> Iterator[StandIn]:
    """Serve `replies` on loopback; what has none is not found."""
    site = StandIn({path: reply if isinstance(reply, list) else [reply] for path, reply in replies.items()})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.loads(sent) if sent else {}
            site.asked.append((self.path, dict(self.headers), body))
            left = site.replies.get(self.path, [tell({"error": {"message": "File Not Found"}}, 404)])
            reply = left.pop(0) if len(left) > 1 else left[0]
            answer = reply(body) if callable(reply) else reply
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body) + answer.cut))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = answer.cut

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def closed_clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every client that a test made: its connections would else end with the interpreter's next cleaning."""
    made: list[Client] = []
    make = Client.__init__

    def remember(client: Client, address: ServerAddress, sleep: Callable[[float], None] = time.sleep) -> None:
        make(client, address, sleep)
        made.append(client)

    monkeypatch.setattr(Client, "__init__", remember)
    yield
    for client in made:
        client.close()
