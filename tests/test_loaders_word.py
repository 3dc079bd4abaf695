"""Word: every element that bears text is read once and as it is displayed; what is left out is left out."""

from pathlib import Path

import pytest
from word_files import cell, field, numbered, par, read_word, row, styled, table, text

BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = "<w:drawing><a:graphic><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></a:graphic></w:drawing>"
DRAWN = SHAPE.format(BOX)
OLD = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
BOTH = (
    '<mc:AlternateContent><mc:Choice Requires="wps">{0}</mc:Choice><mc:Fallback>{1}</mc:Fallback></mc:AlternateContent>'
)


@pytest.mark.parametrize(
    "box",
    [
        f"<w:r>{BOTH.format(DRAWN.format(par('No bathing.')), OLD.format(par('No bathing.')))}</w:r>",
        f"<w:r>{DRAWN.format(par('No bathing.'))}</w:r>",
        f"<w:r>{OLD.format(par('No bathing.'))}</w:r>",
        f"<w:r>{BOTH.format('<w:drawing/>', OLD.format(par('No bathing.')))}</w:r>",
        BOTH.format(f"<w:r>{DRAWN.format(par('No bathing.'))}</w:r>", f"<w:r>{OLD.format(par('No bathing.'))}</w:r>"),
        '<w:r><w:pict><v:shape><v:textpath string="No bathing."/></v:shape></w:pict></w:r>',
    ],
)
def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path, box: str) -> None:
    assert read_word(tmp_path, par("The quay ", box, "is new.") + par("It is long.")) == (
        "The quay is new.\n\nNo bathing.\n\nIt is long."
    )


def test_boxes_in_boxes_and_tables_in_boxes(tmp_path: Path) -> None:
    inner = par("Inner", f"<w:r>{DRAWN.format(par('Innermost'))}</w:r>") + table(row("Bell", "4"), row("Rope", "5"))
    assert read_word(tmp_path, par(f"<w:r>{DRAWN.format(inner)}</w:r>")) == "Inner\n\nInnermost\n\nBell | 4\nRope | 5"


def test_a_chart_says_its_titles_and_values(tmp_path: Path) -> None:
    def points(*values: str) -> str:
        return "".join(f'<c:pt idx="{place}"><c:v>{one}</c:v></c:pt>' for place, one in enumerate(values))

    series = (
        f"<c:ser><c:tx>{points('Ships')}</c:tx><c:cat><c:strCache>{points('Kellin', 'Tarn')}</c:strCache></c:cat>"
        f"<c:val><c:numCache>{points('131', '12.0')}</c:numCache></c:val></c:ser>"
    )
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Arrivals fell</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    chart = f"<c:chartSpace><c:chart>{title}<c:barChart>{series}</c:barChart></c:chart></c:chartSpace>"
    shown = '<w:r><w:drawing><a:graphic><c:chart r:id="id-chart1"/></a:graphic></w:drawing></w:r>'
    text = read_word(tmp_path, par("See below.") + par(shown), {"chart1": chart})
    assert text == "See below.\n\nArrivals fell\n\nKellin | Ships: 131\nTarn | Ships: 12"


def test_a_diagram_is_read_point_by_point(tmp_path: Path) -> None:
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{name}</a:t></a:r></a:p></dgm:t></dgm:pt>" for name in ("Ask", "Do")
    )
    body = par('<w:r><w:drawing><a:graphic><dgm:relIds r:dm="id-diagramData1"/></a:graphic></w:drawing></w:r>')
    parts = {"diagramData1": f"<dgm:dataModel><dgm:ptLst>{points}<dgm:pt/></dgm:ptLst></dgm:dataModel>"}
    assert read_word(tmp_path, body, parts) == "- Ask\n- Do"


LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/></w:lvl>'
    for level, (start, kind, shape) in enumerate(
        [(1, "decimal", "%1."), (1, "decimal", "%1.%2"), (3, "lowerLetter", "%3)"), (1, "bullet", "")]
    )
)
NUMBERS = (
    f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
    "</w:lvlOverride></w:num>"
)


def test_lists_have_the_numbers_that_word_displays(tmp_path: Path) -> None:
    levels = [0, 1, 1, 2, 2, 3, 0, 1, 2]
    body = "".join(par(f"p{at}", properties=numbered(level)) for at, level in enumerate(levels))
    body += par("plain") + par("again", properties=numbered(0, 6)) + par("on", properties=numbered(0))
    body += par("none", properties=numbered(0, 0)) + par("unknown", properties=numbered(0, 77))
    assert read_word(tmp_path, body, {"numbering": NUMBERS}) == (
        "1. p0\n1.1 p1\n1.2 p2\nc) p3\nd) p4\n- p5\n2. p6\n2.1 p7\nc) p8\n\n"
        "plain\n\n9. again\n10. on\n\nnone\n\nunknown"
    )


