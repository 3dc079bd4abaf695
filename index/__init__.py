"""Articles in, ranked passages out."""

from typing import TYPE_CHECKING

from index.errors import BroadsheetError
from index.types import Article, Filter, Hit, Passage, Progress, Span, SyncReport

if TYPE_CHECKING:
    from index.library import Library

__all__ = ["Article", "BroadsheetError", "Filter", "Hit", "Library", "Passage", "Progress", "Span", "SyncReport"]


def __getattr__(name: str) -> type:
    """Import `Library` when it is first used: the types cost nothing, the stores do."""
    if name == "Library":
        from index.library import Library

        return Library
    raise AttributeError(f"module 'index' has no attribute {name!r}")
