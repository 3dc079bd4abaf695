"""HTML: the main text without navigation and adverts, and what the page says about itself."""

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from index.loaders.base import make_article, read_bytes
from index.loaders.dates import read_date
from index.loaders.encoding import decode
from index.loaders.hidden.html import without_hidden
from index.types import Article, Failure

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{2,20})""", re.I)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SPACES = re.compile(r"[ \t\r\n]+")


def load_html(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the page's main text as one article; all visible text where no main text is found."""
    import trafilatura

    quieten("trafilatura", "htmldate")
    data = read_bytes(path)
    declared = _DECLARED.search(data[:4096])
    shown = without_hidden(decode(data, declared[1].decode("ascii") if declared else ""))
    page = shown.page
    if shown.is_deep:
        yield make_article(article_id, visible_text(page), title=page_title(page))
        return
    # Without the extensive search a date comes from what the page states, not from any number in it.
    found = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, trafilatura.settings.Document):
        yield make_article(article_id, visible_text(page), title=page_title(page))
        return
    text = "" if found.body is None else "\n\n".join(_blocks(found.body))
    visible = visible_text(page)
    # Where nothing was left out, a short page has gone through trafilatura's last resort, which
    # flattens lists and paragraphs.
    same = re.findall(r"\w+", text) == re.findall(r"\w+", visible)
    yield make_article(
        article_id,
        visible if same or not text.strip() else text,
        title=found.title or page_title(page),
        source=found.sitename or found.hostname or "",
        url=found.url or "",
        published=read_date(found.date or ""),
        author=(found.author or "").replace("; ", ", "),
    )


def quieten(*loggers: str) -> None:
    """Keep a library's log from the terminal unless the program has set up logging."""
    for name in loggers:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _blocks(body: "_Element") -> Iterator[str]:
    """Yield the blocks of trafilatura's tree (head, p, list, table, quote) as readable text."""
    if body.text and body.text.strip():
        yield _one_line(body.text)
    for element in body:
        block = _block(element)
        if block.strip():
            yield block
        if element.tail and element.tail.strip():
            yield _one_line(element.tail)


def _block(element: "_Element") -> str:
    if element.tag == "head":
        return "## " + _one_line(_inline(element))
    if element.tag == "list":
        return "\n".join(f"- {item}" for item in map(_item, element.iter("item")) if item)
    if element.tag == "table":
        rows = ([_one_line(_inline(cell)) for cell in row.iter("cell")] for row in element.iter("row"))
        return "\n".join(" | ".join(row) for row in rows if any(row))
    if element.tag in {"quote", "div"} and len(element):
        return "\n\n".join(_blocks(element))
    return _label(element) + _inline(element, after_label=bool(_label(element)))


def _item(item: "_Element") -> str:
    """Return an item's own text: a list inside it yields items of its own."""
    parts = [item.text or ""]
    for child in item:
        parts += ["" if child.tag == "list" else " " + _inline(child), child.tail or ""]
    return _one_line("".join(parts) if item.find("p") is not None else _inline(item, skip="list"))


def _label(paragraph: "_Element") -> str:
    """Return a bold speaker label at the start of a paragraph as `**Label:**`, or nothing."""
    if not len(paragraph) or (paragraph.text or "").strip():
        return ""
    first = paragraph[0]
    name = _one_line(_inline(first))
    if first.tag != "hi" or first.get("rend") != "#b" or not name.rstrip(":"):
        return ""
    if name.endswith(":"):
        return f"**{name}**"
    return f"**{name}:**" if (first.tail or "").startswith(":") else ""


def _inline(element: "_Element", *, after_label: bool = False, skip: str = "") -> str:
    """Return the element's text with line breaks kept as newlines and other markup gone."""
    pieces = ["" if after_label else element.text or ""]
    for position, child in enumerate(element):
        tail = child.tail or ""
        if position == 0 and after_label:
            pieces.append(tail.removeprefix(":"))
            continue
        if child.tag == "lb":
            pieces.append("\v")
        elif child.tag != skip or not skip:
            pieces.append(_inline(child))
        pieces.append(tail)
    text = _SPACES.sub(" ", "".join(pieces))
    return re.sub(" ?\v ?", "\n", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _VisibleText(HTMLParser):
    """Collects what a browser would show, a line a block, and the page's title."""

    _HIDDEN = frozenset({"script", "style", "title", "noscript", "template", "svg"})
    _BLOCKS = re.compile(
        "address|article|aside|blockquote|d[dlt]|details|div|fieldset|fig(caption|ure)|footer|form|h[1-6r]|header|li|main"
        "|nav|ol|p|pre|section|summary|table|tr|ul"
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.titles: list[str] = []
        self._hidden_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._hidden_in and tag in self._HIDDEN:
            self._hidden_in = tag
        elif self._BLOCKS.fullmatch(tag):
            self.pieces.append("\n\n- " if tag == "li" else "\n\n## " if re.fullmatch("h[1-6]", tag) else "\n\n")
        elif tag in {"br", "td", "th"}:
            self.pieces.append("\n" if tag == "br" else " ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden_in:
            self._hidden_in = ""
        elif self._BLOCKS.fullmatch(tag):
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._hidden_in == "title":
            self.titles.append(data)
        elif not self._hidden_in:
            self.pieces.append(_SPACES.sub(" ", data))


def _read(page: str) -> _VisibleText:
    reader = _VisibleText()
    reader.feed(page)
    reader.close()
    return reader


def visible_text(page: str) -> str:
    """Return all text that a browser would show, a paragraph a block."""
    lines = (line.strip() for line in "".join(_read(page).pieces).split("\n"))
    text = "\n".join("" if line in {"-", "##"} else line for line in lines)
    return _BLANK_LINES.sub("\n\n", text).strip()


def page_title(page: str) -> str:
    """Return the page's title element, or nothing."""
    return _one_line("".join(_read(page).titles))
