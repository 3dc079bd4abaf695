"""The real page behind its real door, served in a process of its own, and visitors that are no browser."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any

import httpx
from page_client import PageMap, new_session, read_messages

ROOT = Path(__file__).parent.parent
START_S = 120.0
_NUMBERS = itertools.count()
BRIDGE = "The bridge\n\nThe bridge of Alderwick was opened in 1931. It is 212 metres long.\n"
QUESTION = "When was the bridge of Alderwick opened?"


@dataclass(frozen=True, slots=True)
class Site:
    """A page that is served: where, its home, and the process."""

    address: str
    home: Path
    process: "subprocess.Popen[bytes]"


@dataclass(slots=True)
class Visit:
    """A visitor with cookies of its own and one session."""

    site: Site
    http: httpx.Client
    session: str = field(default_factory=new_session)
    page: PageMap | None = None

    def open(self) -> httpx.Response:
        """Open the page."""
        reply = self.http.get("/")
        if reply.status_code == 200:
            self.page = PageMap.of(reply.text)
        return reply

    def sign_in(self, name: str, password: str) -> httpx.Response:
        """Fill in the form."""
        return self.http.post("/sign-in", data={"name": name, "password": password})

    def join(self, place: str, event: str, data: list[Any], said: object = None) -> httpx.Response:
        """Start an event."""
        assert self.page is not None
        return self.http.post("/gradio_api/queue/join", json=self.page.body(place, event, data, self.session, said))

    def messages(self) -> list[dict[str, Any]]:
        """Read the session's stream to its end."""
        with self.http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as reply:
            assert reply.status_code == 200, reply.read()
            return list(read_messages(reply.iter_lines()))

    def do(self, place: str, event: str, data: list[Any], said: object = None) -> str:
        """Let an event happen and return all that it showed, as JSON text."""
        reply = self.join(place, event, data, said)
        assert reply.status_code == 200, reply.text
        return str(self.messages())

    def ask(self, question: str = QUESTION) -> str:
        """Ask and return all that was shown."""
        return self.do("bs-question", "submit", [question, None, ""])

    def send(self, name: str, text: str) -> httpx.Response:
        """Send a document."""
        return self.http.put("/documents", params={"name": name}, content=text.encode())


@contextmanager
def serve_site(home: Path, *options: str, path: Sequence[Path] = ()) -> Iterator[Site]:
    """Serve a page over one small article with the reference embedder and the extractive generator.

    In a process of its own: what is tested is what a user runs, signals and warnings included.
    """
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = home / "articles"
    folder.mkdir(parents=True)
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    log = home / "served.log"
    broadsheet = [sys.executable, "-m", "ui.main", "--home", str(home), "--embedder", "hashed"]
    command = [*broadsheet, "--generator", "extractive", "chat", "--no-browser", "--port", str(port)]
    # Uploads wait in a folder of the test's own: what is left there can be counted.
    environment = os.environ | {
        "GRADIO_TEMP_DIR": str(home / "uploads"),
        "PYTHONPATH": os.pathsep.join([*map(str, path), str(ROOT)]),
    }
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--load", str(folder), *options], cwd=ROOT, env=environment, stdout=stream, stderr=stream
        )
    try:
        until = time.monotonic() + START_S
        while "The page is at" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        yield Site(f"http://127.0.0.1:{port}", home, process)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def visit(site: Site, headers: Mapping[str, str] | None = None) -> Iterator[Visit]:
    """Let somebody come who was not there before, from an address of this computer that nobody else has."""
    number = next(_NUMBERS)
    transport = httpx.HTTPTransport(local_address=f"127.1.{number // 250}.{number % 250 + 1}")
    with httpx.Client(base_url=site.address, headers=headers, timeout=60, transport=transport) as http:
        yield Visit(site, http)
