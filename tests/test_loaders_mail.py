"""Mails by their parts: every text that a reader sees, in order, and what is left out is named."""

import base64
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pytest

from index import Article
from index.errors import LoadError
from index.loaders import load_file
from index.loaders.registry import file_id, read_file, reader
from index.types import Failure, Notice

HEAD = "From: Ida Moe <ida@x.example>\nTo: all@x.example\nSubject: The quay\nDate: Tue, 5 Mar 2024 23:30:00 -0500\n"


def load(tmp_path: Path, mail: str | bytes) -> list[Article | Failure | Notice]:
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.encode() if isinstance(mail, str) else mail)
    return [*load_file(path, "the-id")]


def text_of(tmp_path: Path, mail: str | bytes) -> str:
    article = load(tmp_path, mail)[0]
    assert isinstance(article, Article)
    return article.text


def parts(kind: str, *inner: str, boundary: str = "b") -> str:
    joined = "".join(f"--{boundary}\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{joined}--{boundary}--\n'


def part(text: str, kind: str = "plain", more: str = "") -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\n{more}\n{text}"


PICTURE = 'Content-Type: image/png; name="c.png"\nContent-Disposition: inline; filename="c.png"\n\nx'
PAGE = "<h1>Notice</h1><p>The quay is shut from 9 June, and boats moor at the old pier until the autumn.</p>"
FORWARDED = (
    "Content-Type: message/rfc822\n\nFrom: Olav <olav@y.example>\nSubject: Ice\nDate: Mon, 4 Mar 2024 10:00:00 +0000\n"
    "Content-Type: text/plain\n\nThe ice is thick."
)


def test_all_inline_texts_come_in_order(tmp_path: Path) -> None:
    mail = HEAD + parts(
        "mixed", part("See the crane."), PICTURE, part("It cost nine crowns."), part("<p>Bye</p>", "html")
    )

    assert text_of(tmp_path, mail) == "See the crane.\n\nIt cost nine crowns.\n\nBye"


def test_a_footer_behind_two_forms_of_a_text_is_read_once(tmp_path: Path) -> None:
    both = parts("alternative", part("Hello all."), part("<p>Hello all.</p>", "html"), boundary="c")

    assert text_of(tmp_path, HEAD + parts("mixed", both, part("<p>The list meets on 9 April.</p>", "html"))) == (
        "Hello all.\n\nThe list meets on 9 April."
    )


@pytest.mark.parametrize(
    "stub", ["", "This mail needs HTML.", "View it in your browser: https://x.example/1 or switch on HTML"]
)
def test_a_plain_text_that_stands_for_a_page_gives_way_to_it(tmp_path: Path, stub: str) -> None:
    related = parts("related", part(PAGE, "html"), PICTURE, boundary="c")

    for rich in (part(PAGE, "html"), related):
        text = text_of(tmp_path, HEAD + parts("alternative", part(stub), rich))
        assert "The quay is shut from 9 June" in text
        assert "HTML" not in text


def test_a_plain_text_that_says_the_same_is_preferred(tmp_path: Path) -> None:
    plain = "Notice\n\nThe quay is shut from 9 June, boats moor at the old pier."
    for rich in (part(PAGE, "html"), part("<p>Open this in a plain window.</p>", "html")):
        assert text_of(tmp_path, HEAD + parts("alternative", part(plain), rich)) == plain


@pytest.mark.parametrize("kind", ["mixed", "digest"])
def test_a_forwarded_message_follows_with_its_sender(tmp_path: Path, kind: str) -> None:
    first = part("Please read:")
    mail = HEAD + parts(kind, *([first] if kind == "mixed" else []), FORWARDED)

    text = text_of(tmp_path, mail)

    assert "Forwarded message\nFrom: Olav <olav@y.example>\n" in text
    assert text.endswith("Subject: Ice\n\nThe ice is thick.")


def test_a_message_forwarded_in_one_that_was_forwarded_is_read(tmp_path: Path) -> None:
    inner = FORWARDED.replace(
        "Content-Type: text/plain\n\nThe ice is thick.", parts("mixed", part("One."), FORWARDED, boundary="c")
    )

    assert text_of(tmp_path, HEAD + parts("mixed", part("Zero."), inner)).count("Forwarded message") == 2


def test_text_attachments_are_read_below_their_names_and_others_are_named(tmp_path: Path) -> None:
    message = EmailMessage(policy=default)
    message["Subject"] = "Minutes"
    message.set_content("They are attached.")
    message.add_attachment("Ida resigned.\n", filename="minutes.txt")
    message.add_attachment("<p>Olav stays.</p>", subtype="html", filename="more.html")
    message.add_attachment(b"a,b\n1,2\n", maintype="application", subtype="octet-stream", filename="list.csv")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")

    article, *notices = load(tmp_path, message.as_bytes())

    assert isinstance(article, Article)
    assert article.text == (
        "They are attached.\n\nAttachment: minutes.txt\n\nIda resigned.\n\nAttachment: more.html\n\nOlav stays.\n\n"
        "Attachment: list.csv\n\na,b\n1,2\n\nAttachment: plan.pdf"
    )
    said = "its attachment plan.pdf was not read; save it as a file, or set BROADSHEET_ATTACHMENTS=1"
    assert notices == [Notice("mail.eml", f"{said} to have attached documents read")]


def with_attachments() -> EmailMessage:
    """Return a mail with a document, a damaged one, a kind that nothing reads and a mail with a document in it."""
    message = EmailMessage(policy=default)
    message["Subject"], message["From"] = "Minutes", "Ida Moe <ida@x.example>"
    message.set_content("They are attached.")
    inner = EmailMessage(policy=default)
    inner["Subject"] = "Inner"
    inner.set_content("Inner words.")
    inner.add_attachment(b"{\\rtf1 The deepest words.}", maintype="application", subtype="rtf", filename="deep.rtf")
    for name, content in (
        ("plan.rtf", b"{\\rtf1 The quay is 40 m long.}"), ("plan.rtf", b"{\\rtf1 The old plan.}"), ("a.pdf", b"%PDF-"),
        ("a.xyz", b"x"), ("inner.eml", inner.as_bytes()),
    ):  # fmt: skip
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


@pytest.mark.parametrize("kind", ["eml", "mbox", "zip"])
def test_attachments_are_documents_of_their_own_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mail = with_attachments().as_bytes()
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        with ZipFile(path, "w") as archive:
            archive.writestr("m.eml", mail)
    else:
        path.write_bytes(b"From a@x Tue Mar  5 09:00:00 2024\n" + mail if kind == "mbox" else mail)
    ids = {"eml": "a.eml", "mbox": "a.mbox!1", "zip": "a.zip!m.eml"}
    before = reader(path)
    assert [one.id for one in read_file(path, path.name) if isinstance(one, Article)] == [ids[kind]]
    monkeypatch.setenv("BROADSHEET_ATTACHMENTS", "1")
    assert not before.startswith(reader(path))  # so that the next sync reads it again
    read = [*read_file(path, path.name)]
    texts = {one.id.removeprefix(ids[kind]): one.text for one in read if isinstance(one, Article)}
    assert texts.pop("").startswith("They are attached.")
    assert texts.pop("!plan.rtf") == "The quay is 40 m long."
    assert texts.pop("!2-plan.rtf") == "The old plan."
    assert texts.pop("!inner.eml", "Inner words.").startswith("Inner words.")
    assert set(texts) <= {"!inner.eml!deep.rtf"}
    assert [one.path.removeprefix(f"a.{kind}!").rpartition("!")[2] for one in read if isinstance(one, Failure)] == [
        "a.pdf"
    ]
    assert any("a.xyz was not read" in one.reason for one in read if isinstance(one, Notice))
    assert {file_id(one.id) for one in read if isinstance(one, Article)} == {path.name}


@pytest.mark.parametrize("kind", ["text/plain", "text/rtf", "application/octet-stream"])
def test_a_document_that_is_called_text_is_read_as_what_its_name_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    document = (
        f'Content-Type: {kind}; name="plan.rtf"\nContent-Disposition: attachment; filename="plan.rtf"\n\n'
        "{\\rtf1 The quay is {\\b 40} m long.}"
    )
    mail = HEAD + parts("mixed", part("Seen."), document)
    article, notice = load(tmp_path, mail)
    assert isinstance(article, Article)
    assert article.text == "Seen.\n\nAttachment: plan.rtf"
    assert isinstance(notice, Notice)
    monkeypatch.setenv("BROADSHEET_ATTACHMENTS", "1")
    assert [one.text for one in read_file(tmp_path / "mail.eml", "m") if isinstance(one, Article)][1:] == [
        "The quay is 40 m long."
    ]


def test_a_signed_mail_is_its_text(tmp_path: Path) -> None:
    seal = (
        'Content-Type: application/pgp-signature; name="s.asc"\nContent-Disposition: attachment; filename="s.asc"\n\nx'
    )

    (article,) = load(tmp_path, HEAD + parts("signed", part("Signed words."), seal))

    assert isinstance(article, Article)
    assert article.text == "Signed words."


OUTLOOK = (
    'Content-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment; filename="winmail.dat"\n'
    f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(bytes(9)).decode()}"
)


