"""The files of a tantivy index: whether they are whole, which tantivy itself finds out by crashing."""

import json
import struct
import zlib
from pathlib import Path

from index.search.local.stamp import seal, sealed, state_of

FOOTER = struct.Struct("<II")  # length of the JSON before it, magic number: the end of each tantivy file
FOOTER_MAGIC = 1337


def check_files(folder: Path, thorough: bool = False) -> None:
    """Raise ValueError when a file is not what its checksum says.

    A file that was found whole is not read again until its size or its time of change is another,
    unless the check is `thorough`.
    """
    known = {} if thorough else sealed(folder)
    paths = _files(folder)
    for path in paths:
        if known.get(path.name) != state_of(path):
            _check(path)
    if not thorough:
        seal(folder, paths)


def are_intact(folder: Path) -> bool:
    """Read all files, and tell whether they are what was written."""
    try:
        check_files(folder, thorough=True)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def seal_files(folder: Path) -> None:
    """Remember that the files are whole: this process has just written the new ones, and read the others."""
    try:
        paths = _files(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return
    seal(folder, paths)


def _files(folder: Path) -> list[Path]:
    """Return the files of all segments, and raise ValueError for a segment without files."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    files = []
    for segment in meta["segments"]:
        paths = sorted(folder.glob(segment["segment_id"].replace("-", "") + ".*"))
        if not paths:
            raise ValueError(f"the files of segment {segment['segment_id']} are missing")
        files += paths
    return files


def _check(path: Path) -> None:
    content = path.read_bytes()
    length, magic = FOOTER.unpack(content[-FOOTER.size :].rjust(FOOTER.size, b"\0"))
    body = len(content) - FOOTER.size - length
    if magic != FOOTER_MAGIC or body < 0:
        raise ValueError(f"{path.name} is cut off or not a file of tantivy")
    if zlib.crc32(memoryview(content)[:body]) != json.loads(content[body : -FOOTER.size])["crc"]:
        raise ValueError(f"{path.name} is damaged")
