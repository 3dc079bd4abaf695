"""Hidden parts that a reader gets to see: a click opens them, or a script fades them in when the page is ready."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from index.loaders.elements import Element
from index.loaders.hidden.styles import Declared, shown_in_a_state
from index.loaders.markup.controls import is_opener

MIN_ARTICLE_CHARS = 120
MAX_SEEN_CHARS = 200
MIN_SHARE = 0.8
MAX_HEAD_CHARS = 200
MAX_MOVE_PX = 300.0
_OPENERS = ("aria-controls", "data-target", "data-bs-target")
_LINKS = "//a[@href and (@aria-expanded or @role='tab' or @data-toggle or @data-bs-toggle)]"
_OVERLAY = re.compile(
    r"modal|overlay|popup|pop-up|dropdown|drop-down|menu|nav|tooltip|toast|dialog|cookie|consent", re.I
)
_OPENED_ON_TOP = ("modal", "offcanvas", "dropdown")
_OPENED_IN_PLACE = ("collapse", "tab", "pill")
_FADING = frozenset(("opacity", "visibility", "transform", "max-height", "height", "all"))
_EASING = frozenset("s ms ease ease-in ease-out ease-in-out linear cubic-bezier step-start step-end steps".split())
_CONTAINERS = ("article", "body", "div", "main", "section", "td", "form")
_AROUND = ("nav", "header", "footer", "aside", "script", "style", "head", "noscript", "template")


@dataclass(frozen=True, slots=True)
class Revealing:
    """The ids of the parts that controls of a page open in their places, and the parts that its styles show then."""

    opened: AbstractSet[str]
    styled: AbstractSet[Element]

    @classmethod
    def of(cls, tree: Element) -> "Revealing":
        """Return what the controls of a page say to open."""
        controls = filter(_is_in_place, tree.xpath("//*[@aria-controls or @data-target or @data-bs-target]"))
        named = [control.get(name, "") for control in controls for name in _OPENERS]
        named += [link.get("href", "") for link in tree.xpath(_LINKS) if _is_control(link)]
        opened = frozenset(word.lstrip("#") for value in named for word in value.split())
        return cls(opened, shown_in_a_state(tree))

    def shows(self, element: Element, declared: Declared) -> bool:
        """Tell whether the page's styles show a hidden part in its place once it is opened."""
        return element in self.styled and not _is_on_top(element, declared)

    def opens(self, element: Element, declared: Declared) -> bool:
        """Tell whether the reader can open a hidden part, or comes to see it as the page is read."""
        if element.get("role") == "tabpanel" or element.get("id", "-") in self.opened:
            return True
        if self.shows(element, declared):
            return True
        before = element.getprevious()
        if before is not None and (_is_head(before) or (is_opener(before) and not _is_on_top(element, declared))):
            return True
        return is_shown_in_time(element, declared) or _is_drawn_beside(element)


def _is_in_place(control: Element) -> bool:
    toggled = control.get("data-toggle", control.get("data-bs-toggle", ""))
    return toggled not in _OPENED_ON_TOP and control.get("aria-haspopup", "false") == "false"


def _is_on_top(element: Element, declared: Declared) -> bool:
    """Tell whether an element would lie over the page, or belongs to a menu."""
    if declared.get("position") in ("absolute", "fixed") or element.tag in _AROUND:
        return True
    return _OVERLAY.search(f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}") is not None


def _is_control(element: Element) -> bool:
    if element.get("aria-expanded") is not None or element.get("role") == "tab":
        return _is_in_place(element)
    return element.get("data-toggle", element.get("data-bs-toggle", "")) in _OPENED_IN_PLACE


def _is_head(element: Element) -> bool:
    """Tell whether an element is the head of the part behind it, or a label of the tick box that opens that part."""
    if element.tag == "label":
        box = element.getprevious()
        return box is not None and box.tag == "input" and box.get("type") in ("checkbox", "radio")
    if _is_control(element):
        return True
    return any(map(_is_control, element.iterdescendants())) and _chars(element) <= MAX_HEAD_CHARS


def is_shown_in_time(element: Element, declared: Declared) -> bool:
    """Tell whether a faint or invisible part is so only until it comes into view: a change is set for it."""
    if declared.get("display", "").startswith("none"):
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return False
    changing = " ".join(declared.get(name, "") for name in ("transition", "transition-property", "will-change"))
    properties = set(re.findall(r"[a-z][a-z-]*", changing)) - _EASING
    if changing.strip() and (not properties or properties & _FADING):
        return True
    if declared.get("animation", declared.get("animation-name", "none")) not in ("none", ""):
        return True
    return element.get("data-aos") is not None or _is_moved(declared.get("transform", ""))


def _is_moved(transform: str) -> bool:
    """Tell whether an element stands a little beside its place, as what slides in does before it is shown."""
    if not transform.startswith("translate"):
        return False
    return all(float(number) <= MAX_MOVE_PX for number in re.findall(r"\d{1,9}(?:\.\d+)?", transform))


def _is_drawn_beside(element: Element) -> bool:
    """Tell whether an element is a formula that the picture beside it shows."""
    following = element.getnext()
    is_formula = element.tag == "math" or (len(element) == 1 and element[0].tag == "math" and not element[0].tail)
    return is_formula and following is not None and following.tag == "img" and "math" in following.get("class", "")


def shown_by_script(
    tree: Element, hidden: Sequence[Element], faint: Sequence[Element], put_away: Sequence[Element]
) -> AbstractSet[Element]:
    """Return those of the hidden elements that are nearly the whole article: a script shows them in the end.

    `faint` are those that would take their place on the page, `put_away` those that would not.
    """
    sizes = {element: _chars(element) for element in (*faint, *put_away)}
    if sum(sizes.values()) < MIN_ARTICLE_CHARS:
        return frozenset()
    seen = _chars(tree, frozenset(hidden), _AROUND)
    if seen > MAX_SEEN_CHARS:
        return frozenset()  # the page says something without them
    most = sum(sizes[element] for element in faint)
    if most >= max(MIN_ARTICLE_CHARS, MIN_SHARE * (seen + most)):
        return frozenset(faint)
    largest = max(put_away, key=sizes.__getitem__, default=None)
    if largest is None or sizes[largest] < max(MIN_ARTICLE_CHARS, MIN_SHARE * (seen + sizes[largest])):
        return frozenset()
    is_article = largest.tag in _CONTAINERS and len(largest.findall(".//p")) > 1
    return frozenset((largest,)) if is_article else frozenset()


def _chars(
    element: Element, without: AbstractSet[Element] = frozenset(), tags: tuple[str, ...] = ("script", "style")
) -> int:
    """Return how many letters an element holds, those of some elements and tags in it not counted."""
    count = 0
    waiting = [element]
    while waiting:
        part = waiting.pop()
        if part in without or part.tag in tags:
            continue
        count += len("".join((part.text or "").split()))
        count += sum(len("".join((child.tail or "").split())) for child in part)
        waiting.extend(part)
    return count
