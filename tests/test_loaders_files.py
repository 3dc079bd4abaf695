"""What holds for every format, article lines, and files that cannot be read."""

import gzip
import io
import json
import os
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import epub, message, odf, slides, words, workbook

from index import Article
from index.errors import LoadError
from index.loaders import load_file, supported_suffixes
from index.loaders.base import MAX_FILE_BYTES, MAX_UNPACKED_BYTES
from index.loaders.formats.jsonl import MAX_BAD_LINES_FIRST, read_article_lines
from index.loaders.registry import LOADERS
from index.types import Failure

SENTENCE = "The harbour opened\u200b on Friday.\x07"


@cache
def word_bytes(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text.replace("\x07", ""))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def pdf_bytes(text: str) -> bytes:
    """A one-page PDF without a cross-reference table: readers rebuild it."""
    content = f"BT /F1 12 Tf 72 700 Td ({text.encode('ascii', 'ignore').decode()}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>\nendobj\n"
        "4 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
        f"5 0 obj\n<< /Length {len(content)} >>\nstream\n{content}\nendstream\nendobj\n"
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    ).encode()


def line_bytes(text: str) -> bytes:
    return json.dumps({"id": "the-id", "title": "A title", "text": text}).encode()


def without_controls(text: str) -> str:
    return text.replace("\x07", "")


WRITERS: dict[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".md": str.encode,
    ".markdown": str.encode,
    ".html": lambda text: f"<html><body><p>{text}</p></body></html>".encode(),
    ".htm": lambda text: f"<p>{text}</p>".encode(),
    ".pdf": pdf_bytes,
    ".docx": word_bytes,
    ".eml": lambda text: f"Subject: \n\n{text}".encode(),
    ".csv": lambda text: text.replace(",", "").encode(),
    ".epub": lambda text: epub({"a.xhtml": f"<p>{text}</p>"}),
    ".mht": lambda text: f"Content-Type: text/html\n\n<p>{text}</p>".encode(),
    ".msg": lambda text: message({"1000": text}),
    ".odt": lambda text: odf(f"<office:text><text:p>{without_controls(text)}</text:p></office:text>"),
    ".pptx": lambda text: slides(without_controls(text)),
    ".rtf": lambda text: f"{{\\rtf1 {text}}}".encode("ascii", "ignore"),
    ".xlsx": lambda text: workbook(words(1, without_controls(text))),
    ".ics": lambda text: f"BEGIN:VEVENT\nDESCRIPTION:{text}\nEND:VEVENT".replace("\r\n", "\\n").encode(),
    ".srt": lambda text: f"1\n00:00:01,000 --> 00:00:02,500\n{text}\n".encode(),
    ".json": lambda text: json.dumps({"text": text}).encode(),
    ".jsonl": line_bytes,
    ".jsonl.gz": lambda text: gzip.compress(line_bytes(text)),
}

PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}  # in test_loaders_pictures.py