def test_where_the_text_is_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    sealed = "Content-Type: application/pgp-encrypted\n\nVersion: 1"
    for body, reason in (
        (parts("mixed", part(""), OUTLOOK), "holds no text; its text is in winmail.dat"),
        (parts("encrypted", sealed), "holds no text; its text is encrypted"),
        (parts("mixed", OUTLOOK.replace("ms-tnef", "octet-stream")), "winmail.dat"),
    ):
        with pytest.raises(LoadError, match=reason):
            load(tmp_path, HEAD + body)
    _, notice = load(tmp_path, HEAD + parts("mixed", part("Seen."), OUTLOOK))
    assert isinstance(notice, Notice)
    assert "winmail.dat" in notice.reason


@pytest.mark.parametrize(
    ("more", "body", "text"),
    [
        ("", "A line \ngoes on.\n \n-- \nIda", "A line goes on.\n\n--\nIda"),
        ("; delsp=yes", "Donau \nfahrt \nen", "Donaufahrten"),
        ("", "> quoted \n> on\nanswer", "> quoted on\nanswer"),
        ("", " >not quoted\n From here", ">not quoted\nFrom here"),
    ],
)
def test_soft_line_ends_are_undone(tmp_path: Path, more: str, body: str, text: str) -> None:
    assert text_of(tmp_path, f"{HEAD}Content-Type: text/plain; format=Flowed{more}\n\n{body}") == text


