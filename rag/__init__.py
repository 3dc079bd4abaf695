"""Question in, verified and cited answer out."""

from typing import TYPE_CHECKING

from rag.types import Answer, Citation, Claim, Evidence, Finished, Outcome, Support, Token, Turn

if TYPE_CHECKING:
    from rag.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Claim", "Evidence", "Finished", "Outcome", "Support", "Token", "Turn"]


def __getattr__(name: str) -> type:
    """Import `Assistant` when it is first used: the types cost nothing, the search does."""
    if name == "Assistant":
        from rag.assistant import Assistant

        return Assistant
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
