"""Books and rich text: chapters in the order in which they are read, and what Word shows of an `.rtf`."""

from datetime import date
from pathlib import Path

import pytest
from office_files import epub, packed
from test_formats_slides import read

from index.errors import LoadError

LAMP = "<h1>The Lamp</h1><p>It burns.</p>"
META = (
    "<dc:title>The Book</dc:title><dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator><dc:date>1931-05-02</dc:date>"
)


def entry(href: str, label: str) -> str:
    return f'<li><a href="{href}">{label}</a></li>'


def test_chapters_are_places_in_the_order_of_the_spine(tmp_path: Path) -> None:
    book = epub(
        {"b.xhtml": "<p>Two burns.</p>", "a b.xhtml": LAMP},
        toc=entry("a%20b.xhtml", "The Lamp") + entry("b.xhtml", "Chapter 2"),
        meta=META,
        spine=("a b.xhtml", "b.xhtml"),
    )
    article = read(tmp_path / "a.epub", book)
    assert article.text == "## The Lamp\n\nIt burns.\n\nTwo burns."
    assert [place.name for place in article.places] == ["chapter The Lamp", "Chapter 2"]
    assert article.place_at(article.text.index("Two")) == "Chapter 2"
    assert (article.title, article.author, article.published) == ("The Book", "Ada, Bo", date(1931, 5, 2))


def test_chapters_that_begin_inside_a_file_begin_there(tmp_path: Path) -> None:
    body = (
        "<p>Still one.</p><section><h2><a id='x'></a>Two</h2><p>Text two.</p></section>"
        "<div class='c' id=\"y\"><h2>Three</h2></div><p>Text three.</p>"
    )
    toc = (
        entry("a.xhtml", "One") + entry("b.xhtml#x", "Two") + entry("b.xhtml#y", "Three") + entry("b.xhtml#no", "Four")
    )
    article = read(tmp_path / "a.epub", epub({"a.xhtml": "<p>One.</p>", "b.xhtml": body}, toc))
    named = {text: article.place_at(article.text.index(text)) for text in ("Still", "## Two", "Text two", "## Three")}
    assert named == {
        "Still": "chapter One", "## Two": "chapter Two", "Text two": "chapter Two", "## Three": "chapter Three",
    }  # fmt: skip


def test_a_book_without_contents_is_named_by_its_headings(tmp_path: Path) -> None:
    article = read(
        tmp_path / "a.epub", epub({"a.xhtml": LAMP, "b.xhtml": "<p>Goes on.</p>", "c.xhtml": "<h2>Two</h2>"})
    )
    assert [place.name for place in article.places] == ["chapter The Lamp", "chapter Two"]


def test_the_contents_of_an_older_book_are_known(tmp_path: Path) -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The Lamp</text></navLabel>'
        '<content src="a.xhtml"/></navPoint></navMap></ncx>'
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/>'
        '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        '<spine toc="n"><itemref idref="a"/></spine></package>'
    )
    book = epub({"a.xhtml": "<p>It burns.</p>"}, extra={"OEBPS/toc.ncx": ncx, "OEBPS/book.opf": opf})
    assert read(tmp_path / "a.epub", book).place_at(0) == "chapter The Lamp"


def test_what_a_page_hides_a_book_hides(tmp_path: Path) -> None:
    body = "<p>Seen.</p><p style='display:none'>Swordfish</p><script>Swordfish</script>"
    assert read(tmp_path / "a.epub", epub({"a.xhtml": body})).text == "Seen."


def test_a_file_that_the_spine_names_again_is_read_once(tmp_path: Path) -> None:
    book = epub({"a.xhtml": LAMP, "b.xhtml": "<p>Two.</p>"}, spine=("a.xhtml", "b.xhtml") * 500)
    assert read(tmp_path / "a.epub", book).text == "## The Lamp\n\nIt burns.\n\nTwo."


