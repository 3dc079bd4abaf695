"""Excel (`.xlsx`, `.xlsm`, `.xlsb`, `.xls`): a sheet a place; formulas by their last values, macros never run."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.formats.sheet_drawings import beside_cells, sheet_parts
from index.loaders.number_formats import Cell, NumberFormat, cell_formats, column_number
from index.loaders.packages import OLE_MARK, Package, core_facts
from index.loaders.sheets import sheet_text
from index.types import Article, Failure

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_LAST_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_WIDE = re.compile(rb'<c r="[A-Z]{2}')
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^>]*(?<!/)>')
Value = int | float | str | bool | date | datetime | time | timedelta
MAX_CELLS = 5_000_000  # a sheet is laid out from its first to its last filled cell, which may be far apart


def load_xlsx(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the workbook as one article whose places are its sheets; hidden sheets are left out."""
    import python_calamine as calamine

    data = read_bytes(path)
    formats: dict[str, dict[Cell, NumberFormat]] = {}
    beside: dict[str, list[str]] = {}
    if data.startswith(OLE_MARK):
        title, author, day = _old_facts(data)
    else:
        package = Package(data, "an Excel workbook")
        facts = core_facts(package)
        title, author, day = facts.title, facts.author, facts.day
        sheets = sheet_parts(package)
        formats = cell_formats(package, sheets)
        _refuse_far_cells(package)
        beside = {name: [*filter(str.strip, beside_cells(package, part))] for name, part in sheets.items()}
    try:
        book = calamine.load_workbook(BytesIO(data))
    except calamine.PasswordError as error:
        raise LoadError("is password-protected; save it without a password") from error
    except calamine.CalamineError as error:
        raise LoadError("is not an Excel workbook, or a damaged one") from error
    shown = [one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
    cells = {one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet}
    parts = []
    for name in shown:
        rows = _rows(book.get_sheet_by_name(name), formats.get(name, {})) if name in cells else []
        parts.append(Part(f"sheet {name}", "\n\n".join(filter(None, [sheet_text(rows), *beside.get(name, [])]))))
    yield make_article(article_id, parts=parts, title=title or path.stem, author=author, published=day)


def _old_facts(data: bytes) -> tuple[str, str, date | None]:
    """Return what a workbook in the format of before 2007 states of itself; refuse an encrypted newer one."""
    import olefile

    with olefile.OleFileIO(data) as container:
        if container.exists("EncryptedPackage"):
            raise LoadError("is password-protected; save it without a password")
        stated = container.get_metadata()
    encoding = f"cp{stated.codepage}" if stated.codepage and stated.codepage not in {65001, 1200} else "utf-8"
    try:
        title, author = (text.decode(encoding, "replace") for text in (stated.title or b"", stated.author or b""))
    except LookupError:
        title = author = ""
    return title, author, stated.create_time.date() if isinstance(stated.create_time, datetime) else None


def _refuse_far_cells(package: Package) -> None:
    """Refuse sheets that could not be laid out, before they are."""
    for name in sorted(package.names):
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        sheet = package.read(name)
        height = int(last[1]) if (last := _LAST_ROW.search(sheet, max(0, sheet.rfind(b"<row ")))) else 1
        # A search for long names of columns costs little; only where there are some, each cell is looked at.
        if height * (26 if _WIDE.search(sheet) is None else 16_384) > MAX_CELLS:
            letters = max(
                (found[1] for found in _FILLED.finditer(sheet)), key=lambda one: (len(one), one), default=b"A"
            )
            _refuse_large(height, column_number(letters.decode()) + 1)


def _refuse_large(height: int, width: int, name: str = "") -> None:
    if height * width > MAX_CELLS:
        called = f' "{name}"' if name else ""
        raise LoadError(
            f"has a sheet{called} of {height:,} rows and {width:,} columns, more than the limit of {MAX_CELLS:,} "
            "cells; delete what is far from its table, or split it"
        )


def _rows(sheet: "CalamineSheet", formats: dict[Cell, NumberFormat]) -> list[list[str]]:
    _refuse_large(sheet.height, sheet.width, sheet.name)
    rows = [[_shown(value) for value in row] for row in sheet.iter_rows()]
    if sheet.start:
        for (row, column), form in formats.items():
            _show_in(form, rows, row - sheet.start[0], column - sheet.start[1])
        _fill_merged(rows, sheet.start, sheet.merged_cell_ranges or [])
    return rows


def _fill_merged(
    rows: list[list[str]], start: tuple[int, int], merged: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Let a merged cell stand in the place of each that it covers; one that spans all columns stands once."""
    for (top, left), (bottom, right) in merged:
        area = range(top - start[0], min(bottom - start[0] + 1, len(rows)))
        if not area or area[0] < 0 or left < start[1]:
            continue
        width = len(rows[area[0]])
        columns = range(left - start[1], min(right - start[1] + 1, width))
        if len(columns) in (0, width) and len(area) == 1:
            continue
        for row in area:
            for column in columns:
                rows[row][column] = rows[area[0]][columns[0]]


def _show_in(form: NumberFormat, rows: list[list[str]], row: int, column: int) -> None:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        with suppress(ArithmeticError):  # an error of a formula stands where the number was
            rows[row][column] = form.show(rows[row][column])


def _shown(value: Value) -> str:
    """Return a value as a reader knows it: a whole number without a point, a date as ISO has it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(value, ".15g") if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)
