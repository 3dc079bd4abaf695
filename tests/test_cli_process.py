"""The command line as a process of its own: help, pipes, terminals and Ctrl-C."""

import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from command_line import ROOT, Broadsheet, start

pytestmark = pytest.mark.slow

pytest_plugins = ["command_line_fixtures"]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom ui.main import main\nassert main(['--help']) == 0\n"
        "heavy = {'torch', 'gradio', 'faiss', 'transformers', 'tantivy', 'rich', 'numpy', 'trafilatura'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stderr == "[]\n"
    assert "Ask questions of your own articles" in ended.stdout


def test_a_broken_pipe_is_quiet(filled: Broadsheet) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(start("list", "--json"), cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert ended.stderr == ""


def test_a_stream_that_knows_only_ascii_is_no_failure(filled: Broadsheet) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = start("ask", "Who founded the harbour of Saltby?", "--generator", "extractive")
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Ada Quay" in ended.stdout


def test_a_terminal_shows_sources_first(filled: Broadsheet) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    command = start("ask", "Who founded the harbour of Saltby?", "--generator", "extractive")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    while piece := _read(ours):
        shown += piece
    os.close(ours)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    text = shown.decode()
    assert text.index("Sources") < text.index("Closest sentence") < text.index("(supported)") < text.index("Cited:")
    assert "written by extractive" in text


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_with_130_and_says_nothing(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(4000):
        (folder / f"{number}.txt").write_text(f"Article {number}\n\nIt is about {number}.", encoding="utf-8")
    process = subprocess.Popen(
        start("sync", str(folder), "--embedder", "hashed"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"read 0/4000")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_chat_serves_the_page_until_ctrl_c(folder: Path, home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--embedder", "hashed", "--generator", "extractive", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        start("chat", *options, "--load", str(folder)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        page = _wait_for(f"http://127.0.0.1:{port}/", process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert b"<html" in page
    assert process.returncode == 0
    assert b"2 added" in err
    assert b"Traceback" not in err
    assert (home / "library" / "library.sqlite").exists()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> bytes:
    for _ in range(240):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(address) as page:  # noqa: S310 - the address is the test's own
                body: bytes = page.read()
                return body
        except urllib.error.URLError:
            time.sleep(0.5)
    raise AssertionError(f"nothing answers at {address}")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says EIO when the other side of a terminal has closed
        return b""
