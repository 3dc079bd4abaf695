"""The identity of who asks, and its rights: handed over with every request, whichever door it came through."""

from dataclasses import dataclass
from enum import StrEnum

from ui.service.errors import NotAllowed


class Scope(StrEnum):
    """What may be done; each allows what those before it allow."""

    ASK = "ask"  # answers, checks, passages, counts
    READ = "read"  # articles with their text, and one's own conversations
    WRITE = "write"  # documents, work on the library, conversations

    def allows(self, wanted: "Scope") -> bool:
        """Tell whether `wanted` is allowed with this one."""
        order = list(Scope)
        return order.index(wanted) <= order.index(self)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: `owner` is a user's name, "" the user of this computer itself.

    `collections` are the names of those that a token is bound to: there is nothing else for it.
    """

    owner: str = ""
    scope: Scope = Scope.WRITE
    collections: tuple[str, ...] = ()

    def require_all(self) -> None:
        """Raise NotAllowed for a token that is bound to collections: this is about the whole library."""
        if self.collections:
            raise NotAllowed(
                f"This token is for the collection {', '.join(self.collections)} alone, and this is about the whole "
                "library: make one without --collection."
            )

    def require(self, wanted: Scope) -> None:
        """Raise NotAllowed unless `wanted` is allowed."""
        if not self.scope.allows(wanted):
            raise NotAllowed(
                f"This token allows only to {self.scope.value}, and this needs {wanted.value}: make one with "
                f"`broadsheet tokens make NAME --scope {wanted.value}`."
            )
