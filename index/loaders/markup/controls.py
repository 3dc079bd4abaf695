"""Form controls: the values that a form was saved with."""

import re

from index.loaders.elements import Element

_OPENER = re.compile(r"accordion|collaps|\bfaq|\bexpand|\btoggle", re.IGNORECASE)
_NOT_SAID = frozenset(("hidden", "password", "submit", "button", "reset", "image", "file", "color", "range"))


def control_value(element: Element) -> str:
    """Return what a field, a choice or a tick box shows; "[x]" is ticked, "[ ]" is not."""
    if element.tag == "select":
        return ", ".join(_chosen(element))
    if element.tag == "textarea":
        return "".join(element.itertext())
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "[ ] " if element.get("checked") is None else "[x] "
    return "" if kind in _NOT_SAID else str(element.get("value", ""))


def is_filled(form: Element) -> bool:
    """Tell whether a form holds a value that is not the one of an untouched search box or log-in."""
    fields = form.iter("input", "select", "textarea")
    return any(
        field.get("type", "") != "search"
        and field.get("checked", "") is not None
        and control_value(field).strip() not in ("", "[ ]")
        for field in fields
    )


def _chosen(element: Element) -> list[str]:
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and element.get("multiple") is None:
        chosen = [option for option in options if option.get("disabled") is None and option.get("value") != ""][:1]
    return [" ".join("".join(option.itertext()).split() or [option.get("label", "")]) for option in chosen]


def is_opener(element: Element) -> bool:
    """Tell whether an element is named as the head of a part that a click opens below it; a button also by its box."""
    kinds = element.get("class", "")
    above = element.getparent()
    if element.tag == "button" and above is not None:
        kinds += f" {above.get('class', '')}"
    return _OPENER.search(kinds) is not None and element.getnext() is not None
