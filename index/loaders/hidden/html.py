"""Parts of a web page that a reader does not see: taken out, so that they can never be evidence.

Seen are a page's own style sheets and `style` attributes, not what a script does and not linked style sheets. Where
those may colour the ground, text is not taken to be of its colour. What is struck out is taken out as well.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.loaders.elements import Element
from index.loaders.hidden.parsing import parsed
from index.loaders.hidden.revealed import Revealing, is_shown_in_time, shown_by_script
from index.loaders.hidden.styles import Colour, Declared, declared_styles, is_like, to_colour, to_pixels

MAX_DEPTH = 200  # what extracts the main text from deeper pages loses some of it
_WHITE = Colour(1.0, 1.0, 1.0, 1.0)
_BLACK = Colour(0.0, 0.0, 0.0, 1.0)
_TINY_PX = 2.0
_FAINT = 0.05
_FAR_PX = -900.0
_ROOTS = ("html", "body")
_NO_TEXT = ("script", "style")
_NEVER_SHOWN = ("template", "noscript")
_STRUCK = ("del", "s", "strike")
# What may hide or colour an element without a style.
_SPECIAL = frozenset((*_NEVER_SHOWN, *_STRUCK, "dialog", "font"))
_TELLING = ("hidden", "aria-hidden", "bgcolor", "role")
_NOTHING: Declared = {}
_ROLE_TAGS = {
    "table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td",
    "columnheader": "th", "rowheader": "th",
}  # fmt: skip
_BLOCK_DISPLAYS = ("block", "flex", "grid", "table", "list-item", "flow-root")
_INLINE_TAGS = ("a", "b", "em", "font", "i", "label", "span", "strong")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page without what is hidden, and whether its elements lie in each other deeper than `MAX_DEPTH`."""

    tree: Element
    is_deep: bool


@dataclass(frozen=True, slots=True)
class _State:
    """Style that an element inherits; `ground` is None where it is not known."""

    is_invisible: bool = False
    size_px: float = 16.0
    colour: Colour = _BLACK
    ground: Colour | None = _WHITE


@dataclass(slots=True)
class _Found:
    """Elements hidden with all in them, those whose own text is, and the greatest depth.

    `faint` and `put_away` are those among them that a script may show.
    """

    gone: list[Element] = field(default_factory=list)
    unseen: list[Element] = field(default_factory=list)
    faint: list[Element] = field(default_factory=list)
    put_away: list[Element] = field(default_factory=list)
    deepest: int = 0


def without_hidden(page: str) -> Shown | None:
    """Return the page as a reader sees it; None when it cannot be parsed, as when it is empty."""
    tree = parsed(page)
    if tree is None:
        return None
    styles = declared_styles(tree)
    found = _looked_through(tree, styles, frozenset())
    shown = shown_by_script(tree, found.gone + found.unseen, found.faint, found.put_away)
    if shown:
        found = _looked_through(tree, styles, shown)
    for element in found.gone:
        element.drop_tree()
    for element in found.unseen:
        _blank(element)
    return Shown(tree, found.deepest > MAX_DEPTH)


def _looked_through(tree: Element, styles: dict[Element, Declared], shown: AbstractSet[Element]) -> _Found:
    """Return what is hidden, where the elements of `shown` are not."""
    revealing = Revealing.of(tree)
    linked = tree.xpath("//link[contains(@rel, 'stylesheet')]")
    found = _Found()
    waiting = [(tree, 1, _State(ground=None if linked else _WHITE))]
    while waiting:
        element, depth, state = waiting.pop()
        declared = styles.get(element, _NOTHING)
        if element.tag in _NO_TEXT:
            continue
        if declared or element.tag in _SPECIAL or any(element.get(name) is not None for name in _TELLING):
            if element.tag not in _ROOTS and element not in shown and _is_taken(element, declared, revealing, found):
                continue
            state = _state(element, declared, state)
        if element in shown or revealing.shows(element, declared):
            state = replace(state, is_invisible=False)
        found.deepest = max(found.deepest, depth)
        if _is_unseen(state) and any(text.strip() for text in _own_texts(element)):
            found.unseen.append(element)
            if not _is_unseen(replace(state, is_invisible=False)):
                found.faint.append(element)
        waiting.extend((child, depth + 1, state) for child in element)
    return found


def _is_taken(element: Element, declared: Declared, revealing: Revealing, found: _Found) -> bool:
    """Tell whether an element is hidden with all in it, and note it; name one that is not after how it is shown."""
    is_faint = _is_faint(declared)
    if _is_never_shown(element, declared):
        found.gone.append(element)
    elif (is_faint or _is_put_away(element, declared)) and not revealing.opens(element, declared):
        found.gone.append(element)
        (found.faint if is_faint else found.put_away).append(element)
    else:
        _retag(element, declared)
        return False
    return True


