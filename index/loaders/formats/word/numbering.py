"""Numbers of lists and headings as Word displays them: it stores how to count, not the numbers."""

import re
from dataclasses import dataclass, field

from index.loaders.elements import Element
from index.loaders.formats.word.package import W, is_on, value
from index.loaders.formats.word.styles import Styles
from index.loaders.numerals import numeral

BULLET = "-"
_BOXES = frozenset("☐☑☒✓✔✗✘")  # a bullet that says whether something is done
_MAX_COUNT = 100_000
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _List:
    """A list: its levels by their number, and how far it has been counted; several `num` may share it."""

    levels: dict[int, Element]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document; ask it once for each, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, _List] = {}
        self._met: set[str] = set()
        if root is None:
            return
        self._nums = {num.get(f"{W}numId", ""): num for num in root.findall(f"{W}num")}
        for abstract in root.findall(f"{W}abstractNum"):
            levels = {_number(level.get(f"{W}ilvl")): level for level in abstract.findall(f"{W}lvl")}
            self._lists[abstract.get(f"{W}abstractNumId", "")] = _List(levels)
        for abstract in root.findall(f"{W}abstractNum"):
            # A list can borrow its levels from a style, which names the list that has them.
            style = next(styles.chain(value(abstract.find(f"{W}numStyleLink"))), None)
            num = None if style is None else self._nums.get(value(style.find(f"{W}pPr/{W}numPr/{W}numId")))
            lender = None if num is None else self._lists.get(value(num.find(f"{W}abstractNumId")))
            if lender is not None and lender.levels:
                self._lists[abstract.get(f"{W}abstractNumId", "")] = lender

    def mark(self, paragraph: Element) -> str:
        """Return the paragraph's number ("2.1", "b)"), "-" or "- ☒" for a bullet, "" for none; it counts as seen."""
        num_id, level = self._place(paragraph)
        num = self._nums.get(num_id)
        counted = None if num is None else self._lists.get(value(num.find(f"{W}abstractNumId")))
        if num is None or counted is None:
            return ""
        levels = dict(counted.levels)
        starts = {}
        for override in num.findall(f"{W}lvlOverride"):
            place = _number(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[place] = own
            if override.find(f"{W}startOverride") is not None:
                starts[place] = _number(value(override.find(f"{W}startOverride"), "1"))
        if num_id not in self._met:
            self._met.add(num_id)
            for place in starts:
                counted.counts.pop(place, None)
        _count(counted.counts, levels, starts, level)
        return _text(levels, counted.counts, level)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the number of the paragraph's `num`, "" for none, and its level."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        num_id = None if own is None else own.find(f"{W}numId")
        level = None if own is None else own.find(f"{W}ilvl")
        if num_id is not None:
            return value(num_id), _number(value(level))
        styled = self._styles.stated(self._styles.of_paragraph(paragraph), f"{W}pPr/{W}numPr/{W}numId")
        if styled is None:
            return "", 0
        if level is None:
            level = self._styles.stated(self._styles.of_paragraph(paragraph), f"{W}pPr/{W}numPr/{W}ilvl")
        if level is not None:
            return value(styled), _number(value(level))
        return value(styled), self._level_of_style(value(styled), paragraph)

    def _level_of_style(self, num_id: str, paragraph: Element) -> int:
        """Return the level that names the paragraph's style as its own, as those of headings do."""
        num = self._nums.get(num_id)
        counted = None if num is None else self._lists.get(value(num.find(f"{W}abstractNumId")))
        names = [style.get(f"{W}styleId") for style in self._styles.of_paragraph(paragraph)]
        levels = {} if counted is None else counted.levels
        return next((place for place, level in levels.items() if value(level.find(f"{W}pStyle")) in names[:1]), 0)


def _count(counts: dict[int, int], levels: dict[int, Element], starts: dict[int, int], level: int) -> None:
    for place in range(level + 1):
        start = starts.get(place, _start(levels.get(place)))
        if place == level:
            counts[place] = min(counts.get(place, start - 1) + 1, _MAX_COUNT)
        elif place in levels:
            counts.setdefault(place, start)  # a level that was skipped shows its first number
    for place in [place for place in counts if place > level]:
        restart = levels[place].find(f"{W}lvlRestart") if place in levels else None
        # 0 is never; 2 is after the second level or one above it.
        if restart is None or level < _number(value(restart)):
            del counts[place]


def _text(levels: dict[int, Element], counts: dict[int, int], level: int) -> str:
    shape = levels.get(level)
    if shape is None:
        return ""
    if value(shape.find(f"{W}numFmt"), "decimal") == "bullet":
        sign = value(shape.find(f"{W}lvlText"))
        return f"{BULLET} {sign}" if sign in _BOXES else BULLET
    legal = is_on(shape.find(f"{W}isLgl"))

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        kind = value(levels[at].find(f"{W}numFmt"), "decimal") if at in levels else "decimal"
        return _written(counts.get(at, 1), "decimal" if legal and kind != "none" else kind)

    return re.sub(r"%([1-9])", number, value(shape.find(f"{W}lvlText"))).strip()


def _written(count: int, kind: str) -> str:
    if kind == "none":
        return ""
    letters = _RUSSIAN if kind.startswith("russian") else _LATIN
    if kind.endswith(("Letter", "russianLower", "russianUpper")) and count > 0:
        written = letters[(count - 1) % len(letters)] * min((count - 1) // len(letters) + 1, 9)
    elif kind.endswith("Roman") and 0 < count < 4000:
        written = numeral(count, "i")
    elif kind == "ordinal":
        return f"{count}{'th' if count // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    else:
        return f"{count:02}" if kind == "decimalZero" else str(count)
    return written.upper() if kind.startswith("upper") or kind.endswith("Upper") else written


def note_number(count: int, *, at_end: bool) -> str:
    """Return the number of a note as Word displays it: 1, 2 at the foot of a page, i, ii at the end."""
    return _written(count, "lowerRoman" if at_end else "decimal")


def _start(level: Element | None) -> int:
    return 1 if level is None else _number(value(level.find(f"{W}start"), "1"))


def _number(text: str | None) -> int:
    return min(int(text), _MAX_COUNT) if text and text.isdecimal() and len(text) < 9 else 0