def test_parts_without_a_boundary_are_text(tmp_path: Path) -> None:
    assert text_of(tmp_path, f"{HEAD}Content-Type: multipart/mixed\n\nAll of it is text.") == "All of it is text."


def test_a_wrongly_declared_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    russian = "Старый мост через реку закрыли вчера."
    mail = f"{HEAD}Content-Type: text/plain; charset=iso-8859-1\n\n".encode() + russian.encode("koi8_r")

    assert text_of(tmp_path, mail) == russian


LETTER = "Dear all,\n\nhere are the arrivals for the council, please\ncheck them before Monday.\n\nBest wishes\nIda"
ROWS = "Harbour: Kellin | 2019: 131 | 2020: 990\nHarbour: Tarn | 2019: 12 | 2020: 18"
RICH_LETTER = (
    "<p>Dear all,</p><p>here are the arrivals for the <b>council</b>, please check them before Monday.</p><table><tr>"
    "<th>Harbour<th>2019<th>2020<tr><td>Kellin<td>131<td>990<tr><td>Tarn<td>12<td>18</table><p>Best wishes<br>Ida</p>"
)
MERGED = LETTER.replace("Monday.\n", f"Monday.\n\n{ROWS}\n")


@pytest.mark.parametrize(
    ("plain", "rich", "text"),
    [
        (LETTER, RICH_LETTER, MERGED),
        (
            LETTER,
            f"{RICH_LETTER}<p>PS: bring an umbrella, the roof leaks.</p>",
            f"{MERGED}\n\nPS: bring an umbrella, the roof leaks.",
        ),
        (LETTER, f"<h1>The harbours in figures</h1>{RICH_LETTER}", f"## The harbours in figures\n\n{MERGED}"),
        ("Only here: the mill is shut.\n\n" + LETTER, RICH_LETTER, "Only here: the mill is shut.\n\n" + MERGED),
        (
            MERGED.replace(" | ", "\t").replace("Harbour: ", ""),
            RICH_LETTER,
            MERGED.replace(" | ", "\t").replace("Harbour: ", ""),
        ),
        (
            LETTER.replace("Monday.", "Monday.\n\nHarbour\n2019\n2020\nKellin\n131\n990\nTarn\n12\n18"),
            RICH_LETTER,
            None,
        ),
        (
            LETTER.replace("Monday.", "Monday. Kellin\nhad 131 in 2019 and 990 in 2020.\nTarn had 12, then 18."),
            RICH_LETTER,
            None,
        ),
        (
            LETTER.replace("Monday.", "Monday.\n\nKellin 131 990"),
            RICH_LETTER,
            LETTER.replace("Monday.", "Monday.\n\nKellin 131 990\n\n" + ROWS.split("\n")[1]),
        ),
    ],
)
def test_what_only_one_form_of_a_mail_says_is_read_in_its_place_and_nothing_twice(
    tmp_path: Path, plain: str, rich: str, text: str | None
) -> None:
    related = parts("related", part(rich, "html"), PICTURE, boundary="c")
    for form in (part(rich, "html"), related):
        assert text_of(tmp_path, HEAD + parts("alternative", part(plain), form)) == (text or plain)


def test_a_document_that_is_shown_within_the_text_is_named(tmp_path: Path) -> None:
    document = (
        'Content-Type: application/pdf; name="plan.pdf"\nContent-Disposition: inline; filename="plan.pdf"\n\n%PDF-'
    )
    page = parts("mixed", part("<p>See:</p>", "html"), document, part("<p>and below.</p>", "html"), boundary="c")
    article, notice = load(tmp_path, HEAD + parts("alternative", part("See:\n\nand below."), page))
    assert isinstance(article, Article)
    assert article.text == "See:\n\nand below.\n\nAttachment: plan.pdf"
    assert isinstance(notice, Notice)
    assert "plan.pdf was not read" in notice.reason
