"""The order of a page's parts: the time of an entry stands below the heading of the entry, not above it."""

from index.loaders.elements import Element
from index.loaders.markup.tags import HEADINGS


def arrange(tree: Element) -> Element:
    """Move each time that stands alone above a heading below it; return the tree.

    Above the heading it would end the entry before: live blogs print the time first.
    """
    for heading in list(tree.iter(*HEADINGS)):
        above = heading.getprevious()
        if above is None or (above.tail or "").strip() or not _is_time(above):
            continue
        parent = heading.getparent()
        following = heading.tail
        heading.tail = None
        parent.remove(above)
        above.tail = following
        heading.addnext(above)
    return tree


def _is_time(element: Element) -> bool:
    time = element if element.tag == "time" else element.find(".//time")
    return time is not None and "".join(time.itertext()).split() == "".join(element.itertext()).split()
