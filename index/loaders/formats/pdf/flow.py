"""Pages as one text: a paragraph goes on over the edge of a page, and what stands in between comes behind it."""

from collections.abc import Sequence

from index.loaders.base import Part
from index.loaders.formats.pdf.types import Block


def parts_of(pages: Sequence[Sequence[Block]]) -> list[Part]:
    """Return the text of all pages in the order in which it is read, each part named after its page."""
    return []
