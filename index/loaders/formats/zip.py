"""Archives (`.zip`): what lies in them is read as if it lay in a folder."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from index.errors import LoadError
from index.loaders.base import MAX_FILE_BYTES, TOO_LARGE, Loader, PackedFile, open_regular, read_packed
from index.loaders.cleaning import clean_line
from index.loaders.packages import ENCRYPTED
from index.types import Article, Failure, Notice

MAX_FILES = 10_000
MAX_DEPTH = 2  # an archive in an archive, and no further
_MAX_INNER_ARCHIVES = 100
_UTF8 = 0x800  # of a zip entry's flags


def load_zip(
    path: Path, article_id: str, read: Loader, suffixes: tuple[str, ...]
) -> Iterator[Article | Failure | Notice]:
    """Yield what the files in the archive hold, each under the archive's id, "!" and its name in it.

    `read` reads one file that has one of the `suffixes`; the others are named together. A file that cannot be read is
    a `Failure` of its own.
    """
    depth = path.depth if isinstance(path, PackedFile) else 0
    if depth >= MAX_DEPTH:
        raise LoadError("is an archive in an archive in an archive; unpack it first")
    with open_regular(path) as file:
        try:
            archive = ZipFile(file)
        except BadZipFile as error:
            raise LoadError("is not a ZIP archive, or a damaged one") from error
        entries = _files(archive)
        known = {name: entry for name, entry in entries.items() if name.lower().endswith(suffixes)}
        _refuse_many_archives(known)
        for name, entry in known.items():
            yield from read_packed(read, name, partial(_content, archive, entry), path, article_id)
        if others := Counter(
            PurePosixPath(name).suffix.lower() or "no suffix" for name in entries if name not in known
        ):
            kinds = ", ".join(sorted(others)[:10])
            yield Notice(path.name, f"files in it that are of no supported kind: {others.total():,} ({kinds})")


def _refuse_many_archives(entries: dict[str, ZipInfo]) -> None:
    if sum(name.lower().endswith(".zip") for name in entries) > _MAX_INNER_ARCHIVES:
        raise LoadError(f"holds more than {_MAX_INNER_ARCHIVES} archives; unpack it first")


def _files(archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the files by name, the last of each name as whoever unpacks it has it; without what systems add."""
    files = {_name(entry): entry for entry in archive.infolist() if not entry.is_dir()}
    shown = {name: entry for name, entry in files.items() if name and not _is_systems(name)}
    if not shown:
        raise LoadError("holds no file")
    if len(shown) > MAX_FILES:
        raise LoadError(f"holds {len(shown):,} files, more than the limit of {MAX_FILES:,}; split it")
    if all(entry.flag_bits & ENCRYPTED for entry in shown.values()):
        raise LoadError("is password-protected; pack it without a password")
    return shown


def _name(entry: ZipInfo) -> str:
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        # Many programs write UTF-8 and do not say so; the reader has taken it for code page 437.
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = entry.filename
    return clean_line(name)


def _is_systems(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in {".", ".."}]
    return any(part.startswith((".", "__MACOSX", "~$")) or part == "Thumbs.db" for part in parts)


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    if entry.flag_bits & ENCRYPTED:
        raise LoadError("is password-protected; pack it without a password")
    if entry.file_size > MAX_FILE_BYTES:
        raise LoadError(TOO_LARGE)
    try:
        return archive.read(entry)
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise LoadError(f"is damaged in the archive, or packed in a way that is not supported ({error})") from error
