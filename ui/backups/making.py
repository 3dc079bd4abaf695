"""Making a backup: consistent while others read and write, and there as a whole or not at all."""

import io
import os
import shutil
import tarfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.database.copying import check_database, check_library, copy_database
from index.disk import sha256_of, sync_file, sync_folder
from index.home import Home
from ui.backups.manifest import (
    COLLECTIONS,
    CONVERSATIONS,
    DOCUMENTS,
    LIBRARY,
    NAME,
    NOTES,
    BackupRefused,
    KeptFile,
    Manifest,
)

TAR = ".tar"


def make_backup(home: Home, target: Path) -> tuple[Manifest, tuple[str, ...]]:
    """Save a home into `target`, one file when its name ends in `.tar`, else a folder.

    Returns the manifest, and what is damaged in what was saved: a damaged library is better than none.

    Raises:
        BackupRefused: there is nothing to save, or there is a file or folder `target` already.
        LibraryError: the library cannot be read.
        OSError: the backup cannot be written.
    """
    target = target.expanduser().absolute()
    if target.exists() or target.is_symlink():
        raise BackupRefused(f"There is a {target} already and nothing was saved: give the backup another name.")
    scratch = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        scratch.mkdir(parents=True)
        manifest = _fill(home, scratch)
        findings = _examine(scratch)
        if target.name.endswith(TAR):
            packed = scratch.with_suffix(f"{TAR}.part")
            try:
                _pack(manifest, scratch, packed)
                packed.rename(target)
            finally:
                packed.unlink(missing_ok=True)
        else:
            scratch.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest, findings


def _fill(home: Home, folder: Path) -> Manifest:
    """Write the copies and the manifest into `folder`."""
    databases = {name: home.root / name for name in (LIBRARY, CONVERSATIONS, COLLECTIONS, NOTES)}
    for name, source in databases.items():
        if source.exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy_database(source, folder / name)
    if home.documents.is_dir():
        for file in sorted(home.documents.rglob("*")):
            place = file.relative_to(home.documents)
            # Hidden: one that is just arriving. A link may lead anywhere.
            if file.is_file() and not file.is_symlink() and not any(part.startswith(".") for part in place.parts):
                copy = folder / DOCUMENTS / place
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
                sync_file(copy)
    files = tuple(_kept(file, folder) for file in sorted(folder.rglob("*")) if file.is_file())
    if not files:
        raise BackupRefused(f"There is nothing to save in {home.root} yet: `broadsheet sync FOLDER` starts a library.")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(_version(), made, str(home.root), files)
    (folder / NAME).write_bytes(manifest.write())
    sync_file(folder / NAME)
    return manifest


def _kept(file: Path, folder: Path) -> KeptFile:
    return KeptFile(file.relative_to(folder).as_posix(), file.stat().st_size, sha256_of(file))


def _examine(folder: Path) -> tuple[str, ...]:
    library = folder / LIBRARY
    found: tuple[str, ...] = ()
    if library.exists():
        found += check_library(_scratch_copy(library))
        shutil.rmtree(folder / ".check")
    for name in (CONVERSATIONS, COLLECTIONS, NOTES):
        if (folder / name).exists():
            found += tuple(f"{Path(name).stem}: {wrong}" for wrong in check_database(folder / name))
    return found


def _scratch_copy(library: Path) -> Path:
    """Copy the library's copy, since opening a library may write to it and its sha256 is taken already."""
    folder = library.parent.parent / ".check"
    folder.mkdir()
    return Path(shutil.copyfile(library, folder / library.name))


def _pack(manifest: Manifest, folder: Path, packed: Path) -> None:
    with tarfile.open(packed, "x", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, NAME, io.BytesIO(content := manifest.write()), len(content))
        for file in manifest.files:
            with (folder / file.path).open("rb") as stream:
                _add(archive, file.path, stream, file.size)
    sync_file(packed)


def _add(archive: tarfile.TarFile, name: str, stream: io.BufferedIOBase, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    archive.addfile(member, stream)


def _version() -> str:
    try:
        return version("broadsheet")
    except PackageNotFoundError:
        return ""
