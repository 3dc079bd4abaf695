"""Lists keep the numbers that readers see, whatever program wrote them; and what else a reader sees is not lost."""

import io
import zipfile
from pathlib import Path

import pytest
from office_files import odf, slides
from test_loaders_variants import read
from word_files import numbered, par, read_word

from index.loaders.numerals import numeral


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [(3, "1", "3"), (3, "a", "c"), (28, "A", "AB"), (1994, "i", "mcmxciv"), (0, "a", "0"), (4000, "I", "4000")],
)
def test_numbers_are_written_as_their_list_says(number: int, kind: str, shown: str) -> None:
    assert numeral(number, kind) == shown


def listed(*items: str, style: str = "", more: str = "") -> str:
    """Return a list of OpenDocument; an item without a tag is a paragraph."""
    inside = "".join(f"<text:list-item>{item if item[0] == '<' else line(item)}</text:list-item>" for item in items)
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{inside}</text:list>"


def line(text: str) -> str:
    return f"<text:p>{text}</text:p>"


STYLES = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet '
    'text:level="1" text:bullet-char="-"/></text:list-style><text:list-style style:name="D">'
    '<text:list-level-style-number text:level="1" style:num-format="1" text:start-value="4"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>'
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (listed("Trim", "Wind", style="N"), "1. Trim\n2. Wind"),
        (
            listed(line("Wind") + listed("once", "twice"), "Write", style="N"),
            "1. Wind\n(a) once\n(b) twice\n2. Write",
        ),
        (
            listed("Trim", style="N")
            + line("Then:")
            + listed("Wind", style="N", more='text:continue-numbering="true"'),
            "1. Trim\n\nThen:\n\n2. Wind",
        ),
        (listed(line("Wind") + listed("once"), style="D"), "4 Wind\n4.1 once"),
        (listed("rope", style="B"), "- rope"),
        (listed("rope"), "- rope"),
    ],
)
def test_lists_of_open_documents_are_numbered(body: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, "a.odt", odf(f"<office:text>{body}</office:text>", STYLES)).text == said


@pytest.mark.parametrize(
    ("kind", "marks"),
    [('type="arabicPeriod"', ("1.", "2.")), ('type="alphaLcParenBoth"', ("(a)", "(b)")),
     ('type="romanUcParenR" startAt="3"', ("III)", "IV)"))],
)  # fmt: skip
def test_lists_on_slides_are_numbered(kind: str, marks: tuple[str, str], tmp_path: Path) -> None:
    about = f"<a:pPr><a:buAutoNum {kind}/></a:pPr><a:r><a:t>"
    start = f'x</a:t></a:r></a:p><a:p>{about}Trim</a:t></a:r></a:p><a:p><a:pPr lvl="1"/><a:r><a:t>with care'
    text = f"{start}</a:t></a:r></a:p><a:p>{about}Wind"

    assert read(tmp_path, "a.pptx", slides(text)).text == f"x\n\n{marks[0]} Trim\n\nwith care\n\n{marks[1]} Wind"


