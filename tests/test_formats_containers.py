"""Mailboxes, archives, Outlook messages and saved pages: what lies in one file is read as if it lay beside it."""

from datetime import date
from pathlib import Path

import pytest
from office_files import message, packed
from test_formats_slides import read

from index import Article, Library
from index.embedders.hashed import HashedEmbedder
from index.errors import LoadError
from index.loaders.registry import file_id, read_file
from index.types import Failure, Notice


def mail(number: int, text: str = "The pier leans.", identity: str = "") -> str:
    stated = f"Message-ID: <{identity or number}@example.org>\n"
    return (
        f"From: Ada <ada@example.org>\nSubject: Pier {number}\n{stated}Date: Tue, 5 Mar 2024 10:00:00 +0000\n\n{text}\n"
    )


def mailbox(*mails: str) -> bytes:
    return "".join(f"From ada@example.org Tue Mar  5 10:00:00 2024\n{one}\n" for one in mails).encode()


def loaded(path: Path, data: bytes) -> tuple[dict[str, Article], dict[str, str]]:
    path.write_bytes(data)
    items = [*read_file(path, "the-id")]
    articles = {item.id: item for item in items if isinstance(item, Article)}
    return articles, {item.path: item.reason for item in items if isinstance(item, Failure | Notice)}


def test_each_message_of_a_mailbox_is_an_article(tmp_path: Path) -> None:
    articles, failures = loaded(
        tmp_path / "a.mbox", mailbox(mail(1), mail(2, "It leans.\n\n>From here on it is new.\n"))
    )
    assert failures == {}
    assert [*articles] == ["the-id!1@example.org", "the-id!2@example.org"]
    second = articles["the-id!2@example.org"]
    assert (second.title, second.author, second.published) == ("Pier 2", "Ada", date(2024, 3, 5))
    assert second.text == "It leans.\n\nFrom here on it is new."


def test_messages_without_an_id_or_with_the_same_are_told_apart(tmp_path: Path) -> None:
    plain = "Subject: x\n\nThe ferry.\n"
    articles, _ = loaded(
        tmp_path / "a.mbox", mailbox(mail(1), mail(2, identity="1"), plain, plain).replace(b"\n", b"\r\n")
    )
    assert [*articles] == ["the-id!1@example.org", "the-id!1@example.org-2", "the-id!3", "the-id!4"]


def test_a_message_that_says_nothing_is_passed_over_and_a_bad_one_named(tmp_path: Path) -> None:
    articles, failures = loaded(tmp_path / "a.mbox", mailbox(mail(1, ""), "no header\n", mail(3)))
    assert [*articles] == ["the-id!3@example.org"]
    assert [*failures] == ["a.mbox!2"]


def test_a_mailbox_whose_messages_say_nothing_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no text"):
        loaded(tmp_path / "a.mbox", mailbox(mail(1, ""), mail(2, " ")))


@pytest.mark.parametrize("data", [b"", b"It leans.\n", b"From me to you\n"])
def test_what_is_no_mailbox_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(LoadError, match="is not a mailbox, or holds no message"):
        loaded(tmp_path / "a.mbox", data)


def test_files_in_an_archive_are_articles_and_the_rest_is_named(tmp_path: Path) -> None:
    inner = packed({"deep.txt": "Deep down.", "lines.jsonl": '{"id": "own", "text": "A line."}\nno json\n'})
    parts: dict[str, str | bytes] = {
        "notes/pier.txt": "The pier leans.", "mails.mbox": mailbox(mail(1)), "inner.zip": inner, "bad.pdf": "no pdf",
        "a.gif": b"GIF89a", "b.GIF": b"", "__MACOSX/notes/._pier.txt": "x", ".hidden.txt": "x", "empty/": "",
    }  # fmt: skip
    articles, failures = loaded(tmp_path / "a.zip", packed(parts))
    assert {name: article.text for name, article in articles.items()} == {
        "the-id!notes/pier.txt": "The pier leans.",
        "the-id!mails.mbox!1@example.org": "The pier leans.",
        "the-id!inner.zip!deep.txt": "Deep down.",
        "own": "A line.",
    }
    assert failures.pop("a.zip") == "files in it that are of no supported kind: 2 (.gif)"
    assert failures["a.zip!bad.pdf"].startswith("is not a PDF")
    assert [*failures] == ["a.zip!inner.zip!lines.jsonl:2", "a.zip!bad.pdf"]


def test_names_that_do_not_say_that_they_are_utf8_are_read(tmp_path: Path) -> None:
    data = packed({"Käpt.txt": "x"})
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        place = data.index(mark) + offset
        data = data[:place] + bytes([data[place] & ~8]) + data[place + 1 :]
    assert [*loaded(tmp_path / "a.zip", data)[0]] == ["the-id!Käpt.txt"]


