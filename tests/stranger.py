"""What a stranger does first, on a computer with nothing but Debian's Python: `make chat`, and the three questions.

Run by .ci/run, with the computer's own Python and nothing installed: `python3 tests/stranger.py`. It begins with the
oldest pip that is supported and without pip's cache, in this folder where nothing is installed in it yet, else in a
clone of what is committed. The models are kept where BROADSHEET_MODELS says. Exit 1 with a sentence when a step fails.
"""

import html
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from page_client import PageMap, new_session, read_messages

ROOT = Path(__file__).parent.parent
OLDEST_PIP = "23.0.1"  # what `python3 -m venv` of Debian 12 brings
PAGE_S = 25 * 60.0  # the packages are 2 GB, and the models 1.2 GB where they are not kept
MODEL_S = 180.0
ANSWER_S = 180.0
END_S = 60.0
ASKED = 3  # the demo's own questions come first
STATUS = re.compile(r"Answered in [^<]* supported|Done: [^<]*|[^<>]* not checked as an answer")
NOT_A_STRANGERS = ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "BROADSHEET_PASSWORD")


class Stopped(Exception):
    """A step that did not come out as a stranger is told it would."""


def main() -> int:
    """Walk the path in a folder of its own; return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends this, ends the page that it opened
    with tempfile.TemporaryDirectory(prefix="broadsheet-stranger-") as name:
        try:
            walk(Path(name))
        except Stopped as error:
            sys.stderr.write(f"stranger: {error}\n")
            return 1
    return 0


def walk(own: Path) -> None:
    """Install, open the page and ask; what is left in the end is the environment and the models."""
    folder = ROOT
    if (ROOT / ".venv").exists():
        folder = own / "broadsheet"
        run(["git", "clone", "--quiet", str(ROOT), str(folder)], own, dict(os.environ))
    environment = {name: value for name, value in os.environ.items() if name not in NOT_A_STRANGERS}
    environment |= {"BROADSHEET_HOME": str(own / "home"), "PIP_NO_CACHE_DIR": "1"}
    run(["make", ".venv/bin/python"], folder, environment)
    run([".venv/bin/python", "-m", "pip", "install", "-q", f"pip=={OLDEST_PIP}"], folder, environment)
    tell(f"the environment is made, with pip {OLDEST_PIP}")
    with served(folder, environment, own / "chat.log") as (log, address):
        loaded = re.search(r"^seeds: (.*)$", log.read_text(), re.MULTILINE)
        if loaded is None or not re.fullmatch(r"\d+ added", loaded[1]):
            raise Stopped(f"the demo articles were not loaded whole:\n{log.read_text()[-3000:]}")
        tell(f"the page is at {address}, with the demo articles: {loaded[1]}")
        wait_for("answers are written by", log, MODEL_S)
        ask_all(Visitor(address))
    if "Traceback" in log.read_text():
        raise Stopped(f"the page left a traceback:\n{log.read_text()[-3000:]}")
    tell("the page is closed")


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command that is over soon."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise Stopped(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def tell(said: str) -> None:
    """Say how far it is, with the seconds since the start."""
    sys.stderr.write(f"stranger: {time.monotonic() - _BEGAN:4.0f} s  {said}\n")


@contextmanager
def served(folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[tuple[Path, str]]:
    """Open the page with `make chat`, and end what was started, page included."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as stream:
        command = ["make", "chat", f"PORT={port}", "OPTIONS=--no-browser"]
        # A group of its own, as in a terminal: make and the page are told together that it is over.
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )
        try:
            wait_for("The page is at", log, PAGE_S, process)
            yield log, address
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(END_S)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise Stopped(f"the page still answers at {address} after its end")


def wait_for(words: str, log: Path, for_s: float, process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Wait until `words` are in the log."""
    until = time.monotonic() + for_s
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > until or (process is not None and process.poll() is not None):
            raise Stopped(f"“{words}” was not said in {for_s:.0f} s:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)


class Visitor:
    """One browser, with the standard library alone: the stranger's environment is not this script's."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = new_session()
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        with self.opener.open(address, timeout=60) as reply:
            self.page = PageMap.of(reply.read().decode())

    def open(self) -> str:
        """Return what the page shows once its script has run."""
        return "".join(self._do(self.page.body_of(event, event.first, self.session)) for event in self.page.at_opening)

    def ask(self, question: str) -> str:
        """Ask in a conversation of its own and return all that was shown."""
        self.session = new_session()
        return self._do(self.page.body("bs-question", "submit", [question, None, ""], self.session))

    def _do(self, body: Mapping[str, Any]) -> str:
        headers = {"Content-Type": "application/json"}
        joined = urllib.request.Request(  # noqa: S310 - the page is our own
            f"{self.address}/gradio_api/queue/join", json.dumps(body).encode(), headers
        )
        with self.opener.open(joined, timeout=60) as reply:
            reply.read()
        stream = f"{self.address}/gradio_api/queue/data?session_hash={self.session}"
        until = time.monotonic() + ANSWER_S
        shown = ""
        with self.opener.open(stream, timeout=ANSWER_S) as reply:
            for message in read_messages(line.decode() for line in reply):
                shown += str(message)
                if message.get("success") is False:
                    raise Stopped(f"the page failed: {message}")
                if time.monotonic() > until:
                    raise Stopped(f"the page was not done after {ANSWER_S:.0f} s: {shown[-1000:]}")
        return shown


def ask_all(visitor: Visitor) -> None:
    """Ask what the first page offers to ask first; each question must be answered, with a supported sentence."""
    first = visitor.open()
    questions = [html.unescape(found) for found in dict.fromkeys(re.findall(r'data-ask="([^"]+)"', first))][:ASKED]
    if len(questions) < ASKED:
        raise Stopped(f"the first page offers {len(questions)} questions; expected {ASKED} or more: {first[-1000:]}")
    refused = []
    for question in questions:
        shown = visitor.ask(question)
        told = STATUS.findall(shown) or [shown[-500:]]
        tell(f"{question} {told[-1]}")
        if not re.match(r"Answered in [\d.]+ s, [1-9]", told[-1]):
            refused.append(f"{question} {told[-1]}")
    if refused:
        raise Stopped(f"{len(refused)} of {ASKED} example questions are not answered: {'; '.join(refused)}")


_BEGAN = time.monotonic()

if __name__ == "__main__":
    sys.exit(main())
