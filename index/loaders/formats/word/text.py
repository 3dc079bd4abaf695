"""The text of a story of a Word document (its body, a header, a note), block by block.

Read are: paragraphs, headings, lists with their numbers, tables, text boxes and WordArt (behind the paragraph that
they hang on), footnotes (behind the paragraph that refers to them), endnotes (at the end), equations, symbols, form
fields, content controls, fields by their results, diagrams of SmartArt, charts; tracked changes as if accepted.
Left out are: comments, deleted and hidden text, field codes, tables of contents, text that only asks to be replaced,
pictures and their descriptions, embedded or imported files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from index.loaders.elements import Element
from index.loaders.formats.drawings import chart_blocks
from index.loaders.formats.word.equations import EQUATIONS, equation_text
from index.loaders.formats.word.fields import Fields
from index.loaders.formats.word.lines import (
    BOX,
    CHART,
    DIAGRAM,
    WORD_ART,
    Line,
    LineReader,
    Note,
    Notes,
    is_joined_to_next,
    is_placeholder,
)
from index.loaders.formats.word.numbering import BULLET, Numbering
from index.loaders.formats.word.package import MC, A, R, W, WordPackage, is_on, shown_branch
from index.loaders.formats.word.styles import Styles
from index.loaders.formats.word.tables import count_heads, fill_grid, table_rows
from index.loaders.hidden.docx import HiddenRuns
from index.loaders.pieces import join_pieces
from index.loaders.tables import join_heads, table_lines

_LONG_CELL_CHARS = 1500
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands by itself; a row is a line of a table, a note what a number refers to."""

    kind: Literal["heading", "paragraph", "item", "row", "note"]
    text: str


class Document:
    """Things that the stories of one document share: its styles, its notes, how far its lists have been counted."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles = Styles(package.beside("styles"))
        self.numbering = Numbering(package.beside("numbering"), self.styles)
        self.hidden = HiddenRuns(package.document, self.styles)
        self.notes = Notes(package.beside("footnotes"), package.beside("endnotes"))
        self.at_end: list[Block] = []

    def read(self, story: Element, part: str, *, in_margin: bool = False) -> Iterator[Block]:
        """Yield the blocks of a story of the part of this name; those of endnotes gather in `at_end`."""
        yield from _Story(self, story, part, in_margin=in_margin).blocks(story)


class _Story:
    """A story while it is read."""

    def __init__(self, document: Document, story: Element, part: str, *, in_margin: bool) -> None:
        self._document = document
        self._part = part
        self._in_margin = in_margin
        self._lines = LineReader(Fields(story, in_margin=in_margin), document.hidden, document.notes)

    def blocks(self, container: Element) -> Iterator[Block]:
        """Yield the blocks of what holds paragraphs and tables: the body, a cell, a text box, a note."""
        begun = Line()
        last: Element | None = None
        for child in container:
            if child.tag == f"{W}p":
                begun.extend(self._lines.read(child))
                last = child
                if is_joined_to_next(child):
                    continue
                yield from self._paragraph(child, begun)
                begun, last = Line(), None
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in EQUATIONS:
                yield from _filled("paragraph", equation_text(child))
            elif child.tag == f"{MC}AlternateContent":
                yield from chain.from_iterable(map(self.blocks, shown_branch(child)))
            elif child.tag in _WRAPPERS and not is_placeholder(child):
                yield from self.blocks(child)
        if last is not None and begun.pieces:
            yield from self._paragraph(last, begun)

    def _paragraph(self, paragraph: Element, line: Line) -> Iterator[Block]:
        text = join_pieces(line.pieces).strip()
        vanishes = is_on(paragraph.find(f"{W}pPr/{W}rPr/{W}vanish")) and not text
        mark = "" if vanishes else self._document.numbering.mark(paragraph)
        if text:
            yield self._block(paragraph, text, mark)
        for box in line.boxes:
            yield from self._box(box)
        for note in line.notes:
            yield from self._note(note)

    def _block(self, paragraph: Element, text: str, mark: str) -> Block:
        numbered = f"{mark} {text}" if mark and mark != BULLET else text
        if self._document.styles.is_heading(paragraph):
            return Block("heading", " ".join(numbered.split()))
        if numbered != text:
            return Block("item", numbered)
        if mark or self._document.styles.is_list(paragraph):
            return Block("item", f"- {text}")
        return Block("paragraph", text)

    def _box(self, box: Element) -> Iterator[Block]:
        if box.tag == BOX:
            yield from self.blocks(box)
        elif box.tag == WORD_ART and not self._in_margin:  # in a margin it is a watermark
            yield from _filled("paragraph", box.get("string", ""))
        elif box.tag == DIAGRAM:
            package = self._document.package
            name = package.related(self._part, "diagramData").get(box.get(f"{R}dm", ""), "")
            data = package.part(name)
            for point in data.iter(_POINT) if data is not None else ():
                yield from _filled("item", " ".join(text.text or "" for text in point.iter(f"{A}t")), "- ")

        elif box.tag == CHART:
            package = self._document.package
            name = package.related(self._part, "chart").get(box.get(f"{R}id", ""), "")
            lines = (line for block in chart_blocks(package, name) for line in block.split("\n")) if name else ()
            for line in lines:
                yield from _filled("row" if " | " in line else "paragraph", line)

    def _note(self, note: Note) -> Iterator[Block]:
        document = self._document
        part = "endnotes" if note.at_end else "footnotes"
        name = next(iter(document.package.related(document.package.main, part).values()), "")
        text = " ".join(block.text for block in document.read(note.content, name))
        made = _filled("note", text, f"[{note.number}] " if note.number else "")
        if note.at_end:
            document.at_end.extend(made)
        else:
            yield from made

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [row for row in table_rows(table) if row]
        read = [[[*self.blocks(cell.element)] if cell.element is not None else [] for cell in row] for row in rows]
        blocks = [block for row in read for cell in row for block in cell]
        texts = [[_cell_text(cell) for cell in row] for row in read]
        if _is_layout(read, texts):
            yield from blocks
            return
        above = 0
        while above < len(rows) - 1 and len(rows[above]) == 1:  # a title across the table, above the columns' names
            yield from _filled("row", texts[above][0])
            above += 1
        grid = fill_grid(rows[above:], texts[above:])
        heads = count_heads(table, rows[above:], grid, self._document.styles, above=above)
        for line in table_lines(join_heads(grid, heads), has_head=heads > 0):
            yield Block("row", line)
        yield from (block for block in blocks if block.kind == "note")


def _filled(kind: Literal["paragraph", "item", "row", "note"], text: str, before: str = "") -> Iterator[Block]:
    written = " ".join(text.split())
    if written:
        yield Block(kind, before + written)


def _cell_text(blocks: Sequence[Block]) -> str:
    """Return a cell on one line; rows of a table in it are parted by semicolons."""
    text = ""
    before = ""
    for block in blocks:
        if block.kind != "note":
            written = block.text.replace(" | ", ", ") if block.kind == "row" else block.text
            text += ("; " if before == block.kind == "row" else " ") + written
            before = block.kind
    return " ".join(text.split())


def _is_layout(read: Sequence[Sequence[Sequence[Block]]], texts: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table only places text on the page: its rows are no facts."""
    if all(len(row) <= 1 for row in texts):
        return True  # one column
    headed = any(block.kind == "heading" for row in read[1:] for cell in row for block in cell)
    return headed or any(len(text) > _LONG_CELL_CHARS for row in texts for text in row)
