"""Tokens of programs: each bound to a user and dying with them; a token itself is never kept, its hash is."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from ui.server.access.accounts import OWNER, Accounts, check_name
from ui.server.access.errors import PasswordRefused, TokenRefused
from ui.server.access.private_files import Place, keep_private, read_private
from ui.server.access.visitors import Visitor
from ui.service.identity import Scope

FILE = "tokens.json"
FORMAT = 1
PREFIX = "bs_"  # so that one that was lost is found by who looks for secrets
MAX_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was given out: its name, whose it is, what it allows, its sha256 and when it was made (UTC).

    With `collections` it is for their articles alone.
    """

    name: str
    user: str
    scope: Scope
    sha256: str
    made: str
    collections: tuple[str, ...] = ()


def make_token(
    tokens: Iterable[Token], name: str, user: str, scope: Scope, collections: tuple[str, ...] = ()
) -> tuple[str, tuple[Token, ...]]:
    """Return a new token, which is shown once, and the tokens with it.

    Raises:
        TokenRefused: the name cannot be used, or is taken, or a token for collections is to write.
    """
    kept = tuple(tokens)
    try:
        named = check_name(name)
    except PasswordRefused as error:
        raise TokenRefused(str(error).replace("to sign in with", "of a token")) from error
    if any(token.name == named for token in kept):
        raise TokenRefused(
            f"There is a token {named!r} already: choose another name, or `broadsheet tokens revoke {named}` first."
        )
    if collections and scope is Scope.WRITE:
        raise TokenRefused("A token for collections writes nothing; expected --scope ask or read: choose one of them.")
    if len(kept) >= MAX_TOKENS:
        raise TokenRefused(f"There are {MAX_TOKENS:,} tokens; expected fewer: revoke those that nobody uses.")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return secret, (*kept, Token(named, user, scope, hash_token(secret), now, collections))


def hash_token(secret: str) -> str:
    """Return the sha256 of a token: it has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def read_tokens(home: Place) -> tuple[Token, ...]:
    """Return the tokens of a home; none where there is no file.

    Raises:
        TokenRefused: the file is no file of tokens; nobody is let in by a damaged one.
    """
    try:
        read = json.loads(read_private(home, FILE))
        if read["format"] != FORMAT:
            raise ValueError
        return tuple(map(_read, read["tokens"]))
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise TokenRefused(
            f"The tokens in {home}/{FILE} cannot be read; expected the file that `broadsheet tokens make` writes: "
            "delete it, then make the tokens again."
        ) from error


def _read(kept: dict[str, Any]) -> Token:
    collections = kept.get("collections", ())
    if not isinstance(collections, list | tuple):
        raise TypeError
    return Token(**kept | {"scope": Scope(kept["scope"]), "collections": tuple(map(str, collections))})


def write_tokens(home: Place, tokens: Iterable[Token]) -> None:
    """Keep the tokens of a home."""
    keep_private(home, FILE, {"format": FORMAT, "tokens": [asdict(token) for token in tokens]})


def forget_tokens_of(home: Place, user: str) -> None:
    """Forget the tokens of a user who is taken out."""
    kept = read_tokens(home)
    if any(token.user == user for token in kept):
        write_tokens(home, (token for token in kept if token.user != user))


@dataclass(frozen=True, slots=True)
class Bearers:
    """Recognises the tokens of a home, as the file says at that moment; `secret` is that of this start, "" for none.

    The owner's own commands find the secret in the home, and so act as who may read it.
    """

    home: Place | None = None
    accounts: Accounts = field(default_factory=Accounts)
    secret: str = ""

    def recognise(self, given: str) -> Visitor | None:
        """Return who a token stands for; None for one that was not made here, was revoked, or whose user is gone."""
        hashed = hash_token(given)
        if self.secret and secrets.compare_digest(hashed, hash_token(self.secret)):
            return Visitor(self.secret, OWNER)
        for token in read_tokens(self.home) if self.home else ():
            if secrets.compare_digest(token.sha256, hashed):
                is_there = token.user == OWNER or token.user in self.accounts.hashes or not self.accounts
                return Visitor(hashed, token.user, token.scope, token.collections) if is_there else None
        return None
