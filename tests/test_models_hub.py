"""Pulling from the hub: a stand-in on 127.0.0.1 that can stall, break off, and serve other bytes."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.errors import PullFailed
from index.models import LockedFile, LockedModel, pull
from index.models.hub import Hub
from index.types import Progress

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

CONTENTS = {"model.gguf": b"0123456789abcdef" * 200_000, "sub/config.json": b"{}"}
COMMIT = "c0ffee" * 6 + "c0ff"


def tiny_model(hub_repo: str = "someone/tiny") -> LockedModel:
    files = tuple(
        LockedFile(path, len(content), hashlib.sha256(content).hexdigest()) for path, content in CONTENTS.items()
    )
    return LockedModel("tiny", "generator", "MIT", hub_repo, "main", files, ())


@dataclass
class Behaviour:
    """What the stand-in serves, how it misbehaves, and what it was asked."""

    contents: dict[str, bytes] = field(default_factory=lambda: dict(CONTENTS))
    ranges: bool = True
    break_off_after: int = 0
    """Close the connection after so many bytes of a body, as often as `breaks` says."""
    breaks: int = 0
    stall_after: int = 0
    status: int = 0
    asked: list[tuple[str, str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers as the hub's /resolve/ does: a commit, an ETag, and ranges."""

    protocol_version = "HTTP/1.1"

    @property
    def behaviour(self) -> Behaviour:
        assert isinstance(self.server, StandIn)
        return self.server.behaviour

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _answer(self, body: bool) -> None:
        behaviour = self.behaviour
        wanted = self.headers.get("Range", "")
        behaviour.asked.append((self.command, self.path, wanted))
        content = behaviour.contents.get(self.path.partition("/resolve/main/")[2])
        if behaviour.status or content is None:
            self._head(behaviour.status or 404, 0, "")
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if body and behaviour.ranges else 0
        self._head(206 if start else 200, len(content) - start, f"bytes {start}-{len(content) - 1}/{len(content)}")
        if body:
            self._send(content[start:])

    def _head(self, status: int, length: int, content_range: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.send_header("ETag", '"0123"')
        self.send_header("X-Repo-Commit", COMMIT)
        if status == 206:
            self.send_header("Content-Range", content_range)
        self.end_headers()

    def _send(self, content: bytes) -> None:
        behaviour = self.behaviour
        if behaviour.breaks:
            behaviour.breaks -= 1
            content = content[: behaviour.break_off_after]
            self.close_connection = True
        if behaviour.stall_after:
            self.wfile.write(content[: behaviour.stall_after])
            self.wfile.flush()
            self.connection.recv(1)  # until the other side goes away
            self.close_connection = True
            return
        self.wfile.write(content)


class StandIn(ThreadingHTTPServer):
    """A hub on a free port of this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = Behaviour()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is part of these tests."""

    def bodies(self) -> list[tuple[str, str]]:
        """Return the GET requests: path and range."""
        return [(path, wanted) for method, path, wanted in self.behaviour.asked if method == "GET"]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    from huggingface_hub import close_session, constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        close_session()
        server.shutdown()
        thread.join()


def asking(server: StandIn) -> Hub:
    return Hub(endpoint=server.url, retry_wait_s=0.0)


def contents(models: Path) -> dict[str, bytes]:
    folder = models / "tiny"
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".verified.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


GGUF = "/someone/tiny/resolve/main/model.gguf"
CONFIG = "/someone/tiny/resolve/main/sub/config.json"


def test_files_come_whole_and_with_progress(hub: StandIn, tmp_path: Path) -> None:
    model = tiny_model()
    steps = list(pull(tmp_path, model, [asking(hub)]))
    assert contents(tmp_path) == CONTENTS
    assert hub.bodies() == [(GGUF, "bytes=0-"), (CONFIG, "bytes=0-")]
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert len(done) >= 4
    assert steps[0].detail == "tiny from the model hub"
    assert steps[-1] == Progress("done", 3_200_002, 3_200_002)


def test_a_partial_file_is_continued_by_a_range(hub: StandIn, tmp_path: Path) -> None:
    bench = tmp_path / ".pull" / "tiny"
    bench.mkdir(parents=True)
    (bench / "model.gguf.partial").write_bytes(CONTENTS["model.gguf"][:1_000_000])
    list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert hub.bodies()[0] == (GGUF, "bytes=1000000-")
    assert contents(tmp_path) == CONTENTS


def test_a_hub_that_ignores_ranges_starts_anew(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.ranges = False
    bench = tmp_path / ".pull" / "tiny"
    bench.mkdir(parents=True)
    (bench / "model.gguf.partial").write_bytes(b"x" * 1_000_000)
    list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert contents(tmp_path) == CONTENTS


def test_a_broken_connection_is_continued_within_the_same_pull(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.breaks = 2
    hub.behaviour.break_off_after = 1_200_000
    list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert hub.bodies()[0] == (GGUF, "bytes=0-")
    assert len(hub.bodies()) == 4
    assert hub.bodies()[1] != (GGUF, "bytes=0-")
    assert contents(tmp_path) == CONTENTS


def test_a_hub_that_sends_nothing_more_is_given_up(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.breaks = 100
    hub.behaviour.break_off_after = 0
    with pytest.raises(PullFailed, match=r"the model hub .*\(model\.gguf\)"):
        list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert len(hub.bodies()) == 3


def test_other_bytes_are_not_put_in_place(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.contents["model.gguf"] = b"x" * len(CONTENTS["model.gguf"])
    with pytest.raises(PullFailed, match=r"the model hub sent model\.gguf with the sha256"):
        list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert contents(tmp_path) == {"sub/config.json": b"{}"}
    assert not (tmp_path / ".pull" / "tiny" / "model.gguf.partial").exists()


def test_a_file_of_another_size_is_not_downloaded(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.contents["model.gguf"] = b"x" * 7
    with pytest.raises(PullFailed, match=r"the model hub has model\.gguf with 7 bytes instead of 3200000"):
        list(pull(tmp_path, tiny_model(), [asking(hub)]))


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_refusal_is_said_with_its_number(hub: StandIn, tmp_path: Path, status: int) -> None:
    hub.behaviour.status = status
    with pytest.raises(PullFailed, match=rf"the model hub answered with HTTP {status};"):
        list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert [method for method, _, _ in hub.behaviour.asked] == ["HEAD"]


def test_a_refused_connection_is_said_at_once(hub: StandIn, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    started = time.monotonic()
    with pytest.raises(PullFailed, match=r"the model hub cannot be reached \(.*refused"):
        list(pull(tmp_path, tiny_model(), [Hub(endpoint=nobody)]))
    assert time.monotonic() - started < 5


def test_a_hub_that_does_not_answer_is_given_up(hub: StandIn, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(PullFailed, match=r"the model hub did not answer within 0\.1 s"):
            list(pull(tmp_path, tiny_model(), [Hub(endpoint=endpoint, give_up_s=0.1)]))


def test_a_model_without_a_repository_is_not_asked_for(hub: StandIn, tmp_path: Path) -> None:
    with pytest.raises(PullFailed, match="the model hub does not have it"):
        list(pull(tmp_path, tiny_model(hub_repo=""), [asking(hub)]))
    assert hub.behaviour.asked == []


def test_offline_means_not_asked(hub: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(PullFailed, match="the model hub was not asked because HF_HUB_OFFLINE is set"):
        list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert hub.behaviour.asked == []


KILLED = """
import sys
from pathlib import Path
from index.models import LockedFile, LockedModel, pull
from index.models.hub import Hub
file = LockedFile("model.gguf", int(sys.argv[3]), sys.argv[4])
model = LockedModel("tiny", "generator", "MIT", "someone/tiny", "main", (file,), ())
list(pull(Path(sys.argv[1]), model, [Hub(endpoint=sys.argv[2])]))
"""


def test_a_killed_process_is_continued_where_it_was(hub: StandIn, tmp_path: Path) -> None:
    hub.behaviour.stall_after = 2_000_000
    file = tiny_model().files[0]
    environment = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    arguments = [str(tmp_path), hub.url, str(file.size), file.sha256]
    process = subprocess.Popen([sys.executable, "-c", KILLED, *arguments], env=environment)
    partial = tmp_path / ".pull" / "tiny" / "model.gguf.partial"
    deadline = time.monotonic() + 60
    while not (partial.exists() and partial.stat().st_size >= 1_000_000) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = partial.stat().st_size
    assert 1_000_000 <= there < file.size
    hub.behaviour.stall_after = 0
    hub.behaviour.asked.clear()
    list(pull(tmp_path, tiny_model(), [asking(hub)]))
    assert hub.bodies()[0] == (GGUF, f"bytes={there}-")
    assert contents(tmp_path) == CONTENTS
