"""Hostile files of the office formats, books, mailboxes and archives: a reason that can be shown, or the right text."""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import hostile_files as made
import pytest
from hostile_files import SEEN, UNSEEN
from office_files import NAMESPACES, epub, message, odf, ole, packed, slides, table, words, workbook

from index import Article
from index.errors import LoadError
from index.loaders import load_file
from index.loaders.registry import read_file
from index.types import Failure

Make = Callable[[], bytes]
DAMAGED = "is damaged, or not the format that its name says"
BOMB = "unpacks to .* bytes, more than the limit of 134,217,728"
PARAGRAPH = f"<office:text><text:p>{SEEN}</text:p></office:text>"


def bomb(name: str, within: bytes) -> bytes:
    """Return a document one part of which unpacks to 200 MiB."""
    return made.with_part(within, name, bytes(200 * 2**20))


def encrypted(data: bytes) -> bytes:
    """Return the zip with every entry marked as encrypted."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        while start >= 0:
            changed[start + offset] |= 1
            start = changed.find(mark, start + 4)
    return bytes(changed)


def cells(count: int, times: str) -> str:
    """Return a sheet of OpenDocument whose one row and its cells say to come many times."""
    many = f'table:number-columns-repeated="{times}"'
    cell = f"<table:table-cell {many}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="{times}">{cell * count}</table:table-row>'
    return f"<office:spreadsheet><table:table>{row}</table:table></office:spreadsheet>"


REFUSED: dict[str, tuple[str, Make, str]] = {
    "pptx bomb": (".pptx", lambda: bomb("ppt/slide.xml", slides(SEEN)), BOMB),
    "xlsx bomb": (".xlsx", lambda: bomb("xl/worksheets/sheet1.xml", workbook("")), BOMB),
    "odt bomb": (".odt", lambda: bomb("content.xml", odf(PARAGRAPH)), BOMB),
    "epub bomb": (".epub", lambda: bomb("OEBPS/a.xhtml", epub({"a.xhtml": SEEN})), BOMB),
    "pptx of overlapping entries": (".pptx", lambda: made.overlapping_zip(200), BOMB),
    "pptx encrypted": (".pptx", lambda: encrypted(slides(SEEN)), "is password-protected"),
    "xlsx encrypted": (".xlsx", lambda: ole({"EncryptedPackage": b"x"}), "is password-protected"),
    "odt encrypted": (".odt", lambda: odf(PARAGRAPH, manifest="<manifest:encryption-data/>"), "is password-protected"),
    "zip encrypted": (".zip", lambda: encrypted(packed({"a.txt": SEEN})), "is password-protected"),
    "pptx cut": (".pptx", lambda: slides(SEEN)[:-300], "is not a PowerPoint presentation, or a damaged one"),
    "xlsx cut": (".xlsx", lambda: workbook(words(1, SEEN))[:-200], "is not an Excel workbook, or a damaged one"),
    "zip cut": (".zip", lambda: packed({"a.txt": SEEN})[:-40], "is not a ZIP archive, or a damaged one"),
    "pptx with a slide that is cut": (".pptx", lambda: made.with_part(slides(SEEN), "ppt/slide.xml", b"<p"), DAMAGED),
    "pptx with a billion laughs": (".pptx", lambda: slides(f"{SEEN}&e9;", made.entities(9)), DAMAGED),
    "odt that is no XML": (".odt", lambda: packed({"content.xml": "no"}), DAMAGED),
    "odt a thousand levels deep": (
        ".odt", lambda: odf(f"<office:text>{'<text:section>' * 1000}{'</text:section>' * 1000}</office:text>"), DAMAGED,
    ),
    "xlsx with a cell at the far end": (
        ".xlsx",
        lambda: workbook(words(1, SEEN) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "has a sheet of 1,048,576 rows and 16,384 columns, more than the limit of 5,000,000 cells",
    ),
    "xls that is another container": (".xls", lambda: ole({"WordDocument": b"x"}), "is not an Excel workbook"),
    "csv with a cell that never ends": (".csv", lambda: b'a,b\n"' + b"x" * 2**21, "is not rows of separated values"),
    "zip of nothing": (".zip", lambda: packed({}), "holds no file"),
    "zip of too many files": (
        ".zip", lambda: packed({f"{number}.txt": "" for number in range(10_001)}), "more than the limit of 10,000",
    ),
    "zip of too many zips": (
        ".zip", lambda: packed({f"{number}.zip": "" for number in range(101)}), "holds more than 100 archives",
    ),
}  # fmt: skip
READ: dict[str, tuple[str, Make, str]] = {
    "pptx with a file for an entity": (".pptx", lambda: slides(f"{SEEN}&file;", made.entities(1)), SEEN),
    "pptx with parts elsewhere": (
        ".pptx",
        lambda: slides(SEEN, relations='<Relationship Id="no" Type="x/slide" TargetMode="External" Target="http://[::1]/a"/>'),
        SEEN,
    ),
    "pptx with a name that climbs": (
        ".pptx", lambda: slides(SEEN, relations='<Relationship Id="no" Type="x/slide" Target="../../../a"/>'), SEEN,
    ),
    "odt with a file for an entity": (
        ".fodt",
        lambda: (
            f'<?xml version="1.0"?>{made.entities(1)}<office:document {NAMESPACES}><office:body><office:text><text:p>'
            f"{SEEN}&file;</text:p></office:text></office:body></office:document>"
        ).encode(),
        SEEN,
    ),
    "xlsx of a million empty rows": (
        ".xlsx",
        lambda: workbook("".join(f'<row r="{row}"/>' for row in range(1, 1_000_000)) + words(1_000_000, SEEN)),
        SEEN,
    ),
    "xlsx of empty cells to the far end": (
        ".xlsx", lambda: workbook(words(1, SEEN) + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'), SEEN,
    ),
    "ods of empty rows to the end": (
        ".ods",
        lambda: odf(
            "<office:spreadsheet>" + table((SEEN,)).replace(
                "</table:table>",
                '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                'table:number-columns-repeated="16384"/></table:table-row></table:table>',
            ) + "</office:spreadsheet>"
        ),
        SEEN,
    ),
    "rtf of braces": (".rtf", lambda: b"{\\rtf1 " + b"{" * 200_000 + SEEN.encode() + b"}" * 200_000 + b"}", SEEN),
    "epub whose contents lead in a circle": (
        ".epub",
        lambda: epub({"a.xhtml": f"<p>{SEEN}</p>"}, '<li><a href="nav.xhtml"/></li>', spine=("nav", "a.xhtml") * 999),
        SEEN,
    ),
    "epub that asks for what lies elsewhere": (
        ".epub",
        lambda: epub({"a.xhtml": f"<link rel='stylesheet' href='http://[::1]/x.css'/><p>{SEEN}</p><iframe src='file:///etc/"
                     "passwd'></iframe>", "../../../etc/passwd.xhtml": f"<p>{UNSEEN}</p>"}, spine=("a.xhtml",)),
        SEEN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.slow
def test_what_cannot_be_read_is_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    suffix, make, reason = REFUSED[name]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make())
    with pytest.raises(LoadError, match=reason) as refused:
        list(load_file(path, "the-id"))
    assert str(path) not in str(refused.value)


@pytest.mark.parametrize("name", READ)
@pytest.mark.slow
def test_what_can_be_read_is_read(name: str, tmp_path: Path) -> None:
    suffix, make, text = READ[name]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make())
    (article,) = load_file(path, "the-id")
    assert isinstance(article, Article)
    assert article.text == text


def test_repeated_cells_are_not_laid_out_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(odf(cells(1, "1000000000")))
    (article,) = load_file(path, "the-id")
    assert isinstance(article, Article)
    assert len(article.text) < 10_000_000


@pytest.mark.slow
def test_archives_in_archives_end(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(made.nested_zip(3))
    items = list(load_file(path, "the-id"))
    assert len(items) == 16
    assert {item.reason for item in items if isinstance(item, Failure)} == {
        "is an archive in an archive in an archive; unpack it first"
    }


@pytest.mark.slow
def test_a_bad_file_in_an_archive_leaves_the_others(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "one.txt": SEEN,
        "bomb.pptx": bomb("ppt/slide.xml", slides(SEEN)),
        "two.txt": SEEN,
        "../../climbs.txt": SEEN,
    }
    path = tmp_path / "a.zip"
    path.write_bytes(packed(parts))
    items = list(load_file(path, "the-id"))
    assert [item.id for item in items if isinstance(item, Article)] == [
        "the-id!one.txt", "the-id!two.txt", "the-id!../../climbs.txt",
    ]  # fmt: skip
    assert [item.path for item in items if isinstance(item, Failure)] == ["a.zip!bomb.pptx"]
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_file_in_an_archive_that_is_larger_than_it_says_is_damaged(tmp_path: Path) -> None:
    data = packed({"a.txt": SEEN * 1000, "b.txt": SEEN})
    size = (1000 * len(SEEN)).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    first, second = load_file(path, "the-id")
    assert isinstance(first, Failure)
    assert first.reason.startswith("is damaged in the archive")
    assert isinstance(second, Article)


@pytest.mark.parametrize("name", [name for name, (_, make, _) in READ.items() if "elsewhere" in name or "file" in name])
def test_nothing_is_fetched(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a loader opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    suffix, make, _ = READ[name]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make())
    assert len([*read_file(path, "the-id")]) == 1


WHOLE: dict[str, Make] = {
    ".pptx": lambda: slides(SEEN),
    ".xlsx": lambda: workbook(words(1, SEEN)),
    ".odt": lambda: odf(PARAGRAPH),
    ".epub": lambda: epub({"a.xhtml": f"<p>{SEEN}</p>"}),
    ".msg": lambda: message({"1000": SEEN}),
}


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_that_is_cut_anywhere_is_read_or_refused(suffix: str, tmp_path: Path) -> None:
    data = WHOLE[suffix]()
    path = tmp_path / f"a{suffix}"
    for end in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:end])
        with suppress(LoadError):
            list(read_file(path, "the-id"))
