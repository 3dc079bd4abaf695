"""Trees of XML and HTML: the element that all readers of markup pass on, its name, and parsing that fetches nothing."""

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element
else:
    Element = object  # lxml itself is imported where a file needs it

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")  # what ISO calls the namespaces of Office


def parse_xml(data: bytes) -> Element:
    """Return the root of a document whose entities stay unresolved and that loads nothing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(_STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data), parser)


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for an entity or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
