"""Exports of newspapers' archives: one text, many articles, each with its own title, day and author."""

from datetime import date
from pathlib import Path

import pytest

from index import Article, Library
from index.loaders.archive_exports import split_export
from index.loaders.registry import file_id, read_file

NEXIS = (
    "{number} of {total} DOCUMENTS\n\n\nThe Harbour Times (Kellin)\n\nMarch {day}, 2024 Tuesday\nFirst Edition\n\n"
    "{title}\n\nBYLINE: {author}\n\nSECTION: NEWS; Pg. 4\n\n{text}\n\nCopyright 2024 Harbour Media Ltd.\n\n"
)
PROQUEST = (
    "____________________\n\nDocument {number} of {total}\n\n{title}\n\nAuthor: {author}\n\nFull text: {text}\n\n"
    "Publication title: The Harbour Times (Kellin)\n\nPublication date: Mar {day}, 2024\n\n"
)
STORIES = (("Ice holds the ferry", "Gus Varley", 12, "It was stuck."), ("Owl returns", "Ann Lee", 14, "It is back."))


def export(form: str, *, total: int = 2) -> str:
    return "".join(
        form.format(number=number, total=total, title=title, author=author, day=day, text=text)
        for number, (title, author, day, text) in enumerate(STORIES, start=1)
    )


@pytest.mark.parametrize(
    "form", [NEXIS, "          " + NEXIS, PROQUEST, PROQUEST.replace("Document ", "Dokument ").replace(" of ", " von ")]
)
def test_each_article_of_an_export_is_one_of_its_own(tmp_path: Path, form: str) -> None:
    path = tmp_path / "export.txt"
    path.write_text(export(form), encoding="utf-8")
    found = [one for one in read_file(path, "folder/export.txt") if isinstance(one, Article)]
    assert [(one.title, one.author, one.published) for one in found] == [
        (title, author, date(2024, 3, day)) for title, author, day, _ in STORIES
    ]
    assert {one.source for one in found} == {"The Harbour Times (Kellin)"}
    assert [one.id for one in found] == ["folder/export.txt!1", "folder/export.txt!2"]
    assert {file_id(one.id) for one in found} == {"folder/export.txt"}
    for one, (_, _, _, text) in zip(found, STORIES, strict=True):
        assert text in one.text
        assert "DOCUMENTS" not in one.text


@pytest.mark.parametrize(
    "text",
    [
        "1 of 1 DOCUMENTS\n\nText.",
        "Text.\n\n1 of 2\n\nMore.\n\n2 of 2\n\nEnd.",
        export(NEXIS, total=1),
        "1 of 3\n\nText.\n\n3 of 3\n\nMore.",
        "Document 2 of 3\n\nText.\n\nDocument 3 of 3\n\nMore.",
        "There were\n3 of 4\nboats.",
    ],
)
def test_other_numbers_part_nothing(tmp_path: Path, text: str) -> None:
    assert [*split_export(text)] == []


def test_a_library_follows_an_export_as_any_file(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "a.txt").write_text(export(NEXIS), encoding="utf-8")
    assert set(library.sync(folder).added) == {"press/a.txt!1", "press/a.txt!2"}
    assert library.sync(folder).unchanged == 2
    (folder / "a.txt").write_text(export(NEXIS).replace("It is back.", "It is gone."), encoding="utf-8")
    assert library.sync(folder).changed == ("press/a.txt!2",)
    (folder / "a.txt").write_text("A note of the harbour.\n", encoding="utf-8")
    report = library.sync(folder)
    assert (report.added, set(report.removed)) == (("press/a.txt",), {"press/a.txt!1", "press/a.txt!2"})
