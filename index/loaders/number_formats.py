"""Number formats of an Excel workbook, as far as they change what a reader reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from index.loaders.packages import Package

# Formats that every workbook has, by number (ECMA-376, part 1, 18.8.30); dates are not among them.
_KNOWN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00"}
_KNOWN[40] = "#,##0.00"
_BRACKETS = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]")  # the first kind names a currency
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_DIGITS = re.compile(r"([0#?](?:,?[0#?])*)(?:\.([0#?]+))?(,*)")
_FIGURES = re.compile("[0#?]")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MAX_CODE_CHARS = 255  # what Excel allows
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What stands before and behind a number, how many figures and decimals it has, and the power of ten it counts.

    `pattern` is set where other signs stand among the figures, as in "000 00 00": one `0` or `#` a figure.
    """

    before: str
    behind: str
    decimals: int
    has_thousands: bool
    power: int
    figures: int = 1
    pattern: str = ""

    def show(self, value: str) -> str:
        """Return a number as the workbook shows it; raise ArithmeticError when it is none."""
        number = Decimal(value).scaleb(self.power)
        sign = "-" if number < 0 else ""
        if self.pattern:
            return sign + _filled(self.pattern, str(abs(number).quantize(Decimal(1), ROUND_HALF_UP)))
        rounded = abs(number).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        shown = f"{rounded:{',' if self.has_thousands else ''}f}"
        missing = self.figures - len(str(int(rounded)))
        return f"{sign}{self.before}{'0' * missing}{shown}{self.behind}"


def _filled(pattern: str, figures: str) -> str:
    """Return the pattern with the figures in its places, from the right; the first place takes what is left over."""
    left, shown = figures, ""
    places = len(_FIGURES.findall(pattern))
    for sign in reversed(pattern):
        if not _FIGURES.fullmatch(sign):
            shown = sign + shown
            continue
        places -= 1
        figure, left = (left[-1:], left[:-1]) if places else (left, "")
        shown = (figure or ("0" if sign == "0" else "")) + shown
    return shown.translate(_FREED).strip()


def read_format(code: str) -> NumberFormat | None:
    """Return what a format's code says of positive numbers; None for dates, fractions and bare numbers."""
    if len(code) > _MAX_CODE_CHARS:
        return None
    section = _BRACKETS.sub(lambda found: f'"{found[1] or ""}"', code.split(";")[0])
    bare = _LITERAL.sub("", section)
    digits = _DIGITS.search(bare)
    if digits is None or re.search(r"[dmyhs/eE@]|General", bare):
        return None
    plain = _LITERAL.sub(lambda found: (found[1] or found[2] or "").translate(_HELD), section)
    found = _DIGITS.search(plain)
    if found is None:
        return None
    if _DIGITS.search(plain, found.end()):
        return NumberFormat("", "", 0, has_thousands=False, power=0, pattern=plain)
    before, behind = (part.translate(_FREED).strip("\0") for part in (plain[: found.start()], plain[found.end() :]))
    power = 2 * ("%" in bare) - 3 * len(found[3])
    figures = max(1, found[1].count("0")) if "," not in found[1] else 1
    return NumberFormat(before, behind, len(found[2] or ""), "," in found[1], power, figures)


# Digits within a literal must not be taken for the number's own.
_HELD = {ord("0"): "\ue000", ord("#"): "\ue001", ord("?"): "\ue002"}
_FREED = {0xE000: "0", 0xE001: "#", 0xE002: "?"}


def cell_formats(package: Package, sheets: Mapping[str, str]) -> dict[str, dict[Cell, NumberFormat]]:
    """Return which cells show their number in a format of its own; rows and columns from 0.

    Both the parts of the sheets and the cells stand under the sheets' names.
    """
    styles = _styles(package)
    return {name: dict(_cells(package, part, styles)) for name, part in sheets.items()} if styles else {}


def _styles(package: Package) -> dict[str, NumberFormat]:
    root = package.xml("xl/styles.xml")
    codes = {str(number): code for number, code in _KNOWN.items()}
    codes |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [one.get("numFmtId", "") for one in root.iterfind("{*}cellXfs/{*}xf")]
    formats = {number: read_format(codes.get(number, "General")) for number in set(numbers)}
    return {str(place): form for place, number in enumerate(numbers) if (form := formats[number]) is not None}


def _cells(package: Package, name: str, styles: dict[str, NumberFormat]) -> Iterator[tuple[Cell, NumberFormat]]:
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "events": ("end",)}
    for _, row in etree.iterparse(BytesIO(package.read(name) or b"<none/>"), tag="{*}row", **options):
        for cell in row:
            form = styles.get(cell.get("s", ""))
            place = _CELL.fullmatch(cell.get("r", ""))
            if form is not None and place is not None and len(cell) and cell.get("t", "n") == "n":
                yield (int(place[2]) - 1, column_number(place[1])), form
        row.clear(keep_tail=False)
        while row.getprevious() is not None:
            del row.getparent()[0]


def column_number(letters: str) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
