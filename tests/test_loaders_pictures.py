"""Pictures of text: their reading order, the words on them, and what is said of those that cannot be read."""

import io
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import PdfDocument

from index.errors import LoadError
from index.library import Library
from index.loaders import load_file, ocr, supported_suffixes
from index.loaders.formats.pdf import load_pdf
from index.loaders.formats.pdf.scans import read_scan
from index.loaders.formats.picture import load_picture
from index.loaders.ocr import OcrMissing, Reading, can_read_pictures, read_picture
from index.loaders.print_lines import PrintedLine, in_reading_order, paragraphs
from index.loaders.sandbox.limits import Limits
from index.loaders.sandbox.messages import Busy, Pictured, Request, to_line, to_reply
from index.loaders.sandbox.parent import HasPictures, Worker
from index.types import Article, Failure

FONT = str(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf"))
GREY = Image.new("L", (40, 30), 128)


def line(
    text: str, left: float, top: float, right: float = 0, height: float = 20, confidence: float = 0.9
) -> PrintedLine:
    return PrintedLine(text, confidence, left, top, right or left + 10 * len(text), top + height)


def column(name: str, left: float, top: float = 100, count: int = 6) -> list[PrintedLine]:
    return [line(f"{name}{row} goes on and on here,", left, top + 30 * row, left + 380) for row in range(count)]


def texts(lines: list[PrintedLine]) -> list[str]:
    return [one.text.split()[0] for one in in_reading_order(lines)]


def test_two_columns_are_read_one_after_the_other() -> None:
    mixed = [one for pair in zip(column("a", 100), column("b", 520), strict=True) for one in pair]
    assert texts(mixed) == [f"{name}{row}" for name in "ab" for row in range(6)]


def test_a_heading_across_the_columns_is_read_before_those_below_it_and_after_those_above() -> None:
    upper = [*column("a", 100), *column("b", 520)]
    lower = [*column("c", 100, 400), *column("d", 520, 400)]
    heading = line("Heading over the whole width of the sheet", 100, 310, 900)
    assert texts([*lower, heading, *upper]) == [
        *(f"{name}{row}" for name in "ab" for row in range(6)),
        "Heading",
        *(f"{name}{row}" for name in "cd" for row in range(6)),
    ]


def test_three_columns() -> None:
    mixed = [*column("b", 520), *column("c", 940), *column("a", 100)]
    assert texts(mixed) == [f"{name}{row}" for name in "abc" for row in range(6)]


def test_the_cells_of_a_table_are_read_row_by_row() -> None:
    cells = [line(f"{name}{row}", left, 100 + 30 * row) for name, left in (("x", 100), ("y", 300)) for row in range(5)]
    assert texts(cells) == [f"{name}{row}" for row in range(5) for name in "xy"]


def test_what_stands_a_little_higher_on_the_same_line_is_read_from_left_to_right() -> None:
    assert texts([line("second", 300, 97), line("first", 100, 103)]) == ["first", "second"]


def test_paragraphs_are_parted_by_space_and_broken_words_made_whole() -> None:
    block = ["The ferry to Salt-", "mere leaves at nine; the well-", "known one at ten."]
    lines = [line(text, 100, 100 + 30 * row, 500) for row, text in enumerate([*block, "A well-known pier."])]
    lines += [line("Next day it rained.", 100, 280, 500)]
    assert [*paragraphs(lines)] == [
        "The ferry to Saltmere leaves at nine; the well-known one at ten. A well-known pier.",
        "Next day it rained.",
    ]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    lines = [*column("a", 100), line("until the end.", 520, 100, 900), *column("b", 520, 130, 5)]
    first, *_ = paragraphs(in_reading_order(lines))
    assert "a5 goes on and on here, until the end." in first


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert [*paragraphs([line("港口的灯塔", 100, 100, 400), line("建于一八九二年。", 100, 130, 400)])] == [
        "港口的灯塔建于一八九二年。"
    ]


def fake(monkeypatch: pytest.MonkeyPatch, *lines: PrintedLine) -> None:
    monkeypatch.setattr(ocr, "_read", lambda image: lines)


def test_the_confidence_is_the_mean_over_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, line("abcdefgh", 0, 0, confidence=1.0), line("ij", 0, 30, confidence=0.5))
    reading = read_picture(GREY)
    assert reading.confidence == pytest.approx(0.9)
    assert reading.note == "read from a picture, 90 % sure"
    assert Reading("", 0.999, ()).note.endswith("99 % sure")  # never more than it is


def test_what_is_read_the_wrong_way_round_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [[line("wrn", 0, 0, confidence=0.6)], [line("right", 0, 0, confidence=0.9)]]
    monkeypatch.setattr(ocr, "_read", lambda image: given.pop(0))
    assert read_picture(GREY).text == "right"
    given = [[line("poor", 0, 0, confidence=0.7)], [line("wrn", 0, 0, confidence=0.6)]]
    assert read_picture(GREY).text == "poor"


def test_nothing_on_a_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(monkeypatch)
    assert read_picture(GREY) == Reading("", 0.0, ())
    GREY.save(tmp_path / "a.png")
    assert list(load_picture(tmp_path / "a.png", "a")) == []


