"""Reading files apart from the program: in a child process that a hostile file can crash, stall or fill up.

One worker reads one file after the other, so that a folder of small files does not pay for a start each. What ends
a worker fails the file that it was reading; the next file gets a new one.
"""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from threading import Lock

from index.errors import LoaderFault, LoadError
from index.loaders.base import ATTACHMENTS
from index.loaders.faults import to_fault
from index.loaders.sandbox.limits import Limits
from index.loaders.sandbox.messages import (
    Busy,
    Done,
    Drawn,
    Look,
    Pictured,
    Refused,
    Reply,
    Request,
    to_line,
    to_reply,
)
from index.loaders.sandbox.pipe import Pipe
from index.types import Article, Failure, Notice

DEFAULT_LIMITS = Limits()
LOOK_LIMITS = Limits(seconds=15.0)  # somebody waits
MAX_IDLE_WORKERS = 2  # with the same limits
# What an interpreter needs to find its modules and to name files as this one does; no secrets.
_PASSED_ON = (ATTACHMENTS, "LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "SYSTEMROOT", "TZ")
_IDLE = Lock()
_idle: list["Worker"] = []


def load_file(path: Path, article_id: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Article | Failure | Notice]:
    """Yield what the file holds: one article under `article_id`, or those of a JSON lines file.

    JSON lines are streamed; their articles carry their own ids, and a bad line is yielded as a
    `Failure` named `file:line`. A mailbox and an archive yield an article for each message or file
    in them, named `id!name`. Every other format yields exactly one article. Whatever is wrong
    with the file is raised as `LoadError`, whose reason does not repeat the path: also that it
    costs more than `limits` allow, or crashed what read it. What is wrong with Broadsheet is raised as
    `LoaderFault`. A file with pictures of text is begun again by a worker that may read them.
    """
    yielded = 0
    try:
        for item in _read_apart(path, article_id, limits):
            yield item
            yielded += 1
    except HasPictures:
        yield from islice(_read_apart(path, article_id, limits.with_pictures()), yielded, None)


def look_apart(path: Path, digest: str, page: int, side: int) -> bytes:
    """Return a page of a file as a JPEG of at most `side` x `side` points, drawn apart as files are read.

    Raises:
        LoadError: it cannot be drawn, or the file is not the one with the sha256 `digest` any more.
    """
    worker = _take(LOOK_LIMITS)
    try:
        asked = worker.ask(Look(Path(os.path.abspath(path)), digest, page, side))  # noqa: PTH100 - keeps links
        drawn = [reply.data for reply in asked if isinstance(reply, Drawn)]
    except ValueError as error:
        raise LoadError("made its reader answer nonsense, so it is damaged or made to do harm") from error
    finally:
        _keep(worker)
    return drawn[0]


def _read_apart(path: Path, article_id: str, limits: Limits) -> Iterator[Article | Failure | Notice]:
    worker = _take(limits)
    try:
        yield from worker.read(Request(Path(os.path.abspath(path)), article_id))  # noqa: PTH100 - keeps links
    finally:
        # Not at the end of its file, it would answer the next request with the rest of this one.
        _keep(worker)


def end_workers() -> None:
    """End the workers that wait for work; the next file starts a new one."""
    while _idle:
        worker = _idle.pop()
        if worker.owner == os.getpid():
            worker.end()


def _take(limits: Limits) -> "Worker":
    with _IDLE:
        for worker in [*_idle]:
            if worker.owner != os.getpid():
                _idle.remove(worker)  # a process that was forked leaves its parent's workers alone
            elif not worker.is_alive():
                _idle.remove(worker)
                worker.end()
        fitting = [worker for worker in _idle if worker.limits == limits]
        if fitting:
            _idle.remove(fitting[-1])
            return fitting[-1]
    return Worker(limits)


def _keep(worker: "Worker") -> None:
    """Let a worker wait for the next file, unless enough of its kind do."""
    with _IDLE:
        if worker.is_ready and sum(other.limits == worker.limits for other in _idle) < MAX_IDLE_WORKERS:
            _idle.append(worker)
            return
    worker.end()


class Worker:
    """A child process that reads files; `is_ready` while it waits for the next one."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.owner = os.getpid()
        self.is_ready = True
        self._rest = b""
        self._start()

    def _start(self) -> None:
        limits = self.limits
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        command = [sys.executable, "-P", "-B", "-m", "index.loaders.sandbox.worker"]
        command += [str(value) for value in astuple(limits)]
        atexit.unregister(end_workers)
        atexit.register(end_workers)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise to_fault(error) from error
        assert self._process.stdout is not None  # noqa: S101 - it was asked for as a pipe
        self._replies = Pipe(self._process.stdout)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the process and wait for its end, which is at once."""
        self.is_ready = False
        self._process.kill()
        self._process.wait()
        self._replies.close()
        assert self._process.stdin is not None  # noqa: S101 - it was asked for as a pipe
        with suppress(OSError):  # what was not sent yet has nobody to go to
            self._process.stdin.close()

    def read(self, request: Request) -> Iterator[Article | Failure | Notice]:
        """Yield what a file holds; raise `LoadError` when it is refused or ends the process."""
        for reply in self.ask(request):
            if isinstance(reply, Article | Failure | Notice):
                yield reply

    def ask(self, request: Request | Look) -> Iterator[Reply]:
        """Yield what the process replies; raise `LoadError` when the file is refused or ends the process."""
        self.is_ready = False
        reply = self._first_reply(request)
        while not isinstance(reply, Done):
            if isinstance(reply, Refused):
                self.is_ready = True
                if reply.fault:
                    raise LoaderFault(reply.reason, reply.fault)
                raise LoadError(reply.reason)
            if isinstance(reply, Pictured):
                self.is_ready = True
                raise HasPictures
            if not isinstance(reply, Busy):
                yield reply
            try:
                reply = self._next_reply()
            except _Left as error:
                raise LoadError("made its reader stop, so it is damaged or made to do harm") from error
        self.is_ready = True

    def _first_reply(self, request: Request | Look) -> Reply:
        try:
            return self._asked(request)
        except _Left:
            # Idle for long, or full of the last file, it went just before it was asked: not this file's fault.
            self.end()
            self._start()
        try:
            return self._asked(request)
        except _Left as error:
            raise to_fault(ChildProcessError("the process that reads files ends at once")) from error

    def _asked(self, request: Request | Look) -> Reply:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for as a pipe
        self._rest = b""
        try:
            self._process.stdin.write(to_line(request))
            self._process.stdin.flush()
        except OSError as error:  # a broken pipe, which Windows calls an invalid argument
            raise _Left from error
        return self._next_reply()

    def _next_reply(self) -> Reply:
        line = self._next_line()
        try:
            return to_reply(line)
        except (ValueError, RecursionError) as error:
            raise LoadError("made its reader answer nonsense, so it is damaged or made to do harm") from error

    def _next_line(self) -> bytes:
        """Return the next line that the process writes within the time."""
        until = time.monotonic() + self.limits.seconds
        pieces: list[bytes] = []
        size = 0
        piece = self._rest
        while b"\n" not in piece:
            pieces.append(piece)
            size += len(piece)
            if size > self.limits.memory_bytes:
                raise LoadError(f"holds more than {self.limits.memory_bytes // 2**20:,} MiB of text; split it")
            try:
                piece = self._replies.take(until)
            except TimeoutError:
                raise self._took_too_long() from None
            if not piece:
                raise self._why_it_ended()
        line, _, self._rest = piece.partition(b"\n")
        return b"".join([*pieces, line])

    def _why_it_ended(self) -> Exception:
        ended = self._process.wait()
        if ended >= 0:
            return _Left(ended)
        if ended == -signal.SIGXCPU:
            return self._took_too_long()
        name = signal.Signals(-ended).name
        return LoadError(
            f"crashed what read it ({name}): it is damaged, made to do harm, or needs more than "
            f"{self.limits.memory_bytes // 2**20:,} MiB of memory"
        )

    def _took_too_long(self) -> LoadError:
        return LoadError(
            f"takes longer than {self.limits.seconds:g} s to read, the limit for one file; split it into smaller ones"
        )


class HasPictures(Exception):
    """The file holds pictures of text, and this worker may not read them."""


class _Left(Exception):
    """The process ended by itself before it answered."""
