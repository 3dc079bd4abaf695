"""Marks: the numbers of list items, and the links and signs that only lead to a note."""

import re
from collections.abc import Iterator

from index.loaders.elements import Element
from index.loaders.numerals import numeral

_NOTE_KIND = re.compile(r"(?:^|[\s_-])(?:foot-?note|end-?note|note-?ref|reference|cite[_-]?ref|fn-?ref|noteref)", re.I)
_NOTE_TARGET = re.compile(r"#.*(?:fn|note|cite|ref|bib|cr)[^#]*\d|#_?ed?n?\d+$|#\w{0,3}\d+$", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"\W*(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[*†‡§¶]+)?\W*")
_ANCHOR_SIGNS = frozenset("¶ # § 🔗 ¤ ↩ ↩︎ ↑ ^".split())


def is_note_mark(element: Element) -> bool:
    """Tell whether an element is the raised mark of a note or a link to a place, and says nothing itself."""
    text = "".join(element.itertext()).strip()
    if element.tag == "a" and text in _ANCHOR_SIGNS:
        return True
    if not _NOTE_SIGN.fullmatch(text):
        return False
    about = " ".join(element.get(name, "") for name in ("class", "role", "id", "epub:type"))
    if "doc-noteref" in about or (text and _NOTE_KIND.search(about)):
        return True
    if element.tag != "sup":
        return False
    links = [*element.iter("a"), *element.iterancestors("a")]
    return bool(links)


def ordinals(element: Element) -> Iterator[str]:
    """Yield the marks of an ordered list's items as a browser numbers them ("4. ", "b. ", "iv. "), without end."""
    items = list(element.iterchildren("li"))
    is_reversed = element.get("reversed") is not None
    number = _whole(element.get("start"), len(items) if is_reversed else 1)
    kind = element.get("type", "1")
    for item in items:
        number = _whole(item.get("value"), number)
        yield f"{numeral(number, item.get('type', kind))}. "
        number += -1 if is_reversed else 1
    while True:
        yield "- "


def _whole(written: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", written or "", re.ASCII)
    return int(found[1]) if found else otherwise
