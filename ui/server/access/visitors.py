"""Visitors: a signed cookie names the browser, and the user who signed in with it."""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from ui.server.access.accounts import OWNER, Accounts
from ui.service.identity import Identity, Scope

MAX_AGE_S = 7 * 24 * 3600
MAX_ENDED = 10_000
SALT = "broadsheet visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser or a program: `id` is its secret, `name` who it acts for, "" where nobody has to sign in.

    `collections` are those that its token is bound to.
    """

    id: str
    name: str = ""
    scope: Scope = Scope.WRITE
    collections: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Return whose conversations this visitor has: "" for the owner of the computer."""
        return "" if self.name == OWNER else self.name

    @property
    def identity(self) -> Identity:
        """Return who asks, as the service knows them."""
        return Identity(self.owner, self.scope, self.collections)

    def bind(self, session: str) -> str:
        """Return the session that this browser means by `session`: another browser cannot name it."""
        return hmac.new(self.id.encode(), session.encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(slots=True)
class Visitors:
    """Gives and reads the cookies of one run of the server; the key dies with it, and so does every cookie."""

    accounts: Accounts
    clock: Callable[[], float] = time.time
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _ended: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def welcome(self, name: str = "") -> Visitor:
        """Return a visitor who was not here before."""
        return Visitor(secrets.token_urlsafe(18), name)

    def seal(self, visitor: Visitor) -> str:
        """Return the cookie of a visitor."""
        from itsdangerous import URLSafeSerializer

        sealed = URLSafeSerializer(self._key, SALT).dumps([visitor.id, visitor.name, int(self.clock())])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def recognise(self, cookie: str) -> Visitor | None:
        """Return whose cookie it is; None when it was not given here, is too old, or its visitor signed out."""
        from itsdangerous import BadData, URLSafeSerializer

        try:
            number, name, given = URLSafeSerializer(self._key, SALT).loads(cookie)
        except BadData:
            return None
        may_enter = name in self.accounts.hashes if self.accounts else name == ""
        if not may_enter or number in self._ended or self.clock() - given > MAX_AGE_S:
            return None
        return Visitor(number, name)

    def dismiss(self, visitor: Visitor) -> None:
        """Take the cookie of a visitor back: copies of it are worth nothing."""
        self._ended[visitor.id] = None
        while len(self._ended) > MAX_ENDED:
            self._ended.popitem(last=False)
