"""Conversations, notes, collections, users and tokens, carried from a home to its library on a server, or back."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.home import Home
from ui.backups.manifest import COLLECTIONS, CONVERSATIONS, NOTES
from ui.collections.errors import CollectionTaken
from ui.collections.store import TABLES as COLLECTION_TABLES
from ui.collections.store import CollectionStore
from ui.conversations.database import CONVERSATIONS as CONVERSATION_TABLES
from ui.conversations.database import Kept, Statements, Tables
from ui.conversations.server import KeptOnServer, keep
from ui.notes.store import TABLES as NOTE_TABLES
from ui.server.access import accounts, tokens
from ui.server.access.private_files import find_place


def carry_to_server(source: Home, address: str) -> None:
    """Take along what a home keeps, or its library on a server; what is there already stays, and so does the source."""
    _carry(source, replace(source, server=address))


def carry_home(home: Home) -> Path | None:
    """Bring what is kept on the server back into the home; return where what it replaced lies now."""
    there = replace(home, server="")
    held = {
        COLLECTIONS: KeptOnServer(home.server, COLLECTION_TABLES).exists,
        CONVERSATIONS: keep(home, CONVERSATIONS, CONVERSATION_TABLES).exists,
        NOTES: keep(home, NOTES, NOTE_TABLES).exists,
        accounts.FILE: bool(accounts.read_accounts(find_place(home))),
        tokens.FILE: bool(tokens.read_tokens(find_place(home))),
    }
    replaced = [home.root / f"{name}{end}" for name, is_held in held.items() if is_held for end in ("", "-wal", "-shm")]
    aside = home.root / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    for file in replaced:
        if file.exists():
            aside.mkdir(exist_ok=True)
            file.rename(aside / file.name)
    _carry(home, there)
    return aside if aside.exists() else None


def _carry(source: Home, target: Home) -> None:
    """Copy what is not there yet; who may read what comes first."""
    found, given = _collections(source), _collections(target)
    for collection in found.all():
        with suppress(CollectionTaken):
            given.add(collection)
    places = find_place(source), find_place(target)
    users, there = (accounts.read_accounts(place) for place in places)
    if users.hashes.keys() - there.hashes.keys():
        accounts.write_accounts(places[1], accounts.Accounts({**users.hashes, **there.hashes}))
    made, kept = (tokens.read_tokens(place) for place in places)
    if new := [one for one in made if all(one.name != other.name for other in kept)]:
        tokens.write_tokens(places[1], (*kept, *new))
    for file, tables in ((CONVERSATIONS, CONVERSATION_TABLES), (NOTES, NOTE_TABLES)):
        _copy(keep(source, file, tables), keep(target, file, tables), tables)


def _collections(home: Home) -> CollectionStore:
    if home.server:
        return CollectionStore(server=KeptOnServer(home.server, COLLECTION_TABLES))
    return CollectionStore(home.root / COLLECTIONS)


def _copy(source: Kept, target: Kept, tables: Tables) -> None:
    if not source.exists:
        return

    def read(rows: Statements) -> dict[str, list[tuple[object, ...]]]:
        return {
            table: rows.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608 - our names
            for table, columns in tables.columns.items()
        }

    found = source.run(read)

    def write(rows: Statements) -> None:
        for table, columns in tables.columns.items():
            marks = ", ".join("?" * len(columns.split(", ")))
            for row in found[table]:
                rows.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", row)  # noqa: S608

    target.run(write)
