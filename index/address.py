"""Addresses of libraries on servers: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

SCHEMES = ("postgresql", "postgres")
SCHEMA = "broadsheet"  # unless the address names another: so two libraries lie in one database
SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a library is: `told` for the driver, with the password; `name` for messages, without."""

    told: str = field(repr=False)
    name: str
    schema: str


def is_on_server(place: object) -> bool:
    """Tell whether a library is named by an address of a server."""
    return isinstance(place, str) and place.partition("://")[0] in SCHEMES and "://" in place


def read_name(place: object) -> str:
    """Return how a library is called: its address without the password, "" for one in its home."""
    return read_address(place).name if isinstance(place, str) and is_on_server(place) else ""


def read_address(place: str) -> Address:
    """Return the parts of an address; what it does not say PostgreSQL's own variables and `~/.pgpass` may.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(place)
    given = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in given if name == "schema"), "") or SCHEMA
    rest = [(name, value) for name, value in given if name != "schema"]
    user, at, host = parts.netloc.rpartition("@")
    shown = [(name, value) for name, value in given if name not in SECRETS]

    def join(netloc: str, query: list[tuple[str, str]]) -> str:
        # libpq reads "+" as itself.
        return urlunsplit((parts.scheme, netloc, parts.path, urlencode(query, quote_via=quote), ""))

    return Address(join(parts.netloc, rest), join(f"{user.partition(':')[0]}{at}{host}", shown), schema)
