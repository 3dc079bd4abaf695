"""What of a web page a reader does not see: taken out, so that it can never be evidence.

Seen are a page's own style sheets and `style` attributes, not what a script does and not linked style sheets. Where
those may colour the ground, text is not taken to be of its colour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.loaders.hidden.styles import Colour, Declared, declared_styles, is_like, to_colour, to_pixels

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 200  # what extracts the main text from deeper pages loses some of it
_WHITE = Colour(1.0, 1.0, 1.0, 1.0)
_BLACK = Colour(0.0, 0.0, 0.0, 1.0)
_TINY_PX = 2.0
_FAINT = 0.05
_FAR_PX = -900.0
_ROOTS = ("html", "body")
_NO_TEXT = ("script", "style")
_NEVER_SHOWN = ("template", "noscript")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page without what is hidden, and whether its elements lie in each other deeper than `MAX_DEPTH`."""

    page: str
    is_deep: bool


@dataclass(frozen=True, slots=True)
class _State:
    """What an element inherits; `ground` is None where it is not known."""

    depth: int = 0
    is_invisible: bool = False
    size_px: float = 16.0
    colour: Colour = _BLACK
    ground: Colour | None = _WHITE


def without_hidden(page: str) -> Shown:
    """Return the page as a reader sees it; as it is when nothing in it is hidden or it cannot be parsed."""
    tree = _parsed(page)
    if tree is None:
        return Shown(page, is_deep=False)
    gone, unseen, deepest = _looked_through(tree)
    for element in gone:
        element.drop_tree()
    for element in unseen:
        _blank(element)
    if gone or unseen:
        from lxml import html

        page = html.tostring(tree, encoding="unicode")
    return Shown(page, deepest > MAX_DEPTH)


def _parsed(page: str) -> "_Element | None":
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return html.document_fromstring(page.encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _looked_through(tree: "_Element") -> "tuple[list[_Element], list[_Element], int]":
    """Return the elements that are hidden with all in them, those whose own text is, and the greatest depth."""
    styles = declared_styles(tree)
    linked = tree.xpath("//link[contains(@rel, 'stylesheet')]")
    first = _State(ground=None if linked else _WHITE)
    gone: list[_Element] = []
    unseen: list[_Element] = []
    deepest = 0
    waiting = [(tree, first)]
    while waiting:
        element, above = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            continue
        declared = styles.get(element, {})
        if element.tag not in _ROOTS and _is_gone(element, declared):
            gone.append(element)
            continue
        state = _state(element, declared, above)
        deepest = max(deepest, state.depth)
        if _is_unseen(state) and any(text.strip() for text in _own_texts(element)):
            unseen.append(element)
        waiting.extend((child, state) for child in element)
    return gone, unseen, deepest


def _is_gone(element: "_Element", declared: Declared) -> bool:
    if element.tag in _NEVER_SHOWN or element.get("hidden") is not None:
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true" and element.find(".//main") is None:
        return True
    if declared.get("display", "").startswith("none") or declared.get("content-visibility") == "hidden":
        return True
    opacity = declared.get("opacity", "")
    if opacity and _number(opacity, 1.0) < _FAINT:
        return True
    if any(_is_empty_shape(declared.get(name, "")) for name in ("clip", "clip-path", "transform")):
        return True
    if declared.get("position") in ("absolute", "fixed") and _is_far(declared):
        return True
    return _is_far({"left": declared.get("text-indent", "")}) or _is_without_size(declared)


def _is_empty_shape(value: str) -> bool:
    shape = value.replace(" ", "").replace("px", "").replace(",", "")
    return shape in ("rect(0000)", "rect(1111)", "inset(50%)", "inset(100%)", "circle(0)", "scale(0)", "scale(00)")


def _is_far(declared: Declared) -> bool:
    sides = (declared.get(name, "") for name in ("left", "top", "right", "bottom"))
    return any((to_pixels(side, 16.0) or 0.0) <= _FAR_PX for side in sides if side)


def _is_without_size(declared: Declared) -> bool:
    if declared.get("overflow", "visible") == "visible":
        return False
    sizes = [to_pixels(declared.get(name, ""), 16.0) for name in ("width", "height", "max-height", "max-width")]
    return any(size is not None and size <= 1.0 for size in sizes)


def _state(element: "_Element", declared: Declared, above: _State) -> _State:
    state = replace(above, depth=above.depth + 1)
    if element.tag in _ROOTS:
        # Scripts show such a page when it is ready; saved, it looks as if it never was.
        declared = {name: value for name, value in declared.items() if name != "visibility"}
    if "visibility" in declared:
        state = replace(state, is_invisible=declared["visibility"] in ("hidden", "collapse"))
    size = to_pixels(declared.get("font-size", ""), above.size_px)
    if size is not None:
        state = replace(state, size_px=size)
    colour = to_colour(declared.get("color", element.get("color", "") if element.tag == "font" else ""))
    if colour is not None:
        state = replace(state, colour=colour)
    return _on_ground(element, declared, state)


def _on_ground(element: "_Element", declared: Declared, state: _State) -> _State:
    stated = [declared[name] for name in ("background-color", "background") if name in declared]
    stated += [element.get("bgcolor", "")] if element.get("bgcolor") else []
    if not stated:
        return state
    colours = [colour for value in stated for colour in map(to_colour, value.split()) if colour is not None]
    pictured = any("url(" in value or "gradient" in value for value in stated)
    if not colours or pictured or colours[0].alpha < 1.0:
        transparent = bool(colours) and not pictured and colours[0].alpha == 0.0
        return state if transparent else replace(state, ground=None)
    return replace(state, ground=colours[0])


def _is_unseen(state: _State) -> bool:
    if state.is_invisible or state.size_px <= _TINY_PX or state.colour.alpha < _FAINT:
        return True
    return state.ground is not None and is_like(state.colour, state.ground)


def _own_texts(element: "_Element") -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _blank(element: "_Element") -> None:
    element.text = None
    for child in element:
        child.tail = None


def _number(value: str, otherwise: float) -> float:
    try:
        return float(value.removesuffix("%")) / (100.0 if value.endswith("%") else 1.0)
    except ValueError:
        return otherwise
