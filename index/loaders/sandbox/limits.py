"""Limits on what reading one file may cost, and how a worker holds itself to them."""

import os
import sys
from dataclasses import dataclass, replace

if sys.platform != "win32":
    import resource

_OPEN_FILES = 64
_PICTURES = 500
_PICTURE_S = 180.0  # a dense page takes some ten seconds on one core that is idle, and thrice that on its side
_PICTURE_BYTES = 2 * 2**30  # text recognition has 1.3 GiB of address space, most of it never touched
_GRACE_S = 5.0  # the parent's clock ends a worker first; this one ends a worker whose parent is gone


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that reading one file, or one article of a JSON lines file, may cost.

    `seconds` is time on the clock. `memory_bytes` is address space of the worker, of which the interpreter and the
    parsers take about 150 MiB themselves. A worker without work for `idle_seconds` ends. `pictures` is how many
    pictures of text may be read, each within `seconds`: none by workers for everything else, as it takes more memory.
    """

    seconds: float = 60.0
    memory_bytes: int = 2**30
    idle_seconds: float = 30.0
    pictures: int = 0

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.idle_seconds <= 0:
            raise ValueError(f"seconds is {self.seconds} and idle_seconds {self.idle_seconds}; expected more than 0")
        if self.memory_bytes < 256 * 2**20:
            raise ValueError(f"memory_bytes is {self.memory_bytes}; expected {256 * 2**20} or more")

    def with_pictures(self) -> "Limits":
        """Return the limits of a worker that reads pictures of text."""
        seconds, memory_bytes = max(self.seconds, _PICTURE_S), max(self.memory_bytes, _PICTURE_BYTES)
        return replace(self, seconds=seconds, memory_bytes=memory_bytes, pictures=_PICTURES)


def confine(limits: Limits) -> None:
    """Bound this process for good: its memory and open files; no file written, no other process, no network."""
    if sys.platform != "win32":
        _lower(resource.RLIMIT_AS, limits.memory_bytes)
        _lower(resource.RLIMIT_FSIZE, 0)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    sys.addaudithook(_refuse)


def allow_time(limits: Limits) -> None:
    """Give this process `limits.seconds` of processor time from now on, and a little more; then it is killed."""
    if sys.platform != "win32":
        used = sum(os.times()[:2])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        allowed = int(used + limits.seconds + _GRACE_S) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed if hard < 0 else min(allowed, hard), hard))


if sys.platform != "win32":

    def _lower(which: int, value: int) -> None:
        _, hard = resource.getrlimit(which)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS knows some limits by name only.
        try:
            resource.setrlimit(which, (allowed, allowed))
        except (ValueError, OSError):
            return


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what no parser needs; a second lock, as native code does not pass here."""
    if event in _FORBIDDEN or (event == "open" and _writes(arguments)):
        raise PermissionError(f"a worker that reads files may not do this: {event}")


def _writes(arguments: tuple[object, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


_FORBIDDEN = frozenset(
    "socket.connect socket.bind socket.getaddrinfo socket.sendto subprocess.Popen os.system os.exec os.fork os.forkpty "
    "os.posix_spawn os.remove os.rename os.rmdir os.mkdir os.chmod os.symlink os.link os.truncate".split()
)
