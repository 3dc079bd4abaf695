"""HTML, mail and Word: what of a page is text, and what it says about itself."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index import Article
from index.loaders import load_file

PAGE = """<!doctype html><html><head><title>Harbour opens | Daily News</title>
<meta charset="windows-1252"><meta property="og:site_name" content="Daily News">
<link rel="canonical" href="https://example.org/harbour"><meta name="author" content="Ann Lee; Bo Chen">
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav>
<article><h1>Harbour opens</h1>
<p>The <b>har&shy;bour</b> opened on Friday, the
<a href="/mayor">mayor</a> said at a press conference in the town hall.</p>
<h2>What was said</h2>
<p><strong>Mayor Élan:</strong> We have waited a long time for this day.<br>It has cost a lot of money.</p>
<p><strong>WTN</strong>: And what comes next?</p>
<ul><li>First, the ships and their cargo</li><li>Second, the fish market</li></ul>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2023</td><td>41</td></tr></table>
<blockquote><p>A quote that stands alone in the text.</p></blockquote></article>
<footer>Copyright 2021 Daily News. All rights reserved.</footer></body></html>"""

PAGE_TEXT = """## Harbour opens

The harbour opened on Friday, the mayor said at a press conference in the town hall.

## What was said

**Mayor Élan:** We have waited a long time for this day.
It has cost a lot of money.

**WTN:** And what comes next?

- First, the ships and their cargo
- Second, the fish market

Year: 2023 | Ships: 41

A quote that stands alone in the text."""


def load(path: Path) -> Article:
    [article] = load_file(path, "the-id")
    assert isinstance(article, Article)
    return article


def test_html_gives_the_main_text_and_what_the_page_states(tmp_path: Path) -> None:
    path = tmp_path / "harbour.html"
    path.write_bytes(PAGE.encode("cp1252"))

    assert load(path) == Article(
        id="the-id",
        title="Harbour opens",
        text=PAGE_TEXT,
        source="Daily News",
        url="https://example.org/harbour",
        published=date(2024, 3, 5),
        author="Ann Lee, Bo Chen",
    )


@pytest.mark.parametrize(
    ("page", "title", "text"),
    [
        ("<p>Only a paragraph.</p>", "Only a paragraph.", "Only a paragraph."),
        ("No tags at all, 2 &lt; 3.", "No tags at all, 2 < 3.", "No tags at all, 2 < 3."),
        (
            "<html><head><title>T &amp; x</title><style>p{}</style></head><body><ul><li>one<li>two</ul>"
            "<script>var hidden = 1</script><h2>Head</h2><p>three<br>four</p></body></html>",
            "T & x",
            "- one\n- two\n\n## Head\n\nthree\nfour",
        ),
    ],
)
def test_small_html_keeps_all_its_visible_text(tmp_path: Path, page: str, title: str, text: str) -> None:
    path = tmp_path / "small.htm"
    path.write_text(page, encoding="utf-8")

    article = load(path)

    assert (article.title, article.text) == (title, text)


def test_a_number_in_the_footer_is_not_the_date(tmp_path: Path) -> None:
    path = tmp_path / "undated.html"
    path.write_text(PAGE.replace("2024-03-05T10:00:00Z", "").replace("windows-1252", "utf-8"), encoding="utf-8")

    assert load(path).published is None


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def test_mail_prefers_plain_text_and_keeps_quoted_replies(tmp_path: Path) -> None:
    message = mail(Subject="Re: Häfen", From="Ann Lee <ann@example.org>", Date="Tue, 05 Mar 2024 23:30:00 -0500")
    message.set_content("Yes, it opens.\n\n> Does the harbour open – on Friday?\n", charset="cp1252", cte="8bit")
    message.add_alternative("<p>Not this</p>", subtype="html")
    path = tmp_path / "reply.eml"
    path.write_bytes(bytes(message))

    assert load(path) == Article(
        id="the-id",
        title="Re: Häfen",
        text="Yes, it opens.\n\n> Does the harbour open – on Friday?",
        author="Ann Lee",
        published=date(2024, 3, 5),
    )


def test_mail_without_plain_text_gives_its_html(tmp_path: Path) -> None:
    message = mail(From="ann@example.org", Date="yesterday")
    message.set_content("<p>First.</p><div>Second<br>line.</div>", subtype="html", cte="base64")
    path = tmp_path / "letter.eml"
    path.write_bytes(bytes(message))

    article = load(path)

    assert article.text == "First.\n\nSecond\nline."
    assert (article.title, article.author, article.published) == ("First.", "ann@example.org", None)


def test_soft_line_breaks_of_mail_are_undone(tmp_path: Path) -> None:
    path = tmp_path / "flowed.eml"
    path.write_bytes(
        b"Subject: x\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
        b"A long line that \r\ngoes on.\r\n> quoted \r\nNext.\r\n-- \r\nAnn\r\n"
    )

    assert load(path).text == "A long line that goes on.\n> quoted\nNext.\n--\nAnn"


def test_mail_with_an_unknown_charset_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd.eml"
    path.write_bytes(
        b"Subject: =?x-none?q?a?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\nOpens at 5 \xe2\x82\xac."
    )

    assert load(path).text == "Opens at 5 €."


def test_word_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "The harbour report"
    document.core_properties.author = "Ann Lee"
    document.add_heading("Harbour", level=0)
    document.add_paragraph("It opened on Friday.")
    document.add_heading("Numbers", level=2)
    document.add_paragraph("Ships", style="List Bullet")
    document.add_paragraph("Fish", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["Year", "Ships", "2023", "41"], strict=True
    ):
        cell.text = text
    document.add_paragraph("It ended.")
    path = tmp_path / "report.docx"
    document.save(str(path))

    assert load(path) == Article(
        id="the-id",
        title="The harbour report",
        text="## Harbour\n\nIt opened on Friday.\n\n## Numbers\n\n- Ships\n1. Fish\n\n"
        "Year: 2023 | Ships: 41\n\nIt ended.",
        author="Ann Lee",
    )


def test_word_shows_insertions_and_links_but_no_deletions(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("The only title", level=1)
    body = document.element.body
    body.insert(
        1,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t>It </w:t></w:r><w:ins><w:r><w:t>now </w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            "<w:hyperlink><w:r><w:t>opens</w:t><w:br/><w:t>soon.</w:t></w:r></w:hyperlink></w:p>"
        ),
    )
    body.insert(
        2,
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Held.</w:t></w:r></w:p></w:sdtContent></w:sdt>"),
    )
    path = tmp_path / "tracked.docx"
    document.save(str(path))

    article = load(path)

    assert article.text == "## The only title\n\nIt now opens\nsoon.\n\nHeld."
    assert (article.title, article.author) == ("The only title", "")
