"""Spreadsheets and separated values: each value under the name of its column, as the sheet shows it."""

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from office_files import odf, ole, table, words, workbook
from test_formats_slides import read

from index.errors import LoadError
from index.loaders.number_formats import read_format
from index.loaders.sheets import sheet_text

ROWS: list[list[object]] = [
    ["Harbour", "Opened", "Share", 2020],
    ["Kellin", date(1931, 5, 2), 0.25, 131],
    ["Ode", None, 0.5, 7.5],
]


def book(*sheets: tuple[str, list[list[object]]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_values_stand_under_their_columns_and_sheets_are_places(tmp_path: Path) -> None:
    made = book(("Prices", ROWS), ("Old prices", [["Ferry", "Fare"], ["Ada", 3]]))
    made.properties.title, made.properties.creator = "Price list", "Ada Vane"
    made.properties.created = datetime(2024, 3, 5)
    article = read(tmp_path / "a.xlsx", saved(made))
    assert article.text == (
        "Harbour: Kellin | Opened: 1931-05-02 | Share: 0.25 | 2020: 131\nHarbour: Ode | Share: 0.5 | 2020: 7.5\n\n"
        "Ferry: Ada | Fare: 3"
    )
    assert [place.name for place in article.places] == ["sheet Prices", "sheet Old prices"]
    assert (article.title, article.author, article.published) == ("Price list", "Ada Vane", date(2024, 3, 5))


def test_a_workbook_without_a_title_is_called_after_its_file(tmp_path: Path) -> None:
    article = read(tmp_path / "Fares of 2024.xlsx", saved(book(("Prices", ROWS))))
    assert (article.title, article.author) == ("Fares of 2024", "")


def test_numbers_are_shown_as_the_sheet_shows_them(tmp_path: Path) -> None:
    made = book(("Prices", [["Harbour", "Share", "Fare", "Tons"], ["Kellin", 0.25, 3.5, 1204]]))
    sheet = made["Prices"]
    sheet["B2"].number_format, sheet["C2"].number_format, sheet["D2"].number_format = "0%", '#,##0.00 "€"', "#,##0"
    assert read(tmp_path / "a.xlsx", saved(made)).text == "Harbour: Kellin | Share: 25% | Fare: 3.50 € | Tons: 1,204"


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0%", "0.25", "25%"),
        ("0.0%", "0.285", "28.5%"),
        ("0", "2.5", "3"),
        ("[$€-407]#,##0.00;[Red]-[$€-407]#,##0.00", "-3.5", "-€3.50"),
        ('0.0" km"', "3.25", "3.3 km"),
        ('"Q"0', "3", "Q3"),
        ('"10 of "0', "3", "10 of 3"),
        ("$#,##0", "12345", "$12,345"),
        (r"0.00\ %", "0.5", "50.00 %"),
    ],
)
def test_formats_of_numbers(code: str, value: str, shown: str) -> None:
    found = read_format(code)
    assert found is not None
    assert found.show(value) == shown


@pytest.mark.parametrize("code", ["General", "dd/mm/yy", "# ?/?", "@", "0.00E+00", "[h]:mm", "", '"0"'])
def test_formats_that_leave_a_value_as_it_is(code: str) -> None:
    assert read_format(code) is None


def test_merged_cells_stand_for_all_that_they_cover(tmp_path: Path) -> None:
    rows: list[list[object]] = [["", "Arrivals", None], ["Harbour", "2019", "2020"], ["Kellin", 1, 2], [None, 3, 4]]
    made = book(("Two heads", rows))
    made.active.merge_cells("B1:C1")
    made.active.merge_cells("A3:A4")
    assert read(tmp_path / "a.xlsx", saved(made)).text == (
        "Harbour: Kellin | Arrivals 2019: 1 | Arrivals 2020: 2\nHarbour: Kellin | Arrivals 2019: 3 | Arrivals 2020: 4"
    )


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    made = book(("Seen", ROWS), ("Unseen", [["Swordfish"]]), ("Deep", [["Swordfish"]]))
    made["Unseen"].sheet_state, made["Deep"].sheet_state = "hidden", "veryHidden"
    assert "Swordfish" not in read(tmp_path / "a.xlsx", saved(made)).text


def test_a_formula_is_shown_by_its_value(tmp_path: Path) -> None:
    cell = '<c r="B2"><f>SUM(1,2)+WEBSERVICE("http://example.org")</f><v>131</v></c>'
    rows = words(1, "Harbour", "Ships") + words(2, "Kellin").replace("</row>", f"{cell}</row>")
    assert (
        read(tmp_path / "a.xlsm", workbook(rows, {"xl/vbaProject.bin": b"macro"})).text
        == "Harbour: Kellin | Ships: 131"
    )


