"""The flow of a page's text: blocks that are written, and the line that is being written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from index.loaders.elements import Element

MAX_DEPTH = 100  # deeper elements give their text alone: no page that people write nests so, and Python's stack ends

Kind = Literal["text", "heading", "list", "rows"]

_SPACES = re.compile(r"[ \t\r\n]+")
_FRACTION = re.compile(r"(?<=\d)\s?\u2044\s?(?=\d)")
# Stand for a line's end, a space and a tab that stay as they are.
LINE_END = "\x0b"
_LINE_END = re.compile(f" ?{LINE_END} ?")
_KEPT = {"\n": LINE_END, " ": "\x1c", "\t": "\x1d"}
_KEEP = str.maketrans(_KEPT)
_SHOW = str.maketrans({kept: sign for sign, kept in _KEPT.items()})
_LOOKED_BACK = 40


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands for itself; the lines of a list or of a table are one."""

    text: str
    kind: Kind = "text"


@dataclass(slots=True)
class Flow:
    """The blocks of an element as they are written; `write_inside` writes all that is in an element.

    `depth` counts the elements around, `verbatim` and `quotes` those that keep spaces and those that quote.
    """

    write_inside: "Callable[[Element, Flow], None]"
    depth: int = 0
    with_labels: bool = True
    verbatim: int = 0
    quotes: int = 0
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        """Go on with the line."""
        if text:
            self.line.append(text.translate(_KEEP) if self.verbatim else text)

    def break_line(self) -> None:
        """Go on with a new line of the same block."""
        self.line.append(LINE_END)

    def before(self) -> str:
        """Return the last characters of the line."""
        return "".join(self.line[-4:])[-_LOOKED_BACK:].translate(_SHOW)

    def is_empty(self) -> bool:
        """Tell whether nothing that is seen is on the line."""
        return not any(piece.strip() for piece in self.line)

    def end(self) -> None:
        """Begin a new block; in text that is kept as it is, a new line."""
        if self.verbatim:
            if self.line and not self.line[-1].endswith(LINE_END):
                self.break_line()
            return
        if not self.line:
            return
        text = _SPACES.sub(" ", "".join(self.line))
        self.line.clear()
        if LINE_END in text:
            text = _LINE_END.sub(LINE_END, text)
        text = text.strip(f" {LINE_END}").translate(_SHOW)
        if text.strip():
            self.blocks.append(Block(_FRACTION.sub("/", text) if "\u2044" in text else text))

    def inside(self, element: Element) -> None:
        """Write all that is in an element."""
        self.write_inside(element, self)

    def blocks_of(self, element: Element, *, with_labels: bool = False) -> list[Block]:
        """Return an element's blocks without writing them; `with_labels` marks a bold name as a speaker's."""
        inner = Flow(self.write_inside, self.depth + 1, with_labels)
        inner.inside(element)
        inner.end()
        return inner.blocks

    def one_line(self, element: Element) -> str:
        """Return an element's text on one line without writing it."""
        return " ".join(" ".join(block.text for block in self.blocks_of(element)).split())
