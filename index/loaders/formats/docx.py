"""Word (`.docx`): headings as `## `, lists with their numbers or `- `, a line for each row of a table."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from index.errors import LoadError
from index.loaders.base import MAX_UNPACKED_BYTES, make_article, read_bytes
from index.types import Article, Failure

if TYPE_CHECKING:
    from index.loaders.word.package import Package
    from index.loaders.word.text import Block

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def load_docx(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article, titled by its properties or its first heading.

    The body comes first, then the endnotes, then what headers and footers say that the body does not. What is
    read of them, and what is left out, is listed in `index.loaders.word.text`.
    """
    data = read_bytes(path)
    _refuse_other_than_docx(data)

    from index.loaders.word.margins import margin_lines
    from index.loaders.word.package import Package, W
    from index.loaders.word.text import Block, Document

    package = Package(data)
    document = Document(package)
    body = package.document.find(f"{W}body")
    blocks = [*document.read(body, package.main)] if body is not None else []
    blocks += document.at_end
    told = {line.strip() for block in blocks for line in block.text.split("\n")}
    blocks += [Block("paragraph", line) for line in margin_lines(document) if line not in told]
    headings = [block.text for block in blocks if block.kind == "heading"]
    title, author = _properties(package)
    yield make_article(article_id, _joined(blocks), title=title or next(iter(headings), ""), author=author)


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


def _properties(package: "Package") -> tuple[str, str]:
    """Return the title and the author that the document states of itself."""
    names = package.related("", "core-properties").values()
    properties = next((part for name in names if (part := package.part(name)) is not None), None)
    if properties is None:
        return "", ""
    title, author = (properties.findtext(f"{_DUBLIN_CORE}{name}") or "" for name in ("title", "creator"))
    return title.strip(), "" if author == "python-docx" else author.strip()


def _joined(blocks: Sequence["Block"]) -> str:
    """Return the blocks as text: a blank line between them, but not inside a list or a table."""
    text = ""
    before = ""
    for block in blocks:
        together = block.kind == before and block.kind in {"item", "row"}
        text += ("" if not text else "\n" if together else "\n\n") + ("## " if block.kind == "heading" else "")
        text += block.text
        before = block.kind
    return text
