"""Drawings of Office (DrawingML), on slides and sheets: text boxes, tables, charts and diagrams as text."""

import re
from collections.abc import Iterator

from index.loaders.elements import Element, local
from index.loaders.formats.word.equations import equation_text
from index.loaders.numerals import numeral
from index.loaders.packages import Package
from index.loaders.pieces import Piece, Style, join_pieces
from index.loaders.tables import table_lines

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ON_EVERY_SLIDE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
_TITLES = frozenset({"title", "ctrTitle"})
_LISTS = frozenset({"", "body", "obj"})
_NUMBERS = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_AROUND = {"ParenBoth": ("(", ")"), "ParenR": ("", ")"), "Period": ("", ".")}


class Drawing:
    """What is drawn in one part of a document, such as a slide, and the parts that it points at."""

    def __init__(self, package: Package, name: str, *, values_stand_beside: bool = False) -> None:
        """Read what the part `name` is related to; the values of its charts go unread where they stand beside it."""
        self._package = package
        self._targets = package.targets(name)
        self._values_stand_beside = values_stand_beside

    def blocks(self, container: Element) -> Iterator[str]:
        """Yield the texts of the shapes in a container as they are drawn, titles of slides behind "## "."""
        for shape in container:
            kind = local(shape)
            if _is_hidden(shape):
                continue
            if kind == "sp":
                yield from _shape(shape)
            elif kind == "graphicFrame":
                yield from self._frame(shape)
            elif kind == "AlternateContent":
                ways = ([*self.blocks(way)] for way in shape)
                yield from next(filter(None, ways), [])
            elif kind == "grpSp":
                yield from self.blocks(shape)

    def _frame(self, frame: Element) -> Iterator[str]:
        """Yield the table, the chart's words and values or the words of a diagram."""
        for table in frame.iter("{*}tbl"):
            first = table.find("{*}tblPr")
            grid = [_row(row) for row in _filled_down(table)]
            yield "\n".join(table_lines(grid, first is not None and first.get("firstRow") in {"1", "true"}))
        for data in frame.iterfind(".//{*}graphicData/*"):
            chart = self._targets.get(data.get(f"{RELATION}id", ""))
            diagram = self._targets.get(data.get(f"{RELATION}dm", ""))
            if chart and chart[0] in {"chart", "chartEx"}:
                yield from chart_blocks(self._package, chart[1], values_stand_beside=self._values_stand_beside)
            if diagram:
                yield "\n".join(
                    f"- {text}" for one in self._package.xml(diagram[1]).iter("{*}t") for text in paragraphs(one)
                )


def chart_blocks(package: Package, name: str, *, values_stand_beside: bool = False) -> Iterator[str]:
    """Yield a chart's titles, its values unless they stand beside it, and the text boxes drawn on it."""
    chart = package.xml(name)
    yield "\n".join(" ".join(paragraphs(title)) for title in chart.iter("{*}title"))
    if not values_stand_beside:
        yield chart_values(chart)
    for kind, drawn in package.targets(name).values():
        if kind == "chartUserShapes":
            inner = Drawing(package, drawn)
            yield from (block for anchor in package.xml(drawn) for block in inner.blocks(anchor))


def _is_hidden(shape: Element) -> bool:
    about = shape.find("*/{*}cNvPr")
    return about is not None and about.get("hidden") in {"1", "true"}


def placeholder(shape: Element) -> str | None:
    """Return the kind of a placeholder, None for another shape."""
    found = shape.find("*/{*}nvPr/{*}ph")
    return None if found is None else found.get("type", "")


def _shape(shape: Element) -> Iterator[str]:
    kind = placeholder(shape)
    texts = [*paragraphs(shape)] if kind not in _ON_EVERY_SLIDE else []
    if kind in _TITLES and texts:
        yield "## " + " ".join(" ".join(texts).split())
    elif kind in _LISTS and len(texts) > 1:
        yield "\n".join(_marked(shape, "- "))
    elif texts:
        yield from _marked(shape, "")


