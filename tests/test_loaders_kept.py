"""What was read right from the first, and must stay so: encodings, pages, mail, Markdown and PDF of many kinds."""

import unicodedata
from pathlib import Path

import pytest
from printed_pdf import at, down, made_pdf

from index import Article, Library
from index.errors import LoadError
from index.loaders.registry import read_file

GREEK = "Ο νέος φάρος του λιμανιού χτίστηκε το 1987 και έχει ύψος σαράντα δύο μέτρα, είπε ο φύλακας."
KOREAN = "솔빛항의 새 등대는 1987년에 세워졌다. 등대의 높이는 사십이 미터이고 매일 저녁 불을 켠다."
CHINESE = "青松港的新燈塔建於一九八七年，高四十二米。每天傍晚，守塔人都會點亮那盞黃銅大燈。"
HEBREW = "ספינת המשא אורנית עגנה בנמל קורן ביום שני. הקברניט שלה הוא אבנר לוטן, והוא נולד בעיר."
ARABIC = "وصلت السفينة إلى الميناء يوم الاثنين. قال القبطان سالم إن الرحلة استغرقت أحد عشر يوما في البحر."
RUSSIAN = "Новый маяк в гавани был построен в 1987 году. Его высота сорок два метра, сообщил смотритель."
STORY = "<p>The harbour board met on Tuesday to discuss the new crane, which is to stand on the western quay.</p>" * 3


def read(tmp_path: Path, name: str, content: str | bytes) -> Article:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (article,) = (one for one in read_file(tmp_path / name, name) if isinstance(one, Article))
    return article


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GREEK, "cp1253"), (KOREAN, "euc-kr"), (CHINESE, "big5"), (HEBREW, "cp1255"), (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), ("The ferry leaves at seven.", "utf-16-le"),
        ("Die Fähre fährt ab.", "latin-1"),
    ],
)  # fmt: skip
def test_old_encodings_are_recognised(text: str, encoding: str, tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("One.\rTwo.\rThree.", "One.\nTwo.\nThree."),
        ("\ufeffOne.\r\nTwo.", "One.\nTwo."),
        ("Word", "Word"),
        ("It is 4\u00a0km\u00a0long.", "It is 4\u00a0km\u00a0long."),
        ("FÃ¤hre", "FÃ¤hre"),
        ("Ｈａｒｂｏｕｒ ＫＸ－４７１１", "Ｈａｒｂｏｕｒ ＫＸ－４７１１"),
        (unicodedata.normalize("NFD", "Zoë fährt."), "Zoë fährt."),
    ],
)
def test_plain_text_stays_as_it_is_written(written: str, text: str, tmp_path: Path) -> None:
    assert unicodedata.normalize("NFC", read(tmp_path, "a.txt", written).text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("body", "kept", "left_out"),
    [
        ("<div id='cookie-banner' class='cookie-consent'>We use cookies. <button>Accept all</button></div>" + STORY,
         "The harbour board met", "Accept all"),
        (STORY + "<p>The Donau<wbr>dampf&shy;schiff came in.</p>", "The Donaudampfschiff came in.", "\u00ad"),
        (STORY + "<p>Caf&eacute; &amp; bar &#8211; 5 &lt; 6.</p>", "Café & bar – 5 < 6.", "&amp;"),
        ("<script src='a.js'/></script>" + STORY, "The harbour board met", "a.js"),
        (STORY + "<p>The owl came back.</p><noscript><p>Switch scripts on.</p></noscript>", "The owl came back.",
         "Switch scripts"),
        ("<div style='background:#111;color:#eee'>" + STORY + "</div>", "The harbour board met", "#111"),
        (STORY + "<section>Bare text of a section. <p>A paragraph.</p></section>", "Bare text of a section.", "<p>"),
        (f"<p dir=rtl>{ARABIC}</p>" + STORY, ARABIC, "rtl"),
    ],
)  # fmt: skip
def test_a_page_keeps_what_is_seen(body: str, kept: str, left_out: str, tmp_path: Path) -> None:
    page = f"<!doctype html><html><head><meta charset=utf-8><title>News</title></head><body><article>{body}</article>"
    text = read(tmp_path, "a.html", page).text
    assert text.count(kept) >= 1
    assert left_out not in text


def test_a_page_of_scripts_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no text"):
        read(tmp_path, "a.html", "<html><body><div id=root></div><script>start()</script></body></html>")


