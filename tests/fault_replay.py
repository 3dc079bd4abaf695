"""A power failure: what a disk may hold when the calls that were not synced are lost, in part or all.

`faulty_disk.c` records every call of a run. Up to any of them, the disk holds: of a file, what was
written before its last sync, and of what came after it any part, each 512-byte sector for itself;
of names (made, moved, deleted), all up to the last sync of anything, and after it the first few, in
order, as a journaling file system has it. A file that was moved but not synced may be empty.
"""

import random
import shutil
import struct
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
HEAD = struct.Struct("<cIqQ")


@dataclass(frozen=True, slots=True)
class Call:
    """One recorded call: w(rite), t(runcate), s(ync), r(ename), u(nlink), m(ake folder), c(reate)."""

    kind: str
    path: str
    offset: int
    data: bytes


@dataclass(slots=True)
class _File:
    synced: bytes = b""
    since: list[Call] = field(default_factory=list)

    def content(self) -> bytes:
        return _after(self.synced, self.since)

    def survive(self, chance: random.Random) -> bytes:
        lost_ratio = chance.choice((0.0, 0.3, 0.7, 1.0))
        kept: list[Call] = []
        for call in self.since:
            if call.kind == "t":
                kept += [call] if chance.random() >= lost_ratio else []
                continue
            for start in range(0, len(call.data), SECTOR):
                if chance.random() >= lost_ratio:
                    kept.append(Call("w", call.path, call.offset + start, call.data[start : start + SECTOR]))
        return _after(self.synced, kept)


def _after(content: bytes, calls: list[Call]) -> bytes:
    held = bytearray(content)
    for call in calls:
        if call.kind == "t":
            held = held[: call.offset].ljust(call.offset, b"\0")
        else:
            held = held.ljust(call.offset, b"\0")
            held[call.offset : call.offset + len(call.data)] = call.data
    return bytes(held)


def _move(names: dict[str, _File], call: Call) -> None:
    """Rename or delete a file, or rename a folder with all that is in it."""
    for path in [one for one in names if one == call.path or one.startswith(f"{call.path}/")]:
        held = names.pop(path)
        if call.kind == "r":
            names[_moved(path, call)] = held


def _moved(path: str, call: Call) -> str:
    inside = path == call.path or path.startswith(f"{call.path}/")
    return call.data.decode() + path[len(call.path) :] if inside else path


def read_journal(path: Path) -> tuple[Call, ...]:
    """Return the calls that were recorded, in their order."""
    content, position, calls = path.read_bytes(), 0, []
    while position < len(content):
        kind, path_length, offset, data_length = HEAD.unpack_from(content, position)
        position += HEAD.size
        name = content[position : position + path_length].decode()
        position += path_length
        calls.append(Call(kind.decode(), name, offset, content[position : position + data_length]))
        position += data_length
    return tuple(calls)


class Disk:
    """A folder as it would be found after a power failure."""

    def __init__(self, folder: Path) -> None:
        """Begin with what lies in `folder`, all of it synced."""
        self._root = folder
        self._names = {str(file): _File(file.read_bytes()) for file in folder.rglob("*") if file.is_file()}
        self._folders = {str(part) for part in folder.rglob("*") if part.is_dir()}
        self._synced_names = dict(self._names)
        self._moves: list[Call] = []  # of names, since the last sync
        self._fresh: dict[str, list[_File]] = {}

    def do(self, call: Call) -> None:
        """Go on by one call."""
        if call.kind == "m":
            self._folders.add(call.path)
        elif call.kind == "c":
            if call.path not in self._names:
                self._names[call.path] = _File()
                self._fresh.setdefault(call.path, []).append(self._names[call.path])
                self._moves.append(call)
            elif call.offset:
                self._names[call.path].since.append(Call("t", call.path, 0, b""))
        elif call.kind in "ru":
            _move(self._names, call)
            if call.kind == "r" and call.path in self._folders:
                self._folders = {_moved(folder, call) for folder in self._folders}
            self._moves.append(call)
        elif call.kind == "s":
            self._sync(call.path)
        elif call.path in self._names:
            self._names[call.path].since.append(call)

    def _sync(self, path: str) -> None:
        if path in self._names:
            held = self._names[path]
            held.synced, held.since = held.content(), []
        self._synced_names, self._moves, self._fresh = dict(self._names), [], {}

    def fail(self, chance: random.Random, folder: Path) -> None:
        """Write what may be found after the power has failed now, in place of `folder`."""
        names = dict(self._synced_names)
        fresh = {path: list(files) for path, files in self._fresh.items()}
        for call in self._moves[: chance.randint(0, len(self._moves))]:
            if call.kind == "c":
                names[call.path] = fresh[call.path].pop(0)
                continue
            _move(names, call)
        shutil.rmtree(folder, ignore_errors=True)
        for made in sorted(self._folders):
            Path(made).mkdir(parents=True, exist_ok=True)
        for path, file in names.items():
            if not path.endswith("-shm"):  # shared memory, which nobody expects to survive
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                Path(path).write_bytes(file.survive(chance))
