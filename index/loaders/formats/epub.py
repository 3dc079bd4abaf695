"""Books (`.epub`): the chapters in the order in which they are read, named as the table of contents names them."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.elements import Element, local
from index.loaders.encoding import decode
from index.loaders.formats.html import visible_text
from index.loaders.packages import Facts, Package
from index.types import Article, Failure

_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # hide fonts, not text
_PAGES = frozenset({"", "application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_IDS = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*["']([^"'<>]*)["'][^<>]*>""")
_CHAPTER = re.compile(r"(chapter|part|book|kapitel|chapitre|cap[ií]tulo)\b|\d+[.:]? ", re.IGNORECASE)
_OPENING = re.compile(r"(?:<(?!body|html)[a-zA-Z][^<>/]*>\s*)+$")
_MARK = re.compile("\ue0b8(\\d+)\ue0b9")  # signs for private use around a number: where a chapter begins in a file


def load_epub(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the book as one article whose places are its chapters."""
    package = Package(read_bytes(path), "an EPUB book")
    root = next((one.get("full-path", "") for one in package.xml("META-INF/container.xml").iter("{*}rootfile")), "")
    if not package.read(root):
        raise LoadError("is not an EPUB book, or a damaged one")
    _refuse_protected(package)
    book = _Book(package, root)
    yield make_article(
        article_id, parts=book.parts(), title=book.facts.title, author=book.facts.author, published=book.facts.day
    )


def _refuse_protected(package: Package) -> None:
    for method in package.xml("META-INF/encryption.xml").iter("{*}EncryptionMethod"):
        if method.get("Algorithm", "") not in _FONTS_ONLY:
            raise LoadError("is protected against copying (DRM), so its text cannot be read")


class _Book:
    """The book as its package file describes it."""

    def __init__(self, package: Package, root: str) -> None:
        self._package = package
        self._folder = dirname(root)
        self._root = package.xml(root)
        self.facts = Facts(_first(self._root, "metadata"))
        self._items = {item.get("id", ""): item for item in self._root.iterfind("{*}manifest/{*}item")}
        self._chapters = self._contents()

    def parts(self) -> Iterator[Part]:
        """Yield the stretches of text with the names of their chapters, each file once."""
        spine = (self._items.get(one.get("idref", "")) for one in self._root.iterfind("{*}spine/{*}itemref"))
        pages = (item for item in spine if item is not None and item.get("media-type", "") in _PAGES)
        names = dict.fromkeys(self._name(item.get("href", "")) for item in pages)
        chapter = ""
        for name in names:
            if name == self._navigation:
                continue
            for fragment, text in self._stretches(name):
                known = self._chapters.get((name, fragment), "")
                heading = _HEADING.search(text)
                if not self._chapters and heading is not None:
                    known = heading[1]
                chapter = _named(known) or chapter
                yield Part(chapter, text)

    def _stretches(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the text of a file, cut where chapters begin in it, each piece with the fragment that begins it."""
        page = re.sub("[\ue0b8\ue0b9]", "", decode(self._package.read(name), "utf-8"))
        begun = {fragment for file, fragment in self._chapters if file == name and fragment}
        fragments = [""]
        marked: list[str] = []
        last = 0
        for found in _IDS.finditer(page) if begun else ():
            if found[1] in begun and found[1] not in fragments:
                fragments.append(found[1])
                # Before the elements that open here, so that a heading stays whole.
                opening = _OPENING.search(page, max(last, found.start() - 400), found.start())
                start = opening.start() if opening else found.start()
                marked += [page[last:start], f"\ue0b8{len(fragments) - 1}\ue0b9"]
                last = start
        text = visible_text("".join([*marked, page[last:]]))
        first, *rest = _MARK.split(text)
        yield "", first
        for number, stretch in zip(rest[::2], rest[1::2], strict=True):
            yield fragments[int(number)], stretch

    def _name(self, href: str) -> str:
        return normpath(join(self._folder, unquote(href.partition("#")[0])))

    def _contents(self) -> dict[tuple[str, str], str]:
        """Return the names of the chapters by the file and the fragment where they begin, the first of each."""
        self._navigation = ""
        chapters: dict[tuple[str, str], str] = {}
        for item in self._items.values():
            name = self._name(item.get("href", ""))
            if "nav" in item.get("properties", "").split():
                self._navigation = name
                links = [(one.get("href", ""), "".join(one.itertext())) for one in _toc(self._package.xml(name))]
            elif item.get("media-type") == "application/x-dtbncx+xml":
                points = self._package.xml(name).iter("{*}navPoint")
                links = [(_first(one, "content").get("src", ""), _first(one, "text").text or "") for one in points]
            else:
                continue
            for href, label in links:
                file, _, fragment = href.partition("#")
                begin = normpath(join(dirname(name), unquote(file))), unquote(fragment)
                chapters.setdefault(begin, " ".join(label.split()))
        return chapters


def _toc(navigation: Element) -> Iterator[Element]:
    for nav in navigation.iter("{*}nav"):
        if any(name.endswith("}type") and value == "toc" for name, value in nav.attrib.items()):
            yield from (one for one in nav.iter("{*}a") if local(one) == "a")


def _first(element: Element, name: str) -> Element:
    """Return the first element of this name below, or the element itself."""
    return next(element.iter(f"{{*}}{name}"), element)


def _named(label: str) -> str:
    return label if not label or _CHAPTER.match(label) else f"chapter {label}"
