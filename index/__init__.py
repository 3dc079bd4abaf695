"""Articles in, ranked passages out."""

from index.errors import BroadsheetError
from index.types import Article, Filter, Hit, Passage, Span

__all__ = ["Article", "BroadsheetError", "Filter", "Hit", "Passage", "Span"]
