"""Word (`.docx`): headings as `## `, lists as `- `, tables as `a | b` lines."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from index.errors import LoadError
from index.loaders.base import MAX_UNPACKED_BYTES, make_article, read_bytes
from index.loaders.hidden.docx import HiddenRuns
from index.types import Article, Failure

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1


def load_docx(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document's body as one article, titled by its properties or its first heading."""
    data = read_bytes(path)
    _refuse_other_than_docx(data)

    import docx

    document = docx.Document(BytesIO(data))
    blocks = [*_blocks(document, document.element.body, HiddenRuns(document))]
    headings = [block.removeprefix("## ") for block in blocks if block.startswith("## ")]
    author = document.core_properties.author
    yield make_article(
        article_id,
        _joined(blocks),
        title=document.core_properties.title or next(iter(headings), ""),
        author="" if author == "python-docx" else author,
    )


def _refuse_other_than_docx(data: bytes) -> None:
    if not data:
        raise LoadError("holds no text")
    if data.startswith(_OLE_MARK):
        raise LoadError("is password-protected or an old .doc; save it as .docx without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            # The zip reader stops at the stated size, so the statement can be relied on.
            entries = archive.infolist()
            unpacked_bytes = sum(entry.file_size for entry in entries)
    except BadZipFile as error:
        raise LoadError("is not a Word document, or a damaged one") from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise LoadError("is password-protected; save it without a password")
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        raise LoadError(
            f"unpacks to {unpacked_bytes:,} bytes, more than the limit of {MAX_UNPACKED_BYTES:,}; "
            "save it without its pictures"
        )


def _blocks(document: "Document", container: "BaseOxmlElement", hidden: HiddenRuns) -> Iterator[str]:
    """Yield headings, paragraphs, list items and table rows, those inside content controls, too."""
    from docx.oxml.ns import qn

    for child in container:
        if child.tag == qn("w:p"):
            text = _text(child, hidden)
            if text.strip():
                yield _prefix(document, child) + text.strip()
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                cells = [_cell(cell, hidden) for cell in row.iter(qn("w:tc"))]
                if any(cells):
                    yield "| " + " | ".join(" ".join(cell.split()) for cell in cells)
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
            yield from _blocks(document, child, hidden)


def _cell(cell: "BaseOxmlElement", hidden: HiddenRuns) -> str:
    from docx.oxml.ns import qn

    return " ".join(filter(None, (_text(paragraph, hidden) for paragraph in cell.iter(qn("w:p")))))


def _text(paragraph: "BaseOxmlElement", hidden: HiddenRuns) -> str:
    """Return the paragraph's text as shown: with tracked insertions and links, without deletions."""
    from docx.oxml.ns import qn

    shown = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    pieces: list[str] = []
    # Text boxes come twice (for new and old readers) and stand elsewhere on the page; w:del holds w:delText.
    for run in paragraph.xpath(".//w:r[not(ancestor::w:txbxContent) and not(ancestor::w:moveFrom)]"):
        if hidden.holds(run):
            continue
        for element in run.xpath("./*[not(self::w:rPr)]"):
            pieces.append((element.text or "") if element.tag == qn("w:t") else shown.get(element.tag, ""))
    return "".join(pieces)


def _prefix(document: "Document", paragraph: "BaseOxmlElement") -> str:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document).style
    name = ((style.name if style is not None else "") or "").lower()
    if name == "title" or (name.startswith("heading") and name[7:].strip().isdigit()):
        return "## "
    return "- " if name.startswith("list") or paragraph.xpath("./w:pPr/w:numPr") else ""


def _joined(blocks: list[str]) -> str:
    """Return the blocks as text: a blank line between them, but not inside a list or a table."""
    text = ""
    kind = ""
    for block in blocks:
        before, kind = kind, block[:2] if block[:2] in {"- ", "| "} else ""
        separator = "" if not text else "\n" if kind and kind == before else "\n\n"
        text += separator + (block[2:] if kind == "| " else block)
    return text
