"""Kinds of input that lose nothing: encodings, raised and struck-out text, opened parts, formats of numbers, fields."""

from html import escape
from pathlib import Path

import pytest
from office_files import epub, odf, packed, slides, words, workbook
from printed_pdf import at, down, made_pdf
from word_files import par, read_word, text

from index import Article
from index.loaders.registry import read_file
from index.types import Notice


def read(folder: Path, name: str, data: bytes | str) -> Article:
    """Return the article of a file with this content, read in this process."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    [article] = [item for item in read_file(path, "x") if isinstance(item, Article)]
    return article


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("cp1250", "Loď vyplula z přístavu časně ráno a strážce zapsal její jméno."),
        ("iso8859_2", "Łódź wypłynęła z portu wcześnie, a strażnik latarni zapisał jej imię."),
        ("cp852", "Łódź wypłynęła z portu wcześnie, a strażnik latarni zapisał jej imię."),
        ("cp1250", "A hajó korán reggel elhagyta a kikötőt, és az őr felírta a nevét a könyvbe."),
        ("cp1254", "Gemi sabah erken limandan ayrıldı, fener bekçisi adını yazdı, işçiler güldü."),
        ("cp1257", "Laivas anksti išplaukė iš uosto, o švyturio sargas užrašė jo vardą į knygą."),
        ("cp1257", "Kuģis agri no rīta atstāja ostu, un bākas sargs ierakstīja tā vārdu grāmatā."),
        ("mac_roman", "Le café fermé à l’été où naît l’œuvre: «déjà vu» coûte cher."),
        ("cp437", "Die Fähre fährt über die große Förde; Köche müssen früh aufstehen."),
        ("cp850", "Die Fähre fährt über die große Förde; Köche müssen früh aufstehen."),
        ("cp1252", "Die Fähre kostet 5 €, „sehr viel“ – sagt Jürgen…"),
        ("cp1252", "El capitán Núñez subió al barco; mañana volverá, ¿verdad?"),
        ("cp1252", "Skipið fór úr höfn snemma í morgun og þótti það gott, sagði Ásdís."),
        ("iso8859_15", "Le cœur de la fête coûte 5 € à l'été."),
        ("iso2022_jp", "船は朝早く港を出て、灯台の番人がその名前を書いた。"),
        ("iso2022_kr", "배는 아침 일찍 항구를 떠났다."),
        ("hz", "船清晨离开港口。"),
    ],
)
def test_old_encodings_are_told_by_the_letters_of_a_language(tmp_path: Path, encoding: str, written: str) -> None:
    assert read(tmp_path, "a.txt", written.encode(encoding)).text == written


@pytest.mark.parametrize("written", ["see ~{x~}", "a ~{ and } ~", "5 \x1b[1mbold\x1b[0m words"])
def test_what_only_looks_like_a_switch_of_alphabets_stays(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, "a.txt", written).text == written.replace("\x1b[1m", "").replace("\x1b[0m", "")


def test_what_a_terminal_obeys_is_no_text(tmp_path: Path) -> None:
    log = "10:00 \x1b[31;1mERROR\x1b[0m eel\x1b[K in the \x1b]8;;http://a.example\x1b\\pump\x1b]8;;\x07\n"

    assert read(tmp_path, "a.log", log).text == "10:00 ERROR eel in the pump"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [("so-\ncalled experts", "so-called\nexperts"), ("by-\nstanders saw", "bystanders\nsaw"),
     ("in-\nformation is", "information\nis"), ("up-\nstairs they", "upstairs\nthey")],
)  # fmt: skip
def test_short_first_parts_keep_their_hyphen_where_english_has_it(tmp_path: Path, broken: str, whole: str) -> None:
    assert read(tmp_path, "a.txt", broken).text == whole


RAISED = "10{up}6{end} litres, {strike}old{end} new"
SAID = "10^6 litres, ~~old~~ new"


def test_raised_and_struck_out_text_keeps_its_meaning_on_slides(tmp_path: Path) -> None:
    run = "</a:t></a:r><a:r><a:rPr {}/><a:t>"
    back = run.format("")
    slide = RAISED.format(up=run.format('baseline="30000"'), end=back, strike=run.format('strike="sngStrike"'))

    assert read(tmp_path, "a.pptx", slides(slide)).text == SAID


def test_raised_and_struck_out_text_keeps_its_meaning_in_open_documents(tmp_path: Path) -> None:
    properties = {"P": 'style:text-position="super 58%"', "S": 'style:text-line-through-style="solid"'}
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {stated}/></style:style>'
        for name, stated in properties.items()
    )
    span = '<text:span text:style-name="{}">'
    body = RAISED.format(up=span.format("P"), end="</text:span>", strike=span.format("S"))

    assert read(tmp_path, "a.odt", odf(f"<office:text><text:p>{body}</text:p></office:text>", styles)).text == SAID


@pytest.mark.parametrize(("up", "strike"), [("super", "strike"), ("up6", "striked1")])
def test_raised_and_struck_out_text_keeps_its_meaning_in_rich_text(tmp_path: Path, up: str, strike: str) -> None:
    body = RAISED.format(up=f"{{\\{up} ", end="}", strike=f"{{\\{strike} ")

    assert read(tmp_path, "a.rtf", f"{{\\rtf1\\ansi {body}, H{{\\sub 2}}O\\par}}").text == f"{SAID}, H2O"


@pytest.mark.parametrize(("page", "code"), [("10000", "8e"), ("10007", "a2"), ("1250", "ef"), ("65001", "c4\\'8d")])
def test_rich_text_of_other_systems_is_read_in_its_code_page(tmp_path: Path, page: str, code: str) -> None:
    letter = {"10000": "é", "10007": "Ґ", "1250": "ď", "65001": "č"}[page]

    assert read(tmp_path, "a.rtf", f"{{\\rtf1\\ansi\\ansicpg{page} a\\'{code}b\\par}}").text == f"a{letter}b"


MATH = "<math xmlns='http://www.w3.org/1998/Math/MathML'><msup><mi>a</mi><mn>2</mn></msup><mo>=</mo><mn>9</mn></math>"


def test_formulas_of_open_documents_stand_in_their_line(tmp_path: Path) -> None:
    frame = f"<draw:frame><draw:object>{MATH}</draw:object></draw:frame>"
    body = f"<office:text><text:p>Here {frame} holds.</text:p></office:text>"

    assert read(tmp_path, "a.odt", odf(body)).text == "Here a^2 = 9 holds."


def test_contents_lists_of_open_documents_are_left_out(tmp_path: Path) -> None:
    listed = "<text:table-of-content><text:index-body><text:p>Mill 3</text:p></text:index-body></text:table-of-content>"

    assert read(tmp_path, "a.odt", odf(f"<office:text>{listed}<text:p>It turns.</text:p></office:text>")).text == (
        "It turns."
    )


def test_formulas_on_slides_are_read(tmp_path: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>"
    a14 = 'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"'
    slide = f'F is </a:t></a:r><a14:m {a14}><m:oMath xmlns:m="{math}">{power}</m:oMath></a14:m><a:r><a:t> N'

    assert read(tmp_path, "a.pptx", slides(slide)).text == "F is 10^6 N"


def test_readings_above_letters_of_word_are_read_in_their_run(tmp_path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{text('みなと')}</w:rt><w:rubyBase>{text('港')}</w:rubyBase></w:ruby></w:r>"

    assert read_word(tmp_path, par("The ", ruby, " lies here.")) == "The 港(みなと) lies here."


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("00000", 907, "00907"),
        ("000-00-0000", 12345678, "012-34-5678"),
        ("(000) 000-0000", 5551234567, "(555) 123-4567"),
        ("## ## ##", 12345, "1 23 45"),
        ('0.0,,"M"', 1_250_000, "1.3M"),
        ("#,##0,", 45_000, "45"),
        ('"No. "000', 7, "No. 007"),
        ("#,##0.00", 1234.5, "1,234.50"),
        ("0.0%", 0.125, "12.5%"),
    ],
)
def test_numbers_of_a_workbook_are_read_as_it_shows_them(tmp_path: Path, code: str, value: float, shown: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    form = f'<numFmts><numFmt numFmtId="170" formatCode="{escape(code, quote=True)}"/></numFmts>'
    styles = f'<styleSheet xmlns="{main}">{form}<cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>'
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>Marigold</t></is></c><c r="B2" s="1"><v>{value}</v></c></row>'
    data = workbook(words(1, "Ship", "Number") + row, {"xl/styles.xml": styles})

    assert read(tmp_path, "a.xlsx", data).text == f"Ship: Marigold | Number: {shown}"


FILLER = "".join(
    f"<p>The {place} of Oskerby was built by the widow Tamsin Reed after the flood, and her heirs keep it.</p>"
    for place in ("quay", "mill", "tower", "weir")
)


def page(body: str, styles: str) -> str:
    """Return a page whose article holds this."""
    return f"<!doctype html><head><title>T</title><style>{styles}</style></head><article>{FILLER}{body}</article>"


@pytest.mark.parametrize(
    "styles",
    [
        ".part{display:none}.part.show{display:block}",
        ".part{max-height:0;overflow:hidden}.part.active{max-height:40em}",
        ".box .part{display:none} .box.is-open .part, .x{display:block}",
        ".part{visibility:hidden}.part.visible{visibility:visible}",
        ".part{display:none}.part:target{display:block}",
        ".part{display:none}[open] .part{display:block}",
    ],
)
def test_parts_that_a_style_shows_once_they_are_opened_are_read(tmp_path: Path, styles: str) -> None:
    body = "<div class=box><div class=part><p>It opens at noon on Mondays.</p></div></div>"

    assert "It opens at noon on Mondays." in read(tmp_path, "a.html", page(body, styles)).text


@pytest.mark.parametrize(
    ("name", "styles"),
    [
        ("part", ".part{display:none}"),
        ("part", ".part{display:none}.other.show{display:block}"),
        ("part", ".part{display:none}.part.show{color:red}"),
        ("part", ".part{display:none;position:fixed}.part.show{display:block}"),
        ("modal part", ".part{display:none}.part.show{display:block}"),
        ("part", ".part{display:none}.part:hover{display:block}"),
    ],
)
def test_what_no_state_shows_in_its_place_stays_hidden(tmp_path: Path, name: str, styles: str) -> None:
    body = f"<div class='{name}'><p>Nobody sees this.</p></div>"

    assert "Nobody" not in read(tmp_path, "a.html", page(body, styles)).text


def test_a_short_page_that_a_script_shows_is_read(tmp_path: Path) -> None:
    said = "The quay was built by Tamsin Reed in the year after the flood. " * 3
    whole = (
        f"<body><div style='visibility:hidden'><p>{said}</p><p>Bo Lund paid for it.</p></div><script>show()</script>"
    )

    assert "Bo Lund paid for it." in read(tmp_path, "a.html", whole).text


def test_tables_by_role_are_tables(tmp_path: Path) -> None:
    body = (
        "<div role=table><div role=row><span role=columnheader>Port</span><span role=columnheader>Ships</span></div>"
        "<div role=rowgroup><div role=row><span role=cell>Kellin</span><span role=cell>131</span></div></div></div>"
    )

    assert "Port: Kellin | Ships: 131" in read(tmp_path, "a.html", page(body, "")).text


@pytest.mark.parametrize(
    ("heading", "shown"),
    [("The pier {#pier}", "The pier"), ("The pier {: .wide #a}", "The pier"), ("Sets {1, 2}", "Sets {1, 2}")],
)
def test_ids_behind_headings_are_no_text(tmp_path: Path, heading: str, shown: str) -> None:
    article = read(tmp_path, "a.md", f"# {heading}\n\nIt leans.\n")

    assert (article.title, article.text) == (shown, f"# {shown}\n\nIt leans.")


@pytest.mark.parametrize("written", ["*It* **leans**", "a * b * c", "snake_case_name", "__init__.py", "**bold**text"])
def test_emphasis_keeps_its_marks_in_the_text_and_loses_them_in_the_title(tmp_path: Path, written: str) -> None:
    article = read(tmp_path, "a.md", f"# Of *Ada* and [Bo][b]\n\n{written}\n\n[b]: https://b.example\n")

    assert article.title == "Of Ada and Bo"
    assert article.text == f"# Of *Ada* and Bo\n\n{written}"


def test_front_matter_that_is_half_yaml_keeps_its_lists(tmp_path: Path) -> None:
    front = (
        "---\ntitle: The 'quay': old\nauthors:\n  - name: Ada\n  - name: Bo: of X\ndate: 2024-03-05\n---\nIt leans.\n"
    )
    article = read(tmp_path, "a.md", front)

    assert (article.title, article.author, str(article.published)) == (
        "The 'quay': old",
        "Ada, Bo: of X",
        "2024-03-05",
    )


@pytest.mark.parametrize(
    ("field", "author", "notices"),
    [
        ('"author": ["Ada", "Bo"]', "Ada, Bo", 0),
        ('"author": ["Ada", null, 7]', "Ada, 7", 0),
        ('"author": {"name": "Ada"}', "", 1),
        ('"author": "Ada", "title": true, "url": [[]]', "Ada", 2),
    ],
)
def test_an_article_line_is_not_lost_for_a_field_it_can_do_without(
    tmp_path: Path, field: str, author: str, notices: int
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "a", "text": "It leans.", {field}}}')
    article, *said = read_file(path, "x")

    assert isinstance(article, Article)
    assert (article.text, article.author) == ("It leans.", author)
    assert len(said) == notices
    assert all(isinstance(one, Notice) and "left out" in one.reason for one in said)


@pytest.mark.parametrize("date", ["Tue, 05 Mar 2024 10:00:00 +0100", "2024-03-05 10:00", "5 March 2024"])
def test_dates_of_mails_are_read_in_other_forms(tmp_path: Path, date: str) -> None:
    mail = f"From: Ada <a@example.org>\nSubject: Pier\nDate: {date}\n\nIt leans.\n"

    assert str(read(tmp_path, "a.eml", mail).published) == "2024-03-05"


@pytest.mark.parametrize(
    ("initial", "lines", "said"),
    [
        (at(72, 686, "T", 40), ["he old mill was", "built by a smith."], "The old mill was built by a smith."),
        (at(72, 672, "T", 56), ["he old mill was", "built by a smith", "from the north."], "The old mill was built by"),
        (at(72, 686, "I", 40), ["N THE YEAR of", "the flood."], "IN THE YEAR of the flood."),
        (at(72, 706, "T", 24), ["he old mill was"], "The old mill was"),
    ],
)
def test_a_large_first_letter_begins_its_word(tmp_path: Path, initial: str, lines: list[str], said: str) -> None:
    edge = 88 if "(I)" in initial else 104
    beside = "".join(at(edge, 706 - 14 * row, line) for row, line in enumerate(lines))
    if len(lines) == 1:
        beside = at(87, 706, lines[0])
    data = made_pdf(initial + beside + down(["It stands by the river still, and turns."], y=640))

    assert said in read(tmp_path, "a.pdf", data).text


def test_books_and_archives_keep_raised_numbers(tmp_path: Path) -> None:
    book = epub({"a.xhtml": "<p>It holds 10<sup>6</sup> litres.</p>"})

    assert "10^6 litres" in read(tmp_path, "a.zip", packed({"deep/b.epub": book})).text