PROTECTED = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod '
    'Algorithm="{}"/></enc:EncryptedData></encryption>'
)


def test_a_protected_book_is_refused_and_hidden_fonts_are_no_protection(tmp_path: Path) -> None:
    def book(method: str) -> bytes:
        return epub({"a.xhtml": LAMP}, extra={"META-INF/encryption.xml": PROTECTED.format(method)})

    assert read(tmp_path / "a.epub", book("http://www.idpf.org/2008/embedding")).text
    with pytest.raises(LoadError, match="is protected against copying"):
        read(tmp_path / "a.epub", book("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))


@pytest.mark.parametrize("data", [b"no book", packed({"x": "y"}), packed({"META-INF/container.xml": "<container/>"})])
def test_what_is_no_book_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(LoadError, match="is not an EPUB book, or a damaged one"):
        read(tmp_path / "a.epub", data)


HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS;}}"


def rich(text: str) -> bytes:
    return (HEAD + text + "}").encode("latin-1")


def test_an_rtf_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    info = r"{\info{\title The pi\'e8r}{\author Ada \u381?ane}{\creatim\yr2024\mo3\dy5\hr1}{\doccomm Swordfish}}"
    article = read(tmp_path / "a.rtf", rich(info + "It leans."))
    assert (article.title, article.author, article.published) == ("The pièr", "Ada Žane", date(2024, 3, 5))
    assert article.text == "It leans."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\pard One \b bold\b0  word.\par Two.\par", "One bold word.\n\nTwo."),
        (r"K\'e4pt\rquote n \u8211? \u-10179?\u-8704? \ldblquote x\rdblquote", "Käpt’n – 😀 “x”"),
        (r"\uc2\u8211\'96- dash, \uc0\u228 x", "– dash, äx"),
        (r"\f1 \'cf\'ee\'f0\'f2\f0  port", "Порт port"),
        (r"{\f2 \'93\'fa\'96\'7b}", "日本"),
        (r"Seen. {\v Swordfish}{\deleted Swordfish}\v Swordfish\v0  Too.", "Seen.  Too."),
        (r"A line.{\footnote \pard {\super 1} He said so.\par} On.\par Next.", "A line. On.\n\n1 He said so.\n\nNext."),
        (r"{\field{\*\fldinst{HYPERLINK swordfish}}{\fldrslt{the link}}}.", "the link."),
        (r"{\header Swordfish}{\*\generator Swordfish;}{\pict\wmetafile8 00aabb}On.", "On."),
        (r"{\object{\*\objdata 00}{\result x}}On.", "On."),
        (r"{\pict\bin7 {{\par}}On.", "On."),
        (r"{\listtext 1.\tab}One.\par", "1.\tOne."),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv Swordfish}}{\shptxt \pard In a box.\par}}{\shprslt In a box.}}Text.\par",
         "Text.\n\nIn a box."),
        (r"A\~b\_c\-d \{e\} \\ f\line g", "A\u00a0b-cd {e} \\ f\ng"),
        (r"\trowd\intbl Harbour\cell 2019\cell 2020\cell\row\trowd\intbl Kellin\cell 131\par ships\cell 99\cell\row"
         r"\pard After.", "Harbour: Kellin | 2019: 131 ships | 2020: 99\n\nAfter."),
    ],
)  # fmt: skip
def test_an_rtf_is_read_as_it_is_shown(tmp_path: Path, written: str, text: str) -> None:
    assert read(tmp_path / "a.rtf", rich(written)).text == text


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "holds no text"), (b"no rtf", "is not a rich text file"), (rich(""), "holds no text")]
)
def test_what_is_no_rich_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        read(tmp_path / "a.rtf", data)


def test_a_cut_rtf_gives_what_is_there(tmp_path: Path) -> None:
    assert read(tmp_path / "a.rtf", rich(r"One.\par Two.\par {\b Three")[:-1]).text == "One.\n\nTwo.\n\nThree"