def test_an_old_workbook_is_read_as_a_new_one(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Prices")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, day if isinstance(cell, date) else xlwt.Style.default_style)
    article = read(tmp_path / "a.xls", saved(made))
    assert article.text.startswith("Harbour: Kellin | Opened: 1931-05-02 | Share: 0.25 | 2020: 131\n")
    assert article.place_at(0) == "sheet Prices"


def test_an_ods_shows_what_its_cells_show(tmp_path: Path) -> None:
    day = '<table:table-cell office:date-value="1931-05-02"><text:p>02.05.31</text:p></table:table-cell>'
    prices = table(("Harbour", "Opened", "Share"), ("Kellin", "DAY", "25 %"), name="Prices").replace(
        "<table:table-cell><text:p>DAY</text:p></table:table-cell>", day
    )
    hidden = table(("Swordfish",), name="H").replace("table:name", 'table:style-name="H" table:name')
    style = '<style:style style:name="H"><style:table-properties table:display="false"/></style:style>'
    article = read(tmp_path / "a.ods", odf(f"<office:spreadsheet>{prices}{hidden}</office:spreadsheet>", style))
    assert article.text == "Harbour: Kellin | Opened: 1931-05-02 | Share: 25 %"
    assert article.places[0].name == "sheet Prices"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([["Arrivals in ships"], [], ["Harbour", "2019"], ["Kellin", "131"], [], ["Ode", "7"]],
         "Arrivals in ships\n\nHarbour | 2019\nKellin | 131\n\nOde | 7"),
        ([["Arrivals"], ["Harbour", "Ships", "2020"], ["Kellin", "131", "5"], [], ["Ode", "7", "6"]],
         "Arrivals\nHarbour: Kellin | Ships: 131 | 2020: 5\n\nHarbour: Ode | Ships: 7 | 2020: 6"),
        ([["", "", ""], ["", "A", "B"], ["", "1", "2"]], "A: 1 | B: 2"),
        ([["One"], ["Two"]], "One\n\nTwo"),
        ([["Harbour", "Ships"], ["Kellin", "1"], [], ["Ferry", "Fare", "Town"], ["Ada", "2", "Ode"]],
         "Harbour: Kellin | Ships: 1\n\nFerry: Ada | Fare: 2 | Town: Ode"),
    ],
)  # fmt: skip
def test_tables_in_a_sheet_are_found(rows: list[list[str]], text: str) -> None:
    assert sheet_text(rows) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Harbour,2019\nKellin,131\n", "Harbour: Kellin | 2019: 131"),
        (b'Harbour;Fare\nKellin;"1,5"\n"Ode; old";2,5\n', "Harbour: Kellin | Fare: 1,5\nHarbour: Ode; old | Fare: 2,5"),
        (b"Name\tTown\nAda, Bo\tKellin, Ode\n", "Name: Ada, Bo | Town: Kellin, Ode"),
        (b"A|B\n1|2\n", "A: 1 | B: 2"),
        (b"sep=;\r\nA;B\r\n1;2\r\n", "A: 1 | B: 2"),
        ("\ufeffOrt;Größe\nKöln;1\n".encode(), "Ort: Köln | Größe: 1"),
        ("Ort;Größe\nKöln;1\n".encode("utf-16"), "Ort: Köln | Größe: 1"),
        ("Ort;Größe\nKöln;1\n".encode("cp1252"), "Ort: Köln | Größe: 1"),
        (b'Name,Said\nAda,"It leans,\nshe said."\n', "Name: Ada | Said: It leans, she said."),
        (b"Name,Said\nAda,x,more\n", "Name: Ada | Said: x | more"),
        (b"one\ntwo\n", "one\n\ntwo"),
    ],
)
def test_separated_values(tmp_path: Path, data: bytes, text: str) -> None:
    article = read(tmp_path / "ships.csv", data)
    assert article.text == text
    assert article.title == "ships"


