"""Bringing a backup back: verified before anything is replaced, and beside what is there until it is whole."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from index.database.copying import check_database, check_library, move_paths
from index.disk import sync_folder
from index.home import Home
from index.writer_lock import WriterLock
from ui.backups.manifest import (
    COLLECTIONS,
    CONVERSATIONS,
    LIBRARY,
    MAX_MANIFEST_BYTES,
    NAME,
    NOTES,
    BackupRefused,
    KeptFile,
    Manifest,
    read_manifest,
)
from ui.backups.open_pages import refuse_open_page
from ui.collections.store import CollectionStore

PARTS = ("library", "documents", CONVERSATIONS, COLLECTIONS, NOTES)
# Of the old files: they must not meet the new ones.
LOGS = tuple(f"{name}-{end}" for name in (CONVERSATIONS, NOTES) for end in ("wal", "shm"))
_BLOCK_BYTES = 1 << 20


class _Backup(Protocol):
    """A folder or an archive: the names in it, and the bytes of each."""

    def names(self) -> frozenset[str]: ...

    def open(self, name: str) -> IO[bytes]: ...


def restore(home: Home, backup: Path, *, replace: bool = False) -> tuple[Manifest, Path | None]:
    """Bring a backup back into `home`; return its manifest, and where the replaced state lies now.

    Raises:
        BackupRefused: it is no whole backup, it names files outside a home, or the home holds
            something and `replace` is not set, or a page of it is open; nothing was changed.
        LibraryBusy: a sync, rebuild or removal is writing to the home; nothing was changed.
        OSError: the home cannot be written.
    """
    backup = backup.expanduser().absolute()
    there = [part for part in PARTS if (home.root / part).exists()]
    if there and not replace:
        raise BackupRefused(
            f"The home {home.root} holds {' and '.join(there)} already and nothing was changed: choose an empty one "
            "with --home FOLDER, or add --replace to set aside what is there."
        )
    refuse_open_page(home)
    home.root.parent.mkdir(parents=True, exist_ok=True)
    # Beside the home when it is not there yet, so that one move makes it; else inside, on its disk.
    beside = home.root if home.root.exists() else home.root.parent
    scratch = beside / f".{home.root.name}.{os.getpid()}.restoring"
    try:
        scratch.mkdir()
        with _open(backup) as opened:
            manifest = _unpack(opened, backup, scratch)
        _examine(manifest, backup, scratch, home)
        aside = _put_in_place(scratch, home)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest, aside


@contextmanager
def _open(backup: Path) -> Iterator[_Backup]:
    try:
        if backup.is_dir():
            yield _Folder(backup)
            return
        with tarfile.open(backup, "r:") as archive:
            yield _Archive(archive, backup)
    except (tarfile.TarError, EOFError) as error:
        raise BackupRefused(f"The backup {backup} cannot be read ({error}): nothing was changed.") from error
    except FileNotFoundError as error:
        raise BackupRefused(f"There is no backup {error.filename}: nothing was changed.") from error


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> frozenset[str]:
        return frozenset(
            file.relative_to(self._root).as_posix()
            for file in self._root.rglob("*")
            if file.is_symlink() or not file.is_dir()
        )

    def open(self, name: str) -> IO[bytes]:
        file = self._root / name
        if file.is_symlink() or not file.is_file() or not file.resolve().is_relative_to(self._root.resolve()):
            raise _foreign(self._root, name)
        return file.open("rb")


class _Archive:
    def __init__(self, archive: tarfile.TarFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self._members: dict[str, tarfile.TarInfo] = {}
        for member in archive:
            try:
                tarfile.data_filter(member, "/nowhere")  # refuses `..`, absolute names, links outside, devices
            except tarfile.FilterError as error:
                raise _foreign(path, member.name) from error
            if not member.isreg() or member.name in self._members:
                raise _foreign(path, member.name)
            self._members[member.name] = member

    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def open(self, name: str) -> IO[bytes]:
        stream = self._archive.extractfile(self._members[name])
        if stream is None:
            raise _foreign(self._path, name)
        return stream


def _foreign(backup: Path, name: str) -> BackupRefused:
    return BackupRefused(f"The backup {backup} holds {name!r}, which no backup holds: nothing was changed.")


def _unpack(opened: _Backup, backup: Path, scratch: Path) -> Manifest:
    """Write the files of the manifest into `scratch`, each checked, and no other."""
    names = opened.names()
    if NAME not in names:
        raise BackupRefused(f"{backup} is no backup of Broadsheet: it has no {NAME}; nothing was changed.")
    with opened.open(NAME) as stream:
        manifest = read_manifest(stream.read(MAX_MANIFEST_BYTES), backup)
    wanted = {file.path for file in manifest.files} | {NAME}
    for strange in sorted(names - wanted):
        raise _foreign(backup, strange)
    for missing in sorted(wanted - names):
        raise BackupRefused(f"The backup {backup} lacks its file {missing!r}: nothing was changed.")
    for file in manifest.files:
        target = scratch / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(file.path) as source, target.open("xb") as written:
            if _copy(source, written, file) != file.sha256:
                raise BackupRefused(f"The file {file.path!r} of the backup {backup} is damaged: nothing was changed.")
            written.flush()
            os.fsync(written.fileno())
    return manifest


def _copy(source: IO[bytes], target: IO[bytes], file: KeptFile) -> str:
    """Copy what the manifest allows and one byte more, which then shows in the sha256."""
    digest = hashlib.sha256()
    left = file.size + 1
    while left and (block := source.read(min(_BLOCK_BYTES, left))):
        digest.update(block)
        target.write(block)
        left -= len(block)
    return digest.hexdigest()


def _examine(manifest: Manifest, backup: Path, scratch: Path, home: Home) -> None:
    if (scratch / LIBRARY).exists():
        if manifest.home != str(home.root):
            move_paths(scratch / LIBRARY, Path(manifest.home), home.root)
        wrong = check_library(scratch / LIBRARY)
    else:
        wrong = ()
    for name in (CONVERSATIONS, COLLECTIONS, NOTES):
        if (scratch / name).exists():
            wrong += check_database(scratch / name)
    if wrong:
        raise BackupRefused(
            f"The backup {backup} holds what was damaged when it was made ({wrong[0]}): nothing was changed."
        )
    CollectionStore(scratch / COLLECTIONS).move(Path(manifest.home), home.root)


def _put_in_place(scratch: Path, home: Home) -> Path | None:
    """Move what lies in `scratch` into the home, and what was there aside; return where that is."""
    for folder in [scratch, *(part for part in scratch.rglob("*") if part.is_dir())]:
        sync_folder(folder)
    if scratch.parent != home.root:
        scratch.rename(home.root)
        sync_folder(home.root.parent)
        return None
    # A backup without collections leaves those that are there: they say who may read what.
    kept = () if (scratch / COLLECTIONS).exists() else (COLLECTIONS,)
    old = [part for part in (*PARTS, *LOGS) if (home.root / part).exists() and part not in kept]
    aside = home.root / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}" if old else None
    why_not = f"A sync, rebuild or removal is writing to {home.library}: wait until it is done, then try again."
    with WriterLock(home.library).hold(why_not) if home.library.exists() else nullcontext():
        if aside is not None:
            aside.mkdir()
        for part in (*PARTS, *LOGS):
            if aside is not None and part in old:
                (home.root / part).rename(aside / part)
            if (scratch / part).exists():
                (scratch / part).rename(home.root / part)
    sync_folder(home.root)
    return aside
