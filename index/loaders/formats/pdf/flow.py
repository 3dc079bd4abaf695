"""Pages as one text: a paragraph goes on over the edge of a page, and the notes in between come behind it."""

from collections.abc import Sequence, Set
from dataclasses import replace

from index.loaders.base import Part
from index.loaders.formats.pdf.joints import joint
from index.loaders.formats.pdf.paragraphs import goes_on
from index.loaders.formats.pdf.types import Block


def parts_of(pages: Sequence[Sequence[Block]], words: Set[str]) -> list[Part]:
    """Return the paragraphs of all pages in the order in which they are read, each part named after its page.

    `words` are the document's, to mend one that a page's edge has parted.
    """
    parts: list[Part] = []
    notes: list[Part] = []
    last: Block | None = None
    for number, blocks in enumerate(pages, start=1):
        for block in blocks:
            part = Part(f"page {number}", block.text)
            if block.is_note:
                notes.append(part)
                continue
            if last and block.is_first and goes_on(last, block):
                before, between = joint(parts[-1].text, block.text, words)
                parts[-1] = replace(parts[-1], text=before)
                parts.append(replace(part, joint=between))
            else:
                parts += [*notes, part]
                notes = []
            last = block
    return parts + notes