def test_every_loader_of_one_article_has_a_writer_here() -> None:
    elsewhere = {LOADERS[suffix] for suffix in (".zip", ".mbox", ".vcf", ".enex", *PICTURES)}
    assert {LOADERS[suffix] for suffix in WRITERS} | elsewhere == set(LOADERS.values())
    assert len(supported_suffixes()) >= 24


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_yields_one_clean_article(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Article{suffix.upper()}"
    path.write_bytes(WRITERS[suffix](SENTENCE + "\r\nSecond line."))

    [article] = load_file(path, "the-id")

    assert isinstance(article, Article)
    assert article.id == "the-id"
    assert article.text.startswith("The harbour opened on Friday.")
    assert article.text.endswith("Second line.")
    assert article.title
    assert not [c for c in article.text if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("written", [" \n\t\u200b\n", ""])
def test_a_file_without_text_is_refused_by_every_format(tmp_path: Path, suffix: str, written: str) -> None:
    path = tmp_path / f"blank{suffix}"
    path.write_bytes(WRITERS[suffix](written))

    if suffix.startswith(".jsonl"):
        [failure] = load_file(path, "x")
        assert failure in {
            Failure(f"blank{suffix}:1", '"text" is missing or empty'),
            Failure(f"blank{suffix}:1", "holds no text"),
        }
    else:
        with pytest.raises(LoadError, match="holds no text"):
            [*load_file(path, "x")]


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_empty_file_is_refused_by_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"empty{suffix}"
    path.write_bytes(b"")

    with pytest.raises(LoadError, match=r"holds no text|is not a mail"):
        [*load_file(path, "x")]


ENCRYPTED_PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
trailer
<< /Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40
/O <0000000000000000000000000000000000000000000000000000000000000000>
/U <1111111111111111111111111111111111111111111111111111111111111111> >> >>
%%EOF
"""


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "holds binary data, not text"),
        ("a.md", b"text\0", "holds binary data, not text"),
        ("a.html", b"<p>\0</p>", "holds binary data, not text"),
        ("a.eml", b"just some text", "has no mail header such as From or Subject, so it is not a mail"),
        ("a.pdf", b"not a pdf", "is not a PDF, or a damaged one"),
        ("a.pdf", ENCRYPTED_PDF, "is password-protected; save it without a password"),
        ("a.docx", b"not a zip", "is not a Word document, or a damaged one"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
            "is password-protected or an old .doc; save it as .docx without a password",
        ),
        ("a.jsonl.gz", b"not gzip", "is damaged, or not the format that its name says: Not a gzipped file (b'no')"),
        (
            "a.xyz",
            b"text",
            "has the suffix .xyz, which is not supported; supported are " + ", ".join(supported_suffixes()),
        ),
        ("README", b"text", "has no suffix, so its format is not supported; supported are"),
    ],
)
def test_bad_files_are_refused_with_the_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(LoadError) as refused:
        [*load_file(path, "x")]

    assert reason in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_zip_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")

    with pytest.raises(LoadError, match="is damaged, or not the format that its name says"):
        [*load_file(path, "x")]


def test_a_word_document_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(MAX_UNPACKED_BYTES // 2**20 + 1):
            part.write(bytes(2**20))

    with pytest.raises(LoadError, match="more than the limit of 134,217,728"):
        [*load_file(path, "x")]


def test_a_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)

    with pytest.raises(LoadError, match="is larger than 64 MiB, the limit for one file"):
        [*load_file(path, "x")]


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is not there any more"):
        [*load_file(tmp_path / "gone.txt", "x")]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("text", encoding="utf-8")
    path.chmod(0)

    with pytest.raises(LoadError, match="may not be read by this user"):
        [*load_file(path, "x")]


def test_a_special_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(LoadError, match="is not a regular file"):
        [*load_file(tmp_path / "pipe.txt", "x")]


GOOD = {
    "id": "a-1",
    "title": "The harbour",
    "text": "It opened.\r\n",
    "url": "https://example.org",
    "published": "2024-03-05",
    "source": "Daily News",
    "author": "Ann Lee",
    "unknown": [1, 2],
}


def test_article_lines_carry_their_own_ids_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl.gz"
    nothing_more = {"id": "a-2", "title": None, "text": "Only text.", "published": None}
    path.write_bytes(gzip.compress(f"\ufeff{json.dumps(GOOD)}\n\n{json.dumps(nothing_more)}".encode()))

    assert [*load_file(path, "not used")] == [
        Article(
            id="a-1",
            title="The harbour",
            text="It opened.",
            url="https://example.org",
            published=date(2024, 3, 5),
            source="Daily News",
            author="Ann Lee",
        ),
        Article(id="a-2", title="Only text.", text="Only text."),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "the line is not JSON: Expecting property name enclosed in double quotes (character 2)"),
        (b"[1]", "the line holds a list; expected an object with id, title and text"),
        (b"\xff\xfe", "the line is not UTF-8 (byte 0 of it)"),
        (b"[" * 100_000, "the line is JSON that is nested too deeply or holds too long a number"),
        (b'{"text": "x"}', '"id" is missing or empty'),
        (b'{"id": "", "text": "x"}', '"id" is missing or empty'),
        (b'{"id": 5.5, "text": "x"}', '"id" is a number; expected a text in quotes'),
        (b'{"id": Infinity, "text": "x"}', '"id" is a number; expected a text in quotes'),
        (b'{"id": "a\\nb", "text": "x"}', "\"id\" is 'a\\nb'; expected no control characters and no spaces around it"),
        (b'{"id": "a"}', '"text" is missing or empty'),
        (b'{"id": "a", "text": " \\n"}', '"text" is missing or empty'),
        (b'{"id": "a", "text": "\\u200b"}', "holds no text"),
        (b'{"id": "a", "text": ["x"]}', '"text" is a list; expected a text in quotes'),
        (b'{"id": "a-1", "text": "x"}', 'the id "a-1" occurs on an earlier line of this file'),
    ],
)
def test_a_bad_line_is_named_and_the_next_ones_load(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "articles.jsonl"
    good = json.dumps(GOOD).encode()
    path.write_bytes(good + b"\n\n" + line + b"\n" + good.replace(b"a-1", b"a-9"))

    first, failure, last = load_file(path, "x")

    assert failure == Failure("articles.jsonl:3", reason)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.id, last.id) == ("a-1", "a-9")


def test_lone_surrogates_do_not_reach_the_library() -> None:
    lines = b'{"id": "a", "text": "x \\ud800 y", "title": "\\udfff"}\n{"id": "\\ud800", "text": "x"}'

    article, failure = read_article_lines(io.BytesIO(lines), "f.jsonl")

    assert article == Article(id="a", title="x y", text="x  y")
    assert failure == Failure(
        "f.jsonl:2", "\"id\" is '\\ud800'; expected no control characters and no spaces around it"
    )


def test_a_line_over_the_limit_is_skipped_without_reading_it_whole() -> None:
    lines = line_bytes("x" * 500) + b"\n" + line_bytes("short")

    failure, article = read_article_lines(io.BytesIO(lines), "f.jsonl", max_line_bytes=100)

    assert failure == Failure("f.jsonl:1", "the line is longer than 100 bytes, the limit for one article")
    assert isinstance(article, Article)
    assert article.text == "short"


def test_a_stream_over_the_limit_ends_with_a_failure() -> None:
    lines = b"".join(json.dumps({"id": str(number), "text": "x" * 80}).encode() + b"\n" for number in range(9))

    *articles, failure = read_article_lines(io.BytesIO(lines), "f.jsonl.gz", max_bytes=250)

    assert len(articles) == 3
    assert failure == Failure("f.jsonl.gz:3", "unpacks to more than 250 bytes, the limit; the rest was not read")


def test_a_truncated_gz_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    lines = (json.dumps({"id": str(number), "text": os.urandom(200).hex()}) for number in range(200))
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-2000])

    *articles, failure = load_file(path, "x")

    assert len(articles) > 100
    assert failure == Failure(
        f"cut.jsonl.gz:{len(articles)}",
        "the file is damaged after this line: Compressed file ended before the end-of-stream marker was reached",
    )


def test_other_json_in_a_jsonl_file_is_given_up_early(tmp_path: Path) -> None:
    path = tmp_path / "pretty.jsonl"
    path.write_text(json.dumps([GOOD] * 100, indent=1), encoding="utf-8")

    failures = [*load_file(path, "x")]

    assert len(failures) == MAX_BAD_LINES_FIRST + 1
    assert failures[-1] == Failure(
        f"pretty.jsonl:{MAX_BAD_LINES_FIRST}",
        f"none of the first {MAX_BAD_LINES_FIRST} lines is an article line, so the rest was not read",
    )


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.slow
def test_whatever_the_bytes_it_is_articles_failures_or_a_load_error(
    tmp_path: Path, suffix: str, data: st.DataObject
) -> None:
    whole = WRITERS[suffix]("The harbour opened.\n\n- **Mayor:** [x](y)\n")
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    path = tmp_path / f"any{suffix}"
    path.write_bytes(
        data.draw(st.sampled_from([b"", whole[:start]])) + data.draw(st.binary(max_size=200)) + whole[start:end]
    )

    try:
        loaded = [*load_file(path, "x")]
    except LoadError as error:
        loaded = [Failure(path.name, str(error))]

    assert loaded
    assert all(item.text.strip() if isinstance(item, Article) else item.reason for item in loaded)
