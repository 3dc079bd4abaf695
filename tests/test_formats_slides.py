"""Presentations and OpenDocument: what their slides, texts and tables say, where, and what they hide."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from office_files import NAMESPACES, odf, ole, packed, table
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Show
from pptx.slide import Slide
from pptx.util import Inches

from index import Article
from index.errors import LoadError
from index.loaders.registry import read_file


def read(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    (article,) = read_file(path, "the-id")
    assert isinstance(article, Article)
    return article


def saved(show: Show) -> bytes:
    data = io.BytesIO()
    show.save(data)
    return data.getvalue()


def add(show: Show, title: str, *lines: str) -> Slide:
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "\n".join(lines)
    return slide


@pytest.fixture
def show() -> Show:
    made = Presentation()
    made.core_properties.title, made.core_properties.author = "Harbours of Kellin", "Ada Vane"
    made.core_properties.created = datetime(2024, 3, 5)
    return made


@pytest.mark.parametrize(
    ("created", "modified", "revision", "expected"),
    [
        (None, None, 1, None),  # the library's own template
        (None, datetime(2024, 3, 5), 1, date(2024, 3, 5)),
        (datetime(2024, 3, 5), None, 1, date(2024, 3, 5)),
        (datetime(2019, 5, 2), datetime(2024, 3, 5), 4, date(2019, 5, 2)),
        (datetime(2006, 8, 16), datetime(2024, 3, 5), 4, date(2024, 3, 5)),  # Office's own
        (datetime(2019, 5, 2), datetime(2019, 5, 2), 1, None),  # somebody's template, filled by a program
        (datetime(2019, 5, 2), datetime(2019, 5, 2), 4, date(2019, 5, 2)),
    ],
)
def test_the_day_of_a_template_is_not_the_day_of_what_was_made_of_it(
    tmp_path: Path, created: datetime | None, modified: datetime | None, revision: int, expected: date | None
) -> None:
    made = Presentation()
    made.core_properties.created = created or made.core_properties.created
    made.core_properties.modified = modified or made.core_properties.modified
    made.core_properties.revision = revision
    add(made, "Opening", "The pier opened in 1931.")
    assert read(tmp_path / "a.pptx", saved(made)).published == expected


BOX = tuple(map(Inches, (1, 1, 5, 3)))


def test_slides_are_places_with_title_list_and_notes(tmp_path: Path, show: Show) -> None:
    add(show, "Opening", "The pier opened in 1931.")
    add(show, "Arrivals", "One pier", "Two ferries").notes_slide.notes_text_frame.text = "The ferry was late."
    article = read(tmp_path / "a.pptx", saved(show))
    assert article.text == (
        "## Opening\n\nThe pier opened in 1931.\n\n## Arrivals\n\n- One pier\n- Two ferries\n\n"
        "Notes: The ferry was late."
    )
    assert (article.title, article.author, article.published) == ("Harbours of Kellin", "Ada Vane", date(2024, 3, 5))
    assert [article.place_at(article.text.index(text)) for text in ("The pier", "Two", "late")] == [
        "slide 1", "slide 2", "slide 2",
    ]  # fmt: skip


def test_a_table_names_its_columns_and_a_merged_cell_stands_in_each_row(tmp_path: Path, show: Show) -> None:
    shape = add(show, "Table").shapes.add_table(3, 3, *BOX)
    rows = [["Harbour", "2019", "2020"], ["Kellin", "131", "99"], ["", "12", "7"]]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            shape.table.cell(row, column).text = cell
    shape.table.cell(1, 0).merge(shape.table.cell(2, 0))
    text = read(tmp_path / "a.pptx", saved(show)).text
    assert "Harbour: Kellin | 2019: 131 | 2020: 99\nHarbour: Kellin | 2019: 12 | 2020: 7" in text


def test_a_chart_says_its_values_under_its_series(tmp_path: Path, show: Show) -> None:
    data = CategoryChartData()
    data.categories = ["Kellin", "Saltmere"]
    data.add_series("Arrivals", (131, 99.5))
    data.add_series("Departures", (None, 12))
    add(show, "Chart").shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data)
    text = read(tmp_path / "a.pptx", saved(show)).text
    assert "Kellin | Arrivals: 131\nSaltmere | Arrivals: 99.5 | Departures: 12" in text


def test_text_in_groups_is_read_and_hidden_shapes_and_slides_are_not(tmp_path: Path, show: Show) -> None:
    slide = add(show, "Seen")
    group = slide.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Deep in a group."
    hidden = slide.shapes.add_textbox(*BOX)
    hidden.text_frame.text = "Swordfish"
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")
    add(show, "Unseen", "Swordfish")._element.set("show", "0")
    add(show, "Third")
    article = read(tmp_path / "a.pptx", saved(show))
    assert "Deep in a group." in article.text
    assert "Swordfish" not in article.text
    assert article.place_at(article.text.index("Third")) == "slide 3"


def test_a_show_without_a_title_is_called_after_its_first_heading(tmp_path: Path) -> None:
    show = Presentation()
    add(show, "The Harbour", "It leans.")
    assert read(tmp_path / "a.pptx", saved(show)).title == "The Harbour"


def test_the_namespaces_of_the_strict_standard_are_known(tmp_path: Path, show: Show) -> None:
    add(show, "Strict", "It leans.")
    with ZipFile(io.BytesIO(saved(show))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: data.replace(b"http://schemas.openxmlformats.org/presentationml/2006/", b"http://purl.oclc.org/ooxml/presentationml/")
        .replace(b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/")
        for name, data in parts.items()
    }  # fmt: skip
    assert read(tmp_path / "a.pptx", packed(strict)).text == "## Strict\n\nIt leans."


META = (
    "<dc:title>The pier</dc:title><meta:initial-creator>Ada Vane</meta:initial-creator>"
    "<dc:creator>Bo</dc:creator><meta:creation-date>2024-03-05T10:00:00</meta:creation-date>"
)


def text_of(path: Path, body: str, styles: str = "") -> str:
    return read(path, odf(f"<office:text>{body}</office:text>", styles)).text


def test_an_odt_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    article = read(tmp_path / "a.odt", odf("<office:text><text:p>It leans.</text:p></office:text>", meta=META))
    assert (article.title, article.author, article.published) == ("The pier", "Ada Vane", date(2024, 3, 5))
    untitled = read(tmp_path / "b.odt", odf("<office:text><text:p>x</text:p><text:h>Piers</text:h></office:text>"))
    assert untitled.title == "Piers"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Piers</text:h><text:p>One<text:s text:c='2'/>two<text:tab/>x<text:line-break/>y</text:p>",
         "## Piers\n\nOne  two\tx\ny"),
        ("<text:section><text:p>In a <text:span>sec<text:a>ti</text:a></text:span>on.</text:p></text:section>",
         "In a section."),
        ("<text:p>Lean<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>So he said.</text:p>"
         "</text:note-body></text:note>s.</text:p><text:p>Next.</text:p>", "Leans.\n\nSo he said.\n\nNext."),
        ("<text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>In</text:p></text:list-item>"
         "</text:list></text:list-item><text:list-item><text:p>Two</text:p></text:list-item></text:list>",
         "- One\n- In\n- Two"),
        ("<text:p>Kept.<office:annotation><text:p>Swordfish</text:p></office:annotation></text:p>", "Kept."),
        ("<text:tracked-changes><text:p>Swordfish</text:p></text:tracked-changes><text:p>Kept.</text:p>", "Kept."),
        ("<text:p>A<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>.</text:p>",
         "A.\n\nIn a box."),
        ("<text:p>Seen <text:span text:style-name='H'>Swordfish</text:span></text:p>"
         "<text:p text:style-name='H'>No</text:p>",
         "Seen"),
    ],
)  # fmt: skip
def test_an_odt_is_read_as_it_is_shown(tmp_path: Path, body: str, text: str) -> None:
    style = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    assert text_of(tmp_path / "a.odt", body, style) == text


def test_a_table_of_an_odt_names_its_columns(tmp_path: Path) -> None:
    body = table(("Harbour", "2019", "2020"), ("Kellin", "131", "99"))
    assert text_of(tmp_path / "a.odt", body) == "Harbour: Kellin | 2019: 131 | 2020: 99"


def test_slides_of_an_odp_are_places_title_first_hidden_ones_left_out(tmp_path: Path) -> None:
    def frame(text: str, more: str = "") -> str:
        return f"<draw:frame {more}><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"

    title = 'presentation:class="title"'
    body = (
        f"<draw:page>{frame('It leans.')}{frame('The pier', title)}<presentation:notes>{frame('Say so.')}"
        f"</presentation:notes></draw:page><draw:page draw:style-name='H'>{frame('Swordfish')}</draw:page>"
        f"<draw:page>{frame('The end.')}</draw:page>"
    )
    style = (
        '<style:style style:name="H"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    article = read(tmp_path / "a.odp", odf(f"<office:presentation>{body}</office:presentation>", style))
    assert article.text == "## The pier\n\nIt leans.\n\nNotes: Say so.\n\nThe end."
    assert [place.name for place in article.places] == ["slide 1", "slide 3"]
    assert article.title == "The pier"


def test_a_flat_file_is_read_as_a_packed_one(tmp_path: Path) -> None:
    flat = (
        f'<?xml version="1.0"?><office:document {NAMESPACES}><office:meta>{META}</office:meta><office:body>'
        "<office:text><text:p>It leans.</text:p></office:text></office:body></office:document>"
    )
    article = read(tmp_path / "a.fodt", flat.encode())
    assert (article.text, article.title, article.author) == ("It leans.", "The pier", "Ada Vane")


@pytest.mark.parametrize(
    ("suffix", "make", "reason"),
    [
        (".odt", lambda: odf("<office:text/>"), "holds no text"),
        (".odt", lambda: odf(""), "is not an OpenDocument file, or a damaged one"),
        (".odt", lambda: packed({"x": "y"}), "is not an OpenDocument file, or a damaged one"),
        (".odt", lambda: b"no zip", "is not an OpenDocument file, or a damaged one"),
        (".ods", lambda: odf("<office:spreadsheet/>", manifest="<manifest:encryption-data/>"), "is password-protected"),
        (".pptx", lambda: packed({"x": "y"}), "is not a PowerPoint presentation, or a damaged one"),
        (".pptx", lambda: b"", "holds no text"),
        (".pptx", lambda: ole({"PowerPoint Document": b"x"}), "is password-protected or of an older format"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(tmp_path: Path, suffix: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        read(tmp_path / f"a{suffix}", make())