@pytest.mark.slow
def test_a_photograph_without_words_is_named_once_and_not_looked_through_again(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    GREY.resize((400, 300)).save(folder / "a.png")
    first = library.sync(folder)
    assert [failure.reason for failure in first.failures] == ["was read, and holds no text"]
    assert library.sync(folder).failures == ()
    printed(*ROWS).save(folder / "a.png")
    assert len(library.sync(folder).added) == 1


def test_the_pages_of_a_tiff_are_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(monkeypatch, line("The pier leans.", 0, 0, confidence=0.94))
    path = tmp_path / "pages.tiff"
    GREY.save(path, save_all=True, append_images=[GREY])
    (article,) = load_picture(path, "pages")
    assert isinstance(article, Article)
    assert article.text == "The pier leans.\n\nThe pier leans."
    assert [place.name for place in article.places] == [
        "page 1, read from a picture, 94 % sure",
        "page 2, read from a picture, 94 % sure",
    ]
    assert article.place_at(article.text.rindex("pier")).startswith("page 2")


def test_without_the_extra_it_is_said_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    assert not can_read_pictures()
    GREY.save(tmp_path / "a.jpg")
    with pytest.raises(OcrMissing, match=r"type `pip install 'broadsheet\[ocr\]'`"):
        list(load_picture(tmp_path / "a.jpg", "a"))


@pytest.mark.slow
def test_a_picture_with_too_many_points_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    Image.new("1", (20_000, 5_001)).save(tmp_path / "large.png")
    with pytest.raises(LoadError, match="20000 × 5001 points, more than 100 million"):
        list(load_picture(tmp_path / "large.png", "a"))
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    with pytest.raises(LoadError, match="far more than 100 million points"):
        list(load_picture(tmp_path / "bomb.png", "a"))


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(50), b"GIF89a" + bytes(40)])
def test_what_is_no_picture_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(LoadError, match="is not a picture, or a damaged one"):
        list(load_picture(tmp_path / "a.png", "a"))


def test_only_workers_for_pictures_have_more_room() -> None:
    plain = Limits()
    assert (plain.pictures, plain.memory_bytes, plain.seconds) == (0, 2**30, 60.0)
    wide = plain.with_pictures()
    assert (wide.pictures, wide.memory_bytes) == (500, 2**31)
    assert wide.idle_seconds == plain.idle_seconds


@pytest.mark.parametrize("message", [Busy(), Pictured()])
def test_messages_arrive_as_they_were_sent(message: Busy | Pictured) -> None:
    assert to_reply(to_line(message)) == message


def pdf(path: Path, *pages: str) -> Path:
    """Write a PDF with a page for each text; one that begins with # is a picture, the others are print."""
    document = PdfDocument.new()
    for text in pages:
        packed = io.BytesIO()
        if text.startswith("#"):
            printed(text[1:]).save(packed, "PDF", resolution=100)
        else:
            packed.write(printed_page(text))
        with PdfDocument(packed.getvalue()) as one:
            document.import_pages(one)
    document.save(path)
    document.close()
    return path


def printed_page(text: str) -> bytes:
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written = b"".join(b"%d 0 obj %b endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + written + b"trailer << /Root 1 0 R >>\n%%EOF"


def test_pages_of_a_pdf_that_are_pictures_are_places_that_say_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(monkeypatch, line("The pier leans.", 0, 0, confidence=0.943))
    (article,) = load_pdf(pdf(tmp_path / "a.pdf", "Before it stood.", "#x", "Then it fell."), "a")
    assert isinstance(article, Article)
    assert article.text == "Before it stood.\n\nThe pier leans.\n\nThen it fell."
    names = ["page 1", "page 2, read from a picture, 94 % sure", "page 3"]
    assert [place.name for place in article.places] == names
    assert article.place_at(article.text.index("pier")) == names[1]


def test_a_pdf_of_pictures_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(monkeypatch, line("The pier leans.", 0, 0), line("It fell.", 0, 300))
    (article,) = load_pdf(pdf(tmp_path / "a.pdf", "#x"), "a")
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("The pier leans.", "The pier leans.\n\nIt fell.")
    assert article.places[0].name.startswith("page 1, read from a picture")


def test_print_over_a_picture_is_not_read_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Image.Image] = []

    def read(image: Image.Image) -> tuple[PrintedLine, ...]:
        seen.append(image)
        return ()

    monkeypatch.setattr(ocr, "_read", read)
    with PdfDocument(printed_page("WORDS IN PRINT")) as document:
        assert read_scan(document[0]) is not None
    with PdfDocument(pdf(tmp_path / "a.pdf", "#WORDS ON A PICTURE")) as document:
        assert read_scan(document[0]) is not None
    of_print, of_picture = (min(image.convert("L").tobytes()) for image in seen)
    assert of_print == 255
    assert of_picture < 50


