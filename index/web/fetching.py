"""Fetching one address: public hosts only, a few redirects, and never more or longer than a page takes."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urljoin, urlsplit

from index.errors import FetchFailed, PageGone

MAX_BYTES = 20 * 2**20
MAX_REDIRECTS = 5
CONNECT_S = 10.0  # to wait for a connection, and for each piece of the answer
WHOLE_S = 60.0
_SAFE = "/?&=%+;,:@!$'()*~"
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_AGENT = "broadsheet (fetches what its user adds; https://github.com/broadsheet/broadsheet)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address that gave it after redirects, its media type and stated charset, and its bytes."""

    url: str
    kind: str
    charset: str
    data: bytes


def fetch(url: str, *, allow_private: bool = False) -> Fetched:
    """Return what lies at a web address.

    A host is looked up once, and the connection goes to the address that was checked, so that a second look-up
    cannot lead elsewhere; each redirect is checked alike. No proxy is used.

    Raises:
        FetchFailed: it is not http or https, leads to this computer or its network, or gives no page in time;
            a `PageGone` where no page is there any more.
    """
    until = time.monotonic() + WHOLE_S
    for _ in range(MAX_REDIRECTS + 1):
        answer = _answer(url, allow_private, until)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise FetchFailed(f"{url} is behind more than {MAX_REDIRECTS} redirects; add the address where they end")


def _answer(url: str, allow_private: bool, until: float) -> Fetched | str:
    """Return the answer of an address, or the address that it redirects to."""
    host, port, target = _parts(url)
    address = _looked_up(host, port, allow_private)
    connection = http.client.HTTPConnection(host, port)
    opened: list[socket.socket] = []
    # What drips in byte by byte never times out by itself; a connection that ends with its answer forgets its socket.
    alarm = threading.Timer(max(0.0, until - time.monotonic()), _cut, (opened,))
    alarm.daemon = True
    alarm.start()
    try:
        opened.append(socket.create_connection((address, port), CONNECT_S))
        if url[:6].lower() == "https:":
            _encrypt(opened, host)
        connection.sock = opened[-1]
        connection.request("GET", target, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
        response = connection.getresponse()
        place = response.headers.get("Location")
        if response.status in _REDIRECTS and place:
            return urljoin(url, place)
        if response.status != 200:
            kind = PageGone if response.status in _GONE else FetchFailed
            raise kind(f"{url} answered {response.status} {response.reason}; expected a page (200)")
        data = response.read(MAX_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchFailed(f"{url} could not be fetched: {_reason(error, until)}; try again later") from error
    finally:
        alarm.cancel()
        connection.close()
    if len(data) > MAX_BYTES:
        raise FetchFailed(f"{url} is larger than {MAX_BYTES // 2**20} MiB, the limit for what is fetched")
    if time.monotonic() > until:
        raise FetchFailed(f"{url} could not be fetched: it took too long; try again later")
    return Fetched(url, *_kind(response.headers), data)


def _encrypt(opened: list[socket.socket], host: str) -> None:
    context = ssl.create_default_context()
    encrypted = context.wrap_socket(opened[-1], server_hostname=host, do_handshake_on_connect=False)
    opened.append(encrypted)
    encrypted.do_handshake()


def _cut(opened: list[socket.socket]) -> None:
    for connected in opened:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)


def _parts(url: str) -> tuple[str, int, str]:
    """Return the host, the port and what to ask it for."""
    expected = "expected one like https://example.org/page"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchFailed(f"{url} is not a web address ({error}); {expected}") from error
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise FetchFailed(f"{url} is not a public web address; {expected}")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return host, port or (443 if parts.scheme == "https" else 80), target


def _looked_up(host: str, port: int, allow_private: bool) -> str:
    """Return the first of a host's addresses; refuse the host if any of them is not public."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"{host} is not known ({_reason(error)}); check the address and the network") from error
    for address in found:
        if not allow_private and not is_public(address):
            raise FetchFailed(
                f"{host} leads to {address}, which is this computer or its own network; only public addresses are "
                "fetched (in the terminal, `broadsheet add --allow-private` fetches others)"
            )
    return found[0]


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public network: not this computer, its network or a reserved range."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _embedded(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_unspecified)


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address in one of the translation prefixes (RFC 6052, and ::a.b.c.d)."""
    if int(ip) >> 32 in (0, 0x0064FF9B << 64):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _kind(headers: Message) -> tuple[str, str]:
    return headers.get_content_type(), headers.get_content_charset() or ""


def _reason(error: Exception, until: float = float("inf")) -> str:
    if isinstance(error, TimeoutError) or time.monotonic() > until:
        return "it took too long"
    return str(getattr(error, "strerror", "") or error)
