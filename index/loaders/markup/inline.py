"""Elements inside a line: raised and quoted text, formulas, fields, pictures that stand for signs, times."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from index.loaders.elements import Element
from index.loaders.markup.controls import control_value, is_opener
from index.loaders.markup.flow import Flow
from index.loaders.markup.formulas import formula
from index.loaders.markup.marks import is_note_mark
from index.loaders.markup.scripts import lowered, raised
from index.loaders.markup.tags import BLOCK_TAGS

_RELATIVE = re.compile(r"\bago\b|\bnow\b|^$", re.IGNORECASE)
_QUOTES = tuple("“”‘’\"'«»„‹›「」『』")
_MAX_SIGN, _MAX_WORDS, _MAX_FORMULA = 8, 80, 300


def _write_break(element: Element, flow: Flow) -> None:
    flow.break_line()


def _write_raised(element: Element, flow: Flow) -> None:
    text = flow.one_line(element)
    flow.write(raised(flow.before(), text, _after(element), is_note=is_note_mark(element)))


def _write_lowered(element: Element, flow: Flow) -> None:
    flow.write(lowered(flow.before(), flow.one_line(element)))


def _after(element: Element) -> str:
    if element.tail:
        return str(element.tail)
    following = element.getnext()
    return "" if following is None or following.tag in BLOCK_TAGS else "".join(following.itertext())


def _write_quote(element: Element, flow: Flow) -> None:
    if (element.text or "").lstrip()[:1] in tuple(_QUOTES):
        flow.inside(element)
        return
    opening, closing = ("“", "”") if flow.quotes % 2 == 0 else ("‘", "’")
    flow.write(opening)
    flow.quotes += 1
    flow.inside(element)
    flow.quotes -= 1
    flow.write(closing)


def _write_formula(element: Element, flow: Flow) -> None:
    flow.write(formula(element))


def _write_link(element: Element, flow: Flow) -> None:
    if not is_note_mark(element):
        flow.inside(element)


def _write_reading(element: Element, flow: Flow) -> None:
    text = flow.one_line(element)
    flow.write(f"({text})" if text else "")


def _write_control(element: Element, flow: Flow) -> None:
    """Write a field's value apart from the words beside it."""
    value = control_value(element)
    if value:
        flow.write(" " if flow.before()[-1:].isalnum() else "")
        flow.write(value)
        flow.write(" " if not element.tail or element.tail[0].isalnum() else "")


def _write_button(element: Element, flow: Flow) -> None:
    """Write what a button says where it is the head of a part that it opens."""
    if any(element.get(name) is not None for name in ("aria-expanded", "aria-controls")) or is_opener(element):
        flow.end()
        flow.inside(element)
        flow.end()


def _write_picture(element: Element, flow: Flow) -> None:
    """Write the sign, the formula or the words of a sentence that a picture stands for; others show themselves."""
    kind, said = element.get("class", "").lower(), element.get("alt", "")
    is_within = flow.before()[-1:].isspace() and flow.before().strip()[-1:].isalnum() and (element.tail or "").strip()
    is_sign = "emoji" in kind and len(said) <= _MAX_SIGN
    is_formula = re.search("math|latex|tex\\b", kind) and len(said) <= _MAX_FORMULA
    if is_sign or is_formula or (is_within and len(said) <= _MAX_WORDS):
        flow.write(re.sub(r"\{\\(?:display|text)style (.*)\}", r"\1", said))


def _write_time(element: Element, flow: Flow) -> None:
    """Write a time, the one that was meant where a script or the reader's clock would say it."""
    stated = element.get("datetime", "")
    if stated and _RELATIVE.search("".join(element.itertext()).strip()):
        flow.write(stated.replace("T", " "))
    else:
        flow.inside(element)


INLINE_WRITERS: Mapping[str, Callable[[Element, Flow], None]] = MappingProxyType(
    {
        **dict.fromkeys(("input", "select", "textarea"), _write_control),
        "br": _write_break,
        "sup": _write_raised,
        "sub": _write_lowered,
        "q": _write_quote,
        "math": _write_formula,
        "a": _write_link,
        "rt": _write_reading,
        "button": _write_button,
        "img": _write_picture,
        "time": _write_time,
    }
)