def test_a_bullet_that_says_what_is_done_stays(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{sign}"/></w:lvl></w:abstractNum>'
        for number, sign in enumerate("☒☐•")
    )
    nums = "".join(f'<w:num w:numId="{5 + n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    body = "".join(par(text, properties=numbered(0, 5 + n)) for n, text in enumerate(("lamp", "bell", "rope")))

    assert read_word(tmp_path, body, {"numbering": levels + nums}) == "- ☒ lamp\n- ☐ bell\n- rope"


@pytest.mark.parametrize("cell", [r"{{\pard\intbl %s\par}\cell}", r"\pard\intbl %s\par\cell ", r"\pard\intbl %s\cell "])
def test_cells_of_rich_text_that_end_their_paragraphs_are_cells(cell: str, tmp_path: Path) -> None:
    rows = "".join(
        rf"\trowd\cellx900\cellx1800 {cell % first}{cell % second}\row "
        for first, second in (("Name", "From"), ("Zhou", "1911"), ("Pia", "1934"))
    )

    said = read(tmp_path, "a.rtf", rf"{{\rtf1\ansi {rows}\pard Behind.\par After.\par}}").text

    assert said == "Name: Zhou | From: 1911\nName: Pia | From: 1934\n\nBehind.\n\nAfter."


@pytest.mark.parametrize("href", ["./Object 1", "Formula-0/"])
def test_a_formula_is_found_in_its_folder_however_it_is_named(href: str, tmp_path: Path) -> None:
    frame = f'<draw:frame><draw:object xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{href}"/></draw:frame>'
    data = io.BytesIO(odf(f"<office:text><text:p>Here {frame} holds.</text:p></office:text>"))
    with zipfile.ZipFile(data, "a") as archive:
        math = "<math xmlns='http://www.w3.org/1998/Math/MathML'><msup><mi>a</mi><mn>2</mn></msup></math>"
        archive.writestr(f"{href.strip('./')}/content.xml", math)

    assert read(tmp_path, "a.odt", data.getvalue()).text == "Here a^2 holds."


PAGE = "<html><head><style>code{white-space:pre-wrap}</style></head><body><article>%s</article></body></html>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>Type <code>lampctl</code> and wait for the lamp.</p>", "Type lampctl and wait for the lamp."),
        ("<p>See <img alt='a drawing of it'>, which Zhou made.</p>", "See a drawing of it, which Zhou made."),
        ("<p>The light.</p><img alt='a drawing'><p>It was lit in 1911.</p>", "The light.\n\nIt was lit in 1911."),
        ("<p><img alt='Home'> The light was lit in 1911.</p>", "The light was lit in 1911."),
        ("<p>The mayor said:</p><blockquote><p>We build it again.</p><footer>— Ines Korvald</footer></blockquote>",
         "The mayor said:\n\nWe build it again.\n\n— Ines Korvald"),
    ],
)  # fmt: skip
def test_parts_of_a_sentence_stay_in_it_and_who_is_quoted_stays(body: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, "a.html", PAGE % body).text == said


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tex", "% made by a program\n\\documentclass{article}\n\\title{The light}\n\\begin{document}x"),
        ("a.org", "#+TITLE: The light\n\nIt was lit."),
        ("a.adoc", "= The light\n\nIt was lit."),
        ("a.rst", "=========\nThe light\n=========\n\nIt was lit."),
    ],
)
def test_plain_text_by_other_names_has_the_title_that_it_states(name: str, data: str, tmp_path: Path) -> None:
    assert read(tmp_path, name, data).title == "The light"


@pytest.mark.parametrize("spanned", [2, 3])
def test_a_title_that_spans_most_columns_names_none(spanned: int, tmp_path: Path) -> None:
    cells = [f"<table:table-cell table:number-columns-spanned='{spanned}'><text:p>Arrivals</text:p></table:table-cell>"]
    cells += ["<table:covered-table-cell/>"] * (spanned - 1)
    rows = (("Ship", "Day", "Fee", "Note"), ("Otter", "Monday", "12", "late"), ("Wren", "Friday", "80", "early"))
    below = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    sheet = f"<table:table table:name='S'><table:table-row>{''.join(cells)}</table:table-row>{below}</table:table>"

    said = read(tmp_path, "a.ods", odf(f"<office:spreadsheet>{sheet}</office:spreadsheet>")).text

    assert said.split("\n") == [
        "Arrivals",
        "Ship: Otter | Day: Monday | Fee: 12 | Note: late",
        "Ship: Wren | Day: Friday | Fee: 80 | Note: early",
    ]


@pytest.mark.parametrize(
    ("pasted", "read_as"),
    [(b"caf\xe9 ferm\xe9.", "café fermé."), (b"\xc9tat", "État"), (b"na\xefve", "naïve"), (b"a \xff b", "a \ufffd b")],
)
def test_western_letters_pasted_into_utf8_are_read(pasted: bytes, read_as: str, tmp_path: Path) -> None:
    text = "Die Fähre fährt über die Förde. " * 5

    assert read(tmp_path, "a.txt", text.encode() + pasted).text == text + read_as