def test_a_library_follows_what_is_in_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(packed({"one.txt": "The pier.", "two.txt": "The ferry."}))
    (folder / "b.mbox").write_bytes(mailbox(mail(1), mail(2, "It moves.")))
    with Library.open(tmp_path / "home", embedder=HashedEmbedder()) as library:
        assert library.sync(folder).added == (
            "in/a.zip!one.txt", "in/a.zip!two.txt", "in/b.mbox!1@example.org", "in/b.mbox!2@example.org",
        )  # fmt: skip
        (folder / "a.zip").write_bytes(packed({"one.txt": "The pier.", "three.txt": "The lamp."}))
        (folder / "b.mbox").write_bytes(mailbox(mail(1), mail(2, "It moved."), mail(3)))
        report = library.sync(folder)
        assert (report.added, report.changed, report.removed) == (
            ("in/a.zip!three.txt", "in/b.mbox!3@example.org"), ("in/b.mbox!2@example.org",), ("in/a.zip!two.txt",),
        )  # fmt: skip
        assert library.sync(folder).unchanged == 5
        (folder / "a.zip").unlink()
        assert library.sync(folder).removed == ("in/a.zip!one.txt", "in/a.zip!three.txt")


@pytest.mark.parametrize(
    ("article", "file"),
    [("a.txt", "a.txt"), ("in/a!b.txt", "in/a!b.txt"), ("a.zip!b.zip!c.txt", "a.zip"), ("wow!.MBOX!1@x", "wow!.MBOX")],
)
def test_the_file_of_an_article_is_known_by_its_id(article: str, file: str) -> None:
    assert file_id(article) == file


SENT = (date(2024, 3, 5) - date(1601, 1, 1)).days * 86_400


def test_an_outlook_message_is_read_as_the_mail_it_was(tmp_path: Path) -> None:
    texts = {"0037": "The pièr", "0C1A": "Ada Vane", "5D01": "ada@example.org", "1000": "It leans.\r\nYes."}
    article = read(tmp_path / "a.msg", message(texts, SENT))
    assert article.text == "It leans.\nYes."
    assert (article.title, article.author, article.published) == ("The pièr", "Ada Vane", date(2024, 3, 5))


def test_an_outlook_message_of_a_page_or_in_an_old_code_page_is_read(tmp_path: Path) -> None:
    page = {"__substg1.0_10130102": b"<html><body><p>It leans.</p><p style='display:none'>Swordfish</p></body></html>"}
    assert read(tmp_path / "a.msg", message({"0037": "x", "0C1A": "Ada"}, more=page)).text == "It leans."
    narrow = {"__substg1.0_1000001E": "Die Brücke über den Fluß ist schön geworden.".encode("cp1252")}
    article = read(tmp_path / "b.msg", message({"0037": "x"}, more=narrow))
    assert article.text == "Die Brücke über den Fluß ist schön geworden."
    assert article.published is None


@pytest.mark.parametrize("data", [b"no message", message({})[:600], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_outlook_message_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(LoadError, match=r"is not an Outlook message|is damaged"):
        read(tmp_path / "a.msg", data)


def test_a_saved_page_is_read_in_its_encoding(tmp_path: Path) -> None:
    saved = (
        "From: <Saved by a browser>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        "--b\n"
        "Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><head><title>Pi=E8r</title></head><body><p>The pi=E8r leans.</p></body></html>\n--b\n"
        "Content-Type: image/png\n\nx\n--b--\n"
    )
    for suffix in ("mht", "mhtml"):
        article = read(tmp_path / f"a.{suffix}", saved.encode())
        assert (article.title, article.text) == ("Pièr", "The pièr leans.")
    with pytest.raises(LoadError, match="holds no web page"):
        read(tmp_path / "b.mht", b"From: x\n\nNo page.")


@pytest.mark.parametrize(
    ("saved", "part", "expected"),
    [
        ("Snapshot-Content-Location: https://k.example/pier\n", "Content-Location: https://k.example/a\n", "pier"),
        ("", "Content-Location: https://k.example/pier\n", "pier"),
        ("Content-Location: https://k.example/pier\n", "", "pier"),
        ("Snapshot-Content-Location: file:///home/a/pier.html\n", "Content-Location: cid:1\n", ""),
        ("", "", ""),
    ],
)
def test_a_saved_page_tells_where_it_came_from(tmp_path: Path, saved: str, part: str, expected: str) -> None:
    written = (
        f"From: <Saved by a browser>\n{saved}Content-Type: multipart/related; boundary=b\n\n--b\n{part}"
        "Content-Type: text/html\n\n<html><body><p>The pier leans.</p></body></html>\n--b--\n"
    )
    article = read(tmp_path / "a.mhtml", written.encode())
    assert (article.text, article.url) == ("The pier leans.", expected and f"https://k.example/{expected}")


@pytest.mark.parametrize("suffix", ["text", "log", "rst", "adoc", "org", "tex"])
def test_plain_text_by_other_names(tmp_path: Path, suffix: str) -> None:
    assert read(tmp_path / f"a.{suffix}", b"The pier leans.").text == "The pier leans."


@pytest.mark.parametrize("suffix", ["xhtml", "xht"])
def test_pages_by_other_names(tmp_path: Path, suffix: str) -> None:
    page = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>The pier leans.</p></body></html>"
    assert read(tmp_path / f"a.{suffix}", page.encode()).text == "The pier leans."
