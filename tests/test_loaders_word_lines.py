"""Word: what a line shows, with tracked changes, fields, notes, controls, signs and hidden text."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from word_files import cell, field, par, read_word, row, styled, table, text, word_file

from index.errors import LoadError
from index.loaders.registry import read_file
from index.types import Article

DELETED = "<w:del><w:r><w:delText>two</w:delText></w:r></w:del>"
MARK_DELETED = "<w:rPr><w:del/></w:rPr>"


def test_tracked_changes_are_read_as_if_accepted(tmp_path: Path) -> None:
    body = par("It costs ", DELETED, f"<w:ins>{text('three')}</w:ins>", " crowns.")
    body += par("The keeper left", properties=MARK_DELETED) + par(" the pier.")
    body += par(f"<w:moveFrom>{text('Gone elsewhere.')}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>")
    body += par("Here.") + f"<w:ins>{par('New.')}</w:ins>" + par(f"<w:moveTo>{text('Gone elsewhere.')}</w:moveTo>")
    assert read_word(tmp_path, body) == (
        "It costs three crowns.\n\nThe keeper left the pier.\n\nHere.\n\nNew.\n\nGone elsewhere."
    )


def test_paragraphs_without_marks_join_over_several_and_end_at_a_table(tmp_path: Path) -> None:
    body = "".join(par(word, properties=MARK_DELETED) for word in ("a", "b", "c"))
    assert read_word(tmp_path, body + par("d")) == "abcd"
    assert read_word(tmp_path, body) == "abc"


def test_fields_are_read_by_their_results(tmp_path: Path) -> None:
    nested = field("IF ", text("yes"))
    body = par("On ", field(" DATE ", text("4 May 1911")), " see page ", field("PAGEREF x", text("7")), ".")
    body += par(field(f"HYPERLINK </w:instrText></w:r>{nested}<w:r><w:instrText>", text("the quay")), " is new.")
    body += par('<w:hyperlink r:id="x">' + text("A link") + "</w:hyperlink>", " ends.")
    body += par(f'<w:fldSimple w:instr="AUTHOR">{text("Ina Moor")}</w:fldSimple>')
    assert read_word(tmp_path, body) == "On 4 May 1911 see page 7.\n\nthe quay is new.\n\nA link ends.\n\nIna Moor"


def test_a_table_of_contents_is_left_out_and_one_without_an_end_takes_nothing_with_it(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3"</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    entries = par(begin, "Duties", "<w:r><w:tab/></w:r>", field("PAGEREF _a", text("3"))) + par("Fines")
    end = par('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert read_word(tmp_path, entries + end + par("Duties are many.")) == "Duties are many."
    assert read_word(tmp_path, entries + par("Duties are many.")) == "Duties\t3\n\nFines\n\nDuties are many."


def note(kind: str, number: str, *content: str) -> str:
    return f'<w:{kind} w:id="{number}">{"".join(content)}</w:{kind}>'


def referred(kind: str, number: str, more: str = "") -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def test_notes_are_read_once_where_they_are_referred_to(tmp_path: Path) -> None:
    separator = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
    feet = separator + note("footnote", "7", par(referred("footnote", "x"), " By smiths.") + par("Two of them."))
    feet += note("footnote", "8", par("* In oak.")) + note("footnote", "9", par("Nobody refers to it."))
    parts = {"footnotes": feet, "endnotes": note("endnote", "7", par("See the log."))}
    body = par("The gate", referred("footnote", "7"), " hangs", referred("endnote", "7"), ".")
    body += table(
        row(cell(par("Wood", referred("footnote", "8", ' w:customMarkFollows="1"'), "*")), "4"), row("Iron", "5")
    )
    body += par("Again", referred("footnote", "7"), referred("footnote", "77"), ".")
    assert read_word(tmp_path, body, parts) == (
        "The gate[1] hangs[i].\n\n[1] By smiths. Two of them.\n\nWood* | 4\nIron | 5\n\n* In oak.\n\n"
        "Again.\n\n[i] See the log."
    )


CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_content_controls_are_read_but_not_what_asks_to_be_filled_in(tmp_path: Path) -> None:
    asks = "<w:showingPlcHdr/>"
    body = CONTROL.format("", par("Held.")) + CONTROL.format(asks, par("Click here."))
    body += par("Name: ", CONTROL.format("", text("Ina")), CONTROL.format(asks, text("Enter a name")))
    body += table(row(CONTROL.format("", cell("a")), "b"), CONTROL.format("", row("c", "d")))
    body += par(
        "<w:smartTag><w:smartTagPr/>" + text("Orrin") + "</w:smartTag><w:customXml>" + text(" Bay") + "</w:customXml>"
    )
    assert read_word(tmp_path, body) == "Held.\n\nName: Ina\n\na | b\nc | d\n\nOrrin Bay"


def form(data: str) -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return begin + '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


CHOICES = '<w:ddList>{}<w:listEntry w:val="ebb"/><w:listEntry w:val="flood"/></w:ddList>'


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (form("<w:checkBox><w:checked/></w:checkBox>"), "☒"),
        (form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'), "☐"),
        (form('<w:checkBox><w:default w:val="1"/></w:checkBox>'), "☒"),
        (form(CHOICES.format('<w:result w:val="1"/>')), "flood"),
        (form(CHOICES.format("")), "ebb"),
        (form(CHOICES.format('<w:result w:val="7"/>')), ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>', ""),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>', "°"),
        ('<w:r><w:sym w:font="Times" w:char="2190"/></w:r>', "←"),
        ('<w:r><w:sym w:font="Times" w:char="nothing"/></w:r>', ""),
        (text("\uf0b3", '<w:rFonts w:ascii="Symbol"/>'), "≥"),
        ("<w:r><w:t>self</w:t><w:noBreakHyphen/><w:t>made</w:t><w:softHyphen/></w:r>", "self-made"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        (f"<w:r><w:ruby><w:rt>{text('ひ')}</w:rt><w:rubyBase>{text('日')}</w:rubyBase></w:ruby></w:r>", "日(ひ)"),
    ],
)  # fmt: skip
def test_signs_and_form_fields_are_read_as_shown(tmp_path: Path, run: str, shown: str) -> None:
    assert read_word(tmp_path, par("It ", run, "|")) == f"It {shown}|"


RAISED, STRUCK = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (("holds 10", text("6", RAISED), " litres"), "holds 10^6 litres"),
        (("10", text("-", RAISED), text("3", RAISED), " m"), "10^-3 m"),
        (("40 m", text("2", RAISED), " wide"), "40 m^2 wide"),
        (("the 1", text("st", RAISED), " gate"), "the 1st gate"),
        (("the sum of x", text("n", RAISED)), "the sum of x^n"),
        (("by Moor", text("™", RAISED)), "by Moor™"),
        (("see ", text("12", RAISED)), "see 12"),
        (("burned in 1904", text("12", RAISED), " again"), "burned in 1904[12] again"),
        (("the smiths", text("3", RAISED), " came"), "the smiths[3] came"),
        (("They came.", text("3", RAISED), " Then"), "They came.[3] Then"),
        (("H", text("2", '<w:vertAlign w:val="subscript"/>'), "O"), "H2O"),
        (("costs ", text("90 ", STRUCK), "75"), "costs ~~90~~ 75"),
        (("costs ", text("90", '<w:strike w:val="0"/>'), "5"), "costs 905"),
    ],
)
def test_raised_and_struck_out_text_keeps_its_meaning(tmp_path: Path, pieces: tuple[str, ...], shown: str) -> None:
    assert read_word(tmp_path, par(*pieces)) == shown


WHITE = '<w:color w:val="FFFFFF"/>'
STYLES = (
    '<w:style w:styleId="Plain"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:styleId="Banner"><w:basedOn w:val="Shade"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:styleId="Shade"><w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr></w:style>'
    '<w:style w:styleId="Pale"><w:basedOn w:val="Plain"/><w:pPr><w:shd w:val="clear" w:fill="auto"/></w:pPr></w:style>'
    '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "is_seen"),
    [
        (par("x", properties=styled("Plain")), False),
        (par("x", properties=styled("Pale")), False),
        (par("x", properties=styled("Gone")), False),
        (par("x", properties=styled("Loop")), True),
        (par("x", properties=styled("Banner")), True),
        (par(text("x", WHITE), properties=styled("Shade")), True),
        (par(text("x", WHITE), properties='<w:shd w:val="clear" w:themeFill="accent1" w:fill="auto"/>'), True),
        (par(text("x", WHITE), properties='<w:shd w:val="solid" w:color="000000" w:fill="auto"/>'), True),
        (par(text("x", WHITE), properties='<w:shd w:val="clear" w:fill="FFFFFF"/>'), False),
        (table(row(cell(par(text("x", WHITE)), properties='<w:shd w:val="clear" w:fill="000000"/>'))), True),
        (table(row(cell(par(text("x", WHITE)))), properties='<w:shd w:val="clear" w:fill="000000"/>'), True),
        (table(row(cell(par(text("x", WHITE))))), False),
        (par(text("x", WHITE), '<w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r>'), True),
    ],
)
def test_white_text_is_read_where_something_is_painted_behind_it(tmp_path: Path, paragraph: str, is_seen: bool) -> None:
    assert read_word(tmp_path, par("Seen.") + paragraph, {"styles": STYLES}) == ("Seen.\n\nx" if is_seen else "Seen.")


def rewritten(data: bytes, folder: Path, change: tuple[bytes, bytes]) -> Path:
    path, made = folder / "old.docx", folder / "new.docx"
    path.write_bytes(data)
    with ZipFile(path) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name.replace("document.xml", "main.xml") if change[1] == b"main.xml" else name,
                         content.replace(*change))  # fmt: skip
    return made


@pytest.mark.parametrize(
    "change",
    [
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"word/document.xml", b"/word/document.xml"),
        (b"word/document.xml", b"word\\document.xml"),
        (b"word/document.xml", b"Word/Document.xml"),
        (b"document.xml", b"main.xml"),
        (b'Target="styles.xml"', b'Target="NULL"'),
    ],
)  # fmt: skip
def test_documents_of_other_programs_are_found_and_read(tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    path = rewritten(word_file(par("The quay is new."), {"styles": ""}), tmp_path, change)
    [article] = read_file(path, "x")
    assert isinstance(article, Article)
    assert article.text == "The quay is new."


def test_another_kind_of_document_under_this_name_is_refused(tmp_path: Path) -> None:
    path = rewritten(word_file(par("x")), tmp_path, (b"w:document", b"w:workbook"))
    with pytest.raises(LoadError, match="there is no Word document in it"):
        [*read_file(path, "x")]


def test_comments_and_descriptions_of_pictures_are_left_out(tmp_path: Path) -> None:
    body = par("The quay", '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', " is new.")
    body += par('<w:r><w:drawing><wp:docPr descr="A picture of a quay"/></w:drawing></w:r>')
    parts = {"comments": f'<w:comment w:id="1">{par("Is it?")}</w:comment>'}
    assert read_word(tmp_path, body, parts) == "The quay is new."
