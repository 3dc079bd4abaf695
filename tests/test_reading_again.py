"""Files that are read again though nobody touched them: Broadsheet reads their format otherwise since an upgrade."""

import sqlite3
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from test_forgiving_sync import CountingEmbedder, fill

from index import Article, Library, SyncReport
from index.loaders import Loader, reader, registry
from index.loaders.formats import txt
from index.loaders.formats.pdf import load_pdf
from index.loaders.registry import EDITIONS, LOADERS, read_file

HTML = (
    "<html><head><title>Tide tables</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Tide tables</h1>"
    "<p>Ada Vane printed the <b>first</b> table in 1871, at 10<sup>2</sup> copies.</p><ul><li>Spring<li>Neap</ul>"
    "<table><tr><th>Place<th>High<tr><td>Kellin<td>5.1</table></article></body></html>"
)
MARKDOWN = (
    "---\ntitle: Tides\n---\n# Tides\n\n* one\n* **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nE = mc<sup>2</sup>\n"
)
MAIL = (
    "From: Ada <a@b.example>\nSubject: Tides\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n\n"
    "Dear all,\n\nit is high.\n-- \nAda\n"
)
SAMPLES = {
    "a.txt": ("Tides\n\nThe tide is \u201chigh\u201d at no-\non.\n", "6 343098436555"),
    "a.html": (HTML, "6 2d9f1efa0ba5"),
    "a.md": (MARKDOWN, "6 6f02452ca686"),
    "a.csv": ("Place,Year,Arrivals\nKellin,2020,131\nTarn,2021,\n", "4 637b68ee93f2"),
    "a.eml": (MAIL, "4 c56dc66f947a"),
    "a.rtf": (r"{\rtf1\ansi {\b Tides}\par High at {\i noon}, \u8211? 5 m.\par}", "6 176dd21f1860"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_who_reads_a_format_otherwise_raises_its_edition(name: str, tmp_path: Path) -> None:
    """Fails when a loader makes another text: raise its number in `registry.EDITIONS`, and put what is found here."""
    given, expected = SAMPLES[name]
    (tmp_path / name).write_text(given, encoding="utf-8")
    (article,) = read_file(tmp_path / name, name)
    assert isinstance(article, Article)
    said = f"{article.title}\n{article.author}\n{article.published}\n{article.text}"
    assert f"{EDITIONS[LOADERS[Path(name).suffix]]} {sha256(said.encode()).hexdigest()[:12]}" == expected


@pytest.fixture
def counting() -> CountingEmbedder:
    return CountingEmbedder()


def raise_edition(monkeypatch: pytest.MonkeyPatch, loader: Loader) -> None:
    monkeypatch.setitem(EDITIONS, loader, EDITIONS[loader] + 1)


def sync_as_before(library: Library, folder: Path, texts: dict[str, str]) -> SyncReport:
    """Sync, then have the library hold what an older Broadsheet read from the files named in `texts`."""
    report = library.sync(folder)
    with sqlite3.connect(Path(library.name) / "library.sqlite") as base:
        for name, text in texts.items():
            base.execute("UPDATE articles SET sha256 = 'of then' WHERE path = ?", (str(folder / name),))
            base.execute(
                "UPDATE texts SET sha256 = ?, text = ? WHERE id = (SELECT text_id FROM articles WHERE path = ?)",
                (sha256(text.encode()).hexdigest(), text, str(folder / name)),
            )
    return report


def test_an_upgrade_reads_the_files_of_its_format_again_and_embeds_only_new_text(
    tmp_path: Path, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "b.txt", "c.md", "d.txt")
    with Library.open(tmp_path / "library", embedder=counting) as library:
        sync_as_before(library, notes, {"a.txt": "The note a.txt of n?tes is about the tide."})
        embedded = counting.count
        assert library.sync(notes).unchanged == 4
        raise_edition(monkeypatch, txt.load_txt)
        report = library.sync(notes)
        assert (report.changed, report.unchanged, report.failures) == (("notes/a.txt",), 3, ())
        assert counting.count == embedded + 1
        assert library.article("notes/a.txt").text == "The note a.txt of notes is about the tide."
        monkeypatch.setattr("index.filling.sync.load_file", lambda *_: pytest.fail("read once more"))
        assert library.sync(notes).unchanged == 4
        assert library.check() == ()


def test_what_the_user_removed_stays_out_though_it_is_read_otherwise(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "b.txt")
    library.sync(notes)
    library.remove("notes/a.txt")
    (notes / "b.txt").write_text("Another note.\n", encoding="utf-8")  # which was removed once, and changed
    for as_read in ("of an older edition", "of the next one"):
        with sqlite3.connect(Path(library.name) / "library.sqlite") as base:
            base.execute("UPDATE left_out SET sha256 = ?", (as_read,))
        raise_edition(monkeypatch, txt.load_txt)
        report = library.sync(notes)
        assert report.left_out == ("notes/a.txt",)
        assert [article.id for article in library.articles()] == ["notes/b.txt"]
    with sqlite3.connect(Path(library.name) / "library.sqlite") as base:
        base.execute("UPDATE left_out SET sha256 = 'of then'")
    notes.rename(tmp_path / "moved")
    report = library.sync(tmp_path / "moved")
    assert report.left_out == ("moved/a.txt",)
    (tmp_path / "moved" / "a.txt").write_text("Somebody wrote this anew.\n", encoding="utf-8")
    assert library.sync(tmp_path / "moved").added == ("moved/a.txt",)


def test_an_article_that_came_back_is_not_taken_for_removed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = fill(tmp_path / "notes", "a.txt")
    library.sync(notes)
    library.remove("notes/a.txt")
    (notes / "a.txt").write_text("The note a was changed.\n", encoding="utf-8")
    assert library.sync(notes).added == ("notes/a.txt",)
    raise_edition(monkeypatch, txt.load_txt)
    report = library.sync(notes)
    assert (report.left_out, report.unchanged) == ((), 1)


def test_an_edition_that_cannot_read_a_file_loses_nothing_and_tries_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = fill(tmp_path / "notes", "a.pdf", "b.txt")
    (notes / "a.pdf").rename(notes / "a.txt")
    library.sync(notes)
    data = (notes / "a.txt").read_bytes()
    with sqlite3.connect(Path(library.name) / "library.sqlite") as base:
        for table in ("files", "articles"):
            base.execute(f"UPDATE {table} SET path = ? WHERE path = ?", (str(notes / "a.pdf"), str(notes / "a.txt")))  # noqa: S608
    (notes / "a.txt").rename(notes / "a.pdf")
    assert (notes / "a.pdf").read_bytes() == data
    for _ in range(2):
        report = library.sync(notes)
        assert (len(report.failures), report.removed, len(library.articles())) == (1, (), 2)


def test_a_library_that_does_not_say_what_read_its_files_reads_them_once_again(tmp_path: Path) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "b.txt")
    counting = CountingEmbedder()
    with Library.open(tmp_path / "library", embedder=counting) as library:
        library.sync(notes)
    embedded = counting.count
    with sqlite3.connect(tmp_path / "library" / "library.sqlite") as base:
        base.execute("ALTER TABLE files DROP COLUMN reader")
        base.execute("PRAGMA user_version=3")
    with Library.open(tmp_path / "library", embedder=counting) as library:
        assert set(library._database.files.readers().values()) == {""}
        assert library.sync(notes).unchanged == 2
        assert set(library._database.files.readers().values()) == {"6;"}
    assert counting.count == embedded


def test_what_lies_in_an_archive_and_what_pictures_say_is_read_again_too(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "The note in the archive.")
    before = reader(tmp_path / "a.zip")
    raise_edition(monkeypatch, load_pdf)
    assert not before.startswith(reader(tmp_path / "a.zip"))
    monkeypatch.setattr(registry, "can_read_pictures", lambda: False)
    blind = {suffix: reader(Path(f"a{suffix}")) for suffix in LOADERS}
    monkeypatch.setattr(registry, "can_read_pictures", lambda: True)
    seeing = {suffix: reader(Path(f"a{suffix}")) for suffix in LOADERS}
    assert {suffix for suffix in LOADERS if not blind[suffix].startswith(seeing[suffix])} == {
        ".pdf", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp",
    }  # fmt: skip
    assert all(seeing[suffix].startswith(blind[suffix]) for suffix in LOADERS)  # without them, nothing is unread
