"""Turns of those who write to a library on a server: advisory locks, free when their holder is cut off."""

from index.errors import LibraryBusy
from index.postgres.connection import PostgresConnection
from index.writer_lock import PATIENCE_S, why_busy


def lock(connection: PostgresConnection, schema: str) -> None:
    """Hold the writer's lock until the connection ends.

    Raises:
        LibraryBusy: somebody else holds it beyond our patience.
    """
    connection.run("SELECT set_config('lock_timeout', ?, false)", f"{PATIENCE_S * 1000:.0f}ms")
    try:
        connection.run("SELECT pg_advisory_lock(hashtext(?))", _name(schema))
    except LibraryBusy as error:
        raise LibraryBusy(why_busy(connection.name)) from error


def lock_in_turn(connection: PostgresConnection, schema: str) -> None:
    """Wait for the writer's lock, however long, and hold it until the transaction ends."""
    connection.run("SELECT pg_advisory_xact_lock(hashtext(?))", _name(schema))


def _name(schema: str) -> str:
    return f"broadsheet writer {schema}"
