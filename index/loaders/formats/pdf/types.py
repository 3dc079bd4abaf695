"""Parts of a page on its way to text; lengths in points, x grows along the lines, y grows upwards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index.loaders.ocr import Reading

if TYPE_CHECKING:
    import pypdfium2

    PdfPage: TypeAlias = pypdfium2.PdfPage
else:
    PdfPage = object  # PDFium itself is loaded where a file needs it


class Piece(NamedTuple):
    """A stretch of print on one line without a wide gap in it.

    `base` is the height of the line that its letters stand on, `size` that of its print. `angle` is the way its
    lines run, in degrees against the page; all other numbers are measured along and across it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    angle: int = 0
    is_bold: bool = False


Row = list[Piece]  # the print on one base line, from left to right


class Line(NamedTuple):
    """A printed line of one column."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one width, from the top down, or the rows of a table, each a line that is whole."""

    lines: tuple[Line, ...]
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The print of a page: its rows from the top down, and the rows that run at another angle than those.

    `bottom` and `top` are its edges. `has_picture` tells of a picture that can hold what is printed on it, and `scan`
    what was read of it.
    """

    rows: tuple[Row, ...]
    asides: tuple[Row, ...] = ()
    bottom: float = 0.0
    top: float = 842.0
    has_picture: bool = False
    scan: Reading | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table, or a note at a page's foot.

    `size` is that of its print in points; `is_first` tells that it begins a column, `is_full` that its last line
    ends at the edge of it.
    """

    text: str
    size: float
    is_table: bool = False
    is_note: bool = False
    is_first: bool = False
    is_full: bool = False
