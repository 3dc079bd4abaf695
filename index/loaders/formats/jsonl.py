"""Article lines (`.jsonl`, `.jsonl.gz`): one JSON object a line, streamed."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import LoadError
from index.loaders.base import MAX_FILE_BYTES, NO_TEXT, make_article, open_regular
from index.loaders.cleaning import clean_line
from index.loaders.dates import read_date, say_unread
from index.types import Article, Failure, Notice

MAX_GZ_UNPACKED_BYTES = 8 * 2**30
# Somebody's other JSON in a .jsonl file would else be reported line by line.
MAX_BAD_LINES_FIRST = 100


def load_jsonl(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    """Yield the articles of the file under their own ids; `article_id` is not used."""
    with open_regular(path) as file:
        yield from read_article_lines(file, path.name)


def load_jsonl_gz(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    """Yield the articles of the compressed file under their own ids; `article_id` is not used."""
    with open_regular(path) as packed, gzip.open(packed, "rb") as file:
        # GzipFile reads like a binary file; its stub only says IO[bytes] by another name.
        yield from read_article_lines(cast(BinaryIO, file), path.name, max_bytes=MAX_GZ_UNPACKED_BYTES)


def read_article_lines(
    file: BinaryIO, name: str, *, max_line_bytes: int = MAX_FILE_BYTES, max_bytes: int | None = None
) -> Iterator[Article | Failure | Notice]:
    """Yield an article or a `Failure` named `name:line` for each line that is not blank, and a `Notice` for odd dates.

    At most `max_bytes` are read in all and `max_line_bytes` of one line. Raise `LoadError` when
    there is no line to read; a stream that breaks off later is the last failure.
    """
    seen: set[str] = set()
    number = lines = loaded = 0
    numbered = _numbered_lines(file, max_line_bytes, max_bytes)
    while True:
        try:
            number, line = next(numbered)
        except StopIteration:
            break
        except (OSError, EOFError, zlib.error, LoadError) as error:
            if not lines:
                raise LoadError(f"is damaged, or not the format that its name says: {error}") from error
            reason = str(error) if isinstance(error, LoadError) else f"the file is damaged after this line: {error}"
            yield Failure(f"{name}:{number}", reason)
            return
        if not line.strip():
            continue
        lines += 1
        try:
            article, *notices = _article(line, max_line_bytes, seen)
        except LoadError as error:
            yield Failure(f"{name}:{number}", str(error))
            if loaded == 0 and lines == MAX_BAD_LINES_FIRST:
                reason = f"none of the first {lines} lines is an article line, so the rest was not read"
                yield Failure(f"{name}:{number}", reason)
                return
        else:
            loaded += 1
            yield article
            yield from (Notice(f"{name}:{number}", reason) for reason in notices)
    if not lines:
        raise LoadError(NO_TEXT)


def _numbered_lines(file: BinaryIO, max_line_bytes: int, max_bytes: int | None) -> Iterator[tuple[int, bytes]]:
    """Yield line numbers from 1 and lines; of a longer line only the first `max_line_bytes + 1` bytes."""
    number = read = 0
    while line := file.readline(max_line_bytes + 1):
        number += 1
        yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        read += len(line)
        while not line.endswith(b"\n") and (line := file.readline(max_line_bytes + 1)):
            read += len(line)
        if max_bytes is not None and read > max_bytes:
            raise LoadError(f"unpacks to more than {max_bytes:,} bytes, the limit; the rest was not read")


def _article(line: bytes, max_line_bytes: int, seen: set[str]) -> tuple[Article, *tuple[str, ...]]:
    """Return a line's article, and what is to be said about it."""
    if len(line) > max_line_bytes:
        raise LoadError(f"the line is longer than {max_line_bytes:,} bytes, the limit for one article")
    fields = _fields(line)
    article_id = _required(fields, "id")
    if clean_line(article_id) != article_id:
        raise LoadError(f'"id" is {article_id!r}; expected no control characters and no spaces around it')
    if article_id in seen:
        raise LoadError(f'the id "{article_id}" occurs on an earlier line of this file')
    written = _published(fields)
    said = {key: _said(fields.get(key)) for key in ("title", "source", "url", "author")}
    article = make_article(
        article_id,
        _required(fields, "text"),
        title=said["title"] or "",
        source=said["source"] or "",
        url=said["url"] or "",
        author=said["author"] or "",
        published=read_date(written),
    )
    seen.add(article_id)
    unread = [f'"{key}" is {_kind(fields[key])} and was left out; expected a text' for key in said if said[key] is None]
    if written.strip() and article.published is None:
        unread.append(say_unread(written))
    return article, *tuple(unread)


def _fields(line: bytes) -> dict[str, object]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise LoadError(f"the line is not UTF-8 (byte {error.start} of it)") from error
    except json.JSONDecodeError as error:
        raise LoadError(f"the line is not JSON: {error.msg} (character {error.pos + 1})") from error
    except (ValueError, RecursionError) as error:
        raise LoadError("the line is JSON that is nested too deeply or holds too long a number") from error
    if not isinstance(value, dict):
        raise LoadError(f"the line holds {_kind(value)}; expected an object with id, title and text")
    return value


def _said(value: object) -> str | None:
    """Return what a field that an article can do without says, several texts parted by commas; None for no text."""
    texts = [_text(one) for one in (value if isinstance(value, list) else [value])]
    return None if None in texts else ", ".join(text for text in texts if text)


def _text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0:
        return str(int(value))  # 17.0 is how a table with a gap in the column writes 17
    return value if isinstance(value, str) else None


def _required(fields: dict[str, object], key: str) -> str:
    text = _text(fields.get(key))
    if text is None:
        raise LoadError(f'"{key}" is {_kind(fields[key])}; expected a text in quotes')
    if not text.strip():
        raise LoadError(f'"{key}" is missing or empty')
    return text


def _published(fields: dict[str, object]) -> str:
    value = fields.get("published")
    text = _text(value)
    return str(value) if text is None else text


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null" if value is None else "a text")