def _is_never_shown(element: Element, declared: Declared) -> bool:
    """Tell whether an element is hidden in a way that nothing on the page undoes, or struck out."""
    if element.tag in _NEVER_SHOWN or element.tag in _STRUCK:
        return True
    if "line-through" in declared.get("text-decoration", "") + declared.get("text-decoration-line", ""):
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if any(_is_empty_shape(declared.get(name, "")) for name in ("clip", "clip-path")):
        return True
    if declared.get("position") in ("absolute", "fixed") and _is_far(declared):
        return True
    return _is_far({"left": declared.get("text-indent", "")}) or _is_without_size(declared, ("width", "max-width"))


def _is_put_away(element: Element, declared: Declared) -> bool:
    """Tell whether an element is hidden in a way that pages use for what a click or a script shows."""
    if element.get("hidden", "until-found").strip().lower() != "until-found":
        return True
    if element.get("aria-hidden", "").strip().lower() == "true" and element.find(".//main") is None:
        return True
    if declared.get("display", "").startswith("none") or declared.get("content-visibility") == "hidden":
        return True
    return _is_empty_shape(declared.get("transform", "")) or _is_without_size(declared, ("height", "max-height"))


def _is_faint(declared: Declared) -> bool:
    opacity = declared.get("opacity", "")
    return bool(opacity) and _number(opacity, 1.0) < _FAINT


def _is_empty_shape(value: str) -> bool:
    shape = value.replace(" ", "").replace("px", "").replace(",", "")
    return shape in ("rect(0000)", "rect(1111)", "inset(50%)", "inset(100%)", "circle(0)", "scale(0)", "scale(00)")


def _is_far(declared: Declared) -> bool:
    sides = (declared.get(name, "") for name in ("left", "top", "right", "bottom"))
    return any((to_pixels(side, 16.0) or 0.0) <= _FAR_PX for side in sides if side)


def _is_without_size(declared: Declared, names: tuple[str, ...]) -> bool:
    if declared.get("overflow", "visible") == "visible":
        return False
    sizes = [to_pixels(declared.get(name, ""), 16.0) for name in names]
    return any(size is not None and size <= 1.0 for size in sizes)


def _retag(element: Element, declared: Declared) -> None:
    """Name an element after how it is shown, where that says more than its tag."""
    if element.tag not in _ROLE_TAGS.values() and (tag := _ROLE_TAGS.get(element.get("role", ""))):
        element.tag = tag
    shown_as, lifted = declared.get("display", ""), declared.get("vertical-align", "")
    if element.tag in _INLINE_TAGS and shown_as in _BLOCK_DISPLAYS:
        element.tag = "div"
    elif element.tag == "div" and shown_as == "inline":
        element.tag = "span"
    elif element.tag == "span" and lifted in ("super", "sub"):
        element.tag = lifted[:3]
    is_kept = declared.get("white-space", "").startswith("pre")
    if is_kept and (element.tag in ("div", "p") or (element.tag == "code" and "\n" in (element.text or "").strip())):
        element.tag = "pre"


def _state(element: Element, declared: Declared, above: _State) -> _State:
    state = above
    if element.tag in _ROOTS:
        # Scripts show such a page when it is ready; saved, it looks as if it never was.
        declared = {name: value for name, value in declared.items() if name != "visibility"}
    if "visibility" in declared:
        is_hidden = declared["visibility"] in ("hidden", "collapse") and not is_shown_in_time(element, declared)
        state = replace(state, is_invisible=is_hidden)
    size = to_pixels(declared.get("font-size", ""), above.size_px)
    if size is not None:
        state = replace(state, size_px=size)
    colour = to_colour(declared.get("color", element.get("color", "") if element.tag == "font" else ""))
    if colour is not None:
        state = replace(state, colour=colour)
    return _on_ground(element, declared, state)


def _on_ground(element: Element, declared: Declared, state: _State) -> _State:
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


@lru_cache(maxsize=256)
def _is_unseen(state: _State) -> bool:
    if state.is_invisible or state.size_px <= _TINY_PX or state.colour.alpha < _FAINT:
        return True
    return state.ground is not None and is_like(state.colour, state.ground)


def _own_texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _blank(element: Element) -> None:
    element.text = None
    for child in element:
        child.tail = None


def _number(value: str, otherwise: float) -> float:
    try:
        return float(value.removesuffix("%")) / (100.0 if value.endswith("%") else 1.0)
    except ValueError:
        return otherwise
