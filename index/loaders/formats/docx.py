"""Word (`.docx`): headings as `## `, lists with their numbers or `- `, a line for each row of a table."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.formats.word.lines import PAGE_NUMBER
from index.loaders.formats.word.package import R, W, WordPackage, is_on
from index.loaders.formats.word.text import Block, Document
from index.loaders.packages import core_facts
from index.types import Article, Failure

_PAGE_WORDS = (
    r"pages?|pp?g?\.?|seiten?|s\.|página|pág\.?|pagina|pag\.?|side|sida|strana|str\.?|страница|стр\.?|第|页|頁"
)
_OF = rf"(?:\W*\b(?:of|von|de|di|sur|van|av|af|z|из)\b\W*|[\s/|–-]*){PAGE_NUMBER}"
_NUMBERED = re.compile(
    rf"[\s|•·–—-]*(?:\b(?:{_PAGE_WORDS})\s*)?{PAGE_NUMBER}(?:{_OF})*\s*[页頁]?[\s|•·–—-]*", re.IGNORECASE
)


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
    said = read_byline(text, title)  # what is written is surer than the name of whose program it was
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


def margin_lines(document: Document) -> Iterator[str]:
    """Yield the lines of the headers, then of the footers, as the sections show them; each once."""
    met: set[str] = set()
    for kind in ("header", "footer"):
        names = document.package.related(document.package.main, kind)
        for id in dict.fromkeys(_shown(document, kind)):
            name = names.get(id, "")
            story = document.package.part(name)
            for block in document.read(story, name, in_margin=True) if story is not None else ():
                for line in _facts(block.text):
                    if line not in met:
                        met.add(line)
                        yield line


def _shown(document: Document, kind: str) -> Iterator[str]:
    """Yield the ids of the headers or footers that some page shows."""
    settings = document.package.beside("settings")
    apart = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))
    for section in document.package.document.iter(f"{W}sectPr"):
        shown = {"default", *(["first"] if is_on(section.find(f"{W}titlePg")) else []), *(["even"] if apart else [])}
        for reference in section.findall(f"{W}{kind}Reference"):
            if reference.get(f"{W}type", "default") in shown:
                yield reference.get(f"{R}id", "")


def _facts(text: str) -> Iterator[str]:
    """Yield what the places of a line (left, middle, right) say, without the number of the page."""
    for place in re.split(r"[\t\n]+|(?<=\S) \| (?=\S)", text):
        told = " ".join(_NUMBERED.sub(" ", place).split())
        if any(character.isalpha() for character in told):
            yield told