@pytest.mark.parametrize(
    ("mail", "kept", "left_out"),
    [
        ("Subject: =?utf-8?q?The_cr?=\n =?utf-8?q?ane?=\nContent-Type: text/plain; charset=gb2312\n"
         "Content-Transfer-Encoding: base64\n\n0MK1xLXGy/7U2ratsOuhow==", "新的灯塔在董半。", "="),
        ("Subject: The crane\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
         "quoted-printable\n\nDie F=E4hre f=E4hrt um =\nsieben ab.", "Die Fähre fährt um sieben ab.", "=E4"),
        ("Subject: The crane\nContent-Type: text/html\n\n<div style='display:none;max-height:0'>Preview words</div>"
         "<p>The crane came on Monday.</p>", "The crane came on Monday.", "Preview words"),
    ],
)  # fmt: skip
def test_a_mail_is_decoded(mail: str, kept: str, left_out: str, tmp_path: Path) -> None:
    article = read(tmp_path, "a.eml", f"From: Ada <a@b.example>\nMIME-Version: 1.0\n{mail}\n")
    assert (article.title, article.author) == ("The crane", "Ada")
    assert kept in article.text
    assert left_out not in article.text


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("The crane\n=========\n\n| a | b |\n|---|---|\n| 1 | 2 |", "a: 1 | b: 2"),
        ("!!! note\n    The gate is shut.", "The gate is shut."),
        ("Term\n:   What it means.", "What it means."),
        ("Write to a_b_c@x.example, 2*3*4 and snake_case.", "Write to a_b_c@x.example, 2*3*4 and snake_case."),
        ("It leans.[^1]\n\n[^1]: Since 1931.", "Since 1931."),
        ("A \\*star\\* and \\_line\\_.", "A *star* and _line_."),
        ("It is ~~red~~ blue.", "blue"),
        ("un*believ*able", "believ"),
    ],
)
def test_markdown_keeps_its_words(markdown: str, kept: str, tmp_path: Path) -> None:
    assert kept in read(tmp_path, "a.md", markdown).text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0 g BT /F1 18 Tf 6 Tc 72 720 Td (HARBOUR REPORT) Tj 0 Tc ET\n" + down(["The pier of Kellin leans."], y=680),
         "HARBOUR REPORT"),
        (at(72, 720, "The pier leans.") + at(72.3, 720, "The pier leans."), "The pier leans."),
        ("".join(at(72 + 60 * place, 720, word) for place, word in enumerate(["Words", "placed", "one by", "one."])),
         "Words placed one by one."),
        (down(["The pier leans."]) + at(72, 860, "Printer's mark"), "The pier leans."),
        ("".join(at(100 + 14 * row, 300, line, matrix="0 1 -1 0") for row, line in enumerate(
            ["The first line of the text goes up", "and the second line of it follows."])),
         "The first line of the text goes up and the second line of it follows."),
    ],
)  # fmt: skip
def test_a_printed_page_is_read_as_it_looks(content: str, expected: str, tmp_path: Path) -> None:
    text = read(tmp_path, "a.pdf", made_pdf(content)).text
    assert text.count(expected) == 1
    assert "mark" not in text


def test_names_that_differ_by_case_or_composition_are_files_of_their_own(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    names = ["Eel.txt", "eel.txt", "EEL.TXT", "caf\u00e9.txt", "cafe\u0301.txt", "a #1 100%'\".txt"]
    for number, name in enumerate(names):
        (folder / name).write_text(f"Note {number} is about the tide.\n", encoding="utf-8")
    written = len(list(folder.iterdir()))  # some disks take two of them for one
    assert len(library.sync(folder).added) == written
    assert library.sync(folder).unchanged == written


def test_what_takes_the_place_of_a_file_is_read_or_said(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("The tide is high.\n", encoding="utf-8")
    library.sync(folder)
    (folder / "a.txt").write_bytes(bytes(range(256)) * 20)
    report = library.sync(folder)
    assert (len(report.failures), library.article("notes/a.txt").text) == (1, "The tide is high.")
    (folder / "a.txt").unlink()
    (folder / "a.txt").mkdir()
    (folder / "a.txt" / "b.txt").write_text("The tide is low.\n", encoding="utf-8")
    library.sync(folder)
    assert [article.id for article in library.articles()] == ["notes/a.txt/b.txt"]
