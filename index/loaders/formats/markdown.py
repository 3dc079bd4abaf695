"""Markdown: front matter becomes fields; headings, lists and emphasis stay, markup that is not text goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.loaders.base import make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.cleaning import clean_text
from index.loaders.dates import say_unread
from index.loaders.encoding import decode
from index.loaders.front_matter import split_front_matter
from index.loaders.markdown.inline import read_inline
from index.loaders.markdown.parser import Parsed, parse_markdown, run_of
from index.loaders.markdown.tags import read_html_block
from index.loaders.tables import table_lines
from index.types import Article, Failure, Notice

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# Such a text is data, not prose, and a parser would take long over it or not reach its end.
MAX_LINE_CHARS = 50_000
MAX_CHARS = 8_000_000
_DATA = re.compile(r"\bdata:[\w/+.;=-]*;base64,[A-Za-z0-9+/=]*")
_MANY_BRACKETS = 2000
_TOO_DEEP = re.compile(r"^(?:[ \t]*>){50}|^[ \t]{150,}(?:[-*+]|\d+[.)])\s", re.MULTILINE)
_MAX_HEADING_CHARS = 200
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}\n]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Readable:
    """Markdown as text to read, and the words of its first heading, or nothing."""

    text: str
    heading: str = ""


def load_markdown(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    """Yield the file as one article, titled by its front matter or its first heading."""
    front, body = split_front_matter(decode(read_bytes(path)))
    readable = to_readable(body)
    said = read_byline(readable.text, front.title)
    yield make_article(
        article_id,
        readable.text,
        title=front.title or readable.heading,
        source=front.source or said.source,
        url=front.url,
        published=front.published or said.published,
        author=front.author or said.author,
    )
    if front.unread:
        yield Notice(path.name, say_unread(front.unread))


def to_readable(markdown: str) -> Readable:
    """Return Markdown as text to read: links become their text, pictures the text that stands for them.

    Headings (underlined ones become `#` ones), list markers, emphasis, formulas and code stay; tables become rows that
    name their columns; of HTML stays what a browser shows, and all that only looks like HTML.
    """
    text = _DATA.sub("data:", clean_text(markdown))
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_LINE_CHARS or len(text) > MAX_CHARS:
        return Readable(text)
    brackets = text.count("[")
    if _TOO_DEEP.search(text) or (brackets > _MANY_BRACKETS and 20 * brackets > len(text)):
        return Readable(text)
    parsed = parse_markdown(text)
    heading = next((node for node in parsed.root.walk() if node.type == "heading" and not _is_paragraph(node)), None)
    return Readable(
        re.sub(r"\n{3,}", "\n\n", _Blocks(lines).joined(parsed.root.children)),
        "" if heading is None else _without_attributes(_plain(heading, parsed)),
    )


def _inline(node: "SyntaxTreeNode") -> str:
    return "".join(read_inline(run_of(child)) for child in node.children)


def _plain(node: "SyntaxTreeNode", parsed: Parsed) -> str:
    return "".join(read_inline(parsed.plain_run(child.content), plain=True) for child in node.children)


def _without_attributes(heading: str) -> str:
    """Return a heading without the id and the classes that some programs take from its end: `{#pier .wide}`."""
    return _ATTRIBUTES.sub("", heading)


def _is_paragraph(heading: "SyntaxTreeNode") -> bool:
    """Tell whether lines of dashes under a whole paragraph, rather than a title, made a heading of it."""
    text = "".join(child.content for child in heading.children)
    return heading.markup in {"-", "="} and ("\n" in text or len(text) > _MAX_HEADING_CHARS)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of a text as lines to read; `lines` are those of the source."""

    lines: Sequence[str]

    def joined(self, nodes: "Sequence[SyntaxTreeNode]") -> str:
        """Return the blocks with blank lines between them where the source has some."""
        pieces: list[str] = []
        end = 0  # the line behind the last block that held text
        for node in nodes:
            first, last = node.map or (end, end)
            text = self._block(node)
            if not text.strip():
                continue
            has_gap = bool(pieces) and any(not line.strip(" \t>") for line in self.lines[max(0, end - 1) : first])
            pieces += [("\n\n" if has_gap else "\n") if pieces else "", text]
            end = last
        return "".join(pieces)

    def _block(self, node: "SyntaxTreeNode") -> str:  # noqa: C901 - one case a kind of block
        match node.type:
            case "heading":
                return self._heading(node)
            case "bullet_list" | "ordered_list":
                return self.joined(node.children)
            case "list_item":
                marker = f"{node.info}{node.markup} "
                return _prefixed(self.joined(node.children), marker, " " * len(marker))
            case "blockquote":
                return _prefixed(self.joined(node.children), "> ", "> ")
            case "fence":
                return self._fence(node)
            case "code_block":
                return _prefixed(node.content.rstrip("\n"), "    ", "    ")
            case "math_block":
                return f"$${node.content}$$"
            case "amsmath":
                return node.content
            case "hr":
                return self.lines[node.map[0]].strip(" \t>") if node.map else "---"
            case "html_block":
                return read_html_block(node.content, lambda markdown: to_readable(markdown).text)
            case "table":
                return self._table(node)
        return _inline(node)

    def _heading(self, node: "SyntaxTreeNode") -> str:
        if _is_paragraph(node):
            return f"{_inline(node)}\n{node.markup * 3}"
        return f"{'#' * int(node.tag[1:])} {' '.join(_without_attributes(_inline(node)).split())}"

    def _fence(self, node: "SyntaxTreeNode") -> str:
        first, end = node.map or (0, 0)
        last = self.lines[end - 1] if end - first > 1 else ""
        closing = node.markup if last.strip(" \t>").startswith(node.markup[:3]) else ""
        return f"{node.markup}{node.info}\n{node.content}{closing}".rstrip("\n")

    def _table(self, node: "SyntaxTreeNode") -> str:
        rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
        return "\n".join(table_lines(rows, has_head=any(cell.strip() for cell in rows[0])))


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(others + line if line else others.rstrip() for line in lines[1:])])
