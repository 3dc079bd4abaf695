"""The child process that reads files: its limits, its end, and that nothing but its own file suffers."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import Article
from index.errors import LoadError
from index.loaders import load_file
from index.loaders.sandbox.limits import Limits
from index.loaders.sandbox.messages import Done, Refused, Request, to_line, to_reply, to_request
from index.loaders.sandbox.parent import Worker, end_workers
from index.types import Failure

ROOT = Path(__file__).parent.parent
# A form that paints itself twice: PDFium follows it until the memory is gone.
SELF_PAINTING = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X 6 0 R >> >> >>
endobj
5 0 obj
<< /Length 5 >>
stream
/X Do
endstream
endobj
6 0 obj
<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 11 >>
stream
/X Do /X Do
endstream
endobj
trailer
<< /Root 1 0 R >>
%%EOF
"""


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def lines(count: int, words: int = 1000) -> str:
    return "\n".join(json.dumps({"id": f"a-{row}", "text": f"The pier {row} leans. " * words}) for row in range(count))


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for_end(pid: int) -> bool:
    until = time.monotonic() + 20
    while runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not runs(pid)


@pytest.mark.slow
def test_a_file_that_crashes_its_reader_fails_alone(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=256 * 2**20)

    with pytest.raises(
        LoadError, match=r"^crashed what read it \(SIG[A-Z]+\): it is damaged, made to do harm, or needs"
    ):
        [*load_file(write(tmp_path / "bomb.pdf", SELF_PAINTING), "x", limits)]

    [article] = load_file(write(tmp_path / "next.txt", "The pier leans."), "next", limits)
    assert article == Article("next", "The pier leans.", "The pier leans.")


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    limits = Limits(seconds=1.5)
    slow = write(tmp_path / "slow.html", b"<p>Some words of a long page.</p>\n" * 400_000)

    with pytest.raises(LoadError, match=r"^takes longer than 1\.5 s to read, the limit for one file; split it"):
        [*load_file(slow, "x", limits)]


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=256 * 2**20)
    large = write(tmp_path / "large.jsonl", b'{"id": "a", "text": "x", "list": [' + b"[]," * 6_000_000 + b"[]]}")

    with pytest.raises(LoadError, match=r"^needs more than 256 MiB of memory to read, the limit for one file"):
        [*load_file(large, "x", limits)]

    assert [*load_file(write(tmp_path / "next.txt", "The pier leans."), "x", limits)]


@pytest.mark.slow
def test_one_worker_reads_many_files(tmp_path: Path) -> None:
    worker = Worker(Limits())
    pids = set()
    try:
        for row in range(20):
            path = write(tmp_path / f"{row}.txt", f"The pier {row} leans.")
            [article] = worker.read(Request(path, "x"))
            assert isinstance(article, Article)
            assert article.text == f"The pier {row} leans."
            with pytest.raises(LoadError, match="holds no text"):
                [*worker.read(Request(write(tmp_path / "empty.txt", ""), "x"))]
            pids.add(worker.pid)
            assert worker.is_ready
    finally:
        worker.end()
    assert len(pids) == 1


@pytest.mark.slow
def test_a_worker_that_left_is_replaced_without_a_word(tmp_path: Path) -> None:
    worker = Worker(Limits(idle_seconds=0.05))
    try:
        before = worker.pid
        assert wait_for_end(before)
        assert [*worker.read(Request(write(tmp_path / "a.txt", "The pier leans."), "x"))]
        assert worker.pid != before
    finally:
        worker.end()


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_fails_that_file_only(tmp_path: Path) -> None:
    path = write(tmp_path / "many.jsonl", lines(300))
    worker = Worker(Limits())
    loaded = worker.read(Request(path, "x"))
    next(loaded)
    os.kill(worker.pid, signal.SIGSEGV)

    with pytest.raises(LoadError, match=r"crashed what read it \(SIGSEGV\)"):
        list(loaded)

    assert not worker.is_ready
    worker.end()


@pytest.mark.slow
def test_a_file_that_is_left_half_read_does_not_answer_for_the_next(tmp_path: Path) -> None:
    loaded = load_file(write(tmp_path / "many.jsonl", lines(50)), "x")
    next(loaded)
    loaded.close()  # type: ignore[attr-defined]

    [article] = load_file(write(tmp_path / "next.txt", "The pier leans."), "next")

    assert isinstance(article, Article)
    assert article.id == "next"


@pytest.mark.slow
def test_two_files_can_be_read_in_turns(tmp_path: Path) -> None:
    one, two = (load_file(write(tmp_path / f"{name}.jsonl", lines(5)), "x") for name in "ab")

    pairs = [*zip(one, two, strict=True)]

    assert [a.id for a, b in pairs if isinstance(a, Article) and a == b] == [f"a-{row}" for row in range(5)]


