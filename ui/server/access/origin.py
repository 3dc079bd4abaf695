"""From where a request may come: this page alone, under one of this computer's own names."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ui.server.access.routes import Kind

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Names:
    """The names under which the page may be opened; `any_address` allows every number, which no rebinding can fake."""

    allowed: frozenset[str] = LOOPBACK_NAMES
    any_address: bool = False

    def allow(self, host: str) -> bool:
        """Tell whether a Host header names this server."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found["six"] or found["name"]).lower().rstrip(".")
        return name in self.allowed or (self.any_address and _is_address(name))


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this computer reaches `host`."""
    name = host.strip("[]").lower()
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_loopback)


def is_ours(headers: Mapping[str, str], kind: Kind) -> bool:
    """Tell whether a request may have been made by the page, and not by another site in the same browser.

    Programs that are no browser send neither header; what they can do, they could do with any header.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.partition("://")[2] != headers.get("host", ""):
        return False
    if site in (None, "same-origin", "none"):
        return True
    return kind is Kind.DOCUMENT and is_followed_link(headers)


def is_followed_link(headers: Mapping[str, str]) -> bool:
    """Tell whether somebody followed a link on another site; a cookie that is strict does not come along."""
    return (
        headers.get("sec-fetch-site") in ("cross-site", "same-site")
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
