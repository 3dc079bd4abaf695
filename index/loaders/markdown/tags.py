"""HTML between Markdown: which of it is markup, and what a reader sees of it."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.loaders.formats.html import visible_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_HIDDEN = frozenset("script style template noscript title".split())
_BREAKS = frozenset(
    """address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul""".split()
)
_CELLS = frozenset({"td", "th"})
_KNOWN = (
    _HIDDEN
    | _BREAKS
    | _CELLS
    | frozenset(
        """a abbr acronym audio b base bdi bdo big body button canvas cite code col colgroup data datalist del dfn em
        embed font head html i iframe img input ins kbd label legend link map mark menu meta meter object optgroup
        option output param picture progress q rp rt ruby s samp search select slot small source span strike strong sub
        sup svg textarea time track tt u var video wbr""".split()
    )
)
_SWITCHES = frozenset(
    """async autofocus autoplay checked controls default defer disabled download hidden inert ismap itemscope loop
    multiple muted nomodule novalidate nowrap open readonly required reversed selected""".split()
)
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)((?:\s[^<>]*|\s*)?)/?>")
_VALUE = re.compile(r"""[\w:.@-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MAY_HIDE = re.compile(r"\b(?:style|hidden|aria-hidden)\b", re.IGNORECASE)
# Blocks that CommonMark ends at a mark of their own, or else at the text's end.
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<script": "</script>", "<style": "</style>", "<pre": "</pre>"}


_MAX_HIDDEN_TOKENS = 500
_STAND_IN = "\ue0ff"  # a sign that nobody writes


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag within a run of text: what is read for it, its name, and whether it hides all up to its end."""

    text: str
    name: str = ""
    hides: bool = False


def read_tag(written: str, before: str) -> Tag:
    """Return what a piece of inline HTML stands for; what only looks like HTML stands for itself.

    `before` is the text right before it: `10<sup>6` is a power.
    """
    if written.startswith("<!--"):
        return Tag("")
    name = _known_name(written)
    if not name:
        return Tag(written)
    if written.startswith("</"):
        return Tag("\n" if name in _BREAKS else "", name)
    hides = name in _HIDDEN or (_MAY_HIDE.search(written) is not None and _is_hidden(written, name))
    if name == "sup" and re.search(r"(?<![\w.,])10$", before):
        return Tag("^", name, hides)
    text = _alt(written) if name == "img" else "\n" if name in _BREAKS else " " if name in _CELLS else ""
    return Tag("" if hides else text, name, hides)


def closing_tag(name: str, tokens: "Sequence[Token]", start: int) -> int:
    """Return the position behind the tag that ends an element whose content begins at `start`; `start` without one."""
    depth = 1
    for position in range(start, min(len(tokens), start + _MAX_HIDDEN_TOKENS)):
        token = tokens[position]
        if token.type == "html_inline" and _known_name(token.content) == name:
            depth += -1 if token.content.startswith("</") else 1
            if not depth:
                return position + 1
    return start


def read_html_block(block: str, read_markdown: Callable[[str], str]) -> str:
    """Return what a browser shows of a block of HTML; `read_markdown` reads one that turns out to be none."""
    start = block.lstrip().lower()
    for opening, end in _ENDS.items():
        if start.startswith(opening.lower()) and end.lower() not in start:
            return _read_as_text(block, read_markdown)
    if start.startswith(("<?", "<![")):
        return block.rstrip("\n")
    if (found := _TAG.match(block.lstrip())) and not _known_name(found[0]):
        return _read_as_text(block, read_markdown)
    return visible_text(_TAG.sub(_for_browser, block))


def _read_as_text(block: str, read_markdown: Callable[[str], str]) -> str:
    return read_markdown(block.replace("<", _STAND_IN)).replace(_STAND_IN, "<")


def _for_browser(tag: re.Match[str]) -> str:
    """Return a tag as a browser should take it: pictures as their text, and text that looks like a tag as text."""
    name = _known_name(tag[0])
    if name == "img":
        return html.escape(_alt(tag[0]))
    return tag[0] if name else html.escape(tag[0])


@lru_cache(maxsize=1024)
def _known_name(written: str) -> str:
    """Return the name of a tag of HTML, in small letters, or nothing: `<a and b>` has no attribute that HTML has."""
    found = _TAG.fullmatch(written.strip())
    if found is None or found[1].lower() not in _KNOWN:
        return ""
    words = _VALUE.sub(" ", found[2].removesuffix("/")).split()
    return found[1].lower() if all(word.lower() in _SWITCHES for word in words) else ""


@lru_cache(maxsize=256)
def _is_hidden(written: str, name: str) -> bool:
    return "seen" not in visible_text(f"<p>{written}seen</{name}></p>")


def _alt(written: str) -> str:
    found = _ALT.search(written)
    return html.unescape(next(filter(None, found.groups()), "")) if found else ""