@pytest.mark.slow
def test_a_folder_of_many_small_files_needs_one_worker(tmp_path: Path) -> None:
    end_workers()
    for row in range(10):
        assert [*load_file(write(tmp_path / f"{row}.txt", "The pier leans."), "x")]
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="utf-8").split()
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
    assert sum(b"index.loaders.sandbox.worker" in command for command in commands) == 1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
@pytest.mark.slow
def test_a_worker_gets_no_secret_and_few_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "swordfish")
    worker = Worker(Limits(memory_bytes=300 * 2**20))
    try:
        [*worker.read(Request(write(tmp_path / "a.txt", "The pier leans."), "x"))]
        environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
        rights = Path(f"/proc/{worker.pid}/limits").read_text(encoding="utf-8")
    finally:
        worker.end()
    assert b"PYTHONPATH=" in environment
    assert b"swordfish" not in environment
    found = {line[:26].strip(): line[26:].split()[0] for line in rights.splitlines()}
    assert found["Max address space"] == str(300 * 2**20)
    assert found["Max file size"] == found["Max core file size"] == "0"
    assert int(found["Max cpu time"]) < 120


@pytest.mark.parametrize(
    "act",
    [
        "open('written.txt', 'w')",
        "open('written.txt', 'ab')",
        "__import__('os').remove('kept.txt')",
        "__import__('os').rename('kept.txt', 'other.txt')",
        "__import__('os').mkdir('made')",
        "__import__('os').fork()",
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('socket').getaddrinfo('example.org', 80)",
        "__import__('socket').socket(2, 2).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
@pytest.mark.slow
def test_a_confined_process_neither_writes_nor_starts_nor_connects(tmp_path: Path, act: str) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    code = (
        "from index.loaders.sandbox.limits import Limits, confine; confine(Limits())\n"
        f"try:\n {act}\nexcept PermissionError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.startswith("a worker that reads files may not do this: "), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.slow
def test_a_worker_whose_parent_was_killed_ends(tmp_path: Path) -> None:
    code = (
        "import os, signal; from index.loaders.sandbox.parent import Worker\n"
        "from index.loaders.sandbox.limits import Limits\n"
        "print(Worker(Limits()).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL
    assert wait_for_end(int(done.stdout))


@pytest.mark.slow
def test_a_worker_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = ["torch", "numpy", "faiss", "gradio", "transformers", "tantivy", "sqlite3"]
    code = f"import sys, index.loaders.sandbox.worker; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_modules_beside_the_documents_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of documents is where the program may be started, and may hold what looks like its own modules."""
    (tmp_path / "index").mkdir()
    for name in ("index/__init__.py", "json.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    worker = Worker(Limits())
    try:
        assert [*worker.read(Request(write(tmp_path / "a.txt", "The pier leans."), "x"))]
    finally:
        worker.end()


@pytest.mark.parametrize(
    "message",
    [
        Article("a", "The “pier”", "It leans.\nYes.\u2028", "The Post", "https://example.org", None, "Ada"),
        Failure("a\nb.jsonl:3", "is \udce9 odd"),
        Refused("holds no text"),
        Done(),
    ],
)
def test_messages_arrive_as_they_were_sent(message: Article | Failure | Refused | Done) -> None:
    line = to_line(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert to_reply(line) == message


def test_a_request_names_any_path() -> None:
    request = Request(Path("/a/new\nline/caf\udce9.txt"), "an id")
    assert to_request(to_line(request)) == request


GOOD: dict[str, object] = {
    "kind": "article",
    "id": "a",
    "title": "t",
    "text": "x",
    "source": "",
    "url": "",
    "author": "",
    "published": None,
    "places": [],
}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"\xff",
        b"[]",
        b"{}",
        b'{"kind": "request", "path": "/etc/passwd", "article_id": "x"}',
        b'{"kind": "refused"}',
        b'{"kind": "failure", "path": 1, "reason": "x"}',
        *(
            json.dumps(GOOD | change).encode()
            for change in (
                {"text": None},
                {"title": ["t"]},
                {"published": 5},
                {"published": "yesterday"},
                {"text": "\ud800"},
            )
        ),
    ],
)
def test_what_a_worker_may_not_say_is_refused(line: bytes) -> None:
    assert to_reply(json.dumps(GOOD).encode()) == Article("a", "t", "x")
    with pytest.raises(ValueError):
        to_reply(line)


@pytest.mark.parametrize("change", [{"seconds": 0}, {"idle_seconds": -1}, {"memory_bytes": 1000}])
def test_limits_that_nothing_could_be_read_within_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Limits(**change)
