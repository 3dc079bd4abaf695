"""The PDF as an article: its pages are read, told apart from what runs over them, and put together as one text."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from index.errors import LoadError
from index.loaders.base import NO_TEXT, Part, make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.cleaning import clean_line
from index.loaders.formats.pdf.characters import read_pieces
from index.loaders.formats.pdf.columns import columns_of
from index.loaders.formats.pdf.fields import read_fields
from index.loaders.formats.pdf.flow import parts_of
from index.loaders.formats.pdf.fractions import find_bars
from index.loaders.formats.pdf.paragraphs import blocks_of, body_size, known_words, largest_print, line_pitch
from index.loaders.formats.pdf.rows import main_angle, rows_of, turned_box
from index.loaders.formats.pdf.rules import find_rules
from index.loaders.formats.pdf.running_heads import without_running
from index.loaders.formats.pdf.scans import has_picture, read_scan, said_of_pictures, with_scans
from index.loaders.formats.pdf.stamps import without_line_numbers, without_stamps
from index.loaders.formats.pdf.types import Page, PdfPage
from index.loaders.hidden.pdf import remove_hidden
from index.loaders.ocr import INSTALL, OcrMissing
from index.types import Article, Failure

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_PDFIUM = Lock()  # PDFium keeps global state and is not safe in two threads
_FILE_NAME = re.compile(r"\.\w{2,5}$|^Microsoft (Word|PowerPoint)|^(slide|document) ?\d*$", re.I)
_PLACEHOLDER = re.compile(r"\(?(?:anonymous|author|unknown|unnamed|unspecified|untitled.*)\)?", re.I)


def load_pdf(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article, titled by its metadata or its largest print.

    Pages that hold only pictures are read by text recognition; where that is not installed, they are named in a
    `Failure` beside it.
    """
    data = read_bytes(path)
    with _PDFIUM:
        pages, title, author = _read(data)
    content = _content(pages)
    parts = with_scans(content.parts, {number: page.scan for number, page in enumerate(pages, start=1)})
    if not any(clean_line(part.text) for part in parts):
        raise _without_text(pages)
    title = _sensible(title) or content.largest or _opening(parts[0].text)
    said = read_byline(parts[0].text, title)
    yield make_article(
        article_id,
        parts=parts,
        title=title,
        source=said.source,
        author=said.author or author,
        published=said.published,
    )
    unread = [
        number
        for number, page in enumerate(pages, start=1)
        if page.has_picture and page.scan is None and number in content.empty
    ]
    if unread:
        yield Failure(str(path), said_of_pictures(unread))


def _without_text(pages: Sequence[Page]) -> LoadError:
    if not any(page.has_picture for page in pages):
        return LoadError(NO_TEXT)
    if any(page.scan is not None for page in pages):
        return LoadError("holds no text, and none was found in the pictures of its pages")
    return OcrMissing(f"holds no text, only pictures of pages; to have them read, type `{INSTALL}`")


def _opening(text: str) -> str:
    """Return the first sentence of a text in a script without spaces; nothing for any other text."""
    sentence = re.match(r"\s*[^\s。！？]{4,90}[。！？]", text)
    return sentence[0].strip() if sentence else ""


class _Content(NamedTuple):
    """A document's text, its first print that is clearly larger than the text, and its pages that say nothing."""

    parts: list[Part]
    largest: str
    empty: frozenset[int]


def _content(pages: Sequence[Page]) -> _Content:
    body = body_size(piece for page in pages for row in page.rows for piece in row)
    pages = without_running(without_stamps(pages, body))
    columns = [columns_of(without_line_numbers(page.rows)) for page in pages]
    asides = [columns_of(page.asides) for page in pages]
    words = known_words([line for page in columns for column in page for line in column.lines])
    pitch = line_pitch([column for page in columns for column in page])
    texts = [blocks_of(page, pitch, body, words) for page in columns]
    blocks = [text + blocks_of(aside, pitch, body, words) for text, aside in zip(texts, asides, strict=True)]
    empty = frozenset(number for number, page in enumerate(blocks, start=1) if not page)
    return _Content(parts_of(blocks, words), largest_print(next(filter(None, texts), []), body), empty)


def _sensible(title: str) -> str:
    """Return a title from the metadata unless a program wrote a file name or a placeholder there."""
    title = clean_line(title)
    is_empty = _FILE_NAME.search(title) or _PLACEHOLDER.fullmatch(title) or not any(map(str.isalpha, title))
    return "" if is_empty else title


def draw_page(data: bytes, number: int, side: int) -> "Image":
    """Return a page, counted from 1, as it is printed, at most `side` points wide and high; raises LoadError."""
    with _open(data) as document:
        if not 1 <= number <= len(document):
            raise LoadError(f"has no page {number}: it has {len(document)}")
        page = _load(document, number - 1)
        image: Image = page.render(scale=side / max(*page.get_size(), 1)).to_pil().convert("RGB")
        return image


def _open(data: bytes) -> "PdfDocument":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise LoadError("is password-protected; save it without a password") from error
        raise LoadError("is not a PDF, or a damaged one") from error
    if document.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
        document.init_forms()
    return document


def _load(document: "PdfDocument", number: int) -> PdfPage:
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise LoadError(f"is damaged at page {number + 1}") from error


def _read(data: bytes) -> tuple[list[Page], str, str]:
    """Return the pages, and the title and author that the metadata state."""
    with _open(data) as document:
        title, author = map(document.get_metadata_value, ("Title", "Author"))
        author = "" if _PLACEHOLDER.fullmatch(author) else author
        return [_page(document, number) for number in range(len(document))], title, author


def _page(document: "PdfDocument", number: int) -> Page:
    page = _load(document, number)
    try:
        drawn = remove_hidden(page)
        pieces = read_pieces(page, find_rules(drawn), find_bars(drawn))
        angle = main_angle(pieces)
        pieces += read_fields(page, pieces, angle)
        box = turned_box(page.get_bbox(), angle)
        rows = rows_of(piece for piece in pieces if piece.angle == angle)
        asides = [row for other in sorted({piece.angle for piece in pieces} - {angle})
                  for row in rows_of(piece for piece in pieces if piece.angle == other)]  # fmt: skip
        pictured = has_picture(page, pieces)
        scan = read_scan(page) if pictured else None
        return Page(tuple(rows), tuple(asides), box[1], box[3], pictured, scan)
    finally:
        page.close()
