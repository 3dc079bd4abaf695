"""The folder of the documents that were added in the browser: files come in, wait, and go."""

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import yaml  # type: ignore[import-untyped]

from index.disk import move_whole
from index.library import Library
from index.loaders import find_files, is_by_program, supported_suffixes
from index.types import Failure

ARRIVING, LEAVING = ".arriving", ".leaving"
MAX_DEPTH = 8  # folders of a dropped folder that are kept
MAX_NAME_BYTES = 150  # file systems allow 255; copies and temporary names need some of it
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"|?*\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices on Windows


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a document: its name, and whether it replaced one of the same name."""

    name: str
    is_replaced: bool


def safe_name(name: str) -> str:
    """Return a file name that is no path, is not hidden, and is the same on every system."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = _UNSAFE.sub("", last).strip(" .") or "document"
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, suffix = kept.partition(".") if kept.lower().endswith(".jsonl.gz") else kept.rpartition(".")
    if not dot:
        stem, suffix = kept, ""
    room = MAX_NAME_BYTES - len(f"{dot}{suffix}".encode())
    return stem.encode()[: max(room, 1)].decode(errors="ignore") + dot + suffix if room > 0 else kept[:40]


def safe_path(name: str) -> PurePosixPath:
    """Return the place of an uploaded file inside the documents: each part safe, `..` and the like gone."""
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(" .")]
    return PurePosixPath(*map(safe_name, parts[-MAX_DEPTH:] or ["document"]))


def refuse_format(name: str) -> str:
    """Return why a file of this name is not taken in; "" when it is."""
    if is_by_program(name):
        return "a program keeps this file beside documents (a lock, a backup, a picture of a folder); it is none itself"
    if name.lower().endswith(supported_suffixes()):
        return ""
    suffix = PurePosixPath(name).suffix
    return f"files of the format {suffix} are not read" if suffix else "it has no suffix, so its format is not known"


def take_in(stream: BinaryIO, documents: Path, place: PurePosixPath) -> Taken:
    """Write what is in `stream` to its place in `documents`, whole or not at all; one of the same name is replaced.

    Raises:
        OSError: there is no room, or a file stands where a folder of the same name would have to be.
    """
    target = documents / place
    target.parent.mkdir(parents=True, exist_ok=True)
    is_replaced = target.exists()
    # Hidden, so that no sync reads half a file; of its own, so that two arrivals of one name do not mix.
    scratch = target.with_name(f".{secrets.token_hex(8)}{ARRIVING}")
    try:
        with scratch.open("wb") as written:
            shutil.copyfileobj(stream, written)
        move_whole(scratch, target)
    finally:
        scratch.unlink(missing_ok=True)
    return Taken(str(place), is_replaced)


def sweep(documents: Path) -> None:
    """Delete what arrived only in part before the program ended."""
    for old in documents.rglob(f".*{ARRIVING}"):
        old.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that is not in the index: its name, and why it could not be read, once that was tried."""

    name: str
    reason: str = ""


def list_waiting(documents: Path, known: Container[str], failures: Iterable[Failure] = ()) -> tuple[Waiting, ...]:
    """Return the files in `documents` that are not `known`, because no article comes from them, by name."""
    if not documents.is_dir():
        return ()
    root = documents.absolute()
    # The usual case, told without the rules of what is left out, which are matched against every name.
    paths = (f"{place}{os.sep}{name}" for place, _, names in os.walk(root) for name in names if name[0] != ".")
    if all(path in known for path in paths):
        return ()
    reasons = {failure.path: failure.reason for failure in failures}
    return tuple(
        Waiting(file.relative_to(root).as_posix(), reasons.get(str(file), ""))
        for file in sorted(find_files(root))
        if str(file) not in known
    )


def discard(documents: Path, name: str) -> None:
    """Delete the document `name`; a name that is not there is passed over."""
    root = documents.absolute()
    for file in find_files(root):  # compared, never joined: a name is no path
        if file.relative_to(root).as_posix() == name:
            file.unlink()


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed article: its title, the file it came from, and where that lies until the next removal, if moved."""

    title: str
    path: Path
    aside: Path | None = None


def remove_articles(library: Library, documents: Path, article_ids: Iterable[str]) -> Iterator[Removal]:
    """Remove articles, and set the files aside that were added in the browser; those of earlier removals are deleted.

    A file that holds other articles as well stays. Raises what `Library.remove` raises, for the first that fails.
    """
    for old in documents.rglob(f".*{LEAVING}"):
        old.unlink(missing_ok=True)
    for article_id in article_ids:
        yield _remove(library, documents, article_id)


def _remove(library: Library, documents: Path, article_id: str) -> Removal:
    title = library.article(article_id).title
    listed = library.whole.articles()
    path = next(Path(article.path) for article in listed if article.id == article_id)
    alone = sum(article.path == str(path) for article in listed) == 1
    if not (alone and path.is_file() and path.is_relative_to(documents.absolute())):
        library.remove(article_id)
        return Removal(title, path)
    # Aside first: an article whose file lies there would be remembered as left out, and the same
    # document could not be added again.
    aside = path.with_name(f".{path.name}{LEAVING}")
    path.replace(aside)
    try:
        library.remove(article_id)
    except BaseException:
        aside.replace(path)
        raise
    return Removal(title, path, aside)


def put_back(library: Library, removals: Sequence[Removal]) -> None:
    """Bring removed articles back. Raises FileNotFoundError when a file is gone, and what a sync raises."""
    for removal in removals:
        if removal.aside is not None and removal.aside.exists():
            removal.aside.replace(removal.path)
    gone = [removal.path for removal in removals if not removal.path.exists()]
    for path in dict.fromkeys(removal.path for removal in removals):
        if path not in gone:
            for _ in library.sync_steps(path, restore=True):
                pass
    if gone:  # the next removal, in another tab, may have deleted it for good
        raise FileNotFoundError(f"The file {gone[0]} is not there any more: add the document again.")


def write_pasted(documents: Path, title: str, text: str, source: str, published: str) -> Taken:
    """Write a pasted text into `documents` as an article; one of the same title is replaced.

    Raises:
        ValueError: there is no text, or `published` is no ISO date.
    """
    if not text.strip():
        raise ValueError("There is no text: paste what the article says.")
    first = next(one.strip() for one in text.splitlines() if one.strip())
    name = " ".join((title.strip() or first[:80]).split())
    facts = {"title": name, "source": source.strip(), "date": date.fromisoformat(published) if published else None}
    head = yaml.safe_dump({key: value for key, value in facts.items() if value}, allow_unicode=True, sort_keys=False)
    place = PurePosixPath(safe_name(f"{name[:80]}.md".replace("/", " ")))
    return take_in(BytesIO(f"---\n{head}---\n\n{text}\n".encode(errors="replace")), documents, place)
