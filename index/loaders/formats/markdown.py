"""Markdown: front matter becomes fields; headings, lists and emphasis stay, markup that is not text goes."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.loaders.base import make_article, read_bytes
from index.loaders.cleaning import clean_text, iso_date
from index.loaders.encoding import decode
from index.types import Article, Failure

MAX_FRONT_MATTER_CHARS = 64 * 1024
# A longer line is data, not prose, and the patterns below would take long over it.
MAX_LINE_CHARS = 100_000

_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_CODE_SPAN = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()\n]*)?\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]*)\](?:\(<?[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()\n]*)?\)|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(r"^[ \t]{0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*\S+.*$")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+)>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:(=+)|-{2,})[ \t]*")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:$|#|>|[-*+][ \t]|\d+[.)][ \t]|\|)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that a file states about itself; an unknown one is empty."""

    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None


def load_markdown(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, titled by its front matter or its first heading."""
    front, body = split_front_matter(decode(read_bytes(path)))
    text = readable(body)
    yield make_article(
        article_id,
        text,
        title=front.title or _first_heading(text),
        source=front.source,
        url=front.url,
        published=front.published,
        author=front.author,
    )


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the rest; without one, or with one that is not YAML, all is the rest."""
    import yaml  # type: ignore[import-untyped]
    from frontmatter.default_handlers import YAMLHandler

    head = clean_text(text[:MAX_FRONT_MATTER_CHARS])
    handler = YAMLHandler()
    if not text.lstrip("\ufeff").startswith("---") or not handler.detect(head):
        return FrontMatter(), text
    try:
        stated, _ = handler.split(head)
    except ValueError:
        return FrontMatter(), text
    try:
        # The base loader leaves every value a text, so "date: 2024-13-45" is not an error.
        fields = handler.load(stated, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        fields = _fields_line_by_line(stated)
    if not isinstance(fields, dict) or not fields:
        return FrontMatter(), text
    _, _, body = re.split(r"^-{3,}\s*$", text, maxsplit=2, flags=re.MULTILINE)
    return _front_matter({str(key).strip().lower(): value for key, value in fields.items()}), body


def _fields_line_by_line(stated: str) -> dict[str, object]:
    """Return `key: value` lines; `title: Harbour: the end` is common and not valid YAML."""
    pairs = (line.partition(":") for line in stated.split("\n") if re.match(r"[A-Za-z_]+[ \t]*:", line))
    return {key.strip(): re.sub(r"^[\[{].*", "", value.strip()).strip("\"'") for key, _, value in pairs}


def _front_matter(fields: dict[str, object]) -> FrontMatter:
    return FrontMatter(
        title=_as_text(fields.get("title")),
        source=_as_text(fields.get("source")),
        author=_as_text(fields.get("author", fields.get("authors"))),
        url=_as_text(fields.get("url")),
        published=iso_date(_as_text(fields.get("published"))) or iso_date(_as_text(fields.get("date"))),
    )


def _as_text(value: object) -> str:
    if isinstance(value, list):
        # Lists in lists are no names, and with aliases a short file can nest them without end.
        return ", ".join(part.strip() for part in value if isinstance(part, str) and part.strip())
    return value.strip() if isinstance(value, str) else ""


def readable(markdown: str) -> str:
    """Return Markdown as text to read: links become their text; images, comments and HTML tags go.

    Headings (underlined ones become `#` ones), list markers, emphasis and fenced code stay.
    """
    lines: list[str] = []
    fence = ""
    for line in _without_comments(clean_text(markdown)).split("\n"):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence):
                fence = ""
            lines.append(line)
        elif opening:
            fence = opening[1]
            lines.append(line)
        elif not _REFERENCE.match(line):
            _append(lines, line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _without_comments(text: str) -> str:
    kept, _, rest = text.partition("<!--")
    pieces = [kept]
    while rest:
        _, closed, after = rest.partition("-->")
        if not closed:
            pieces += ["<!--", rest]
            break
        kept, _, rest = after.partition("<!--")
        pieces.append(kept)
    return "".join(pieces)


def _append(lines: list[str], line: str) -> None:
    underline = _UNDERLINE.fullmatch(line)
    if underline and lines and not _NO_PARAGRAPH.match(lines[-1]):
        lines[-1] = ("# " if underline[1] else "## ") + lines[-1].strip()
        return
    lines.append(_inline(line))


def _inline(line: str) -> str:
    if len(line) > MAX_LINE_CHARS:
        return line
    pieces: list[str] = []
    end = 0
    for code in _CODE_SPAN.finditer(line):
        pieces += [_without_markup(line[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*pieces, _without_markup(line[end:])]) if pieces else _without_markup(line)


def _without_markup(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    return html.unescape(_ESCAPE.sub(r"\1", _TAG.sub("", text)))


def _first_heading(text: str) -> str:
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line)
        if found and found[1].strip():
            return re.sub(r"[*_`]{2,}", "", found[1])
    return ""
