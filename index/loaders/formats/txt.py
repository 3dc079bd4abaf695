"""Plain text: the characters as they are, except that words that were broken at a line's end are whole again."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.cleaning import clean_text
from index.loaders.encoding import decode
from index.loaders.hyphens import join_broken_words
from index.types import Article, Failure

_TEX_TITLE = re.compile(r"^\s*\\title(?:\[[^\]\n]*\])?\{([^{}\n]+)\}", re.MULTILINE)


def load_txt(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, titled after its first line; one in TeX by what it states."""
    text = join_broken_words(clean_text(decode(read_bytes(path))))
    stated = _TEX_TITLE.search(text) if path.suffix.lower() == ".tex" else None
    said = read_byline(text)
    title = stated[1] if stated else ""
    yield make_article(article_id, text, title=title, author=said.author, published=said.published)
