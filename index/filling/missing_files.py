"""Files that a sync does not find any more: moved, deleted, or on a drive that is gone."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

MIN_FILES = 2  # one file that was replaced by another is no drive that is gone


@dataclass(frozen=True, slots=True)
class Emptied:
    """A folder of which nothing is there any more, and its files that were read."""

    folder: Path
    files: frozenset[Path]


def find_emptied(root: Path, known: Iterable[Path], found: Iterable[Path]) -> list[Emptied]:
    """Return the folders that look as if their drive were gone, `root` or folders in it.

    `root` does where nothing lies in it, or where not one of several known files is left. A folder in it does where
    it is there, is empty, and held several; and where it cannot be listed, so that it is among those `found`.
    """
    known, found = frozenset(known), frozenset(found)
    gone = known - found
    if gone and gone == known and root.is_dir() and (not found or len(known) >= MIN_FILES):
        return [Emptied(root, gone)]
    emptied: list[Emptied] = []
    for folder in sorted({parent for file in gone for parent in file.parents if root in parent.parents}):
        files = frozenset(file for file in gone if folder in file.parents)
        if folder in found or (len(files) >= MIN_FILES and _is_empty(folder)):
            emptied.append(Emptied(folder, files))
    return emptied


def _is_empty(folder: Path) -> bool:
    try:
        return folder.is_dir() and not any(folder.iterdir())
    except OSError:
        return False


class Moves:
    """Files that lay elsewhere until now: known by their content, and by where their neighbours went."""

    def __init__(self, known: Mapping[Path, str], found: Iterable[Path]) -> None:
        """`known` are all files that were read, with their digests; `found` those that are there now."""
        self._found = frozenset(found)
        self._known = frozenset(known)
        self._by_digest: dict[str, list[Path]] = {}
        for file, digest in known.items():
            self._by_digest.setdefault(digest, []).append(file)
        self._folders: set[tuple[Path, Path]] = set()
        self._sources: dict[Path, Path] = {}

    def take(self, file: Path, digest: str) -> None:
        """Note where a new file with this content lay before, where it is no longer."""
        taken = frozenset(self._sources.values())
        sources = [one for one in self._by_digest.get(digest, ()) if one not in taken and self._is_gone(one)]
        if file in self._known or not sources:
            return
        source = max(sources, key=lambda candidate: _shared_tail(candidate, file))
        self._sources[file] = source
        if shared := _shared_tail(source, file):
            self._folders.add((source.parents[shared - 1], file.parents[shared - 1]))

    def sources_of(self, file: Path) -> tuple[Path, ...]:
        """Return where a file lay before; () for one that did not come from elsewhere."""
        return (self._sources[file],) if file in self._sources else ()

    def followers(self) -> set[Path]:
        """Return the files that went with a moved folder and were changed there, where they were before."""
        return {
            file
            for before, after in self._folders
            for file in self._known
            if before in file.parents and after / file.relative_to(before) in self._found and self._is_gone(file)
        }

    def _is_gone(self, file: Path) -> bool:
        if file in self._found:
            return False
        try:
            file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False  # a drive that does not answer has not lost its files
        return False


def _shared_tail(one: Path, other: Path) -> int:
    """Return how many names at their ends two paths share."""
    length = 0
    for mine, others in zip(reversed(one.parts), reversed(other.parts), strict=False):
        if mine != others:
            break
        length += 1
    return length


def one_spelling(path: Path, folders: Iterable[Path]) -> Path:
    """Return a path as it was spelled when it, or a folder that holds it, was synced first.

    So two ways to one folder, one of them by a link, are one. `folders` are those that were synced.
    """
    plain, real = Path(os.path.abspath(path)), path.resolve()  # noqa: PTH100 - takes out "..", and keeps links
    longest_first = sorted(folders, key=lambda folder: (-len(folder.parts), str(folder)))
    if any(plain.is_relative_to(folder) for folder in longest_first):
        return plain
    for folder in longest_first:
        if real.is_relative_to(there := folder.resolve()):
            return folder / real.relative_to(there)
    return real if any(folder.is_relative_to(real) for folder in longest_first) else plain