def test_numbers_come_from_styles_too_and_headings_keep_theirs(tmp_path: Path) -> None:
    num = '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/>{num}</w:style>'
        '<w:style w:styleId="Sub"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:styleId="Loose"><w:name w:val="Loose"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    numbers = NUMBERS.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="Sub"/>')
    body = par("Duties", properties=styled("berschrift1")) + par("Lamps", properties=styled("Sub"))
    body += (
        par("A lamp is carried.")
        + par("Fines", properties=styled("berschrift1"))
        + par("x", properties=styled("Loose"))
    )
    assert read_word(tmp_path, body, {"numbering": numbers, "styles": styles}) == (
        "## 1. Duties\n\n## 1.1 Lamps\n\nA lamp is carried.\n\n## 2. Fines\n\n## x"
    )


@pytest.mark.parametrize(
    ("kind", "shape", "count", "shown"),
    [
        ("upperRoman", "%1.", 14, "XIV."), ("lowerRoman", "(%1)", 9, "(ix)"), ("upperLetter", "%1", 27, "AA"),
        ("decimalZero", "%1", 7, "07"), ("ordinal", "%1", 22, "22nd"), ("ordinal", "%1", 11, "11th"),
        ("none", "Note", 1, "Note"), ("decimal", "§ %1", 3, "§ 3"), ("russianLower", "%1)", 3, "в)"),
        ("japaneseCounting", "%1", 3, "3"), ("decimal", "", 3, ""),
    ],
)  # fmt: skip
def test_numbers_are_written_as_their_list_says(tmp_path: Path, kind: str, shape: str, count: int, shown: str) -> None:
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="{count}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/></w:lvl>'
    )
    numbers = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    numbers += '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    read = read_word(tmp_path, par("Moor here.", properties=numbered(0)), {"numbering": numbers})
    assert read == f"{shown} Moor here.".strip()


def math(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def mr(letters: str) -> str:
    return f"<m:r><m:t>{letters}</m:t></m:r>"


@pytest.mark.parametrize(
    ("equation", "shown"),
    [
        (mr("F = 7.5 kN"), "F = 7.5 kN"),
        (f"<m:f><m:fPr/><m:num>{mr('a+b')}</m:num><m:den>{mr('2')}</m:den></m:f>", "(a+b)/2"),
        (f"{mr('10')}<m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('n-1')}</m:sup></m:sSup>", "10x^(n-1)"),
        (f"<m:sSub><m:e>{mr('v')}</m:e><m:sub>{mr('max')}</m:sub></m:sSub>", "v_max"),
        (f"<m:rad><m:deg/><m:e>{mr('x+1')}</m:e></m:rad>", "√(x+1)"),
        (f"<m:rad><m:deg>{mr('3')}</m:deg><m:e>{mr('x')}</m:e></m:rad>", "√[3](x)"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{mr("i=1")}</m:sub><m:sup>{mr("n")}</m:sup>'
            f"<m:e>{mr('i')}</m:e></m:nary>",
            "∑_(i=1)^n i",
        ),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{mr("x")}</m:e></m:d>', "[x]"),
        (f"<m:func><m:fName>{mr('sin')}</m:fName><m:e>{mr('x')}</m:e></m:func>", "sin x"),
        (f"<m:m><m:mr><m:e>{mr('1')}</m:e><m:e>{mr('0')}</m:e></m:mr><m:mr><m:e>{mr('2')}</m:e></m:mr></m:m>",
         "[1, 0; 2]"),
        (f"<m:box><m:e>{mr('x')}</m:e></m:box>", "x"),
    ],
)  # fmt: skip
def test_equations_are_read_in_their_place(tmp_path: Path, equation: str, shown: str) -> None:
    assert read_word(tmp_path, par("It is ", math(equation), " here.")) == f"It is {shown} here."


def test_an_equation_of_its_own_is_a_paragraph(tmp_path: Path) -> None:
    alone = f"<m:oMathPara>{math(mr('E = 4'))}</m:oMathPara>"
    assert read_word(tmp_path, par(alone) + par("So.") + alone) == "E = 4\n\nSo.\n\nE = 4"


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="id-header1"/><w:headerReference w:type="first" '
    'r:id="id-header2"/><w:footerReference w:type="default" r:id="id-footer1"/>{}</w:sectPr>'
)


def test_headers_and_footers_are_read_once_without_page_numbers(tmp_path: Path) -> None:
    pages = ("Page ", field("PAGE", text("3")), " of ", field(" NUMPAGES ", text("9")))
    parts = {
        "header1": par("Order 12/C", "<w:r><w:tab/></w:r>", *pages) + par("The quay"),
        "header2": par("Never shown"),
        "footer1": par("Valid from 4 May 1911 – ", *pages) + par("- ", field("PAGE", text("3")), " -") + par("3"),
    }
    section = par("", properties=SECTION.format(""))
    assert read_word(tmp_path, par("The quay") + section + SECTION.format(""), parts) == (
        "The quay\n\nOrder 12/C\n\nValid from 4 May 1911"
    )
    shown = read_word(tmp_path, par("The quay") + SECTION.format("<w:titlePg/>"), parts)
    assert "Never shown" in shown


