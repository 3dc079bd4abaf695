"""The manifest of a backup: its files with their sha256, and the home that it was made of."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from ui.errors import InterfaceError

NAME = "manifest.json"
FORMAT = 1
LIBRARY = "library/library.sqlite"
CONVERSATIONS = "conversations.sqlite"
COLLECTIONS = "collections.sqlite"
NOTES = "notes.sqlite"
DOCUMENTS = "documents"
MAX_MANIFEST_BYTES = 256_000_000
_SHA256 = re.compile("[0-9a-f]{64}")


class BackupRefused(InterfaceError):
    """A backup that cannot be made, or that is not what it says and is not brought back."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a backup: its path in the home, its bytes, and their sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a backup but the manifest, in order; `home` is where they lay."""

    version: str
    made: str
    home: str
    files: tuple[KeptFile, ...]

    def write(self) -> bytes:
        """Return it as JSON."""
        told = {"broadsheet": "backup", "format": FORMAT, **asdict(self)}
        return f"{json.dumps(told, indent=1, ensure_ascii=True)}\n".encode()


def read_manifest(content: bytes, where: Path) -> Manifest:
    """Return the manifest of the backup `where`.

    Raises:
        BackupRefused: it is no manifest, is of a newer format, or names a file that is not a home's.
    """
    try:
        read = json.loads(content)
        if read["broadsheet"] != "backup":
            raise ValueError("it does not say that it is a backup")
        if read["format"] != FORMAT:
            raise BackupRefused(
                f"The backup {where} has format {read['format']}; this Broadsheet reads format {FORMAT}: "
                "install the version that made it."
            )
        files = tuple(KeptFile(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in read["files"])
        manifest = Manifest(str(read["version"]), str(read["made"]), str(read["home"]), files)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BackupRefused(
            f"{where} is no backup of Broadsheet ({error}); expected what `broadsheet backup` made."
        ) from error
    for file in files:
        if not is_homes(file.path) or file.size < 0 or not _SHA256.fullmatch(file.sha256):
            raise BackupRefused(
                f"The backup {where} names {file.path!r}, which is no file of a home: nothing was done."
            )
    if len({file.path for file in files}) != len(files):
        raise BackupRefused(f"The backup {where} names a file twice: nothing was done.")
    return manifest


def is_homes(path: str) -> bool:
    """Tell whether a path, relative and with slashes, is one that a backup may have."""
    if path in (LIBRARY, CONVERSATIONS, COLLECTIONS, NOTES):
        return True
    parts = PurePosixPath(path).parts
    safe = not any(part in ("", ".", "..") or "\\" in part or "\0" in part or ":" in part for part in parts)
    return safe and len(parts) > 1 and parts[0] == DOCUMENTS and "/".join(parts) == path
