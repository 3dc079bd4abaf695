"""Addresses of libraries on servers: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from index.errors import LibraryError

SCHEMES = ("postgresql", "postgres")
SCHEMA = "broadsheet"  # unless the address names another: so two libraries lie in one database
SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a library is: `told` for the driver, with the password; `name` for messages, without."""

    told: str = field(repr=False)
    name: str
    schema: str
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    def hide_secrets(self, text: str) -> str:
        """Return a text with stars in the place of the password, however it is spelled in it."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def is_on_server(place: object) -> bool:
    """Tell whether a library is named by an address of a server."""
    return isinstance(place, str) and place.partition("://")[0] in SCHEMES and "://" in place


def read_name(place: object) -> str:
    """Return how a library is called: its address without the password, "" for one in its home."""
    return read_address(place).name if isinstance(place, str) and is_on_server(place) else ""


def read_address(place: str) -> Address:
    """Return the parts of an address; what it does not say PostgreSQL's own variables and `~/.pgpass` may.

    Raises:
        LibraryError: it is no address.
    """
    try:
        parts = urlsplit(place)
    except ValueError:  # whose message may show the password
        raise LibraryError(
            "The address of the library cannot be read; expected postgresql://USER@HOST:PORT/DATABASE, with signs such "
            "as @, : and / of a password written as %40, %3A and %2F."
        ) from None
    given = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in given if name == "schema"), "") or SCHEMA
    rest = [(name, value) for name, value in given if name != "schema"]
    user, at, host = parts.netloc.rpartition("@")
    shown = [(name, value) for name, value in given if name not in SECRETS]

    def join(netloc: str, query: list[tuple[str, str]]) -> str:
        # libpq reads "+" as itself.
        return urlunsplit((parts.scheme, netloc, parts.path, urlencode(query, quote_via=quote), ""))

    secrets = {user.partition(":")[2], *(value for name, value in given if name in SECRETS)}
    spelled = frozenset(way for secret in secrets if secret for way in (secret, unquote(secret), quote(secret)))
    return Address(join(parts.netloc, rest), join(f"{user.partition(':')[0]}{at}{host}", shown), schema, spelled)
