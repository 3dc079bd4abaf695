"""The door for loaders: what a format implements, and the two things that every format does."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from index.errors import LoaderFault, LoadError
from index.loaders.cleaning import CUT_TITLE_CHARS, clean_line, clean_text, title_from
from index.types import Article, Failure, Notice, Place

if sys.platform == "win32":
    from pathlib import WindowsPath as _NativePath
else:
    from pathlib import PosixPath as _NativePath

ATTACHMENTS = "BROADSHEET_ATTACHMENTS"  # a variable of the environment: where it is set, attached documents are read
MAX_FILE_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 128 * 2**20
NO_TEXT = "holds no text"
TOO_LARGE = f"is larger than {MAX_FILE_BYTES // 2**20} MiB, the limit for one file; split it into smaller ones"
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class Loader(Protocol):
    """Reads one file of one format."""

    def __call__(self, path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
        """Yield the file's one article under `article_id`, or many articles under ids of their own.

        Raise `LoadError` with a one-sentence reason that does not repeat the path; yield a `Failure`
        for a part of the file that cannot be read while the rest can, and a `Notice` for what is left
        out of an article or not understood, which the next sync need not try again.
        """
        ...


class PackedFile(_NativePath):
    """A file inside another one, which loaders read as any other: its name, and its content at hand.

    `depth` counts the files that it lies in.
    """

    content = b""
    depth = 1


def pack(name: str, content: bytes, within: Path) -> PackedFile:
    """Return the content as a file of this name inside `within`."""
    packed = PackedFile(name)
    packed.content = content
    packed.depth = 1 + (within.depth if isinstance(within, PackedFile) else 0)
    return packed


def read_packed(
    read: Loader, name: str, content: Callable[[], bytes], within: Path, article_id: str
) -> Iterator[Article | Failure | Notice]:
    """Yield what a file inside another one holds, under the id of that one, "!" and its name in it.

    What is wrong with the file is a `Failure` of its own; what is wrong with Broadsheet is raised.
    """
    try:
        for item in read(pack(PurePosixPath(name).name, content(), within), f"{article_id}!{name}"):
            yield replace(item, path=f"{within.name}!{item.path}") if isinstance(item, Failure | Notice) else item
    except LoaderFault:
        raise
    except LoadError as error:
        if isinstance(error.__cause__, MemoryError):
            raise
        yield Failure(f"{within.name}!{name}", str(error))


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; raise `LoadError` for a folder, pipe, socket or device instead of waiting for it."""
    if isinstance(path, PackedFile):
        return BytesIO(path.content)
    # Looked at before as well, since opening some devices does something.
    if stat.S_ISREG(path.stat().st_mode):
        # What it is can change until it is open, and a pipe without a writer would block.
        file = os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb")
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
    if path.is_dir():
        raise LoadError("is a folder that could not be listed; change its permissions, or give the folder to sync")
    raise LoadError("is not a regular file")


def read_bytes(path: Path, *, may_be_empty: bool = False) -> bytes:
    """Return the content of a file of at most `MAX_FILE_BYTES`; raise `LoadError` above it, and for an empty one."""
    with open_regular(path) as file:
        # One byte more than allowed: the file can have grown since its size was looked up.
        data = file.read(MAX_FILE_BYTES + 1) or b""  # None where a file of /proc has nothing to say yet
    if len(data) > MAX_FILE_BYTES:
        raise LoadError(TOO_LARGE)
    if not data and not may_be_empty:
        raise LoadError(NO_TEXT)
    return data


@dataclass(frozen=True, slots=True)
class Part:
    """A page, slide, sheet or chapter: its name as a citation shows it, and its text.

    `joint` stands between it and the part before: a space where a sentence runs over the edge of a page. A part
    without a name ends the place before it.
    """

    name: str
    text: str
    joint: str = "\n\n"


def make_article(
    article_id: str,
    text: str = "",
    *,
    parts: Iterable[Part] = (),
    title: str = "",
    source: str = "",
    url: str = "",
    published: date | None = None,
    author: str = "",
) -> Article:
    """Return an article with clean text and fields, titled after its text where `title` is empty.

    The text is `text`, or that of the `parts` one after the other, whose names become places. Raise `LoadError`
    when nothing visible is left of the text.
    """
    cleaned, places = _joined(parts or (Part("", text),))
    if not cleaned.strip():
        raise LoadError(NO_TEXT)
    return Article(
        id=article_id,
        title=clean_line(title) or title_from(cleaned),
        text=cleaned,
        source=clean_line(source),
        url=clean_line(url),
        published=published,
        author=clean_line(author),
        places=places,
    )


def _joined(parts: Iterable[Part]) -> tuple[str, tuple[Place, ...]]:
    """Return the clean text of the parts, without those that hold none, and where each of them begins."""
    pieces: list[str] = []
    places: list[Place] = []
    length = 0
    for part in parts:
        cleaned = clean_text(part.text)
        if not cleaned.strip():
            continue
        joint = part.joint if pieces else ""
        name = clean_line(part.name)[:CUT_TITLE_CHARS].rstrip()
        if name != (places[-1].name if places else ""):
            places.append(Place(length + len(joint), name))
        pieces += [joint, cleaned]
        length += len(joint) + len(cleaned)
    return "".join(pieces), tuple(places)
