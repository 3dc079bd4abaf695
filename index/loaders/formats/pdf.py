"""PDF: the text layer, page by page; how its lines become paragraphs is in `pdf_layout`."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import make_article, read_bytes
from index.loaders.cleaning import clean_line
from index.loaders.formats.pdf_layout import Line, largest_print, paragraphs, without_running_lines
from index.loaders.hidden.pdf import remove_hidden
from index.types import Article, Failure

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_PDFIUM = Lock()  # PDFium keeps global state and is not safe in two threads
_FILE_NAME = re.compile(r"\.\w{2,5}$|^Microsoft (Word|PowerPoint)|^untitled|^unknown$|^(slide|document) ?\d*$", re.I)


def load_pdf(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article, titled by its metadata or its largest print."""
    data = read_bytes(path)
    if not data:
        raise LoadError("holds no text")
    with _PDFIUM:
        pages, title, author = _read(data)
    pages = without_running_lines(pages)
    text = "\n\n".join(block.text for page in paragraphs(pages) for block in page)
    if not clean_line(text):
        raise LoadError("holds no text, only pictures of pages; run text recognition (OCR) over it first")
    yield make_article(article_id, text, title=_sensible(title) or largest_print(pages), author=author)


def _sensible(title: str) -> str:
    """Return a title from the metadata unless a program wrote a file name or a placeholder there."""
    title = clean_line(title)
    return "" if _FILE_NAME.search(title) or not any(character.isalpha() for character in title) else title


def _read(data: bytes) -> tuple[list[list[Line]], str, str]:
    """Return the lines of each page, and the title and author that the metadata state."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise LoadError("is password-protected; save it without a password") from error
        raise LoadError("is not a PDF, or a damaged one") from error
    with document:
        stated = document.get_metadata_dict()
        return [_page(document, number) for number in range(len(document))], stated["Title"], stated["Author"]


def _page(document: "PdfDocument", number: int) -> list[Line]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"is damaged at page {number + 1}") from error
    try:
        remove_hidden(page)
        return [*_lines(page)]
    finally:
        page.close()


def _lines(page: "PdfPage") -> Iterator[Line]:
    from pypdfium2 import raw

    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        start = 0
        for written in text.split("\n"):
            end = start + len(written)
            line = written.strip()
            if line:
                first = start + written.index(line[0])
                last = first + len(line) - 1
                left, _, _, top = textpage.get_charbox(first, loose=True)
                _, _, right, end_top = textpage.get_charbox(last, loose=True)
                size = raw.FPDFText_GetFontSize(textpage.raw, first)
                yield Line(line, left=left, right=right, top=top, end_top=end_top, size=size)
            start = end + 1
    finally:
        textpage.close()
