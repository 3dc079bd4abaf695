"""Mailboxes (`.mbox`): one article a message, streamed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from index.errors import LoaderFault, LoadError
from index.loaders.base import MAX_FILE_BYTES, NO_TEXT, Loader, open_regular, pack
from index.loaders.cleaning import clean_line
from index.loaders.formats.eml import load_eml
from index.types import Article, Failure, Notice

_FIRST_LINE = re.compile(rb"From \S+.*\d{4}|From \S+\s*$")
_MAX_FIRST_LINE = 500
_MESSAGE_ID = re.compile(rb"^message-id:\s*<?([^\s<>]{1,200})", re.IGNORECASE | re.MULTILINE)


def load_mbox(
    path: Path, article_id: str, read: Loader | None = None, suffixes: tuple[str, ...] = ()
) -> Iterator[Article | Failure | Notice]:
    """Yield each message as an article, its id that of the file, "!" and the message's own; pass over empty ones.

    Attachments are read as `load_eml` does.
    """
    seen: set[str] = set()
    number = told = 0
    with open_regular(path) as file:
        for number, message in enumerate(_messages(file), start=1):
            if len(message) > MAX_FILE_BYTES:
                reason = f"message {number} is larger than {MAX_FILE_BYTES // 2**20} MiB, the limit for one"
                yield Failure(f"{path.name}!{number}", reason)
                told += 1
                continue
            head = message[: max(message.find(b"\n\n"), 0) or message.find(b"\r\n\r\n")]
            stated = _MESSAGE_ID.search(head)
            name = clean_line(stated[1].decode("utf-8", "replace")) if stated else str(number)
            name = f"{name}-{number}" if name in seen else name
            seen.add(name)
            try:
                packed = pack(f"{name}.eml", message, path)
                for item in load_eml(packed, f"{article_id}!{name}", read, suffixes):
                    if isinstance(item, Article):
                        yield item
                    else:
                        yield replace(item, path=f"{path.name}!{name}{item.path.removeprefix(packed.name)}")
                    told += 1
            except LoaderFault:
                raise
            except LoadError as error:
                if str(error) != NO_TEXT:
                    # A message of attachments alone has been read as far as it can be.
                    said = Notice if str(error).startswith(NO_TEXT) else Failure
                    yield said(f"{path.name}!{name}", str(error))
                    told += 1
    if not number:
        raise LoadError("is not a mailbox, or holds no message")
    if not told:
        raise LoadError(NO_TEXT)


def _messages(file: BinaryIO) -> Iterator[bytes]:
    """Yield the messages; of one that is too large only the first `MAX_FILE_BYTES` and a little more."""
    lines: list[bytes] = []
    size = 0
    is_open = False
    after_blank = True
    while line := file.readline(MAX_FILE_BYTES):
        if after_blank and line.startswith(b"From ") and _FIRST_LINE.match(line[:_MAX_FIRST_LINE]):
            if is_open:
                yield b"".join(lines)
            lines, size, is_open = [], 0, True
        elif is_open and size <= MAX_FILE_BYTES:
            lines.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        after_blank = not line.strip()
    if is_open:
        yield b"".join(lines)
