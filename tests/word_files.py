"""Word documents written by hand, part by part, so that a test says exactly what is in the file."""

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from index import Article
from index.loaders.registry import read_file

TRANSITIONAL = "http://schemas.openxmlformats.org"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": f"{TRANSITIONAL}/wordprocessingml/2006/main",
        "m": f"{TRANSITIONAL}/officeDocument/2006/math",
        "r": f"{TRANSITIONAL}/officeDocument/2006/relationships",
        "a": f"{TRANSITIONAL}/drawingml/2006/main",
        "wp": f"{TRANSITIONAL}/drawingml/2006/wordprocessingDrawing",
        "c": f"{TRANSITIONAL}/drawingml/2006/chart",
        "dgm": f"{TRANSITIONAL}/drawingml/2006/diagram",
        "mc": f"{TRANSITIONAL}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_RELATIONS = f'<Relationships xmlns="{TRANSITIONAL}/package/2006/relationships">'
_KIND = f"{TRANSITIONAL}/officeDocument/2006/relationships"


def word_file(body: str, parts: Mapping[str, str] = {}) -> bytes:
    """Return a document with this body; `parts` are others by name, "footnotes" or "header1", related as `id-NAME`."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        main = f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f"{_RELATIONS}{main}</Relationships>")
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        related = "".join(
            f'<Relationship Id="id-{name}" Type="{_KIND}/{_kind(name)}" Target="{name}.xml"/>' for name in parts
        )
        archive.writestr("word/_rels/document.xml.rels", f"{_RELATIONS}{related}</Relationships>")
        for name, content in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(_kind(name), _kind(name))
            inner = (
                content
                if content.startswith(("<dgm:dataModel", "<c:chartSpace"))
                else f"<w:{root}>{content}</w:{root}>"
            )
            archive.writestr(f"word/{name}.xml", inner.replace(">", f" {NAMESPACES}>", 1))
    return packed.getvalue()


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def read_word(folder: Path, body: str, parts: Mapping[str, str] = {}) -> str:
    """Return the text of a document with this body and these parts, read in this process."""
    path = folder / "a.docx"
    path.write_bytes(word_file(body, parts))
    [article] = read_file(path, "x")
    assert isinstance(article, Article)
    return article.text


def text(written: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{written}</w:t></w:r>'


def par(*content: str, properties: str = "") -> str:
    """Return a paragraph; content without a tag is a run."""
    runs = "".join(one if one.startswith("<") else text(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """Return a table's cell; content without a tag is a paragraph."""
    inner = "".join(one if one.startswith("<") else par(one) for one in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a table's row; a cell without a tag holds this text."""
    inner = "".join(one if one.startswith("<") else cell(one) if one else cell() for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    """Return a table."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def styled(name: str) -> str:
    """Return the property of a paragraph that has a style."""
    return f'<w:pStyle w:val="{name}"/>'


def numbered(level: int, num: int = 5) -> str:
    """Return the property of a paragraph that is numbered."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def field(instruction: str, result: str) -> str:
    """Return a field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
