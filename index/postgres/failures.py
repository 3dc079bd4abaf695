"""Failures of a PostgreSQL server as sentences fit to show."""

import psycopg

from index.address import Address
from index.database.failures import unfit
from index.errors import LibraryAway, LibraryBusy, LibraryError

WHOLE = "what it held before is whole, nothing half-written remains"


def unopened(address: Address, error: Exception) -> LibraryError:
    """Return the exception for a library that cannot be reached."""
    name, says = address.name, address.hide_secrets(_first_line(error))
    if "password" in says:
        mend = "put the right user and password into the address, or the password into PGPASSWORD or ~/.pgpass"
    elif "database" in says and "exist" in says:
        mend = "make the database with `createdb`, or name another"
    else:
        mend = "check that the server runs and the address is right, then run the same command again"
        if "too many" in says or "connection slots" in says:
            mend = "end some of its connections, or let it take more (max_connections), then run the same command again"
        return LibraryAway(f"The library {name} cannot be reached ({says}): {mend}.")
    return LibraryError(f"The library {name} cannot be reached ({says}): {mend}.")


def to_library_error(name: str, error: Exception) -> LibraryError:
    """Return the exception that says what happened to the library of this name."""
    if isinstance(error, UnicodeEncodeError | psycopg.DataError):
        return unfit(name, error, "PostgreSQL takes neither U+0000 nor half characters")
    code = getattr(error, "sqlstate", None) or ""
    if code.startswith("53"):
        return LibraryAway(
            f"The library {name} cannot be read or written ({_first_line(error)}); {WHOLE}: free some space, memory or "
            "connections there, then run the same command again."
        )
    if code == "25006":
        mend = "it can be read only; name the server that takes writing, or let this one"
    elif code == "42501" and "for database" in _first_line(error):
        mend = "let this user make a schema in the database (GRANT CREATE ON DATABASE), or name another user"
    elif code == "42501":
        mend = "let this user of the database read and write the tables of the library (GRANT), or name another user"
    elif code in {"55P03", "40P01", "40001"}:
        return LibraryBusy(f"Another process is writing to the library {name}: wait until it is done, then try again.")
    elif code == "57014":
        mend = "let it take longer (statement_timeout), then run the same command again"
    elif code[:2] in {"", "08", "57"} or code == "25P03":  # the last for what stood still in a transaction
        return LibraryAway(
            f"The library {name} cannot be read or written ({_first_line(error)}); {WHOLE}: the server was lost; wait "
            "until it is back, then run the same command again."
        )
    else:
        mend = "`broadsheet doctor` tells what is wrong with it"
    return LibraryError(f"The library {name} cannot be read or written ({_first_line(error)}); {WHOLE}: {mend}.")


def no_pgvector(name: str, error: Exception | None = None) -> LibraryError:
    """Return the exception for a server without pgvector, or with one that is too old."""
    says = f" ({_first_line(error)})" if error else ""
    return LibraryError(
        f"The library {name} needs pgvector 0.8 or newer{says}: install it on the server, and let an administrator of "
        "the database type `CREATE EXTENSION vector`, or `ALTER EXTENSION vector UPDATE` where an older one is there."
    )


def too_old(name: str, version: int, least: int) -> LibraryError:
    """Return the exception for a server of an older version than is needed."""
    return LibraryError(
        f"The library {name} is on PostgreSQL {version}; expected {least} or newer: name a newer server, or upgrade it."
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
