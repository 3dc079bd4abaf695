"""PDF: paragraphs, titles, fields, pages that are pictures, and the page that a citation names."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from printed_pdf import at, down, made_pdf

from index import Article
from index.errors import LoadError
from index.loaders import load_file, ocr
from index.loaders.formats.pdf import load_pdf
from index.types import Failure

KEEPER = (
    "The keeper of the mole wrote each evening how far the beam",
    "could be seen from the cliff, and on clear nights he counted",
    "the boats that turned toward it before the tide.",
)
WINTER = (
    "In the second winter the oil froze in its casks, so that the",
    "widow and her sons carried coal up the stairs and burned it",
    "in an iron basket until the thaw came late in March.",
)
PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
)
SCAN = "q 595 0 0 842 0 0 cm /Im Do Q\n"


def read(tmp_path: Path, data: bytes) -> list[Article | Failure]:
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    return [*load_pdf(path, "the-id")]


def article(tmp_path: Path, data: bytes) -> Article:
    [read_] = read(tmp_path, data)
    assert isinstance(read_, Article)
    return read_


REPORT = (
    at(72, 800, "Harbour Report", 9)
    + at(72, 760, "The Harbour Opens", 20)
    + down(
        [
            "The harbour opened on Friday after a long delay, and inter-",
            "national guests came from all over the world to see it and to",
            "take part.",
        ]
    )
    + down(["A second paragraph begins here, and nothing is said in it that", "was not known."], y=664)
    + at(300, 40, "1", 9),
    at(72, 800, "Harbour Report", 9) + at(72, 760, "The next page goes on.") + at(300, 40, "2", 9),
    at(72, 800, "Harbour Report", 9) + down(["The last page ends in", "2024"], y=760) + at(300, 40, "3", 9),
)


def test_paragraphs_are_joined_and_running_lines_dropped(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(made_pdf(*REPORT, info="/Title (Microsoft Word - report.docx) /Author (Ann Lee)"))

    [loaded] = load_file(path, "the-id")  # in the child process, as every file is read

    assert isinstance(loaded, Article)
    assert loaded.text == (
        "The Harbour Opens\n\n"
        "The harbour opened on Friday after a long delay, and international guests came from all over the world "
        "to see it and to take part.\n\n"
        "A second paragraph begins here, and nothing is said in it that was not known.\n\n"
        "The next page goes on.\n\n"
        "The last page ends in 2024"
    )
    assert (loaded.title, loaded.author) == ("The Harbour Opens", "Ann Lee")
    assert [loaded.place_at(loaded.text.index(words)) for words in ("A second", "next", "2024")] == [
        "page 1",
        "page 2",
        "page 3",
    ]


def test_a_sensible_title_is_taken(tmp_path: Path) -> None:
    assert article(tmp_path, made_pdf(*REPORT, info="/Title (Harbours of the North)")).title == "Harbours of the North"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("\\(anonymous\\)", ""),
        ("Anonymous", ""),
        ("unspecified", ""),
        ("Untitled document 2", ""),
        ("Unknown Sailor", "="),
    ],
)
def test_what_programs_write_for_no_title_or_author_is_none(tmp_path: Path, stated: str, expected: str) -> None:
    loaded = article(tmp_path, made_pdf(*REPORT, info=f"/Title ({stated}) /Author ({stated})"))
    assert (loaded.title, loaded.author) == ((stated, stated) if expected else ("The Harbour Opens", ""))


def test_a_text_without_spaces_is_titled_after_its_first_sentence(tmp_path: Path) -> None:
    loaded = article(tmp_path, made_pdf(down_han("青松港的新灯塔建成，高四十二米。设计师是林", "若溪，她住在海边。")))

    assert loaded.title == "青松港的新灯塔建成，高四十二米。"
    assert loaded.text == "青松港的新灯塔建成，高四十二米。设计师是林若溪，她住在海边。"


def down_han(*lines: str) -> str:
    return "".join(at(72, 740 - 18 * row, line, 13, font="F3") for row, line in enumerate(lines))


def test_latin_words_between_han_letters_keep_their_spaces(tmp_path: Path) -> None:
    assert article(tmp_path, made_pdf(down_han("設計者 ABC 公司在", "港口。"))).text == "設計者 ABC 公司在港口。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a long-", "term lease"], "a long-term lease"),
        (["the wind-", "driven pumps of the govern-", "ment"], "the wind-driven pumps of the government"),
        (["forty-", "one re-", "newed and inter-", "national talks"], "forty-one renewed and international talks"),
        (["the Anglo-", "Saxon one of 1990-", "1991, an F-", "16"], "the Anglo-Saxon one of 1990-1991, an F-16"),
        (["mother-in-", "law"], "mother-in-law"),
        (["the Hafen-", "meister kam"], "the Hafenmeister kam"),
        # What the document writes elsewhere outweighs the common words.
        (["an air-port, as it says, at the air-", "port"], "an air-port, as it says, at the air-port"),
        (["the longterm view and the long-", "term"], "the longterm view and the longterm"),
        (["pre- and post-", "war"], "pre- and postwar"),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_it_is_the_words_own(
    tmp_path: Path, lines: list[str], expected: str
) -> None:
    assert article(tmp_path, made_pdf(down(lines))).text == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (["The pier was closed because the"], ["northern end had sunk."], "because the northern end"),
        (["The govern-"], ["ment paid."], "The government paid."),
        (
            [*KEEPER[:2], "The mayor of the old town said to all of the council of"],
            ["Tolvane that it was so."],
            "of Tolvane",
        ),
        (["It ended there."], ["then nothing."], "It ended there.\n\nthen nothing."),
        (["Receipt no. 4", "Paid by Ana", "Amount 120 crowns"], ["Receipt no. 5"], "crowns\n\nReceipt no. 5"),
    ],
)
def test_a_sentence_goes_on_over_the_edge_of_a_page(
    tmp_path: Path, first: list[str], second: list[str], expected: str
) -> None:
    loaded = article(tmp_path, made_pdf(down(first, y=120), down(second, y=780)))

    assert expected in loaded.text
    assert loaded.place_at(loaded.text.rindex(second[0][-6:])) == "page 2"


@pytest.mark.parametrize(
    "mark", [at(72, 60, "1 See the minutes.", 8), at(72, 63, "1", 5) + at(75, 60, "See the minutes.", 8)]
)
def test_a_note_stands_behind_the_sentence_that_it_parts(tmp_path: Path, mark: str) -> None:
    loaded = article(tmp_path, made_pdf(down(KEEPER[:2], y=120) + mark, down(KEEPER[2:], y=780)))

    assert loaded.text == f"{' '.join(KEEPER)}\n\n1 See the minutes."
    assert loaded.place_at(loaded.text.index("See")) == "page 1"


def field(name: str, y: int, extra: str, flags: int = 4) -> str:
    return f"<< /Type /Annot /Subtype /Widget /T ({name}) /Rect [200 {y - 5} 400 {y + 15}] /F {flags} {extra} >>"


def test_what_fields_hold_stands_behind_their_names(tmp_path: Path) -> None:
    names = ["Name:", "Drive:", "Licensed:", "Password:", "Hidden:", "Owner:"]
    objects = [
        field("a", 700, "/FT /Tx /V (Marigold Seven)"),
        field("b", 660, "/FT /Ch /Ff 131072 /Opt [(steam) (sail)] /V (sail)"),
        field("c", 620, "/FT /Btn /V /Yes /AS /Yes /AP << /N << /Yes 17 0 R /Off 17 0 R >> >>"),
        field("d", 580, "/FT /Tx /Ff 8192 /V (secretword)"),
        field("e", 540, "/FT /Tx /V (unseen)", flags=2),
        "<< /T (parent) /FT /Tx /V (Olm) /Kids [16 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /Parent 15 0 R /Rect [200 495 400 515] /F 4 >>",
        "<< /Length 0 >>\nstream\n\nendstream",
        "<< /Type /Annot /Subtype /FreeText /Rect [72 400 300 420] /Contents (Laid over the page) /F 4 >>",
        "<< /Type /Annot /Subtype /Text /Rect [72 300 90 320] /Contents (A comment) /F 4 >>",
    ]
    data = made_pdf(
        at(72, 760, "Permit for the harbour of Lunn") + down(names, y=700, step=40),
        page="/Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 16 0 R 18 0 R 19 0 R]",
        objects=objects,
        catalog="/AcroForm << /Fields [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R] >>",
    )

    text = article(tmp_path, data).text

    for line in ("Name: Marigold Seven", "Drive: sail", "Licensed: ☒", "Owner: Olm", "Laid over the page"):
        assert line in text
    for unsaid in ("secretword", "unseen", "comment"):
        assert unsaid not in text


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ((down(KEEPER), SCAN, SCAN), "pages 2 and 3 hold no text, only pictures"),
        ((SCAN, down(KEEPER)), "page 1 holds no text, only pictures"),
        ((SCAN, SCAN, SCAN, down(KEEPER), SCAN), "pages 1-3 and 5 hold no text"),
    ],
)
def test_pages_that_are_pictures_are_named_where_nothing_reads_them(
    tmp_path: Path, pages: tuple[str, ...], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    loaded, failure = read(tmp_path, made_pdf(*pages, objects=[f"{PICTURE}\nstream\nA\nendstream"]))

    assert isinstance(loaded, Article)
    assert loaded.text == " ".join(KEEPER)
    assert isinstance(failure, Failure)
    assert failure.path == str(tmp_path / "made.pdf")
    assert reason in failure.reason


@pytest.mark.slow
def test_a_blank_page_or_a_small_picture_is_no_scan(tmp_path: Path) -> None:
    logo = "q 60 0 0 60 72 700 cm /Im Do Q\n"
    data = made_pdf(down(KEEPER), "", logo, SCAN + down(WINTER), objects=[f"{PICTURE}\nstream\nA\nendstream"])

    assert article(tmp_path, data).text == f"{' '.join(KEEPER)}\n\n{' '.join(WINTER)}"


def test_a_document_of_blank_pages_is_refused(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    saved = BytesIO()
    document.save(saved)
    document.close()

    with pytest.raises(LoadError, match=r"^holds no text$"):
        read(tmp_path, saved.getvalue())
