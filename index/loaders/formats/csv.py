"""Separated values (`.csv`, `.tsv`): what parts them is found, and each value stands behind the name of its column."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import make_article, read_bytes
from index.loaders.encoding import decode
from index.loaders.sheets import sheet_text
from index.types import Article, Failure

_SEPARATORS = ",;\t|"
_STATED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)  # what Excel writes and reads
_ROWS_LOOKED_AT = 100
_MAX_CELL_CHARS = 2**20


def load_csv(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, a line a row, titled after the file's name."""
    text = decode(read_bytes(path))
    stated = _STATED.match(text)
    separator = stated[1] if stated else find_separator(text)
    csv.field_size_limit(_MAX_CELL_CHARS)
    try:
        shown = sheet_text(_rows(text[stated.end() :] if stated else text, separator), certain_from=2)
    except csv.Error as error:
        raise LoadError(f"is not rows of separated values: {error}") from error
    yield make_article(article_id, shown, title=path.stem)


def find_separator(text: str) -> str:
    """Return what parts the values of a row: the sign by which most rows have one number of columns above 1."""

    def fit(separator: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in islice(_rows(text[: 2**18], separator), _ROWS_LOOKED_AT) if row)
        except csv.Error:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        return (count / widths.total(), width) if width > 1 else (0, 0)

    return max(_SEPARATORS, key=fit)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(text.replace("\0", "").splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
