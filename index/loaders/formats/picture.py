"""Pictures of text: scans, photographed pages and screenshots, read by text recognition."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.ocr import MAX_PIXELS, fitted, read_picture
from index.types import Article, Failure

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")


def load_picture(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the text of a picture as one article, whose places say that it was read from one, and how surely.

    The pages of a TIFF are read one after the other. A picture without words yields nothing.
    """
    image = _open(read_bytes(path, may_be_empty=True))
    pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    parts = []
    for number in range(pages):
        image.seek(number)
        reading = read_picture(image)
        where = f"page {number + 1}, {reading.note}" if pages > 1 else reading.note
        parts.append(Part(where, reading.text))
    if any(part.text for part in parts):
        said = read_byline(parts[0].text)
        yield make_article(article_id, parts=parts, source=said.source, author=said.author, published=said.published)


def draw_picture(data: bytes, page: int, side: int) -> "Image":
    """Return a page of a picture, counted from 1, at most `side` points wide and high; raises LoadError."""
    image = _open(data)
    try:
        image.seek(page - 1)
    except EOFError as error:
        raise LoadError(f"has no page {page}") from error
    if image.width * image.height > MAX_PIXELS:
        raise LoadError(f"is a picture of more than {MAX_PIXELS // 10**6} million points")
    return fitted(image, side)


def _open(data: bytes) -> "Image":
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `read_picture` has a limit of its own
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise LoadError(f"is a picture of far more than {MAX_PIXELS // 10**6} million points") from error
    except UnidentifiedImageError as error:
        raise LoadError("is not a picture, or a damaged one") from error
