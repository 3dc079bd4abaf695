"""The parts of a Word document: a zip of XML files that name each other by relationships."""

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import TypeAlias
from zipfile import ZipFile

from lxml import etree

from index.errors import LoadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# "Strict Open XML" says the same under other names.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    b"http://purl.oclc.org/ooxml/officeDocument/math": M,
    b"http://purl.oclc.org/ooxml/drawingml/main": A,
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R,
}


Element: TypeAlias = etree._Element


class Package:
    """The parts of one document, parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._archive = ZipFile(BytesIO(data))
        # Names of parts are equal in any case, and some programs write "\\" or a leading "/".
        self._names = {name.replace("\\", "/").strip("/").lower(): name for name in self._archive.namelist()}
        main = next(iter(self.related("", "officeDocument").values()), "word/document.xml")
        document = self.part(main)
        if document is None or document.tag != f"{W}document":
            raise LoadError("is damaged, or not the format that its name says: there is no Word document in it")
        self.main = main
        self.document = document

    def part(self, name: str) -> Element | None:
        """Return a part's root, None where there is none; raise `XMLSyntaxError` for a damaged one."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        data = self._archive.read(stored)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual.strip("{}").encode())
        # Entities stay unresolved: none is needed, and they can name files or grow without end.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(data, parser)

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Return the parts that a part names as of this kind ("numbering", "header"), by the id it uses for them."""
        folder, file = posixpath.split(name)
        relations = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for relation in relations if relations is not None else ():
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).strip("/")
        return found

    def beside(self, kind: str) -> Element | None:
        """Return the one part of a kind that the document names ("styles"), None where it names none."""
        names = self.related(self.main, kind).values()
        return next((part for name in names if (part := self.part(name)) is not None), None)


def value(element: Element | None, default: str = "") -> str:
    """Return the `val` of a property, `default` where the property or its value is missing."""
    return default if element is None else str(element.get(f"{W}val") or element.get(f"{M}val") or default)


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off stands there and is on."""
    return element is not None and value(element, "true").lower() not in {"false", "0", "off", "none"}


def shown_branch(alternatives: Element) -> Iterator[Element]:
    """Yield the one branch of an `AlternateContent` that is read: what it says to new readers, else to old ones."""
    branches = [branch for branch in alternatives if branch.tag in {f"{MC}Choice", f"{MC}Fallback"}]
    telling = [branch for branch in branches if next(branch.iter(f"{W}t", f"{M}t"), None) is not None]
    yield from (telling or branches)[:1]
