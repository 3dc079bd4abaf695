"""Style sheets and style attributes of a web page, as far as they decide whether text is seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.loaders.elements import Element

Declared = dict[str, str]
_Priority = tuple[bool, tuple[int, int, int, int], int]

MAX_RULES = 2000  # further ones are not looked at: matching all of them would take long
_PROPERTIES = frozenset(
    "display visibility opacity color background background-color font-size position left top right bottom text-indent "
    "clip clip-path transform width height max-width max-height overflow content-visibility transition "
    "transition-property will-change animation animation-name text-decoration text-decoration-line vertical-align "
    "white-space".split()
)
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?)(px|pt|em|rem|%|vw|vh|)")
_IN_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "rem": 16.0, "vw": 12.8, "vh": 8.0}
_NAMED_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0}
# Rules for other media, or for a window of some width, may not hold for the reader.
_HOLDS = re.compile(r"\s*(?:only\s+)?(?:all|screen)?\s*", re.IGNORECASE)
_ALIKE = 0.05
# Classes and attributes that scripts set where something is opened, unfolded or comes into view.
_STATE = re.compile(
    r"\.(?:is-|has-|js-)?(?:show|shown|open|opened|active|expanded|visible|revealed|unfolded|loaded|in-view|in)(?![\w-])"
    r"|\[(?:open|aria-expanded[^\]]*true[^\]]*|aria-hidden[^\]]*false[^\]]*)\]|:target(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour, each part from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: str
    declarations: tuple[tuple[str, str, bool], ...]


def declared_styles(tree: Element) -> dict[Element, Declared]:
    """Return what style sheets and `style` attributes declare for each element: the winning values, in lower case."""
    found: dict[Element, dict[str, tuple[_Priority, str]]] = {}
    for order, rule in enumerate(_rules(tree)):
        for element, specificity in _matched(tree, rule.selector):
            _declare(found.setdefault(element, {}), rule.declarations, (0, *specificity), order)
    for element in tree.iter("*"):
        written = element.get("style")
        if written:
            _declare(found.setdefault(element, {}), tuple(_declarations(written)), (1, 0, 0, 0), 0)
    return {element: {name: value for name, (_, value) in values.items()} for element, values in found.items()}


def shown_in_a_state(tree: Element) -> set[Element]:
    """Return the elements that a style sheet shows once a script has given them, or one around them, a class.

    ".answer.open { display: block }" speaks of all that is an `.answer`.
    """
    sheets = "".join(sheet.text or "" for sheet in tree.iter("style"))
    if not _STATE.search(sheets):
        return set()
    return {
        element
        for rule in _rules(tree)
        if any(_shows(name, value) for name, value, _ in rule.declarations)
        for selector in rule.selector.split(",")
        if (without := _STATE.sub("", selector).strip()) and without != selector.strip()
        for element, _ in _matched(tree, without)
    }


def _shows(name: str, value: str) -> bool:
    if name == "display":
        return not value.startswith("none")
    if name == "visibility":
        return value == "visible"
    return name in ("opacity", "height", "max-height") and not re.match(r"0*(?:\.0*)?(?:px)?$", value)


def _declare(
    values: dict[str, tuple[_Priority, str]],
    declarations: tuple[tuple[str, str, bool], ...],
    specificity: tuple[int, int, int, int],
    order: int,
) -> None:
    for name, value, is_important in declarations:
        priority = (is_important, specificity, order)
        if name not in values or values[name][0] <= priority:
            values[name] = (priority, value)


def _rules(tree: Element) -> Iterator[_Rule]:
    import tinycss2

    count = 0
    for sheet in tree.iter("style"):
        if not _HOLDS.fullmatch(sheet.get("media", "")):
            continue
        for rule in _flat(tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True, skip_whitespace=True)):
            count += 1
            if count > MAX_RULES:
                return
            yield rule


def _flat(rules: list[object]) -> Iterator[_Rule]:
    """Yield the rules that say something of interest, those in `@media screen` and the like, too."""
    import tinycss2

    for rule in rules:
        kind = getattr(rule, "type", "")
        if kind == "qualified-rule":
            declarations = tuple(_declarations(rule.content))  # type: ignore[attr-defined]
            if declarations:
                yield _Rule(tinycss2.serialize(rule.prelude), declarations)  # type: ignore[attr-defined]
        elif kind == "at-rule" and rule.content is not None:  # type: ignore[attr-defined]
            name, condition = rule.lower_at_keyword, tinycss2.serialize(rule.prelude)  # type: ignore[attr-defined]
            if name in ("supports", "layer") or (name == "media" and _HOLDS.fullmatch(condition)):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)  # type: ignore[attr-defined]
                yield from _flat(inner)


def _declarations(written: object) -> Iterator[tuple[str, str, bool]]:
    import tinycss2

    for part in tinycss2.parse_blocks_contents(written, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration" and part.lower_name in _PROPERTIES:
            yield part.lower_name, tinycss2.serialize(part.value).strip().lower(), part.important


def _matched(tree: Element, selectors: str) -> Iterator[tuple[Element, tuple[int, int, int]]]:
    from cssselect import HTMLTranslator, SelectorError, parse
    from lxml import etree

    try:
        for selector in parse(selectors):
            if selector.pseudo_element is None:
                path = HTMLTranslator().selector_to_xpath(selector, prefix="descendant-or-self::")
                for element in tree.xpath(path):
                    yield element, selector.specificity()
    except (SelectorError, etree.XPathError, RecursionError):
        return  # what no browser understands either, or only with a pointer in its hand


def to_pixels(value: str, parent_px: float) -> float | None:
    """Return a length in pixels, relative ones of `parent_px`; None when it is none."""
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit in ("em", "%"):
        return number * parent_px / (100.0 if unit == "%" else 1.0)
    return number * _IN_PIXELS[unit]


def to_colour(value: str) -> Colour | None:
    """Return a colour as it is written in CSS; None when it is none."""
    from tinycss2.color3 import parse_color

    parsed = parse_color(value) if value else None
    return None if parsed is None or parsed == "currentColor" else Colour(*parsed)


def is_like(one: Colour, other: Colour) -> bool:
    """Tell whether the eye cannot tell the two colours from each other."""
    pairs = ((one.red, other.red), (one.green, other.green), (one.blue, other.blue))
    return all(abs(a - b) <= _ALIKE for a, b in pairs)
