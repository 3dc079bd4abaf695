"""One paragraph of Word as it is displayed, and what hangs on it: text boxes, diagrams, notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.loaders.elements import Element
from index.loaders.formats.word.equations import EQUATIONS, equation_text
from index.loaders.formats.word.fields import Fields, form_value
from index.loaders.formats.word.numbering import note_number
from index.loaders.formats.word.package import MC, W, is_on, shown_branch, value
from index.loaders.formats.word.symbols import plain_text, symbol_text
from index.loaders.hidden.docx import HiddenRuns
from index.loaders.pieces import Piece, Style

PAGE_NUMBER = "\ue000"  # stands for a page's number until what is around it is known
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
BOX = f"{W}txbxContent"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DELETED = {f"{W}del", f"{W}moveFrom"}
_FLOATING = {f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}pgNum": PAGE_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was referred to: its number as displayed, "" for one with a sign of its own, and its text."""

    number: str
    content: Element
    at_end: bool


class Notes:
    """The notes of a document, numbered in the order in which they are referred to."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None) -> None:
        self._contents = {"footnote": _by_id(footnotes), "endnote": _by_id(endnotes)}
        self._counts = {"footnote": 0, "endnote": 0}

    def refer(self, reference: Element) -> Note | None:
        """Return the note that a reference means, once; None for one that is not there."""
        kind = "endnote" if reference.tag == f"{W}endnoteReference" else "footnote"
        content = self._contents[kind].pop(reference.get(f"{W}id", ""), None)
        if content is None:
            return None
        at_end = kind == "endnote"
        if reference.get(f"{W}customMarkFollows") in {"1", "true", "on"}:
            return Note("", content, at_end)
        self._counts[kind] += 1
        return Note(note_number(self._counts[kind], at_end=at_end), content, at_end)


def _by_id(root: Element | None) -> dict[str, Element]:
    notes = [] if root is None else [note for note in root if note.get(f"{W}type", "normal") == "normal"]
    return {note.get(f"{W}id", ""): note for note in notes}


@dataclass(slots=True)
class Line:
    """A paragraph's text in pieces; `boxes` are the elements of text boxes, diagrams and WordArt that hang on it."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def extend(self, other: "Line") -> None:
        """Go on with another paragraph, as where the mark between them was deleted."""
        self.pieces += other.pieces
        self.boxes += other.boxes
        self.notes += other.notes


class LineReader:
    """Reads the paragraphs of one story."""

    def __init__(self, fields: Fields, hidden: HiddenRuns, notes: Notes) -> None:
        self._fields = fields
        self._hidden = hidden
        self._notes = notes

    def read(self, element: Element) -> Line:
        """Return a paragraph, or a part of one, with tracked insertions and without deletions."""
        line = Line()
        self._read_into(line, element)
        return line

    def _read_into(self, line: Line, element: Element) -> None:
        for child in element:
            if child.tag == f"{W}r":
                self._read_run(line, child)
            elif child.tag in EQUATIONS:
                line.pieces.append(Piece(equation_text(child)))
            elif child.tag == f"{MC}AlternateContent":
                for branch in shown_branch(child):
                    self._read_into(line, branch)
            elif child.tag not in _DELETED and not str(child.tag).endswith("Pr") and not is_placeholder(child):
                self._read_into(line, child)

    def _read_ruby(self, line: Line, ruby: Element) -> None:
        """Read letters with their reading above them: 東京(とうきょう)."""
        for name, before, behind in (("rubyBase", "", ""), ("rt", "(", ")")):
            for part in ruby.findall(f"{W}{name}"):
                line.pieces.append(Piece(before))
                self._read_into(line, part)
                line.pieces.append(Piece(behind))

    def _read_run(self, line: Line, run: Element) -> None:
        if self._hidden.holds(run):
            return
        properties = run.find(f"{W}rPr")
        style = _style(properties) if properties is not None else ""
        for element in run:
            if element.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                note = self._notes.refer(element)
                if note is not None:
                    line.notes.append(note)
                    line.pieces.append(Piece(f"[{note.number}]" if note.number else ""))
            elif element.tag in _FLOATING:
                line.boxes.extend(_boxes(element))
            elif element.tag == f"{W}ruby":
                self._read_ruby(line, element)
            elif text := self._text(element, run):
                line.pieces.append(Piece(text, style))

    def _text(self, element: Element, run: Element) -> str:
        if self._fields.hides(element):
            return ""
        if self._fields.is_page_number(element):
            return PAGE_NUMBER
        if element.tag == f"{W}t":
            return plain_text((element.text or "").replace("\n", " "), run)
        if element.tag == f"{W}sym":
            return symbol_text(element)
        return form_value(element) if element.tag == f"{W}fldChar" else _SIGNS.get(str(element.tag), "")


def _style(properties: Element) -> Style:
    if is_on(properties.find(f"{W}strike")) or is_on(properties.find(f"{W}dstrike")):
        return "struck"
    return "raised" if value(properties.find(f"{W}vertAlign")) == "superscript" else ""


def _boxes(element: Element) -> Iterator[Element]:
    """Yield what holds text in a drawing, in one branch of each choice; what lies in a text box belongs to that."""
    if element.tag == f"{MC}AlternateContent":
        for branch in shown_branch(element):
            yield from _boxes(branch)
    elif element.tag in {BOX, CHART, DIAGRAM, WORD_ART}:
        yield element
    else:
        for child in element:
            yield from _boxes(child)


def is_placeholder(control: Element) -> bool:
    """Tell whether a content control shows the text that asks to be replaced ("Click here to enter text")."""
    return control.tag == f"{W}sdt" and is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def is_joined_to_next(paragraph: Element) -> bool:
    """Tell whether the mark at the paragraph's end was deleted or moved away, so that the next one goes on with it."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom"))
