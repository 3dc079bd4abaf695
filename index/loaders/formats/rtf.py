"""Rich text (`.rtf`): what Word and others show of it, with its tables and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import NO_TEXT, make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.dates import read_date
from index.loaders.pieces import Piece, Style, join_pieces
from index.loaders.sheets import sheet_text
from index.types import Article, Failure

_TOKENS = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I | re.S
)
# Groups without a star that hold no text of the document; a starred group of another name is left out as well.
_UNSHOWN = frozenset(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    "fldinst listtable listoverridetable rsidtbl generator xe tc template filetbl revtbl nonesttables bkmkstart "
    "bkmkend annotation atnid atnauthor sp shprslt themedata colorschememapping datastore latentstyles".split()
)
_STARRED = frozenset("shpinst shptxt nesttableprops".split())
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": "\n",
}  # fmt: skip
_INTO = {"title": "title", "author": "author", "creatim": "created", "footnote": "beside", "shptxt": "beside"}
_ENDS = frozenset({"par", "sect", "page", "cell", "nestcell", "row", "nestrow"})
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {
    10000: "mac_roman", 10001: "shift_jis", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2",
    10081: "mac_turkish", 65001: "utf-8",
}  # fmt: skip
_STYLES: dict[str, Style] = {
    "super": "raised", "up": "raised", "sub": "", "nosupersub": "", "strike": "struck", "striked": "struck",
}  # fmt: skip
_ENCODINGS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


def load_rtf(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the document as one article."""
    data = read_bytes(path)
    if not data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        raise LoadError("is not a rich text file, or a damaged one" if data.strip() else NO_TEXT)
    reader = _Reader()
    reader.read(data)
    stated = {name: _whole(pieces) for name, pieces in reader.stated.items()}
    text = reader.text()
    title = stated.get("title", "")
    said = read_byline(text, title)
    yield make_article(
        article_id,
        text,
        title=title,
        source=said.source,
        author=said.author or stated.get("author", ""),
        published=said.published or read_date(stated.get("created", "").lstrip("-")),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """State within braces: where its text goes (`""` the document, None nowhere), and how it is read."""

    into: str | None = ""
    is_hidden: bool = False
    is_starred: bool = False
    fallback: int = 1  # characters that stand behind each Unicode one for old readers
    in_table: bool = False
    font: int = -1
    style: Style = ""


@dataclass(slots=True)
class _Reader:
    """Reads tokens one after the other."""

    stated: dict[str, list[str]] = field(default_factory=dict)
    _group: _Group = field(default_factory=_Group)
    _stack: list[_Group] = field(default_factory=list)
    _blocks: list[str | list[list[str]]] = field(default_factory=list)
    _line: list[Piece] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _encoding: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _skip: int = 0
    _in_row: bool = False

    def read(self, data: bytes) -> None:
        """Read the whole document."""
        position = 0
        while token := _TOKENS.match(data, position):
            position = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if code or plain:
                self._add_bytes(bytes.fromhex(code.decode()) if code else plain)
                continue
            self._decode_bytes()
            if brace:
                self._brace(brace)
            elif sign:
                self._sign(sign.decode("latin-1"))
            elif word:
                name = word.decode().lower()
                if name == "bin":
                    position += max(0, int(number or 0))
                self._word(name, int(number) if number else None)
        self._decode_bytes()
        self._end("par")

    def text(self) -> str:
        """Return the paragraphs and tables, a blank line between them."""
        return "\n\n".join(sheet_text(block) if isinstance(block, list) else block for block in self._blocks)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            self._stack.append(self._group)
            self._group = replace(self._group, is_starred=False)
            return
        self._group = self._stack.pop() if self._stack else _Group(into=None)
        self._skip = 0

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, is_starred=True)
        elif sign in "\r\n":
            self._end("par")
        else:
            self._add_sign({"~": "\u00a0", "_": "-", "-": ""}.get(sign, sign))

    def _word(self, name: str, number: int | None) -> None:
        if name in _INTO:
            self._group = replace(self._group, into=_INTO[name])
        elif self._group.into == "created":
            self._add(f"-{number or 0:02}" if name in {"yr", "mo", "dy"} else "")
        elif name in _UNSHOWN or (self._group.is_starred and name not in _STARRED):
            self._group = replace(self._group, into=None)
        elif name in _ENDS:
            self._end(name)
        elif name == "trowd":
            self._in_row = True
        elif name in _SIGNS:
            self._add_sign(_SIGNS[name])
        elif name == "u" and number is not None:
            self._add(chr(number % 0x10000))
            self._skip = self._group.fallback
        else:
            self._property(name, number)
        self._group = replace(self._group, is_starred=False) if self._group.is_starred else self._group

    def _property(self, name: str, number: int | None) -> None:
        """Take note of what changes how the text that follows is read."""
        if name in {"v", "deleted"}:
            self._group = replace(self._group, is_hidden=number != 0)
        elif name == "plain":
            self._group = replace(self._group, is_hidden=False, font=-1, style="")
        elif name in _STYLES:
            self._group = replace(self._group, style=_STYLES[name] if number != 0 else "")
        elif name in {"intbl", "pard"}:
            self._group = replace(self._group, in_table=name == "intbl")
        elif name == "uc":
            self._group = replace(self._group, fallback=number or 0)
        elif name == "f":
            self._group = replace(self._group, font=number or 0)
        elif name == "fcharset" and self._group.font >= 0:
            self._fonts[self._group.font] = _CHARSETS.get(number or 0, "")
        elif name == "ansicpg" and number:
            self._encoding = _CODE_PAGES.get(number, f"cp{number}")
        elif name in _ENCODINGS:
            self._encoding = _ENCODINGS[name]

    def _add_sign(self, sign: str) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._add(sign)

    def _add_bytes(self, written: bytes) -> None:
        if self._group.into is None:
            return
        skipped = min(self._skip, len(written))
        self._skip -= skipped
        self._bytes += written[skipped:]

    def _decode_bytes(self) -> None:
        if not self._bytes:
            return
        written = bytes(self._bytes)
        self._bytes.clear()
        encoding = self._fonts.get(self._group.font) or self._encoding
        try:
            self._add(written.decode(encoding, "replace"))
        except LookupError:
            self._add(written.decode("cp1252", "replace"))

    def _add(self, text: str) -> None:
        if self._group.into is None or self._group.is_hidden:
            return
        if self._group.into:
            self.stated.setdefault(self._group.into, []).append(text)
        else:
            self._line.append(Piece(text, self._group.style))

    def _end(self, name: str) -> None:
        """End a paragraph, a cell or a row."""
        if name in {"row", "nestrow"}:
            self._end_row()
        elif self._group.into:
            self._add("\n")
        elif name in {"cell", "nestcell"}:
            self._cells.append(" ".join(self._written().split()))
        elif self._group.in_table and (self._cells or self._in_row):
            self._line.append(Piece(" "))
        elif self._group.into is not None:
            beside = _whole(self.stated.pop("beside", []))
            self._blocks += filter(None, (self._written(), re.sub(r"\n+", "\n\n", beside)))

    def _written(self) -> str:
        """Return the line that was being written, and begin the next."""
        text = _whole([join_pieces(self._line)])
        self._line.clear()
        return text

    def _end_row(self) -> None:
        self._in_row = False
        if not self._cells:
            return
        if not self._blocks or not isinstance(self._blocks[-1], list):
            self._blocks.append([])
        table = self._blocks[-1]
        if isinstance(table, list):
            table.append([*self._cells])
        self._cells.clear()


def _whole(pieces: list[str]) -> str:
    """Return the pieces as one text; characters beyond the first plane come in two of them."""
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
