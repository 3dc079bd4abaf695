"""The door of `broadsheet chat`: its options made into an address with its visitors, or a refusal."""

import os
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.home import Home
from ui.server.access.accounts import OWNER, Accounts, read_accounts, read_password_file, write_accounts
from ui.server.access.address import Address
from ui.server.access.errors import CertificateRefused, PasswordNeeded
from ui.server.access.origin import LOOPBACK_NAMES, Names, is_loopback
from ui.server.access.private_files import Place, find_place
from ui.terminal.screen import Screen

if TYPE_CHECKING:
    from ui.browser.app import Door

LOOPBACK = "127.0.0.1"  # nobody but this computer
PASSWORD = "BROADSHEET_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says of the page's address and of who may come in."""

    host: str = LOOPBACK
    port: int = 7860
    names: tuple[str, ...] = ()
    password_file: Path | None = None
    sign_in: bool = False
    certificate: Path | None = None
    key: Path | None = None


def open_door(wanted: Wanted, home: Home, screen: Screen) -> "Door":
    """Return the door, having said what is to be known of it.

    Raises:
        PasswordNeeded: other computers reach the address, and there is no password.
        PasswordRefused: the password, or the file of accounts, cannot be used.
        CertificateRefused: the certificate or its key cannot be used.
    """
    from ui.browser.app import Door

    address = Address(wanted.host, wanted.port, wanted.certificate, wanted.key)
    check_certificate(address)
    is_private = is_loopback(wanted.host)
    accounts = find_accounts(wanted, place := find_place(home), is_private)
    if not is_private and not address.is_secure:
        screen.notice(
            f"The page at {wanted.host} is served over plain http: whoever is on the same network can read along, the "
            "password included. Give --certificate FILE --key FILE for https, or use a VPN or an SSH tunnel."
        )
    return Door(address, find_names(wanted, is_private), accounts, home.root, place)


def find_accounts(wanted: Wanted, home: Place, is_private: bool) -> Accounts:
    """Return who may sign in; nobody has to where only this computer reaches the page and no password is given."""
    given = read_password_file(wanted.password_file) if wanted.password_file else os.environ.get(PASSWORD, "")
    if given:
        return read_accounts(home).including(OWNER, given)
    if is_private and not wanted.sign_in:
        return Accounts()
    kept = read_accounts(home)
    if kept:
        return kept
    if not sys.stdin.isatty():
        raise PasswordNeeded(
            f"The page at {wanted.host} would be open to whoever reaches it; expected a password: set {PASSWORD}, give "
            "--password-file FILE, or type `broadsheet users set owner` first."
        )
    from ui.commands.users import ask_password

    accounts = kept.including(OWNER, ask_password("A password for the page (it is asked for once)"))
    write_accounts(home, accounts)
    return accounts


def find_names(wanted: Wanted, is_private: bool) -> Names:
    """Return the names that a browser may open the page under."""
    own = {name.lower().rstrip(".") for name in wanted.names} | LOOPBACK_NAMES
    if not is_private:
        here = socket.gethostname().lower()
        own |= {wanted.host.strip("[]").lower(), here, f"{here.partition('.')[0]}.local"}
    return Names(frozenset(own), any_address=not is_private)


def check_certificate(address: Address) -> None:
    """Raise CertificateRefused unless certificate and key are both given and belong together, or neither is given."""
    if address.certificate is None and address.key is None:
        return
    if address.certificate is None or address.key is None:
        raise CertificateRefused("Https needs both files; expected --certificate FILE and --key FILE: give the other.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(address.certificate, address.key, password="")
    except (OSError, ValueError) as error:
        raise CertificateRefused(
            f"{address.certificate} and {address.key} cannot be used for https ({error}); expected a certificate and "
            "its key in PEM, without a passphrase: check both files."
        ) from error