@pytest.mark.parametrize(
    ("suffix", "data", "reason"),
    [
        (".xlsx", b"no workbook", "is not an Excel workbook, or a damaged one"),
        (".xlsx", ole({"EncryptedPackage": b"x"}), "is password-protected; save it without a password"),
        (".xls", ole({"Swordfish": b"x"}), "is not an Excel workbook, or a damaged one"),
        (".xlsx", workbook(""), "holds no text"),
        (".csv", b"", "holds no text"),
        (".csv", b"PK\x03\x04" + bytes(range(256)), "holds binary data"),
    ],
)
def test_what_is_none_is_refused(tmp_path: Path, suffix: str, data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        read(tmp_path / f"a{suffix}", data)


def drawn_on(made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    chart = made.add_chart({"type": "column"})
    chart.add_series({"categories": "=Ferries!$A$2:$A$3", "values": "=Ferries!$B$2:$B$3"})
    chart.set_title({"name": "Arrivals fell after the storm"})
    chart.set_y_axis({"name": "Ships a year"})
    sheet.insert_textbox("E2", "Figures of 2020 are estimates.\nSource: harbour office.")
    sheet.insert_chart("E10", chart)
    sheet.write_comment("B2", "Ada Vane:\nStorm year, two weeks shut", {"author": "Ada Vane"})
    sheet.write_comment("B3", "Closed", {"author": ""})


def test_text_boxes_titles_of_charts_and_notes_stand_below_the_cells(tmp_path: Path) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as made:
        sheet = made.add_worksheet("Ferries")
        sheet.write_row(0, 0, ["Harbour", "Ships"])
        sheet.write_row(1, 0, ["Kellin", 131])
        sheet.write_row(2, 0, ["Tarn", 12])
        drawn_on(made, sheet)
        alone = made.add_worksheet("Notice")
        alone.insert_textbox("A1", "Only a box is on this sheet.")
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Ferries!$B$2:$B$3"})
        chart.set_title({"name": "On a sheet of its own"})
        made.add_chartsheet("Chart").set_chart(chart)
    article = read(tmp_path / "a.xlsx", data.getvalue())
    assert article.text == (
        "Harbour: Kellin | Ships: 131\nHarbour: Tarn | Ships: 12\n\nArrivals fell after the storm\nShips a year\n\n"
        "Figures of 2020 are estimates.\n\nSource: harbour office.\n\nB2, Ada Vane: Storm year, two weeks shut\n"
        "B3: Closed\n\nOnly a box is on this sheet.\n\nOn a sheet of its own"
    )
    assert [place.name for place in article.places] == ["sheet Ferries", "sheet Notice", "sheet Chart"]


def test_a_talk_about_a_cell_is_read_once_with_who_says_what(tmp_path: Path) -> None:
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.microsoft.com/office/2017/10/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    old = (
        "<comments><authors><author>tc={1}</author></authors><commentList><comment ref='B2' authorId='0'><text><t>"
        "[Threaded comment]\n\nYour version of Excel …</t></text></comment></commentList></comments>"
    )
    talk = (
        "<ThreadedComments><threadedComment ref='B2' personId='p1'><text>Is this right?</text></threadedComment>"
        "<threadedComment ref='B2' personId='p2'><text>Yes, the storm.</text></threadedComment></ThreadedComments>"
    )
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" '
        f'Type="{kinds}/threadedComment" Target="../threadedComments/t1.xml"/><Relationship Id="b" '
        f'Type="{office}/comments" Target="../comments1.xml"/></Relationships>',
        "xl/threadedComments/t1.xml": talk,
        "xl/comments1.xml": old,
        "xl/persons/person.xml": "<personList><person displayName='Ada Vane' id='p1'/><person displayName='Bo Karst' "
        "id='p2'/></personList>",
    }
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kellin</t></is></c><c r="B1"><v>131</v></c></row>'
    article = read(tmp_path / "a.xlsx", workbook(rows, more))
    assert article.text == "Kellin | 131\n\nB2, Ada Vane: Is this right?\nB2, Bo Karst: Yes, the storm."


def test_what_stands_beside_the_cells_of_an_opendocument_sheet_is_read(tmp_path: Path) -> None:
    box = "<draw:frame><draw:text-box><text:p>Estimates of the office.</text:p></draw:text-box></draw:frame>"
    box = f"<table:shapes>{box}</table:shapes>"
    note = "<office:annotation><dc:creator>Ada Vane</dc:creator><text:p>Storm year</text:p></office:annotation>"
    sheet = table(("Harbour", "Ships"), ("Kellin", "131"), name="Prices")
    sheet = sheet.replace("<table:table-row>", f"{box}<table:table-row>", 1).replace(
        "<text:p>131", f"{note}<text:p>131"
    )
    article = read(tmp_path / "a.ods", odf(f"<office:spreadsheet>{sheet}</office:spreadsheet>"))
    assert article.text == "Harbour: Kellin | Ships: 131\n\nEstimates of the office.\n\nAda Vane: Storm year"


def test_labels_above_a_table_are_no_head(tmp_path: Path) -> None:
    written = '"Konto:";"DE12"\n"Von:";"01.03.2024"\n\n"Tag";"Wer";"Betrag"\n"12.03.2024";"Olav";"-12,50"\n'
    assert read(tmp_path / "a.csv", written.encode()).text == (
        "Konto: | DE12\nVon: | 01.03.2024\n\nTag: 12.03.2024 | Wer: Olav | Betrag: -12,50"
    )
