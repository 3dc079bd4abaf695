"""Small files that nobody but their owner can read, written whole or not at all."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from index.home import Home
from ui.conversations.database import Kept, Tables
from ui.conversations.keeping import keep


def write_private(path: Path, value: Mapping[str, object]) -> None:
    """Write `value` as JSON to `path`, in place of what is there; raises OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arriving = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{json.dumps(value, indent=1)}\n")
            stream.flush()
            os.fsync(stream.fileno())
        arriving.replace(path)
    finally:
        arriving.unlink(missing_ok=True)


PRIVATE = Tables("users and tokens", 1, "CREATE TABLE private (name TEXT PRIMARY KEY, content TEXT NOT NULL)")
Place = Path | Kept  # the folder of a home, or beside its library on a server


def find_place(home: Home) -> Place:
    """Return where the users and tokens are kept."""
    return keep(home, "", PRIVATE) if home.server else home.root


def read_private(place: Place, name: str) -> str:
    """Return what is kept under a name; raises FileNotFoundError where there is nothing."""
    if isinstance(place, Path):
        return (place / name).read_text(encoding="utf-8")
    query = "SELECT content FROM private WHERE name = ?"
    row = place.run(lambda rows: rows.execute(query, (name,)).fetchone()) if place.exists else None
    if row is None:
        raise FileNotFoundError(name)
    return str(row[0])


def keep_private(place: Place, name: str, value: Mapping[str, object]) -> None:
    """Keep `value` under a name, in place of what is there."""
    if isinstance(place, Path):
        write_private(place / name, value)
        return
    query = "INSERT INTO private VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content"
    place.run(lambda rows: rows.execute(query, (name, json.dumps(value))))
