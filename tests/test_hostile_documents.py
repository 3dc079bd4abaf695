"""Hostile documents: each ends in a reason that can be shown or in the right article, and the others load."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hostile_files as made
import pytest
from hostile_files import SEEN, UNSEEN, page, pdf, printed, run, tags, word

from index import Article, Library
from index.errors import LoadError
from index.loaders import find_files, load_file
from index.loaders.base import MAX_FILE_BYTES
from index.types import Failure

pytestmark = pytest.mark.slow  # what unpacks bombs

UNPACKS = "unpacks to .* bytes, more than the limit of 134,217,728; save it without its pictures"
DAMAGED = "is damaged, or not the format that its name says|is not a Word document, or a damaged one"
NO_PDF = "is not a PDF, or a damaged one"

PORT = "Порт открыт в 5 часов."

Make = Callable[[], bytes | str]
# What is refused, and in which words.
REFUSED: dict[str, tuple[str, Make, str]] = {
    "docx zip bomb of overlapping entries": (".docx", lambda: made.overlapping_zip(200), UNPACKS),
    "docx part larger than it says": (".docx", lambda: made.lying_zip(1000), DAMAGED),
    "docx part that says to be huge": (".docx", lambda: made.lying_zip(2**32 - 2), UNPACKS),
    "docx that is encrypted": (".docx", made.encrypted_zip, "is password-protected; save it without a password"),
    "docx that is cut": (".docx", lambda: word()[:-4000], DAMAGED),
    "docx with a part that is cut": (".docx", lambda: made.with_part(word(), "word/document.xml", b"<w:d"), DAMAGED),
    "docx that is a zip in a zip": (".docx", lambda: made.nested_zip(3), DAMAGED),
    "docx with a billion laughs": (".docx", lambda: word(doctype=made.entities(9), entities="&e9;"), DAMAGED),
    "docx that is a PDF": (".docx", lambda: pdf(printed()), DAMAGED),
    "pdf that is cut": (".pdf", lambda: pdf(printed())[:150], NO_PDF),
    "pdf that is a Word document": (".pdf", word, NO_PDF),
    "pdf whose pages hold themselves": (
        ".pdf",
        lambda: pdf(printed()).replace(b"/Kids [4 0 R] /Count 1", b"/Kids [2 0 R 4 0 R] /Count 9"),
        "is damaged at page 2",
    ),
    "pdf bomb of a blank page": (
        ".pdf",
        lambda: pdf(made.deflated(b" " * 200_000_000), filters="/Filter /FlateDecode"),
        "holds no text",
    ),
    "pdf with hidden text only": (".pdf", lambda: pdf(printed(UNSEEN, before="3 Tr")), "holds no text"),
    "a program with a text suffix": (".txt", lambda: b"\x7fELF\2\1\1" + bytes(range(256)) * 9, "holds binary data"),
    "a picture with a page's suffix": (".html", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "holds binary"),
    "text with NUL bytes": (".txt", lambda: SEEN.encode() + b"\0", "holds binary data, not text"),
    "only invisible signs": (".txt", lambda: "\u200b\u2060\U000e0041\u3164\u115f\ufeff", "holds no text"),
    "100 MB on one line": (".txt", lambda: b"x" * 100_000_000, "is larger than 64 MiB, the limit for one file"),
    "100 MB of Markdown": (".md", lambda: b"[" * 100_000_000, "is larger than 64 MiB, the limit for one file"),
    "mail of parts in parts": (".eml", lambda: made.nested_mail(3000), "has parts within parts within parts"),
    "html with hidden text only": (".html", lambda: f"<p style='display:none'>{UNSEEN}", "holds no text"),
}
# They take seconds to make.
LARGE = {name for name in REFUSED if "100 MB" in name or "huge" in name or "larger" in name or "blank" in name}
# What is read, and the whole text that comes of it.
READ: dict[str, tuple[str, Make, str]] = {
    "docx with a bomb that nobody opens": (
        ".docx",
        lambda: made.with_part(word(), "word/media/bomb.zip", made.nested_zip(3)),
        SEEN,
    ),
    "docx with a name that climbs": (".docx", lambda: made.with_part(word(), "../../../evil.txt", b"x"), SEEN),
    "docx with a file for an entity": (
        ".docx",
        lambda: word(doctype=made.entities(1), entities="&file;"),
        SEEN,
    ),
    "html with a billion laughs": (
        ".html",
        lambda: f"{made.entities(9)}{page('<p>And &e9; &file; end.</p>')}",
        f"]>\n\n{SEEN}\n\nAnd &e9; &file; end.",
    ),
    "pdf that says to have too many pages": (
        ".pdf",
        lambda: pdf(printed()).replace(b"/Count 1 ", b"/Count 2000000000 "),
        SEEN,
    ),
    "pdf that opens with rubbish": (".pdf", lambda: b"\0\xffrubbish\n" * 50 + pdf(printed()), SEEN),
    "pdf with a script": (
        ".pdf",
        lambda: pdf(printed(), page="/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"),
        SEEN,
    ),
    "UTF-16 without a mark": (".txt", lambda: SEEN.encode("utf-16-le"), SEEN),
    "UTF-16 without a mark, the other way": (".txt", lambda: PORT.encode("utf-16-be"), PORT),
    "UTF-8 with bytes of Windows-1252": (
        ".txt",
        lambda: "Über Öl, „Ärger“ und Süße.\n".encode() * 3 + b"\x93Ja\x94",
        "Über Öl, „Ärger“ und Süße.\n" * 3 + "\ufffdJa\ufffd",
    ),
    "a declared encoding that lies": (".html", lambda: page("<meta charset=utf-7><p>é</p>").encode(), f"{SEEN}\n\né"),
    "zero-width and bidirectional controls": (
        ".txt",
        lambda: "The p\u200bier \u202eof\u202c Salt\u2066mere\u2069 le\u2060ans\ufeff.\U000e0041\u061c\u034f",
        SEEN,
    ),
    "front matter that grows by aliases": (".md", lambda: made.front_matter_bomb(9), SEEN),
    "mail with a header of comments": (".eml", lambda: f"From: {'(' * 20_000}\nSubject: x\n\n{SEEN}", SEEN),
    "mail with a part of an unknown kind": (
        ".eml",
        lambda: f'From: a\nContent-Type: text/plain; charset="../../etc"\nContent-Transfer-Encoding: base9\n\n{SEEN}',
        SEEN,
    ),
}
# What a reader does not see: ways to hide text in a page.
HIDDEN_PAGES = {
    "display none": f"<p style='display:none'>{UNSEEN}</p>",
    "display none, shouted": f"<P STYLE='DISPLAY : NONE !important'>{UNSEEN}</P>",
    "visibility": f"<p style='visibility:hidden'>{UNSEEN}</p>",
    "hidden attribute": f"<p hidden>{UNSEEN}</p>",
    "aria-hidden": f"<p aria-hidden='true'>{UNSEEN}</p>",
    "white on white": f"<p style='color:#ffffff'>{UNSEEN}</p>",
    "nearly white on white": f"<p style='color:rgb(250,252,255)'>{UNSEEN}</p>",
    "white font": f"<font color=white>{UNSEEN}</font>",
    "black on black": f"<div style='background:#000'><p style='color:#010101'>{UNSEEN}</p></div>",
    "ground of a cell": f"<table><tr><td bgcolor=navy><span style='color:navy'>{UNSEEN}</span></table>",
    "transparent": f"<p style='color:transparent'>{UNSEEN}</p>",
    "one pixel": f"<p style='font-size:1px'>{UNSEEN}</p>",
    "no size": f"<p style='font-size:0'>{UNSEEN}</p>",
    "small part of the parent's size": f"<p style='font-size:5%'>{UNSEEN}</p>",
    "opacity": f"<div style='opacity:0.01'><p>{UNSEEN}</p></div>",
    "off the page": f"<p style='position:absolute;left:-9999px'>{UNSEEN}</p>",
    "indented away": f"<p style='text-indent:-9999px'>{UNSEEN}</p>",
    "box of one pixel": f"<p style='width:1px;height:1px;overflow:hidden'>{UNSEEN}</p>",
    "clipped": f"<p style='position:absolute;clip:rect(0 0 0 0)'>{UNSEEN}</p>",
    "scaled to nothing": f"<p style='transform:scale(0)'>{UNSEEN}</p>",
    "class": f"<style>.x {{ display: none }}</style><p class='a x'>{UNSEEN}</p>",
    "class in a media rule": f"<style>@media screen {{ p.x {{ display:none }} }}</style><p class=x>{UNSEEN}</p>",
    "id": f"<style>#x, #y {{ color: #fff }}</style><p id=y>{UNSEEN}</p>",
    "selector": f"<style>div > p + p {{ font-size: 0 }}</style><div><p>Yes.</p><p>{UNSEEN}</p></div>",
    "important rule": f"<style>.x {{ display:none!important }}</style><p class=x style='display:block'>{UNSEEN}</p>",
    "comment": f"<!-- {UNSEEN} -->",
    "template": f"<template><p>{UNSEEN}</p></template>",
    "script": f"<script>var a = '{UNSEEN}'</script>",
    "style": f"<style>.a::after {{ content: '{UNSEEN}' }}</style>",
    "attributes": f"<p title='{UNSEEN}' data-x='{UNSEEN}' aria-label='{UNSEEN}'>Yes.</p><img alt='' src=''>",
    "closed dialog": f"<dialog><p>{UNSEEN}</p></dialog>",
}
SHOWN_PAGES = {
    "white on black": f"<div style='background-color:#000'><p style='color:#fff'>{UNSEEN}</p></div>",
    "white over a picture": f"<div style='background:url(x.png)'><p style='color:#fff'>{UNSEEN}</p></div>",
    "print rule": f"<style>@media print {{ .x {{ display:none }} }}</style><p class=x>{UNSEEN}</p>",
    "narrow window rule": f"<style>@media (max-width: 9px) {{ .x {{ display:none }} }}</style><p class=x>{UNSEEN}</p>",
    "visible in the invisible": f"<div style='visibility:hidden'><p style='visibility:visible'>{UNSEEN}</p></div>",
    "overruled": f"<style>p {{ display:none }} p.x {{ display:block }} p {{ x:y }}</style><p class=x>{UNSEEN}</p>",
    "pointed at": f"<style>p.x:hover {{ display:none }}</style><p class=x>{UNSEEN}</p>",
    "page that a script shows": f"<style>body {{ visibility:hidden; opacity:0 }}</style><p>{UNSEEN}</p>",
    "closed details": f"<details><summary>More</summary><p>{UNSEEN}</p></details>",
    "linked style sheet": f"<link rel=stylesheet href=x.css><p style='color:#fff'>{UNSEEN}</p>",
}
PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
BLACK_BOX = "q 0 g 60 590 400 40 re f Q\n"
HIDDEN_PRINT = {
    "invisible": printed(UNSEEN, 600, before="3 Tr"),
    "invisible beside a picture": f"{PICTURE.replace('595 0 0 842', '9 0 0 9')}{printed(UNSEEN, 600, before='3 Tr')}",
    "white on white": printed(UNSEEN, 600, before="1 g"),
    "black on black": BLACK_BOX + printed(UNSEEN, 600),
    "painted over": printed(UNSEEN, 600) + BLACK_BOX,
    "below the page": printed(UNSEEN, -600),
    "tiny": printed(UNSEEN, 600, size="0.5"),
}
SHOWN_PRINT = {
    "white on black": BLACK_BOX + printed(UNSEEN, 600, before="1 g"),
    "recognised under a picture": PICTURE + printed(UNSEEN, 600, before="3 Tr"),
    "white on a picture": PICTURE + printed(UNSEEN, 600, before="1 g"),
    "in a frame": "q 0 g 60 590 400 40 re S Q\n" + printed(UNSEEN, 600),
    "scaled up": f"BT /F1 1 Tf 12 0 0 12 72 600 Tm ({UNSEEN}) Tj ET",
    "outlined": printed(UNSEEN, 600, before="1 Tr 1 g"),
}
HIDDEN_RUNS = {
    "vanish": run("<w:vanish/>"),
    "tiny": run('<w:sz w:val="2"/>'),
    "white": run('<w:color w:val="FFFFFF"/>'),
    "white on a white shade": run('<w:color w:val="FEFEFE"/><w:shd w:val="clear" w:fill="FFFFFF"/>'),
}
SHOWN_RUNS = {
    "not vanished": run('<w:vanish w:val="false"/>'),
    "white on a dark shade": run('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>'),
    "white on a highlight": run('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'),
    "automatic colour": run('<w:color w:val="auto"/>'),
}


def load(path: Path) -> Article:
    [article] = load_file(path, "the-id")
    assert isinstance(article, Article)
    return article


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.slow
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    suffix, make, reason = REFUSED[name]
    with pytest.raises(LoadError, match=reason):
        load(write(tmp_path / f"hostile{suffix}", make()))


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_the_right_article(tmp_path: Path, name: str) -> None:
    suffix, make, text = READ[name]
    article = load(write(tmp_path / f"hostile{suffix}", make()))
    assert article.text == text
    assert "root:" not in article.text


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("div",), "innermost"),
        (("b",), "innermost"),
        (("table", "tr", "td"), "innermost"),
        (("ul", "li"), "- innermost"),
        (("blockquote", "p"), "innermost"),
        (("svg",), ""),
    ],
)
def test_deep_pages_keep_what_stands_before_and_in_their_depth(
    tmp_path: Path, names: tuple[str, ...], shown: str
) -> None:
    text = load(write(tmp_path / "deep.html", page(tags(names, 20_000 // len(names))))).text
    assert text == f"{SEEN}\n\n{shown}".strip()


@pytest.mark.slow
def test_a_hundred_thousand_tags_in_each_other(tmp_path: Path) -> None:
    text = load(write(tmp_path / "deep.html", page(tags(("div",), 100_000)))).text
    assert text.startswith(SEEN)
    assert "innermost" in text


@pytest.mark.slow
def test_two_thousand_pages_are_read_within_the_limits(tmp_path: Path) -> None:
    pages = [
        "".join(printed(f"Row {row} of page {number} is here.", 800 - 14 * row) for row in range(40))
        for number in range(2000)
    ]
    text = load(write(tmp_path / "long.pdf", pdf(*pages))).text
    assert text.count("is here.") == 80_000
    assert "Row 37 of page 1999 is here." in text


@pytest.mark.parametrize("name", HIDDEN_PAGES)
@pytest.mark.parametrize("suffix", [".html", ".eml"])
def test_what_a_page_hides_is_not_read(tmp_path: Path, name: str, suffix: str) -> None:
    head = "From: a@example.org\nContent-Type: text/html\n\n" if suffix == ".eml" else ""
    article = load(write(tmp_path / f"hidden{suffix}", head + page(HIDDEN_PAGES[name])))
    assert article.text.startswith(SEEN)
    assert "wordfish" not in repr(article)


@pytest.mark.parametrize("name", SHOWN_PAGES)
def test_what_a_page_shows_is_read(tmp_path: Path, name: str) -> None:
    assert UNSEEN in load(write(tmp_path / "shown.html", page(SHOWN_PAGES[name]))).text


def test_hidden_text_of_a_long_page_is_not_its_main_text(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>{SEEN} The tide came in {number} times, and the keeper wrote it down.</p>" for number in range(30)
    )
    hidden = f"<div class=x>{f'<p>{UNSEEN} And more of it, so that it looks like the text.</p>' * 30}</div>"
    text = load(
        write(tmp_path / "long.html", page(f"<style>.x{{display:none}}</style><article>{paragraphs}{hidden}</article>"))
    ).text
    assert "wordfish" not in text
    assert text.count("keeper") == 30


@pytest.mark.parametrize("name", HIDDEN_PRINT)
def test_what_a_pdf_hides_is_not_read(tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path / "hidden.pdf", pdf(printed() + HIDDEN_PRINT[name]))).text == SEEN


@pytest.mark.parametrize("name", SHOWN_PRINT)
def test_what_a_pdf_shows_is_read(tmp_path: Path, name: str) -> None:
    text = load(write(tmp_path / "shown.pdf", pdf(printed() + SHOWN_PRINT[name]))).text
    assert text.split("\n\n") == [SEEN, UNSEEN]


@pytest.mark.parametrize("name", HIDDEN_RUNS)
def test_what_a_word_document_hides_is_not_read(tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path / "hidden.docx", word(HIDDEN_RUNS[name]))).text == SEEN


@pytest.mark.parametrize("name", SHOWN_RUNS)
def test_what_a_word_document_shows_is_read(tmp_path: Path, name: str) -> None:
    assert load(write(tmp_path / "shown.docx", word(SHOWN_RUNS[name]))).text == f"{SEEN}\n\n{UNSEEN}"


@pytest.mark.parametrize(
    ("line", "loaded"),
    [
        (
            b"x" * 100_000_000,
            Failure("bomb.jsonl.gz:2", "the line is longer than 67,108,864 bytes, the limit for one article"),
        ),
        (
            b"[" * 100_000,
            Failure("bomb.jsonl.gz:2", "the line is JSON that is nested too deeply or holds too long a number"),
        ),
    ],
)
@pytest.mark.slow
def test_a_bomb_in_a_compressed_line_costs_that_line(tmp_path: Path, line: bytes, loaded: Failure) -> None:
    path = write(tmp_path / "bomb.jsonl.gz", made.gz_lines(made.article_line("a"), line, made.article_line("b")))
    first, failure, last = load_file(path, "x")
    assert (first, failure, last) == (Article("a", SEEN, SEEN), loaded, Article("b", SEEN, SEEN))


@contextlib.contextmanager
def special_files(folder: Path) -> Iterator[list[Path]]:
    """Make a pipe, a socket and links to devices and to endless files, all named like articles."""
    os.mkfifo(folder / "pipe.txt")
    before = Path.cwd()
    os.chdir(folder)  # the name of a socket may have about a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket.txt")
            for name, target in {"zero": "/dev/zero", "random": "/dev/random", "folder": "/etc"}.items():
                Path(f"{name}.txt").symlink_to(target)
            yield sorted(folder.glob("*.txt"))
    finally:
        os.chdir(before)


@pytest.mark.enable_socket
def test_special_files_are_refused_at_once(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    with special_files(folder) as paths:
        assert len(paths) == 5
        for path in paths:
            with pytest.raises(LoadError, match=r"^is not a regular file$|^is a folder that could not be listed"):
                [*load_file(path, "x")]
            if path.name != "folder.txt":
                assert library.sync(path).failures == (Failure(str(path), "is not a regular file"),)
        assert [*find_files(folder)] == []


@pytest.mark.parametrize("path", ["/proc/self/mem", "/proc/kmsg", "/proc/self/environ", "/dev/zero", "/dev/stdin"])
def test_files_of_the_system_without_a_suffix_are_not_even_hashed(library: Library, path: str) -> None:
    [failure] = library.sync(path).failures
    assert failure.reason.startswith("has no suffix, so its format is not supported")


def test_a_huge_file_is_not_hashed(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**43)  # 8 TiB of nothing
    assert library.sync(path).failures == (
        Failure(str(path), "is larger than 64 MiB, the limit for one file; split it into smaller ones"),
    )
    assert MAX_FILE_BYTES == 64 * 2**20


def test_odd_names_are_read_or_named(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in (
        "new\nline.txt",
        "\x1b[31mred.txt",
        "\u202etxt.exe.txt",
        "-rf *.txt",
        "a'b\"<i>&.txt",
        "x" * 250 + ".txt",
    ):
        write(folder / name, f"{SEEN} {len(name)}")
    odd = os.fsencode(folder) + b"/caf\xe9.txt"
    with open(odd, "wb") as file:  # noqa: PTH123 - bytes
        file.write(SEEN.encode())

    report = library.sync(folder)

    assert len(report.added) == 6
    assert report.failures == (Failure(os.fsdecode(odd), "has a name that is not valid UTF-8; rename it"),)
    assert library.sync(folder).unchanged == 6
    assert library.check() == ()


def test_a_folder_whose_own_name_is_odd_is_refused(tmp_path: Path, library: Library) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    with pytest.raises(LoadError, match="has a name that is not valid UTF-8; rename it"):
        library.sync(folder)


@pytest.mark.slow
def test_a_folder_deeper_than_python_can_call_is_walked(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder / "a.txt", SEEN)
    made_here = folder
    before = Path.cwd()
    try:
        os.chdir(folder)
        for depth in range(2500):  # the last ones have a path that is too long to be opened
            Path("d").mkdir()
            os.chdir("d")
            if depth == 1200:
                write(Path("deep.txt"), UNSEEN)
        os.chdir(before)
        report = library.sync(folder)
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", str(made_here / "d")], check=True)
    assert len(report.added) == 2
    [failure] = report.failures
    assert "could not be" in failure.reason


def test_files_that_vanish_or_change_while_a_folder_is_read(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in "abcd":
        write(folder / f"{name}.txt", f"{SEEN} {name}")
    seen = 0
    report = None
    for step in library.sync_steps(folder):
        seen += step.stage == "read"
        if step.stage == "read" and seen == 1:
            (folder / "b.txt").unlink()
            (folder / "c.txt").unlink()
            os.mkfifo(folder / "c.txt")
            write(folder / "d.txt", "Changed.")
        report = step.report or report
    assert report is not None
    assert {Path(failure.path).name: failure.reason for failure in report.failures} == {
        "b.txt": "is not there any more",
        "c.txt": "is not a regular file",
    }
    assert len(report.added) == 2
    assert "Changed." in {library.article(article.id).text for article in library.articles()}


@pytest.mark.slow
def test_a_file_that_changes_while_it_is_streamed_is_read_anew(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\n".join(made.article_line(f"a-{row}", f"{SEEN} {row} " * 500) for row in range(300)))
    changed = False
    for step in library.sync_steps(path):
        if step.stage == "embed" and not changed:
            changed = True
            path.write_bytes(made.article_line("new", "The lighthouse stands."))
    assert changed

    library.sync(path)

    assert [article.id for article in library.articles()] == ["new"]
    assert library.check() == ()


@contextlib.contextmanager
def without_privilege() -> Iterator[None]:
    """Act as a user who may not read everything, where the tests run as the superuser."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    write(tmp_path / "closed.txt", SEEN)
    write(tmp_path / "open.txt", SEEN)
    with contextlib.ExitStack() as opened:
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_mode & 0o005 != 0o005 and os.geteuid() == 0:
                opened.callback(folder.chmod, folder.stat().st_mode)
                folder.chmod(0o755)
        (tmp_path / "closed").chmod(0)
        (tmp_path / "closed.txt").chmod(0)
        with without_privilege():
            assert [path.name for path in find_files(tmp_path)] == ["closed", "closed.txt", "open.txt"]
            from index.loaders.registry import read_file

            with pytest.raises(LoadError, match=r"^may not be read by this user; change its permissions"):
                [*read_file(tmp_path / "closed.txt", "x")]
            with pytest.raises(LoadError, match="is a folder that could not be listed; change its permissions"):
                [*read_file(tmp_path / "closed", "x")]
            assert [*read_file(tmp_path / "open.txt", "x")]
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.slow
def test_every_hostile_file_fails_alone_and_the_others_load(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    refused = [REFUSED[name] for name in REFUSED if name not in LARGE]
    for number, (suffix, make, _) in enumerate([*refused, *READ.values()]):
        write(folder / f"{number:02}-hostile{suffix}", make())
        write(folder / f"{number:02}-honest.txt", f"The honest article {number} says this.")

    report = library.sync(folder)

    assert len([name for name in report.added if name.endswith("honest.txt")]) == len(refused) + len(READ)
    assert len([name for name in report.added if "hostile" in name]) == len(READ)
    assert len(report.failures) == len(refused) > 10
    assert all(failure.reason and "hostile" in failure.path for failure in report.failures)
    assert library.check() == ()
    assert library.sync(folder).added == ()
