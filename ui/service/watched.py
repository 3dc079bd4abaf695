"""The watched folders, kept in the home from one start to the next."""

import json
import threading
from pathlib import Path

from index.disk import write_whole
from index.errors import LibraryError
from index.filling.missing_files import one_spelling

FILE = "watched.json"


class WatchedFolders:
    """The folders whose changes are taken in by themselves; without a home they are forgotten at the end.

    A file that cannot be read stands for no folder: what it named is synced by hand until it is watched again.
    """

    def __init__(self, home: Path | None = None) -> None:
        self._file = home / FILE if home else None
        self._changed = threading.Event()
        self._folders = _read(self._file) if self._file else ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders, in the order in which they were added."""
        return self._folders

    @property
    def changed(self) -> threading.Event:
        """Return what is set when a folder is added or left; who waits for it clears it."""
        return self._changed

    def add(self, name: str) -> Path:
        """Watch the folder `name` from now on and return it.

        Raises:
            LibraryError: there is no such folder.
            OSError: the list cannot be kept.
        """
        folder = one_spelling(Path(name.strip()).expanduser(), self._folders)
        if not name.strip() or not folder.is_dir():
            raise LibraryError(
                f"There is no folder “{name.strip()}”: expected the whole path of one on this computer, like "
                "/home/me/articles."
            )
        if folder not in self._folders:
            self._keep((*self._folders, folder))
        return folder

    def leave(self, name: str) -> None:
        """Watch the folder `name` no longer; its articles stay. Raises OSError when the list cannot be kept."""
        self._keep(tuple(folder for folder in self._folders if str(folder) != name))

    def _keep(self, folders: tuple[Path, ...]) -> None:
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, f"{json.dumps(list(map(str, folders)), indent=1)}\n".encode())
        self._folders = folders
        self._changed.set()


def _read(file: Path) -> tuple[Path, ...]:
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(Path(one) for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
