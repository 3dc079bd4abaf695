"""Plain text: the characters as they are."""

from collections.abc import Iterator
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.encoding import decode
from index.types import Article, Failure


def load_txt(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, titled after its first line."""
    yield make_article(article_id, decode(read_bytes(path)))
