"""Small files that nobody but their owner can read, written whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path

from index.disk import write_whole
from index.home import Home
from ui.conversations.database import Kept, Tables
from ui.conversations.server import keep


def write_private(path: Path, value: Mapping[str, object]) -> None:
    """Write `value` as JSON to `path`, in place of what is there; raises OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{json.dumps(value, indent=1)}\n".encode(), 0o600)


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
