"""The child process that reads files: `python -m index.loaders.sandbox.worker` and the `Limits`, one after the other.

Requests come in on standard input and replies go out on standard output, both as `messages` has them. It ends when
its input ends, after a while without work, and after a file that took all its memory.
"""

import base64
import os
import select
import signal
import sys
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import LoaderFault, LoadError
from index.loaders.faults import is_over_limit
from index.loaders.looks import look
from index.loaders.ocr import before_each_picture
from index.loaders.registry import read_file, said_plainly
from index.loaders.sandbox.limits import Limits, allow_time, confine
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
    to_request,
)


def main() -> None:
    """Read the files that are asked for until there is nothing more to do."""
    seconds, memory_bytes, idle_seconds, pictures = sys.argv[1:]
    limits = Limits(float(seconds), int(memory_bytes), float(idle_seconds), int(pictures))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is meant for the parent
    requests, replies = _own_streams()
    # Not before the streams: the limits forbid to open anything for writing.
    confine(limits)
    while _waited(requests, limits) and (line := requests.readline()):
        if not _answer(replies, to_request(line), limits):
            return


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the two streams, and point what parsers print at nothing."""
    requests, replies = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return requests, replies


def _waited(requests: BinaryIO, limits: Limits) -> bool:
    """Wait for a request; tell whether one came, or the end of them."""
    if sys.platform == "win32":  # where only sockets can be waited for
        return True
    return bool(select.select([requests], [], [], limits.idle_seconds)[0])


def _answer(replies: BinaryIO, request: Request | Look, limits: Limits) -> bool:
    """Send what the file holds; tell whether this process is fit to read another one."""
    allow_time(limits)
    seen = _Pictures(replies, limits)
    before_each_picture(seen.next)
    try:
        for item in _do(request):
            if seen.is_refused:  # and `item` may be what a loader made of that
                break
            _send(replies, item)
            allow_time(limits)
        reply: Reply = Done()
        spent = False
    except (LoadError, MemoryError) as error:
        cause = error if isinstance(error, MemoryError) else error.__cause__
        spent = isinstance(cause, MemoryError)
        fault = error.place if isinstance(error, LoaderFault) and not is_over_limit(cause) else ""
        reply = Refused(_too_large(limits) if spent and not fault else str(error), fault)
    _send(replies, Pictured() if seen.is_refused else reply)
    return not spent


def _do(request: Request | Look) -> Iterator[Reply]:
    if isinstance(request, Request):
        yield from read_file(request.path, request.article_id)
        return
    with said_plainly():
        drawn = look(request.path, request.digest, request.page, request.side)
    yield Drawn(base64.b64encode(drawn).decode())


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(to_line(reply))
    replies.flush()


class _Pictures:
    """The pictures of one file: refuses those beyond the limit, and gives each of the others time of its own."""

    def __init__(self, replies: BinaryIO, limits: Limits) -> None:
        self.is_refused = False
        self._replies = replies
        self._limits = limits
        self._count = 0

    def next(self) -> None:
        """Begin with a picture; raise LoadError where this process may not."""
        self.is_refused = not self._limits.pictures
        if self._count == self._limits.pictures:
            raise LoadError(f"holds more than {self._count} pictures of text; split it into smaller ones")
        self._count += 1
        _send(self._replies, Busy())
        allow_time(self._limits)


def _too_large(limits: Limits) -> str:
    return (
        f"needs more than {limits.memory_bytes // 2**20:,} MiB of memory to read, the limit for one file; "
        "split it into smaller ones"
    )


if __name__ == "__main__":
    main()
