"""The parts of a Word document: XML files that name each other by relationships."""

from collections.abc import Iterator

from index.errors import LoadError
from index.loaders.elements import Element, parse_xml
from index.loaders.packages import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class WordPackage(Package):
    """The parts of one document, parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Open the document; raises LoadError where it is empty, encrypted, too large, or no Word document."""
        super().__init__(data, "a Word document", "an old .doc; save it as .docx")
        main = next(iter(self.related("", "officeDocument").values()), "word/document.xml")
        document = self.part(main)
        if document is None or document.tag != f"{W}document":
            raise LoadError("is damaged, or not the format that its name says: there is no Word document in it")
        self.main = main
        self.document = document

    def part(self, name: str) -> Element | None:
        """Return a part's root, None where there is none; raise `XMLSyntaxError` for a damaged one."""
        data = self.read(name)
        return parse_xml(data) if data else None

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Return the parts that a part names as of this kind ("numbering", "header"), by the id it uses for them."""
        return {mark: target for mark, (stated, target) in self.targets(name).items() if stated == kind}

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
