"""Failures of SQLite as sentences fit to show, and the checksums of what it keeps."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryBusy, LibraryDamaged, LibraryError

_FULL = {sqlite3.SQLITE_FULL}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
MEND = "`broadsheet doctor` shows what is damaged, and `broadsheet restore BACKUP` or a sync into a new --home mends it"


@contextmanager
def in_words() -> Iterator[None]:
    """Raise sqlite3.DatabaseError where Python cannot even decode what SQLite says: it quotes the damaged file."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("there are bytes in it that are no text") from error


def to_library_error(path: Path, error: sqlite3.Error) -> LibraryError:
    """Return the exception that says what happened to the library file `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return LibraryError(
            f"The disk is full, so the library {path} could not be written; what it held before is whole: "
            "free some space, then run the same command again."
        )
    if code in _BUSY:
        return LibraryBusy(f"Another process is writing to the library {path}: wait until it is done, then try again.")
    if code in _DAMAGE or not code:  # without a code: a text that is no UTF-8 any more
        return LibraryDamaged(f"The library {path} is damaged ({error}): {MEND}.")
    return LibraryError(
        f"The library {path} cannot be read or written ({error}); what it held before is whole: check the disk and "
        "the folder's permissions, then run the same command again."
    )


def unfit(name: str, error: Exception, rule: str) -> LibraryError:
    """Return the exception for a text that a database cannot hold by its `rule`."""
    says = str(error).strip().partition("\n")[0]
    return LibraryError(
        f"The library {name} can neither keep nor look for a text ({says}): {rule}; take them out, then run the same "
        "command again."
    )


def damaged(name: str, what: str) -> LibraryDamaged:
    """Return the exception for something in the library of this name that is not what was written."""
    return LibraryDamaged(
        f"The library {name} is damaged ({what} is not what was written): `broadsheet doctor --mend` drops what is "
        "damaged, and a sync of its folder brings it back."
    )


def checksum_place(text_id: int, start: int, end: int, speaker: str) -> int:
    """Return the CRC-32 of where a passage lies."""
    return zlib.crc32(f"{text_id}:{start}:{end}:{speaker}".encode(errors="surrogatepass"))


def checksum_vector(vector: bytes) -> int:
    """Return the CRC-32 of a stored vector."""
    return zlib.crc32(vector)


def is_taken(name: str) -> LibraryError:
    """Return that another library is where one is to arrive."""
    return LibraryError(
        f"There is another library in {name} already, and nothing was changed: name another place, for one on a server "
        "another schema (?schema=NAME); one in a folder can be renamed."
    )
