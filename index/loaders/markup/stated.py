"""The text that a page states for programs (JSON-LD), which a script puts before the reader."""

import json
from collections.abc import Iterator

from index.loaders.elements import Element

_MAX_SHOWN_CHARS = 200  # of a page whose article is not in it


def with_stated(text: str, tree: Element) -> str:
    """Return the text of a page, or the body of the article that the page states where it shows next to nothing."""
    if len(text) > _MAX_SHOWN_CHARS:
        return text
    scripts = tree.iterfind(".//script[@type='application/ld+json']")
    bodies = [body for script in scripts for body in _bodies(script.text or "")]
    return max((text, *bodies), key=len)


def _bodies(written: str) -> Iterator[str]:
    try:
        waiting = [json.loads(written, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += [one for one in value.values() if isinstance(one, dict | list)]
            if isinstance(body := value.get("articleBody"), str):
                yield body
