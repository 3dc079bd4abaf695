"""Word (`.docx`): headings as `## `, lists with their numbers or `- `, a line for each row of a table."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.formats.word.margins import margin_lines
from index.loaders.formats.word.package import W, WordPackage
from index.loaders.formats.word.text import Block, Document
from index.loaders.packages import core_facts
from index.types import Article, Failure


def load_docx(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article, titled by its properties or its first heading.

    The body comes first, then the endnotes, then what headers and footers say that the body does not. What is
    read of them, and what is left out, is listed in `index.loaders.formats.word.text`.
    """
    package = WordPackage(read_bytes(path))
    document = Document(package)
    body = package.document.find(f"{W}body")
    blocks = [*document.read(body, package.main)] if body is not None else []
    blocks += document.at_end
    told = {line.strip() for block in blocks for line in block.text.split("\n")}
    blocks += [Block("paragraph", line) for line in margin_lines(document) if line not in told]
    headings = [block.text for block in blocks if block.kind == "heading"]
    facts = core_facts(package)
    title = facts.title or next(iter(headings), "")
    text = _joined(blocks)
    said = read_byline(text)  # what is written is surer than the name of whose program it was
    author = said.author or facts.author
    yield make_article(article_id, text, title=title, source=said.source, author=author, published=said.published)


def _joined(blocks: Sequence[Block]) -> str:
    """Return the blocks as text: a blank line between them, but not inside a list or a table."""
    text = ""
    before = ""
    for block in blocks:
        together = block.kind == before and block.kind in {"item", "row"}
        text += ("" if not text else "\n" if together else "\n\n") + ("## " if block.kind == "heading" else "")
        text += block.text
        before = block.kind
    return text
