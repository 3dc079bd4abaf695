"""OpenDocument: text (`.odt`), presentations (`.odp`) and spreadsheets (`.ods`), what they show and no more."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.bylines import Byline, read_byline
from index.loaders.elements import Element, local, parse_xml
from index.loaders.formats.odf_lists import ListMarks
from index.loaders.markup.formulas import formula
from index.loaders.packages import Facts, Package
from index.loaders.pieces import Piece, Style, join_pieces
from index.loaders.sheets import sheet_text
from index.loaders.tables import table_lines
from index.types import Article, Failure

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}"
_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_UNSHOWN = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "note-citation", "bookmark", "table-of-content",
     "illustration-index", "table-index", "object-index", "alphabetical-index"}
)  # fmt: skip
_RULED = re.compile(r"(?!none$)\w")
_RAISED = re.compile(r"super\b|0*[1-9]\d*%")
_SPACING = {"tab": "\t", "line-break": "\n"}
_MAX_ALIKE = 1000  # rows or cells that are written once with a number; empty ones are no row at all


def load_odf(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article; a presentation's places are its slides, a spreadsheet's its sheets."""
    data = read_bytes(path)
    package = None
    if data.lstrip()[:5] == b"<?xml":  # all of it in one file
        content = metadata = parse_xml(data)
        metadata = content.find("{*}meta") if content.find("{*}meta") is not None else parse_xml(b"<none/>")
    else:
        package = Package(data, "an OpenDocument file")
        if any(local(one) == "encryption-data" for one in package.xml("META-INF/manifest.xml").iter()):
            raise LoadError("is password-protected; save it without a password")
        content, metadata = package.xml("content.xml"), package.xml("meta.xml")
    body = content.find("{*}body")
    if body is None or not len(body):
        raise LoadError("is not an OpenDocument file, or a damaged one")
    document = _Document(content, package)
    parts = [part for kind in body for part in document.parts(kind)]
    facts = Facts(metadata)
    title = facts.title or (path.stem if local(body[0]) == "spreadsheet" else document.first_heading)
    said = read_byline(parts[0].text, title) if local(body[0]) == "text" and parts else Byline()
    author, day = said.author or facts.author, said.published or facts.day
    yield make_article(article_id, parts=parts, title=title, author=author, published=day)


