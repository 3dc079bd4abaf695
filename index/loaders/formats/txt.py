"""Plain text: the characters as they are, except that words that were broken at a line's end are whole again."""

from collections.abc import Iterator
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.cleaning import clean_text
from index.loaders.encoding import decode
from index.loaders.hyphens import join_broken_words
from index.types import Article, Failure


def load_txt(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, titled after its first line."""
    yield make_article(article_id, join_broken_words(clean_text(decode(read_bytes(path)))))