@pytest.mark.parametrize("words", ["Seite {} von {}", "{} / {}", "p. {}", "— {} —", "第{}页", "Page {}/{}"])
def test_a_line_of_page_numbers_alone_is_no_fact(tmp_path: Path, words: str) -> None:
    simple = '<w:fldSimple w:instr=" PAGE ">{}</w:fldSimple>'.format(text("3"))
    pieces = [piece for one in words.split("{}") for piece in (one, simple)][:-1]
    footer = par(*(piece for piece in pieces if piece))
    section = '<w:sectPr><w:footerReference r:id="id-footer1"/></w:sectPr>'
    assert read_word(tmp_path, par("The quay") + section, {"footer1": footer}) == "The quay"


SPAN = '<w:gridSpan w:val="{}"/>'
BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_stand_in_each_row_and_column_that_they_span(tmp_path: Path) -> None:
    rows = [
        row("Day", "Early", "Late", properties="<w:tblHeader/>"),
        row(cell("Monday", properties=BEGIN), "Ina", "Olaf"),
        row(cell(properties=GO_ON), cell("closed", properties=SPAN.format(2))),
        row(cell("In winter only", properties=SPAN.format(3))),
        row("Friday", "", "Uwe"),
    ]
    assert read_word(tmp_path, table(*rows)).split("\n") == [
        "Day: Monday | Early: Ina | Late: Olaf",
        "Day: Monday | Early: closed | Late: closed",
        "In winter only",
        "Day: Friday | Late: Uwe",
    ]


def test_two_rows_of_column_names_and_a_title_above_them(tmp_path: Path) -> None:
    rows = [
        row(cell("Ships of the bay", properties=SPAN.format(3))),
        row(cell("Port", properties=BEGIN), cell("Ships", properties=SPAN.format(2))),
        row(cell(properties=GO_ON), "1911", "1912"),
        row("Orrin", "4", "5"),
    ]
    assert read_word(tmp_path, table(*rows)) == "Ships of the bay\nPort: Orrin | Ships 1911: 4 | Ships 1912: 5"


BOLD = "<w:b/>"


@pytest.mark.parametrize(
    ("first", "properties", "is_head"),
    [
        (row("Name", "Office"), "", False),
        (row("Name", "Office", properties="<w:tblHeader/>"), "", True),
        (row(cell(par(text("Name", BOLD))), cell(par(text("Office", BOLD)))), "", True),
        (row("Name", "Office"), '<w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1"/>', True),
        (row("Name", "Office"), '<w:tblStyle w:val="Grid"/><w:tblLook w:val="0020"/>', True),
        (row("Name", "Office"), '<w:tblStyle w:val="Grid"/><w:tblLook w:val="0000"/>', False),
        (row("Name", "Office"), '<w:tblStyle w:val="Grid"/><w:tblLook w:val="true"/>', False),
        (row("Name", "Office"), '<w:tblStyle w:val="Plain"/><w:tblLook w:firstRow="1"/>', False),
    ],
)
def test_a_table_of_words_has_the_head_that_its_look_says(
    tmp_path: Path, first: str, properties: str, is_head: bool
) -> None:
    styles = '<w:style w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    styles += '<w:style w:styleId="Plain"/>'
    read = read_word(tmp_path, table(first, row("Ina", "pilot"), properties=properties), {"styles": styles})
    assert read == ("Name: Ina | Office: pilot" if is_head else "Name | Office\nIna | pilot")


def test_a_table_in_a_cell_is_read_once_in_its_row(tmp_path: Path) -> None:
    inner = table(row("bell", "4 pieces"), row("rope", "30 m"))
    rows = table(row("Store", "Stock"), row("Orrin", cell("see", inner, "all counted")))
    assert read_word(tmp_path, rows) == "Store | Stock\nOrrin | see bell, 4 pieces; rope, 30 m all counted"


def test_a_table_that_only_places_text_is_read_as_text(tmp_path: Path) -> None:
    frame = table(row(cell(par("One."), par("Two."), table(row("Bell", "4"), row("Rope", "5")))))
    assert read_word(tmp_path, frame) == "One.\n\nTwo.\n\nBell | 4\nRope | 5"
    long = "It was a long winter. " * 80
    assert read_word(tmp_path, table(row(long, "Aside."))) == f"{long.strip()}\n\nAside."


def test_rows_and_cells_that_were_deleted_are_gone(tmp_path: Path) -> None:
    rows = [
        row("a", "b"),
        row("c", "d", properties="<w:del/>"),
        row("g", properties="<w:hidden/>"),
        row("e", cell("f", properties="<w:cellDel/>")),
    ]
    assert read_word(tmp_path, table(*rows)) == "a | b\ne"
