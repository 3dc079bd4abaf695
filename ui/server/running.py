"""The note of a page that is served, in its home: its address, and a secret that only its owner can read."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ui.server.access.address import Address
from ui.server.access.private_files import write_private

FILE = "running.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Running:
    """A page that is served: its address on this computer, and the secret of its start."""

    url: str
    secret: str
    library: str = ""  # its name where it is not in the home


def new_secret() -> str:
    """Return the secret of a start."""
    return secrets.token_urlsafe(32)


@contextmanager
def note_running(home: Path | None, address: Address, secret: str, library: str = "") -> Iterator[None]:
    """Keep in the home where the page is served, until the end; one over https alone is left out."""
    if home is None or address.is_secure or not secret:
        yield
        return
    path = home / FILE
    with suppress(OSError):  # the page is served all the same
        write_private(path, {"format": FORMAT, "url": address.url, "secret": secret, "library": library})
    try:
        yield
    finally:
        left = find_running(home)
        if left is not None and left.secret == secret:  # else another page has taken the place
            with suppress(OSError):
                path.unlink(missing_ok=True)


def find_running(home: Path) -> Running | None:
    """Return what is noted of a page that is, or was, served from a home."""
    try:
        read = json.loads((home / FILE).read_text(encoding="utf-8"))
        return (
            Running(str(read["url"]), str(read["secret"]), str(read.get("library", "")))
            if read["format"] == FORMAT
            else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
