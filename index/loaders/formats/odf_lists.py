"""Lists of OpenDocument: the marks of their items, which a style says how to count."""

from collections.abc import Iterable, Iterator

from index.loaders.elements import Element, local
from index.loaders.numerals import numeral

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MAX_COUNT = 100_000


class ListMarks:
    """Counts the items of a document's lists; ask it for each list once, in their order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._levels = {
            (style.get(f"{_STYLE}name", ""), _whole(level.get(f"{_TEXT}level"), 1)): level
            for root in roots
            for style in root.iter(f"{_TEXT}list-style")
            for level in style
        }
        self._last: dict[tuple[str, int], int] = {}

    def of(self, items: Element, style: str, level: int, above: str) -> Iterator[tuple[Element, str, str]]:
        """Yield each item with its mark ("- ", "b) ", "2.1. "), and its number with those above it, "" for none.

        `style` is the list's own or the one that it lies in, `level` counts from 1.
        """
        shape = self._levels.get((style, level))
        start = _whole(None if shape is None else shape.get(f"{_TEXT}start-value"), 1)
        goes_on = items.get(f"{_TEXT}continue-numbering") == "true" or items.get(f"{_TEXT}continue-list")
        count = self._last.get((style, level), start - 1) if goes_on else start - 1
        kind = "" if shape is None else shape.get(f"{_STYLE}num-format", "")
        for item in items:
            if local(item) != "list-item" or shape is None or not kind:
                yield item, "- ", ""
                continue
            count = min(_whole(item.get(f"{_TEXT}start-value"), count + 1), _MAX_COUNT)
            self._last[style, level] = count
            number = numeral(count, kind)
            path = f"{above}.{number}" if above else number
            shown = path if _whole(shape.get(f"{_TEXT}display-levels"), 1) > 1 else number
            before, behind = (shape.get(f"{_STYLE}num-{side}", "") for side in ("prefix", "suffix"))
            yield item, f"{before}{shown}{behind} ", path


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 7 else otherwise