def test_a_pdf_without_the_extra_says_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    with pytest.raises(OcrMissing, match=r"only pictures of pages; to have them read, type `pip install 'broads"):
        list(load_pdf(pdf(tmp_path / "a.pdf", "#x", "#y"), "a"))
    article, failure = load_pdf(pdf(tmp_path / "b.pdf", "Before it stood.", "#x"), "b")
    assert isinstance(article, Article)
    assert article.text == "Before it stood."
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("page 2 holds no text, only pictures; to have them read, type `pip install")


def test_pictures_in_which_nothing_is_found_are_no_failure_beside_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(monkeypatch)
    assert len(list(load_pdf(pdf(tmp_path / "a.pdf", "Before it stood.", "#x"), "a"))) == 1
    with pytest.raises(LoadError, match="and none was found in the pictures of its pages"):
        list(load_pdf(pdf(tmp_path / "b.pdf", "#x"), "b"))


# What follows runs the real text recognition, in the process that reads files.


def printed(*rows: str, mode: str = "RGB", ink: object = 0, paper: object = 255) -> Image.Image:
    image = Image.new(mode, (900, 70 + 60 * len(rows)), paper)  # type: ignore[arg-type]
    for number, row in enumerate(rows):
        font = ImageFont.truetype(FONT, 34)
        ImageDraw.Draw(image).text((40, 35 + 60 * number), row, fill=ink, font=font)  # type: ignore[arg-type]
    return image


def words(path: Path) -> str:
    (article,) = load_file(path, path.name)
    assert isinstance(article, Article)
    assert article.places[0].name.startswith("read from a picture, 9")
    return article.text


ROWS = ("The tide mill of Brannoc", "ground 31 sacks in May 1874.")
TEXT = "ground 31 sacks in May 1874."


def _upright(image: Image.Image, path: Path) -> None:
    image.save(path)


def _turned(image: Image.Image, path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: to be turned by a quarter to the right
    image.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)


def _on_nothing(image: Image.Image, path: Path) -> None:
    Image.merge("LA", (Image.new("L", image.size, 0), image.convert("L").point(lambda value: 255 - value))).save(path)


def _deep(image: Image.Image, path: Path) -> None:
    image.convert("L").convert("I").point(lambda value: value * 257).convert("I;16").save(path)


def _coloured(image: Image.Image, path: Path) -> None:
    image.convert("P").save(path)


def _aslant(image: Image.Image, path: Path) -> None:
    image.rotate(4, expand=True, fillcolor="white").save(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "save"),
    [
        ("a.png", _upright),
        ("a.JPG", _upright),
        ("a.webp", _upright),
        ("a.tif", _upright),
        ("turned.jpeg", _turned),
        ("on-nothing.png", _on_nothing),
        ("deep.png", _deep),
        ("palette.png", _coloured),
        ("aslant.png", _aslant),
    ],
)
def test_pictures_of_every_kind_are_read(name: str, save: Callable[[Image.Image, Path], None], tmp_path: Path) -> None:
    save(printed(*ROWS), tmp_path / name)
    assert TEXT in words(tmp_path / name)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_sheet_on_its_side_or_its_head_is_read(degrees: int, tmp_path: Path) -> None:
    printed(*ROWS).rotate(degrees, expand=True).save(tmp_path / "a.png")
    assert words(tmp_path / "a.png") == " ".join(ROWS)


@pytest.mark.slow
def test_a_scanned_pdf_is_read_apart(tmp_path: Path) -> None:
    (article,) = load_file(pdf(tmp_path / "a.pdf", "The first page is print.", f"#{TEXT}"), "a")
    assert isinstance(article, Article)
    assert article.text == f"The first page is print.\n\n{TEXT}"
    assert article.places[1].name.startswith("page 2, read from a picture, 9")


@pytest.mark.slow
def test_white_on_black_is_read(tmp_path: Path) -> None:
    printed("Ausgestellt für Jürgen Weiß", ink="white", paper="black").save(tmp_path / "a.png")
    assert "Jürgen Weiß" in words(tmp_path / "a.png")


@pytest.mark.slow
def test_a_picture_is_refused_by_a_worker_for_other_files_which_goes_on(tmp_path: Path) -> None:
    printed(*ROWS).save(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("The pier leans.", encoding="utf-8")
    worker = Worker(Limits())
    try:
        with pytest.raises(HasPictures):
            list(worker.read(Request(tmp_path / "a.png", "a")))
        assert worker.is_ready
        assert worker.is_alive()
        assert len(list(worker.read(Request(tmp_path / "a.txt", "b")))) == 1
    finally:
        worker.end()


@pytest.mark.slow
def test_a_file_may_hold_no_more_pictures_than_the_limit(tmp_path: Path) -> None:
    page = printed("One page")
    packed = io.BytesIO()
    page.save(packed, "TIFF", save_all=True, append_images=[page, page])
    (tmp_path / "a.tif").write_bytes(packed.getvalue())
    worker = Worker(Limits(memory_bytes=2**31, pictures=2))
    try:
        with pytest.raises(LoadError, match=r"^holds more than 2 pictures of text; split it"):
            list(worker.read(Request(tmp_path / "a.tif", "a")))
    finally:
        worker.end()


def test_pictures_are_a_format() -> None:
    assert {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"} <= set(supported_suffixes())
