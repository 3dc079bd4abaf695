"""Files of a folder that are articles."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import read_bytes
from index.loaders.encoding import decode

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".broadsheetignore"
# Written by systems and programs beside what people write: lock files, backups, half of a download, pictures of
# folders. A line "!NAME" of the ignore file brings one back.
_BY_PROGRAMS = (
    *("~$*", "*~", "[~]*.tmp", "*.tmp", "*.bak", "*.swp", "*.swo", "[#]*[#]", "*.part", "*.crdownload", "*.lnk"),
    *("[Tt]humbs.db", "[Ee]hthumbs*.db", "[Dd]esktop.ini", "[Aa]utorun.inf", "Icon[\r]", "$RECYCLE.BIN/", "RECYCLER/"),
    *("System Volume Information/", "lost+found/", "__MACOSX/", "@eaDir/", "[#]recycle/"),
)


def find_files(folder: Path) -> Iterator[Path]:
    """Yield the files below `folder`, each folder's entries sorted by name.

    Left out are hidden files and folders, what systems and office programs put there, a home of
    Broadsheet, what the folder's `.broadsheetignore` names (gitignore syntax), special files, and
    symbolic links that lead outside `folder` or in a circle. Files of any suffix are yielded, and so
    is a folder that cannot be listed: `load_file` says what is wrong.
    Raise `LoadError` when `folder` is not a folder or its ignore file cannot be read.
    """
    if not folder.is_dir():
        raise LoadError(f"{folder} is not a folder")
    yield from _Walk(folder).files(folder)


def is_by_program(name: str) -> bool:
    """Tell whether a file of this name is one that systems and programs put beside what people write."""
    from pathspec import GitIgnoreSpec

    return name.startswith(".") or GitIgnoreSpec.from_lines(_BY_PROGRAMS).match_file(name)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to list: its name below the root with a slash, and the real folders from the root to it."""

    path: Path
    prefix: str
    above: tuple[Path, ...]


class _Walk:
    """One walk through a folder: what it may not leave, what it leaves out, and links already taken."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._ignored = _ignore_rules(folder)
        self._entered_by_link: set[Path] = set()

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the files below `folder`."""
        # No recursion: a path can hold more folders than Python allows calls in each other.
        open_folders: list[Iterator[Path | _Folder]] = [self._entries(_Folder(folder, "", (self._root,)))]
        while open_folders:
            entry = next(open_folders[-1], None)
            if entry is None:
                open_folders.pop()
            elif isinstance(entry, Path):
                yield entry
            else:
                open_folders.append(self._entries(entry))

    def _entries(self, folder: "_Folder") -> "Iterator[Path | _Folder]":
        try:
            with os.scandir(folder.path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
            if folder.prefix and _is_home(folder.path):
                return
        except OSError:
            yield folder.path
            return
        for entry in entries:
            name = folder.prefix + entry.name
            if entry.name.startswith(".") or _leads_nowhere(entry):
                continue
            if entry.is_dir():
                real = Path(entry).resolve() if entry.is_symlink() else folder.above[-1] / entry.name
                if not self._ignored.match_file(name + "/") and self._may_enter(entry, real, folder.above):
                    yield _Folder(Path(entry), name + "/", (*folder.above, real))
            elif entry.is_file() and not self._ignored.match_file(name) and self._is_inside(entry):
                yield Path(entry)

    def _may_enter(self, entry: os.DirEntry[str], real: Path, above: tuple[Path, ...]) -> bool:
        if not entry.is_symlink():
            return True
        # Entering each target once by a link keeps folders that link to each other finite.
        if real in above or real in self._entered_by_link or not real.is_relative_to(self._root):
            return False
        self._entered_by_link.add(real)
        return True

    def _is_inside(self, entry: os.DirEntry[str]) -> bool:
        return not entry.is_symlink() or Path(entry).resolve().is_relative_to(self._root)


def _is_home(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("library.sqlite", "library/library.sqlite"))


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and not Path(entry).resolve().exists()
    except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for a link to itself
        return True


def _ignore_rules(folder: Path) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    path = folder / IGNORE_FILE
    try:
        lines = decode(read_bytes(path, may_be_empty=True)).splitlines() if path.is_file() else []
        return GitIgnoreSpec.from_lines([*_BY_PROGRAMS, *lines])
    except (OSError, ValueError, LoadError) as error:
        # Going on without the rules would load what the user wanted left out.
        raise LoadError(f"{IGNORE_FILE} in {folder} cannot be used: {error}") from error
