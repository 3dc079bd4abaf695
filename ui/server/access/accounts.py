"""Names that may sign in, with the hashes of their passwords; a password itself is never kept."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ui.server.access.errors import PasswordRefused
from ui.server.access.private_files import Place, keep_private, read_private

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE = "accounts.json"
FORMAT = 1
OWNER = "owner"  # whose conversations are those of this computer's terminal and of the open page
MIN_PASSWORD_CHARS = 10
MAX_PASSWORD_CHARS = 1000
MAX_NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class Accounts:
    """The names that may sign in, each with an argon2id hash; empty where nobody has to."""

    hashes: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def admits(self, name: str, password: str) -> bool:
        """Tell whether `password` is that of `name`; an unknown name takes as long as a wrong password."""
        from argon2.exceptions import VerificationError

        kept = self.hashes.get(name)
        try:
            _hasher().verify(kept or _stand_in(), password[: MAX_PASSWORD_CHARS + 1])
        except VerificationError:
            return False
        return kept is not None

    def including(self, name: str, password: str) -> "Accounts":
        """Return these accounts with one more, or with another password for `name`.

        Raises:
            PasswordRefused: the password is too short or too long, or the name cannot be used.
        """
        return Accounts({**self.hashes, check_name(name): _hasher().hash(check_password(password))})

    def without(self, name: str) -> "Accounts":
        """Return these accounts without `name`."""
        return Accounts({kept: line for kept, line in self.hashes.items() if kept != name})


def check_name(name: str) -> str:
    """Return `name` as it is signed in with: lower case, without spaces around it."""
    kept = name.strip().lower()
    if not (0 < len(kept) <= MAX_NAME_CHARS and all(sign.isalnum() or sign in "-_." for sign in kept)):
        raise PasswordRefused(
            f"{name!r} cannot be a name to sign in with; expected 1 to {MAX_NAME_CHARS} letters, digits, "
            "hyphens, dots or underscores: choose another."
        )
    return kept


def check_password(password: str) -> str:
    """Return `password` when it can be one."""
    if not MIN_PASSWORD_CHARS <= len(password) <= MAX_PASSWORD_CHARS:
        raise PasswordRefused(
            f"The password has {len(password)} characters; expected {MIN_PASSWORD_CHARS} to "
            f"{MAX_PASSWORD_CHARS:,}: choose another, for example four words that do not belong together."
        )
    return password


def read_accounts(home: Place) -> Accounts:
    """Return the accounts kept in a home; none where there is no file.

    Raises:
        PasswordRefused: the file is no file of accounts; nobody is let in by a damaged one.
    """
    try:
        read = json.loads(read_private(home, FILE))
        if read["format"] != FORMAT or not all(line.startswith("$argon2id$") for line in read["accounts"].values()):
            raise ValueError
        return Accounts({check_name(name): line for name, line in read["accounts"].items()})
    except FileNotFoundError:
        return Accounts()
    except (ValueError, KeyError, TypeError, AttributeError, PasswordRefused) as error:
        raise PasswordRefused(
            f"The accounts in {home}/{FILE} cannot be read; expected the file that `broadsheet users set` writes: "
            "delete it, then set the passwords again."
        ) from error


def write_accounts(home: Place, accounts: Accounts) -> None:
    """Keep `accounts` in a home, in a file that nobody but its owner can read."""
    keep_private(home, FILE, {"format": FORMAT, "accounts": dict(sorted(accounts.hashes.items()))})


def read_password_file(path: Path) -> str:
    """Return the first line of a file; PasswordRefused when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordRefused(
            f"The password file {path} cannot be read ({error}); expected a text file whose first line is the "
            "password: check its name and its permissions."
        ) from error


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _stand_in() -> str:
    return _hasher().hash(secrets.token_hex(16))