def paragraphs(container: Element) -> Iterator[str]:
    """Yield the paragraphs of a shape, a cell or a title that say something."""
    return (text for paragraph in container.iter("{*}p") if (text := _paragraph(paragraph)))


def _paragraph(paragraph: Element) -> str:
    return re.sub(r" *[\n\v] *", "\n", join_pieces([*_pieces(paragraph)]).strip())


def _marked(shape: Element, otherwise: str) -> Iterator[str]:
    """Yield the paragraphs of a shape behind their numbers, or behind `otherwise`."""
    counts: dict[int, int] = {}
    for paragraph in shape.iter("{*}p"):
        text = _paragraph(paragraph)
        if not text:
            continue
        about = paragraph.find("{*}pPr")
        level = int(about.get("lvl", "0")) if about is not None else 0
        counted = about.find("{*}buAutoNum") if about is not None else None
        counts = {deeper: count for deeper, count in counts.items() if deeper <= level - (counted is None)}
        mark = otherwise
        if counted is not None:
            counts[level] = counts.get(level, int(counted.get("startAt", "1")) - 1) + 1
            mark = _number(counts[level], counted.get("type", "")) + " "
        yield f"{mark}{text}"


def _number(count: int, kind: str) -> str:
    """Return a number in a form by its name, as "alphaLcParenR" (ECMA-376, part 1, 20.1.10.61)."""
    form = next((form for name, form in _NUMBERS.items() if kind.startswith(name)), "1")
    before, behind = next((around for name, around in _AROUND.items() if kind.endswith(name)), ("", ""))
    return f"{before}{numeral(count, form)}{behind}"


def _pieces(paragraph: Element) -> Iterator[Piece]:
    for one in paragraph:
        kind = local(one)
        if kind == "br":
            yield Piece("\n")
        elif kind == "m":
            yield Piece("".join(map(equation_text, one)))
        elif kind in {"r", "fld"}:
            properties = one.find("{*}rPr")
            yield Piece(one.findtext("{*}t", ""), "" if properties is None else _style(properties))
        elif kind == "AlternateContent":
            yield from next(filter(None, ([*_pieces(way)] for way in one)), [])


def _style(properties: Element) -> Style:
    if properties.get("strike", "noStrike") != "noStrike":
        return "struck"
    return "raised" if re.match(r"0*[1-9]", properties.get("baseline", "")) else ""


def _filled_down(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row, a cell that is merged in the place of each that it covers."""
    above: list[Element] = []
    for row in table.iterfind("{*}tr"):
        cells: list[Element] = []
        for column, cell in enumerate(row.iterfind("{*}tc")):
            if cell.get("hMerge") in {"1", "true"} and cells:
                cells.append(cells[-1])
            elif cell.get("vMerge") in {"1", "true"} and column < len(above):
                cells.append(above[column])
            else:
                cells.append(cell)
        yield cells
        above = cells


def _row(cells: list[Element]) -> list[str]:
    texts = [" ".join(paragraphs(cell)) for cell in cells]
    # One that spans the table stands once.
    return [texts[0], *[""] * (len(texts) - 1)] if len(set(map(id, cells))) == 1 and len(cells) > 1 else texts


def chart_values(chart: Element) -> str:
    """Return the values of a chart as the rows of a table: a category each, a column a series."""
    names = [""]
    rows: dict[str, list[str]] = {}
    for series in chart.iter("{*}ser"):
        names.append(" ".join(value.text or "" for value in series.iterfind("{*}tx//{*}v")))
        categories = _points(series, "cat") or _points(series, "xVal")
        for place, value in (_points(series, "val") or _points(series, "yVal")).items():
            row = rows.setdefault(place, [categories.get(place, "")])
            row += [*[""] * (len(names) - 1 - len(row)), _rounded(value)]
    return "\n".join(table_lines([names, *rows.values()], has_head=True))


def _points(series: Element, name: str) -> dict[str, str]:
    points = series.iterfind(f"{{*}}{name}//{{*}}pt")
    return {point.get("idx", ""): point.findtext("{*}v", "").strip() for point in points}


def _rounded(value: str) -> str:
    try:
        return format(float(value), ".15g")
    except ValueError:
        return value