class _Document:
    """The content of a file, and which of its styles hide, raise or strike out what they are given to."""

    def __init__(self, content: Element, package: Package | None) -> None:
        self._package = package
        roots = [content] if package is None else [package.xml("styles.xml"), content]
        styles = {style.get(f"{_STYLE}name", ""): style for root in roots for style in root.iter(f"{_STYLE}style")}
        self._hiding = {name for name, style in styles.items() if _hides(style)}
        self._marking = {name: mark for name, style in styles.items() if (mark := _mark(style))}
        self._marks = ListMarks(roots)
        self.first_heading = ""

    def parts(self, kind: Element) -> Iterator[Part]:
        """Yield the parts of a body: slides, sheets, or the one text."""
        if local(kind) == "spreadsheet":
            for table in kind.iterfind(f"{_TABLE}table"):
                if not self._is_hidden(table, _TABLE):
                    said = [sheet_text(self._grid(table)), *self._beside_cells(table)]
                    name = table.get(f"{_TABLE}name", "")
                    yield Part(f"sheet {name}", "\n\n".join(filter(None, said)))
        elif local(kind) in {"presentation", "drawing"}:
            word = "slide" if local(kind) == "presentation" else "page"
            for number, page in enumerate(kind.iterfind(f"{_DRAW}page"), start=1):
                if not self._is_hidden(page, _DRAW):
                    blocks = sorted(self._blocks(page), key=lambda block: not block.startswith("## "))
                    yield Part(f"{word} {number}", "\n\n".join(filter(None, blocks)))
        else:
            yield Part("", "\n\n".join(filter(None, self._blocks(kind))))

    def _is_hidden(self, element: Element, namespace: str) -> bool:
        return element.get(f"{namespace}style-name", "") in self._hiding

    def _blocks(self, container: Element) -> Iterator[str]:
        """Yield headings, paragraphs, lists and tables in their order, whatever frames they lie in."""
        for element in container:
            kind = local(element)
            if not kind or kind in _UNSHOWN or self._is_hidden(element, _TEXT):
                continue
            if kind in {"p", "h"}:
                yield from self._paragraph(element, is_heading=kind == "h")
            elif kind == "list":
                yield "\n".join(self._items(element, "", 1, ""))
            elif element.tag == f"{_TABLE}table":
                rows = [*self._grid(element)]
                has_head = element.find(f"{_TABLE}table-header-rows") is not None
                yield "\n".join(table_lines(rows, True)) if has_head else sheet_text(rows)
            elif kind == "notes":
                notes = "\n\n".join(filter(None, self._blocks(element)))
                yield f"Notes: {notes}" if notes else ""
            elif element.get(f"{_SHOW}class") == "title":
                yield self._heading(" ".join(" ".join(self._blocks(element)).split()))
            else:
                yield from self._blocks(element)

    def _heading(self, text: str) -> str:
        self.first_heading = self.first_heading or text
        return f"## {text}" if text else ""

    def _paragraph(self, paragraph: Element, *, is_heading: bool) -> Iterator[str]:
        """Yield the paragraph, and behind it what stands in its notes and frames."""
        beside: list[Element] = []
        text = join_pieces([*self._inline(paragraph, beside)]).strip()
        yield self._heading(" ".join(text.split())) if is_heading else text
        for element in beside:
            yield from self._blocks(element)

    def _inline(self, element: Element, beside: list[Element], style: Style = "") -> Iterator[Piece]:
        style = self._marking.get(element.get(f"{_TEXT}style-name", ""), style)
        yield Piece(element.text or "", style)
        for child in element:
            kind = local(child)
            if kind == "s":
                yield Piece(" " * min(int(child.get(f"{_TEXT}c", "1")), _MAX_ALIKE), style)
            elif kind in _SPACING:
                yield Piece(_SPACING[kind], style)
            elif kind in {"note", "frame", "custom-shape", "text-box", "g"}:
                written = self._formula(child) if kind == "frame" else ""
                if written:
                    yield Piece(written)
                else:
                    beside.append(child)
            elif kind == "ruby-text":
                yield Piece(f"({child.text})" if child.text else "")
            elif kind and kind not in _UNSHOWN and not self._is_hidden(child, _TEXT):
                yield from self._inline(child, beside, style)
            yield Piece(child.tail or "", style)

    def _formula(self, frame: Element) -> str:
        """Return the formula that a frame shows, on one line, or nothing."""
        for shown in frame.iterfind(f"{_DRAW}object"):
            math = next(shown.iter("{*}math"), None)
            if math is None and self._package is not None:
                folder = shown.get(f"{_LINK}href", "").removeprefix("./").rstrip("/")
                math = self._package.xml(f"{folder}/content.xml")
            if math is not None and local(math) == "math":
                for one in math.iter("{*}*"):
                    one.tag = local(one)
                return formula(math)
        return ""

    def _items(self, items: Element, style: str, level: int, above: str) -> Iterator[str]:
        style = items.get(f"{_TEXT}style-name", style)
        for item, mark, number in self._marks.of(items, style, level, above):
            own = [child for child in item if local(child) != "list"]
            text = "\n".join(block for child in own for block in self._paragraph(child, is_heading=False) if block)
            if text:
                yield f"{mark}{text}"
            for inner in item.iterfind(f"{_TEXT}list"):
                yield from self._items(inner, style, level + 1, number)

    def _beside_cells(self, table: Element) -> Iterator[str]:
        """Yield what is drawn on a sheet, the titles of its charts, and the notes on its cells."""
        for frame in table.iter(f"{_DRAW}frame", f"{_DRAW}custom-shape"):
            yield "\n\n".join(filter(None, self._blocks(frame)))
            yield from self._chart_titles(frame)
        notes = ((note.findtext("{*}creator", ""), " ".join(_flat(self._blocks(note)))) for note in
                 table.iter(f"{_OFFICE}annotation"))  # fmt: skip
        yield "\n".join(f"{author}: {said}" if author else said for author, said in notes if said)

    def _chart_titles(self, frame: Element) -> Iterator[str]:
        for shown in frame.iterfind(f"{_DRAW}object"):
            folder = shown.get(f"{_LINK}href", "").removeprefix("./").rstrip("/")
            chart = self._package.xml(f"{folder}/content.xml") if self._package is not None else shown
            yield "\n".join(" ".join(_flat(self._blocks(title))) for title in chart.iter("{*}title"))

    def _grid(self, table: Element) -> Iterator[list[str]]:
        """Yield the rows, a merged cell in the place of each that it covers."""
        above: list[str] = []
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            cells = [*self._cells(row, above)]
            while cells and not cells[-1].strip():
                cells.pop()
            times = _times(row, "rows") if cells else 1
            yield from [cells] * times
            above = cells

    def _cells(self, row: Element, above: list[str]) -> Iterator[str]:
        column = covered = 0
        text = ""
        for cell in row:
            if local(cell) == "covered-table-cell":
                # Beside the cell that covers it, or below.
                is_below = not covered and column < len(above)
                times = _times(cell, "columns") if covered or is_below else 0
                yield from [above[column] if is_below else text] * times
                covered -= min(covered, times)
            else:
                text = self._cell(cell)
                times = _times(cell, "columns")
                covered = int(cell.get(f"{_TABLE}number-columns-spanned", "1")) - 1
                yield from [text] * times
            column += times

    def _cell(self, cell: Element) -> str:
        if day := cell.get(f"{_OFFICE}date-value"):
            return str(day).replace("T", " ")
        return " ".join(_flat(self._blocks(cell)))


def _flat(blocks: Iterable[str]) -> Iterator[str]:
    return (word for block in blocks for word in block.split())


def _times(element: Element, what: str) -> int:
    return max(1, min(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), _MAX_ALIKE))


def _mark(style: Element) -> Style:
    """Tell whether a style raises or strikes out text."""
    for one in style.iterfind(f"{_STYLE}text-properties"):
        if _RULED.match(one.get(f"{_STYLE}text-line-through-style", "none")):
            return "struck"
        if _RAISED.match(one.get(f"{_STYLE}text-position", "")):
            return "raised"
    return ""


def _hides(style: Element) -> bool:
    """Tell whether a style makes text, a sheet or a slide invisible."""
    for one in style:
        if one.get(f"{_TEXT}display") == "none" or one.get(f"{_TABLE}display") == "false":
            return True
        if one.get(f"{_SHOW}visibility") == "hidden":
            return True
    return False
